"""Makes reports: gathers what each one says of a period, and freezes it when it is filed.

Rule 1: what takes long is done in a thread: a year of dossiers must not hold the screens up.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from queue_server.protocol.papers import Filing, Owner, Rated, RatedBy
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics import filing, periods
from queue_server.statistics.archive import Archive
from queue_server.statistics.dossiers import joining
from queue_server.statistics.dossiers.settling import covered
from queue_server.statistics.figures import Key, Statistics, figures
from queue_server.statistics.paper.report import Report
from queue_server.statistics.paper.words import day as printed_day
from queue_server.statistics.periods import Basis, Period, Reckoning
from queue_server.statistics.reports import (
    catalogue,
    gaps,
    ii06a,
    officers,
    posting,
    queue,
    ratings,
    register,
)
from queue_server.statistics.reports.cover import Cover
from queue_server.store.contract import Records

Step = Callable[[int], None]
"""Is told how far the making has come."""

_DAY: Final = timedelta(days=1)


class Desk(NamedTuple):
    """Where reports of a centre are made: what they are made from, by whom, and when."""

    centre: CentreId
    plan: Plan
    records: Records
    archive: Archive
    names: Mapping[str, str]
    """Of accounts, by id."""
    made_by: str
    made_at: datetime
    """In the centre's zone."""
    owners: Mapping[str, Owner] = {}
    """Names for this one paper; they are not kept."""

    def cover(self, period: Period) -> Cover:
        """Return what all reports of a period have in common."""
        return Cover(self.plan, period, self.made_by, self.made_at)


def period_of(name: str, text: str, basis: str | None, plan: Plan) -> Period:
    """Return the period that is asked for, by the report's own basis where none is named.

    Raises:
        Refused: `unknown_report`, `wrong_period`, or `wrong_value` for a basis we do not know.
    """
    kind = catalogue.named(name)
    return periods.parse(text, reckoning(basis or kind.basis.value, plan))


def reckoning(basis: str, plan: Plan) -> Reckoning:
    """Return how a centre reckons its months by a basis.

    Raises:
        Refused: `wrong_value`, we do not know the basis.
    """
    if basis not in list(Basis):
        raise Refused("wrong_value")
    return Reckoning(Basis(basis), plan.policy.cutoff_day)


async def make(desk: Desk, name: str, period: Period) -> Report:
    """Return a report as it stands now.

    Raises:
        Refused: `unknown_report`.
    """
    catalogue.named(name)
    return await _MAKERS[name](desk, desk.cover(period))


async def filed(desk: Desk, name: str, period: Period) -> Report | None:
    """Return the report as it was filed for this very period; None if it was not."""
    for one in await desk.archive.filings(desk.centre):
        if (one.report, one.period, one.basis) == (name, *_named(period)):
            body = await desk.archive.filed(desk.centre, one.id)
            return (await asyncio.to_thread(filing.thaw, body)).report if body else None
    return None


async def frozen(desk: Desk, name: str, period: Period) -> bytes:
    """Return a report as it will be kept.

    Raises:
        Refused: it cannot be filed, and why.
    """
    if not catalogue.named(name).is_filed:
        raise Refused("not_filed_here")
    if not period.is_over(desk.made_at.date()):
        raise Refused("period_not_over")
    if await filed(desk, name, period) is not None:
        raise Refused("already_filed")
    report = await make(desk, name, period)
    if ii06a.DRAFT in report.marks:
        raise Refused("report_is_draft")
    carried: Mapping[str | None, int] = {}
    if name == ii06a.NAME:
        sources = await _settled(desk, period)
        carried = ii06a.open_by_field(ii06a.settling(desk.cover(period), sources))
    made = filing.Frozen(report=report, open=carried)
    return await asyncio.to_thread(filing.freeze, made)


def _named(period: Period) -> tuple[str, str]:
    return period.text, period.reckoning.basis.value


async def _figures(desk: Desk, period: Period, *by: Key) -> Statistics:
    return await figures(desk.records, desk.centre, period.first, period.last, by)


async def _queue(desk: Desk, cover: Cover) -> Report:
    found = [await _figures(desk, cover.period, key) for key in queue.KEYS]
    return queue.report(cover, queue.By(*found), desk.names)


async def _officers(desk: Desk, cover: Cover) -> Report:
    by_officer = await _figures(desk, cover.period, Key.OFFICER)
    in_fields = await _figures(desk, cover.period, Key.OFFICER, Key.FIELD)
    return officers.report(cover, by_officer, in_fields, desk.names)


