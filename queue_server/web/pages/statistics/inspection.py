"""The auditor's first page: what an inspection asks before anything else, each with its way down.

Rule 1: nothing stands here that an auditor could not read in the journal or in a report.
"""

from datetime import datetime
from typing import Final, NamedTuple

from aiohttp import web

from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import Language
from queue_server.statistics import making, periods
from queue_server.statistics.figures import figures
from queue_server.statistics.making import Desk
from queue_server.statistics.paper import naming
from queue_server.statistics.periods import Basis, Period, PeriodKind
from queue_server.statistics.reports import gaps
from queue_server.statistics.reports.catalogue import REPORTS
from queue_server.web.context import Asked
from queue_server.web.handlers import audit
from queue_server.web.handlers.reports import desk_of
from queue_server.web.pages.frame.visit import Visit
from queue_server.web.pages.statistics.asking import PATH, asking

_CHANGES: Final = 12
_LOOKED_AT: Final = 20_000
"""Events looked through for them: this page is opened every day."""
_MISSING: Final = 8
_REPORTS: Final = "/manager/reports"


class Missing(NamedTuple):
    """A report that nobody has filed."""

    report: Sentence
    period: str
    due: str
    late_days: int
    href: str


class Papers(NamedTuple):
    """What is missing of a year's papers."""

    year: str
    missing: list[Missing]
    more: int
    """Reports beside those."""
    incomplete: int
    """Rows of the register."""
    href: str


class Change(NamedTuple):
    """A change that somebody answers for."""

    at: datetime
    by: str
    type: str
    about: str
    how: list[str]


async def inspection(visit: Visit) -> web.Response:
    """Answer with the page."""
    ask = await asking(visit)
    assert visit.viewer is not None, "the table lets in nobody unknown"
    asked = Asked(visit.context, visit.request, visit.engine, visit.viewer)
    desk = await desk_of(asked)
    period, records = ask.period, visit.context.records
    found = await figures(records, desk.centre, period.first, period.last)
    last, head = await visit.engine.journal.last()
    return await visit.page(
        "statistics/inspection.html",
        ask=ask,
        path_here=PATH,
        total=found.total,
        papers=await _papers(desk, Language(visit.language)),
        changes=await _changes(asked, desk),
        last=last,
        head=head.hex(),
        api=f"/api/v1/centres/{desk.centre}",
    )


async def _papers(desk: Desk, language: Language) -> Papers:
    """Return what is missing in the official year so far."""
    reckoning = making.reckoning(Basis.OFFICIAL, desk.plan)
    year = periods.containing(PeriodKind.YEAR, desk.made_at.date(), reckoning)
    missing = await making.missing(desk, year)
    return Papers(
        year=naming.title(year, language),
        missing=[_missing(desk, one, language) for one in missing[:_MISSING]],
        more=max(0, len(missing) - _MISSING),
        incomplete=await making.incomplete(desk, year),
        href=_report(gaps.NAME, year),
    )


def _missing(desk: Desk, one: gaps.Expected, language: Language) -> Missing:
    due, today = one.period.due_on, desk.made_at.date()
    return Missing(
        report=REPORTS[one.report].title,
        period=naming.title(one.period, language),
        due=f"{due:%d/%m/%Y}" if due else "",
        late_days=max(0, (today - due).days) if due else 0,
        href=_report(one.report, one.period),
    )


def _report(name: str, period: Period) -> str:
    basis = period.reckoning.basis.value
    return f"{_REPORTS}?report={name}&period={period.text}&basis={basis}"


async def _changes(asked: Asked, desk: Desk) -> list[Change]:
    entries = await audit.latest(asked, _CHANGES, _LOOKED_AT)
    zone = desk.made_at.tzinfo
    return [
        Change(one.at.astimezone(zone), one.by_name or one.by, one.type, _about(one), _how(one))
        for one in entries
    ]


def _about(one: audit.AuditEntry) -> str:
    """Return whom or what a change was about; its words come with the page's language."""
    named = (one.account_name, one.device_name, one.series, one.report, one.period)
    version = f"v{one.plan_version}" if one.plan_version is not None else None
    return " · ".join(part for part in (*named, version) if part)


def _how(one: audit.AuditEntry) -> list[str]:
    return one.change.split(",") if one.change else []
