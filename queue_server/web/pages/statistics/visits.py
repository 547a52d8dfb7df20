"""From a figure down to its visits, and from a visit to its legs and events."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from aiohttp import web

from queue_server.protocol.records import Leg
from queue_server.protocol.records import Visit as Record
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CallReason, TicketState
from queue_server.statistics.figures import Key
from queue_server.statistics.periods import Period
from queue_server.store.contract import Entry, Span, Wanted
from queue_server.web.pages.frame.visit import Visit
from queue_server.web.pages.statistics import narrowing
from queue_server.web.pages.statistics.asking import PATH, Asking, asking

SHOWN: Final = 200
_TOLD_ELSEWHERE: Final = (
    *("seq", "at", "type", "by", "centre", "ticket", "label", "press", "estimate"),
    *("number", "series", "language", "priority_run"),
)


_NOTHING: Final[tuple[object, ...]] = (None, False, [], "")


class Happened(NamedTuple):
    """One event, as a page tells it."""

    seq: int
    at: datetime
    type: str
    by: str
    about: list[tuple[str, str]]
    words: str
    """Somebody's own words, while they are kept."""


async def visits(visit: Visit) -> web.Response:
    """Answer with the visits behind a figure."""
    ask = await asking(visit)
    wanted = _wanted(visit.request.query, ask.period)
    span = Span.of(visit.engine.centre, ask.period.first, ask.period.last)
    found = await visit.context.records.visits_where(span, wanted, SHOWN + 1)
    return await visit.page(
        "statistics/visits.html",
        ask=ask,
        path_here=PATH,
        rows=[(one, f"{PATH}/visits/{one.ticket}", ask.clock(one.issued_at)) for one in found],
        shown=SHOWN,
        conditions=narrowing.conditions(ask, visit.request.query),
        back=ask.href(),
        Key=Key,
    )


async def ticket(visit: Visit) -> web.Response:
    """Answer with all that is known of one visit."""
    ask = await asking(visit)
    records, centre = visit.context.records, visit.engine.centre
    found = await records.kept(centre, [visit.request.match_info["ticket"]])
    if not found:
        raise Refused("unknown_ticket")
    ((record, legs),) = found
    entries = await records.events_naming(centre, record.ticket, record.day)
    return await visit.page(
        "statistics/ticket.html",
        ask=ask,
        path_here=PATH,
        one=record,
        legs=[(leg, _times(ask, leg)) for leg in legs],
        issued=ask.clock(record.issued_at),
        events=await _events(ask, entries),
        estimate=_estimate(ask, record),
        Key=Key,
    )


def _wanted(query: Mapping[str, str], period: Period) -> Wanted:
    states = [state for state in query.get("state", "").split(",") if state in {*TicketState}]
    return Wanted(
        values=narrowing.values(query),
        states=states,
        days=narrowing.days(query, period),
        transferred="transferred" in query,
        longer_than_s=narrowing.number(query.get("over")),
        reason=query["reason"] if query.get("reason") in {*CallReason} else None,
        rated="rated" in query,
        waited="waited" in query,
    )


def _times(ask: Asking, leg: Leg) -> dict[str, datetime | None]:
    names = ("entered_at", "called_at", "started_at", "finished_at")
    return {name: ask.clock(getattr(leg, name)) for name in names}


def _estimate(ask: Asking, record: Record) -> str:
    low, high = record.estimate_low_s, record.estimate_high_s
    if low is None or high is None:
        return ""
    return f"{ask.lasting(low)} – {ask.lasting(high)}"


async def _events(ask: Asking, entries: list[Entry]) -> list[Happened]:
    registry = ask.visit.context.registry
    bodies = [msgspec.json.decode(entry.body) for entry in entries]
    texts, accounts, devices = await asyncio.gather(
        registry.texts([ref for body in bodies for ref in _refs(body)]),
        registry.accounts(),
        registry.devices(),
    )
    names = {account.id: account.name for account in accounts}
    names |= {device.id: device.name for device in devices}
    return [_happened(body, texts, names) for body in bodies]


def _happened(body: dict[str, Any], texts: Mapping[str, str], names: Mapping[str, str]) -> Happened:
    about = [
        (name, names.get(str(value), _plain(value)))
        for name, value in body.items()
        if name not in _TOLD_ELSEWHERE and value not in _NOTHING and not _is_text(value)
    ]
    return Happened(
        seq=body["seq"],
        at=datetime.fromisoformat(body["at"]),
        type=body["type"],
        by=names.get(body["by"], body["by"]),
        about=about,
        words=" ".join(texts[ref] for ref in _refs(body) if ref in texts),
    )


def _refs(body: dict[str, Any]) -> Iterator[str]:
    return (value["ref"] for value in body.values() if _is_text(value))


def _is_text(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"ref", "hash"}


def _plain(value: object) -> str:
    if isinstance(value, list):
        codes = (one.get("code", one) if isinstance(one, dict) else one for one in value)
        return ", ".join(map(str, codes))
    return str(value)
