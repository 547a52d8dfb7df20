"""A plan looked at before it holds: what is wrong with it, what it changes, whom it touches.

Rule 1: looking changes nothing, so a plan that makes no sense is an answer and no refusal.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from aiohttp import web
from msgspec import Struct

from queue_server.domain import planning
from queue_server.domain.floor import Floor
from queue_server.domain.planning.affected import affected, in_the_way
from queue_server.domain.planning.changes import changes
from queue_server.domain.planning.problem import Problem
from queue_server.protocol import plan as p
from queue_server.protocol.refusals import Refused
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import PLAN_LIMIT, answer, members, number, read_body, shape
from queue_server.web.handlers.plan import present

_FORM: Final = shape(p.Plan)
_LISTS: Final[dict[str, type[Struct]]] = {
    "series": p.Series,
    "fields": p.Field,
    "kinds": p.KindPlan,
    "counters": p.Counter,
    "procedures": p.Procedure,
    "policy.groups": p.PriorityGroup,
    "hours.weeks": p.Week,
    "hours.holidays": p.Holiday,
}
_TABLES: Final[dict[str, type[Struct]]] = {
    "policy": p.Policy,
    "hours": p.Hours,
    "reporting": p.Reporting,
}
_SAID_VI: Final = (
    (r"missing required field", "Mục này còn trống."),
    (r"unknown field", "Có mục không biết."),
    (r"length <= (\d+)", r"Nhiều nhất \1 chữ."),
    (r"length >= (\d+)", r"Ít nhất \1 chữ."),
    (r"`int` >= (-?\d+)", r"Phải là số từ \1 trở lên."),
    (r"`int` <= (-?\d+)", r"Nhiều nhất là \1."),
    (r"Expected `int", "Phải là một số nguyên."),
    (r"`date`|date\b", "Ngày chưa đúng."),
    (r"matching regex", "Chưa đúng dạng."),
    (r"Invalid enum", "Không có trong danh sách."),
)


class ProblemAt(Struct, frozen=True, kw_only=True):
    """Something wrong or doubtful, and where."""

    where: str
    vi: str
    en: str


class ChangeView(Struct, frozen=True, kw_only=True):
    """One difference between the plan that holds and the one looked at."""

    part: str
    key: str
    name: str
    member: str
    kind: str
    before: str
    after: str


class AffectedView(Struct, frozen=True, kw_only=True):
    """Some people, and what the plan would mean for them."""

    vi: str
    en: str
    people: int


class PlanCheckView(Struct, frozen=True, kw_only=True):
    """What is to be known of a plan before it holds."""

    version: int
    """Of the plan that holds now."""
    problems: tuple[ProblemAt, ...]
    """With any of them it is refused."""
    doubts: tuple[ProblemAt, ...]
    changes: tuple[ChangeView, ...]
    affected: tuple[AffectedView, ...]


class PlanChangesView(Struct, frozen=True, kw_only=True):
    """What a version of the plan changed of the one before."""

    version: int
    changes: tuple[ChangeView, ...]


async def history(asked: Asked) -> web.Response:
    """Answer what a version of the plan changed; the first one changed nothing."""
    version = number(asked.request.match_info["version"], 0, "version")
    journal = asked.engine.journal
    kept, before = await journal.plan(version), await journal.plan(version - 1)
    if kept is None:
        raise Refused("unknown_version")
    found = changes(before.plan, kept.plan) if before is not None else []
    told = tuple(ChangeView(**one._asdict()) for one in found)
    return answer(PlanChangesView(version=version, changes=told))


async def check(asked: Asked) -> web.Response:
    """Answer what is wrong with the plan in the body, and what it would change."""
    found = members(await read_body(asked.request, PLAN_LIMIT), _FORM)
    found["centre"] = asked.engine.centre
    misshapen = list(_misshapen(found))
    if misshapen:
        holds = await asked.engine.ask(present)
        return answer(
            PlanCheckView(
                version=holds.version,
                problems=_at(misshapen),
                doubts=(),
                changes=(),
                affected=(),
            )
        )
    wanted = msgspec.convert(found, p.Plan)
    return answer(await asked.engine.ask(lambda floor, now: checked(floor, wanted, now)))


def checked(floor: Floor, wanted: p.Plan, now: datetime) -> PlanCheckView:
    """Return what is to be known of a plan of the right shape."""
    holds = present(floor, now)
    wrong = [*planning.wrong(wanted), *in_the_way(floor, wanted)]
    return PlanCheckView(
        version=holds.version,
        problems=_at(wrong),
        doubts=_at(planning.doubtful(wanted)),
        changes=tuple(ChangeView(**one._asdict()) for one in changes(holds, wanted)),
        affected=()
        if wrong
        else tuple(AffectedView(**one._asdict()) for one in affected(floor, wanted, now)),
    )


def _at(problems: list[Problem]) -> tuple[ProblemAt, ...]:
    return tuple(ProblemAt(where=one.where, vi=one.vi, en=one.en) for one in problems)


def _misshapen(found: Mapping[str, object]) -> Iterator[Problem]:
    """Yield the values of a wrong kind; each part alone, so that none hides another."""
    plain: dict[str, Any] = dict(found)
    for way, kind in _LISTS.items():
        table, _, name = way.rpartition(".")
        holder: Any = plain.get(table, {}) if table else plain
        items = holder.get(name) if isinstance(holder, dict) else None
        if not isinstance(items, list):
            continue
        for place, item in enumerate(items):
            yield from _misfit(item, kind, f"{way}[{place}]")
        bare = {**holder, name: []}
        plain = {**plain, table: bare} if table else bare
    for name, kind in _TABLES.items():
        if name in plain:
            yield from _misfit(plain.pop(name), kind, name)
    yield from _misfit(plain, p.Plan, "")


def _misfit(value: object, kind: type[Struct], where: str) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what, _, inner = str(error).partition(" - at `$")
        missing = re.search(r"missing required field `(\w+)`", what)
        way = inner.rstrip("`") + (f".{missing[1]}" if missing else "")
        yield Problem(f"{where}{way}".lstrip("."), f"{what}.", _vi(what))


def _vi(what: str) -> str:
    for pattern, sentence in _SAID_VI:
        if found := re.search(pattern, what):
            return found.expand(sentence) if found.groups() else sentence
    return "Giá trị không hợp lệ."