async def _ratings(desk: Desk, cover: Cover) -> Report:
    period = cover.period

    async def by(key: RatedBy) -> list[Rated]:
        return await desk.archive.ratings(desk.centre, period.first, period.last, key)

    sources = ratings.Sources(
        by_field=await by("field"),
        by_officer=await by("officer"),
        by_day=await by("day"),
        picked=await desk.archive.picked(desk.centre, period.first, period.last),
    )
    return ratings.report(cover, sources, desk.names)


async def _ii06a(desk: Desk, cover: Cover) -> Report:
    return await asyncio.to_thread(ii06a.report, cover, await _settled(desk, cover.period))


async def _settled(desk: Desk, period: Period) -> ii06a.Sources:
    archive, centre = desk.archive, desk.centre
    imports = await archive.imports(centre)
    handled = await archive.handled(centre, period.first, period.last)
    received = [one for one in handled if one.outcome == joining.RECEIVED]
    codes = [one.code for one in received if one.code]
    known = await archive.cases_named(centre, codes)
    cases = await archive.cases(centre, period.first, period.last)
    is_covered = covered(imports, period.first, period.last)
    unknown = [code for code in dict.fromkeys(codes) if code not in known]
    if not is_covered:
        entered = [one for one in received if one.code not in known]
        cases = [*cases, *joining.as_cases(desk.plan, entered)]
    return ii06a.Sources(
        cases=cases,
        is_covered=is_covered,
        carried=await _carried(desk, period),
        unknown_codes=unknown if is_covered else (),
    )


async def _carried(desk: Desk, period: Period) -> ii06a.Carried | None:
    """Return column 11 of the last report filed up to the day before a period."""
    before = [
        one
        for one in await desk.archive.filings(desk.centre)
        if one.report == ii06a.NAME and one.last == period.first - _DAY
    ]
    if not before:
        return None
    # of a month and a quarter that end together, the one filed last says most
    last = before[0]
    body = await desk.archive.filed(desk.centre, last.id)
    if body is None:
        return None
    thawed = await asyncio.to_thread(filing.thaw, body)
    return ii06a.Carried(
        period_words=thawed.report.period_words.lower(),
        filed_on=printed_day(_day(desk, last)),
        open=thawed.open,
    )


def _day(desk: Desk, filed_: Filing) -> date:
    return datetime.fromtimestamp(filed_.at, desk.made_at.tzinfo).date()


async def _entries(desk: Desk, period: Period) -> list[joining.Entry]:
    archive, centre = desk.archive, desk.centre
    cases = await archive.cases_received(centre, period.first, period.last)
    handled = await archive.handled(centre, period.first, period.last)
    found = joining.Joined(
        cases=cases,
        handled=handled,
        uncoded=await archive.uncoded(centre, period.first, period.last),
        collected=await archive.collected(centre, period.first),
    )
    return await asyncio.to_thread(joining.entries, desk.plan, found)


async def _register(desk: Desk, cover: Cover) -> Report:
    entries = await _entries(desk, cover.period)
    codes = [entry.code for entry in entries if entry.code]
    kept = await desk.archive.owners(desk.centre, codes)
    owners = {**kept, **desk.owners}
    return await asyncio.to_thread(register.report, cover, entries, owners, desk.names)


async def missing(desk: Desk, period: Period) -> list[gaps.Expected]:
    """Return the reports of ended periods within `period` that nobody has filed, oldest first."""
    wanted = await _expected(desk, desk.cover(period))
    return gaps.not_filed(wanted, await desk.archive.filings(desk.centre))


async def incomplete(desk: Desk, period: Period) -> int:
    """Return how many rows of a period's register lack what the centre asks for."""
    entries = await _entries(desk, period)
    return sum(1 for _ in gaps.incomplete(entries, desk.plan.reporting.register_complete))


async def _expected(desk: Desk, cover: Cover) -> list[gaps.Expected]:
    titles = {kind.name: (kind.title.vi, kind.basis) for kind in catalogue.REPORTS.values()}
    since = await desk.archive.first_day(desk.centre)
    return list(gaps.expected(cover, titles, since))


async def _gaps(desk: Desk, cover: Cover) -> Report:
    wanted = await _expected(desk, cover)
    filings = await desk.archive.filings(desk.centre)
    entries = await _entries(desk, cover.period)
    return await asyncio.to_thread(gaps.report, cover, wanted, filings, entries, desk.names)


async def _posting(desk: Desk, cover: Cover) -> Report:
    return posting.report(cover)


_MAKERS: Final[Mapping[str, Callable[[Desk, Cover], Awaitable[Report]]]] = {
    queue.NAME: _queue,
    officers.NAME: _officers,
    ratings.NAME: _ratings,
    register.NAME: _register,
    ii06a.NAME: _ii06a,
    posting.NAME: _posting,
    gaps.NAME: _gaps,
}
