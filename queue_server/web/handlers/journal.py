"""The journal as it lies on disk, and the changes in it that an administrator answers for."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime

import msgspec
from aiohttp import web
from msgspec import Struct

from queue_server.protocol.codec import encode
from queue_server.store.contract import Entry, Journal, StoreError
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import answer, number

log = logging.getLogger(__name__)

NDJSON = "application/x-ndjson"
_USUAL = 1000
_MOST = 10_000
_AT_ONCE = 500
_USUAL_AUDIT = 100
_MOST_AUDIT = 1000
_LOOKED_AT = 50_000
"""Events looked through for one page: a quiet year must not make one request endless."""
AUDITED = (
    "plan_changed",
    "account_changed",
    "device_changed",
    "series_paused",
    "series_resumed",
    "priority_changed",
    "clock_confirmed",
    "dossiers_imported",
    "report_filed",
)
_MARKS = tuple(f'"type":"{name}"'.encode() for name in AUDITED)


class ExportLine(Struct, frozen=True, kw_only=True):
    """One line of the export: an event and what the chain is after it."""

    hash: str
    event: msgspec.Raw


class AuditEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change, without what it changed into where that is long."""

    seq: int
    at: datetime
    type: str
    by: str
    by_name: str | None = None
    account: str | None = None
    device: str | None = None
    change: str | None = None
    ticket: str | None = None
    series: str | None = None
    plan_version: int | None = None
    report: str | None = None
    period: str | None = None
    import_id: str | None = None


class AuditView(Struct, frozen=True, kw_only=True):
    """Changes, newest first; `before` asks for the next page, null ends it."""

    entries: tuple[AuditEntry, ...]
    before: int | None


class _PlanVersion(Struct):
    version: int


class _Noted(Struct):
    seq: int
    at: datetime
    type: str
    by: str
    account: str | None = None
    device: str | None = None
    change: str | None = None
    ticket: str | None = None
    series: str | None = None
    plan: _PlanVersion | None = None
    report: str | None = None
    period: str | None = None
    import_id: str | None = None


_noted = msgspec.json.Decoder(_Noted)


async def export(asked: Asked) -> web.StreamResponse:
    """Answer with events in order, one a line, with the chain's hash after each."""
    query = asked.request.query
    after = number(query.get("after"), 0, "after")
    limit = min(number(query.get("limit"), _USUAL, "limit"), _MOST)
    first = await asked.engine.journal.read(after, min(limit, _AT_ONCE))
    response = web.StreamResponse(headers={"Content-Type": NDJSON})
    await response.prepare(asked.request)
    try:
        async for entries in _onwards(asked.engine.journal, first, limit):
            await response.write(b"".join(map(_line, entries)))
        await response.write_eof()
    except StoreError as error:
        # a status was sent already: an answer that breaks off cannot be taken for a whole one
        log.warning("the export broke off: %s", error)
        if asked.request.transport is not None:
            asked.request.transport.abort()
    return response


async def _onwards(
    journal: Journal, entries: list[Entry], limit: int
) -> AsyncIterator[list[Entry]]:
    left = limit
    while entries:
        yield entries
        left -= len(entries)
        entries = await journal.read(entries[-1].seq, min(left, _AT_ONCE)) if left > 0 else []


def _line(entry: Entry) -> bytes:
    # Raw: the event's bytes are the very ones that were hashed
    return encode(ExportLine(hash=entry.hash.hex(), event=msgspec.Raw(entry.body))) + b"\n"


async def audit(asked: Asked) -> web.Response:
    """Answer with a page of changes, newest first."""
    query = asked.request.query
    last, _ = await asked.engine.journal.last()
    before = min(number(query.get("before"), last + 1, "before", least=1), last + 1)
    limit = min(number(query.get("limit"), _USUAL_AUDIT, "limit", least=1), _MOST_AUDIT)
    found, reached = await _backwards(asked.engine.journal, before, limit)
    names = {account.id: account.name for account in await asked.context.registry.accounts()}
    names |= {device.id: device.name for device in await asked.context.registry.devices()}
    entries = tuple(_entry(noted, names) for noted in found)
    return answer(AuditView(entries=entries, before=reached if reached > 1 else None))


async def _backwards(journal: Journal, before: int, limit: int) -> tuple[list[_Noted], int]:
    """Return the changes just before an event, newest first, and how far back was looked."""
    found: list[_Noted] = []
    end = max(before - _LOOKED_AT, 1)
    while before > end:
        start = max(before - _AT_ONCE, end)
        for entry in reversed(await journal.read(start - 1, before - start)):
            if any(mark in entry.body for mark in _MARKS):
                found.append(_noted.decode(entry.body))
                if len(found) == limit:
                    return found, entry.seq
        before = start
    return found, before


def _entry(noted: _Noted, names: dict[str, str]) -> AuditEntry:
    return AuditEntry(
        seq=noted.seq,
        at=noted.at,
        type=noted.type,
        by=noted.by,
        by_name=names.get(noted.by),
        account=noted.account,
        device=noted.device,
        change=noted.change,
        ticket=noted.ticket,
        series=noted.series,
        plan_version=noted.plan.version if noted.plan is not None else None,
        report=noted.report,
        period=noted.period,
        import_id=noted.import_id,
    )
