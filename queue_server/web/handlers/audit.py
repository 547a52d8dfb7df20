"""The changes in the journal that an administrator answers for, and the search among them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec
from aiohttp import web
from msgspec import Struct

from queue_server.domain.search import fold
from queue_server.store.contract import Journal
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import answer, day, number

_AT_ONCE: Final = 500
_USUAL: Final = 100
_MOST: Final = 1000
_LOOKED_AT: Final = 50_000
"""Events looked through for one page: a quiet year must not make one request endless."""
_LONGEST_QUERY: Final = 100
AUDITED: Final = (
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
_MARKS: Final = tuple(f'"type":"{name}"'.encode() for name in AUDITED)


class AuditEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change, without what it changed into where that is long."""

    seq: int
    at: datetime
    type: str
    by: str
    by_name: str | None = None
    account: str | None = None
    account_name: str | None = None
    device: str | None = None
    device_name: str | None = None
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

Names = Mapping[str, str]


async def audit(asked: Asked) -> web.Response:
    """Answer with a page of changes, newest first."""
    query = asked.request.query
    last, _ = await asked.engine.journal.last()
    before = min(number(query.get("before"), last + 1, "before", least=1), last + 1)
    limit = min(number(query.get("limit"), _USUAL, "limit", least=1), _MOST)
    names = await _names(asked)
    is_wanted = _wanted(query, names)
    first_day = day(query.get("from"), "from")
    found, reached = await _backwards(asked.engine.journal, before, limit, is_wanted, first_day)
    entries = tuple(_entry(noted, names) for noted in found)
    return answer(AuditView(entries=entries, before=reached if reached > 1 else None))


async def latest(asked: Asked, limit: int, looked_at: int) -> list[AuditEntry]:
    """Return the newest changes, at most `limit` of those within the last `looked_at` events."""
    last, _ = await asked.engine.journal.last()
    names = await _names(asked)
    journal = asked.engine.journal
    found, _ = await _backwards(journal, last + 1, limit, lambda _: True, None, looked_at)
    return [_entry(noted, names) for noted in found]


async def _names(asked: Asked) -> Names:
    names = {account.id: account.name for account in await asked.context.registry.accounts()}
    return names | {device.id: device.name for device in await asked.context.registry.devices()}


def _wanted(query: Mapping[str, str], names: Names) -> Callable[[_Noted], bool]:
    """Return what tells the changes that were asked for; accents do not count."""
    words = fold(query.get("q", "")[:_LONGEST_QUERY]).split()
    kind, by = query.get("type"), query.get("by")
    last_day = day(query.get("to"), "to")

    def is_wanted(noted: _Noted) -> bool:
        if kind and noted.type != kind:
            return False
        if by and noted.by != by:
            return False
        if last_day is not None and noted.at.date() > last_day:
            return False
        said = _said(noted, names) if words else ""
        return all(word in said for word in words)

    return is_wanted


def _said(noted: _Noted, names: Names) -> str:
    ids = (noted.by, noted.account, noted.device)
    members = [names.get(one, one) for one in ids if one]
    members += [one for one in (noted.type, noted.change, noted.series, noted.report) if one]
    if noted.plan is not None:
        members.append(str(noted.plan.version))
    return fold(" ".join(members))


async def _backwards(
    journal: Journal,
    before: int,
    limit: int,
    is_wanted: Callable[[_Noted], bool],
    first_day: date | None,
    looked_at: int = _LOOKED_AT,
) -> tuple[list[_Noted], int]:
    """Return the changes just before an event, newest first, and how far back was looked."""
    found: list[_Noted] = []
    end = max(before - looked_at, 1)
    while before > end:
        start = max(before - _AT_ONCE, end)
        for entry in reversed(await journal.read(start - 1, before - start)):
            if not any(mark in entry.body for mark in _MARKS):
                continue
            noted = _noted.decode(entry.body)
            if first_day is not None and noted.at.date() < first_day:
                return found, 1
            if is_wanted(noted):
                found.append(noted)
                if len(found) == limit:
                    return found, entry.seq
        before = start
    return found, before


def _entry(noted: _Noted, names: Names) -> AuditEntry:
    return AuditEntry(
        seq=noted.seq,
        at=noted.at,
        type=noted.type,
        by=noted.by,
        by_name=names.get(noted.by),
        account=noted.account,
        account_name=names.get(noted.account or ""),
        device=noted.device,
        device_name=names.get(noted.device or ""),
        change=noted.change,
        ticket=noted.ticket,
        series=noted.series,
        plan_version=noted.plan.version if noted.plan is not None else None,
        report=noted.report,
        period=noted.period,
        import_id=noted.import_id,
    )
