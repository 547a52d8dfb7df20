"""The rows of a register: what officers entered and what the case system says, joined by code.

Rule 1: the case system's day wins, then the day on the receipt; a suggestion is marked as one.
Rule 2: a visit that received a dossier and entered none still has a row, so that nothing is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from queue_server.domain import due
from queue_server.protocol.papers import Case, CaseChannel, Handled, Uncoded
from queue_server.protocol.plan import Plan

RECEIVED = "received"


class Entry(Struct, frozen=True, kw_only=True):
    """One dossier, as far as it is known."""

    code: str
    field: str | None
    procedure: str | None
    quantity: int
    received_on: date
    due_on: date | None
    due_is_suggested: bool = False
    done_on: date | None = None
    collected_on: date | None = None
    """When the result was handed out at a counter."""
    officer: str | None = None
    """The account of whoever received it."""
    label: str = ""
    """The ticket it came with."""
    channel: CaseChannel = CaseChannel.DIRECT
    in_export: bool = False


class Joined(Struct, frozen=True, kw_only=True):
    """What the rows are made from."""

    cases: Sequence[Case]
    handled: Sequence[Handled]
    uncoded: Sequence[Uncoded]
    collected: Mapping[str, date]
    """When results were handed out, by code."""


def entries(plan: Plan, found: Joined) -> list[Entry]:
    """Return the rows, in the order of receipt."""
    received = [one for one in found.handled if one.outcome == RECEIVED]
    by_code = {one.code: one for one in received if one.code}
    collected = found.collected
    rows = [_of_case(plan, case, by_code.get(case.code), collected) for case in found.cases]
    known = {case.code for case in found.cases}
    rows += _of_counters(plan, received, known, collected)
    coded = {one.ticket for one in received}
    rows += [_of_visit(one) for one in found.uncoded if one.ticket not in coded]
    return sorted(rows, key=lambda row: (row.received_on, row.code == "", row.code, row.label))


def as_cases(plan: Plan, handled: Iterable[Handled]) -> Iterator[Case]:
    """Return what was entered at counters as far as the case system would say it: for drafts."""
    for one in handled:
        if one.outcome != RECEIVED:
            continue
        due_on, _ = _due(plan, one)
        yield Case(
            code=one.code or f"{one.label} {one.day}",
            field=_field(plan, one.procedure) or one.field,
            procedure=one.procedure,
            quantity=one.quantity,
            received_on=one.day,
            due_on=due_on,
            done_on=None,
            channel=CaseChannel.DIRECT,
        )


def _of_case(
    plan: Plan, case: Case, handled: Handled | None, collected: Mapping[str, date]
) -> Entry:
    due_on, suggested = case.due_on, False
    if due_on is None and handled is not None:
        due_on, suggested = _due(plan, handled)
    procedure = case.procedure or (handled.procedure if handled is not None else None)
    return Entry(
        code=case.code,
        field=case.field or _field(plan, procedure),
        procedure=procedure,
        quantity=case.quantity,
        received_on=case.received_on,
        due_on=due_on,
        due_is_suggested=suggested,
        done_on=case.done_on,
        collected_on=collected.get(case.code),
        officer=handled.officer if handled is not None else None,
        label=handled.label if handled is not None else "",
        channel=case.channel,
        in_export=True,
    )


def _of_counters(
    plan: Plan, received: Sequence[Handled], known: set[str], collected: Mapping[str, date]
) -> Iterator[Entry]:
    for one in received:
        if one.code and one.code in known:
            continue
        due_on, suggested = _due(plan, one)
        yield Entry(
            code=one.code,
            field=_field(plan, one.procedure) or one.field,
            procedure=one.procedure,
            quantity=one.quantity,
            received_on=one.day,
            due_on=due_on,
            due_is_suggested=suggested,
            collected_on=collected.get(one.code) if one.code else None,
            officer=one.officer,
            label=one.label,
        )


def _of_visit(one: Uncoded) -> Entry:
    return Entry(
        code="",
        field=one.field,
        procedure=one.procedure,
        quantity=1,
        received_on=one.day,
        due_on=None,
        officer=one.officer,
        label=one.label,
    )


def _due(plan: Plan, one: Handled) -> tuple[date | None, bool]:
    """Return the day on the receipt, else the suggested one, and whether it is suggested."""
    if one.due_on is not None:
        return one.due_on, False
    received = datetime.fromtimestamp(one.ended_at or one.at, ZoneInfo(plan.zone))
    suggestion = due.suggested(plan, one.procedure, received)
    return suggestion, suggestion is not None


def _field(plan: Plan, procedure: str | None) -> str | None:
    return next((one.field for one in plan.procedures if one.code == procedure), None)


def lacking(entry: Entry, wanted: Iterable[str]) -> list[str]:
    """Return which of the `wanted` columns a row lacks."""
    has = {
        "code": bool(entry.code),
        "procedure": entry.procedure is not None,
        "received": True,
        "due": entry.due_on is not None,
        "done": entry.done_on is not None,
        "officer": entry.officer is not None,
    }
    return [name for name in wanted if not has[name]]
