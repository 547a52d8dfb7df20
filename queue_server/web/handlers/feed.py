"""Visits and legs by cursor, for programs that keep a copy of them.

Rule 1: the cursor is the journal's `seq`. Whatever rewrites a record is an event after it, so that
no change is ever missed; a record may come twice, or newer than the event that called for it.
"""

from collections.abc import Iterable

import msgspec
from aiohttp import web
from msgspec import Struct

from queue_server.protocol.codec import encode
from queue_server.protocol.records import Leg, Visit
from queue_server.store.contract import Entry
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import number
from queue_server.web.handlers.journal import NDJSON

_USUAL = 1000
_MOST = 10_000
_PAPER = ("ticket_printed", "reprint_asked")
"""Events about the paper of a ticket change no record."""


class FeedLine(Struct, frozen=True, kw_only=True):
    """A visit with all its legs as they stand: put it in the place of what you have of it."""

    seq: int
    """The last event of this page that moved the ticket."""
    visit: Visit
    legs: list[Leg]


class FeedEnd(Struct, frozen=True, kw_only=True):
    """The last line: where the next page begins, and where the journal ends now."""

    after: int
    last: int


class _Moved(Struct):
    seq: int
    type: str
    ticket: str | None = None
    tickets: list[str] = []


_moved = msgspec.json.Decoder(_Moved)


async def legs(asked: Asked) -> web.Response:
    """Answer with the visits that the next events moved, each with all its legs, one a line."""
    query, records = asked.request.query, asked.context.records
    after = number(query.get("after"), 0, "after")
    limit = min(number(query.get("limit"), _USUAL, "limit", least=1), _MOST)
    entries = await asked.engine.journal.read(after, limit)
    last, _ = await asked.engine.journal.last()
    centre = asked.engine.centre
    moved: dict[str, int] = {}
    for event in _events(entries):
        if event.type == "clock_doubted":
            # it touches all that was open that day, and names nobody
            event.tickets += await records.tickets_around(centre, event.seq)
        moved |= dict.fromkeys(_named(event), event.seq)
    kept = await records.kept(centre, list(moved))
    lines = [
        FeedLine(seq=moved[visit.ticket], visit=visit, legs=list(legs)) for visit, legs in kept
    ]
    end = FeedEnd(after=entries[-1].seq if entries else after, last=last)
    told = [*sorted(lines, key=lambda line: line.seq), end]
    body = b"".join(encode(line) + b"\n" for line in told)
    return web.Response(body=body, headers={"Content-Type": NDJSON})


def _events(entries: Iterable[Entry]) -> Iterable[_Moved]:
    return (_moved.decode(entry.body) for entry in entries)


def _named(event: _Moved) -> list[str]:
    if event.type in _PAPER:
        return []
    return [*event.tickets, event.ticket] if event.ticket is not None else event.tickets
