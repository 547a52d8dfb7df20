"""The manager's reports: choose one and a period, look at it, take it away, file it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.statistics import making, periods
from queue_server.statistics.making import Desk
from queue_server.statistics.paper.report import Column, Kind, Report, Table
from queue_server.statistics.paper.words import day, moment, named, printed
from queue_server.statistics.periods import Period, PeriodKind
from queue_server.statistics.reports.catalogue import REPORTS, ReportKind
from queue_server.statistics.reports.ii06a import DRAFT
from queue_server.web.context import Asked
from queue_server.web.handlers.dossiers import view as import_view
from queue_server.web.handlers.reports import desk_of
from queue_server.web.handlers.reports import view as filing_view
from queue_server.web.pages.frame.period import Link, asked_text, chooser
from queue_server.web.pages.frame.visit import Visit

PATH: Final = "/manager/reports"
_USUAL: Final = "ii06a"
_MOST_ROWS: Final = 40
"""Of a table on the page; the file has all of them."""
_FORMS: Final = ("xlsx", "pdf", "csv", "json")
_FILINGS: Final = 24
_IMPORTS: Final = 12
_WIDE: Final = 18
"""Letters from which a column of texts is given room."""


class Head(NamedTuple):
    """One cell of the titles over a table."""

    title: str
    columns: int = 1
    rows: int = 1


class Sheet(NamedTuple):
    """A table as the page shows it."""

    title: str
    heads: list[list[Head]]
    numbers: list[str]
    """How a form numbers its columns; empty for none."""
    looks: list[str]
    """The class of each column."""
    rows: list[list[str]]
    total: list[str] | None
    left_out: int
    """Rows that are only in the file."""
    notes: tuple[str, ...]


class Choice(NamedTuple):
    """What is looked at."""

    kind: ReportKind
    period: Period
    fresh: bool

    def href(self, **changes: str) -> str:
        """Return the address of this page with something changed."""
        asked = {
            "report": self.kind.name,
            "period": self.period.text,
            "basis": self.period.reckoning.basis.value,
        }
        return f"{PATH}?{urlencode(asked | changes)}"


async def reports(visit: Visit) -> web.Response:
    """Answer with the page."""
    desk = await _desk(visit)
    fault = None
    try:
        choice = _chosen(desk, visit.request.query)
    except Refused as refused:
        report = {name: text for name, text in visit.request.query.items() if name == "report"}
        fault, choice = refused, _chosen(desk, report)
    kept = None if choice.fresh else await making.filed(desk, choice.kind.name, choice.period)
    made = kept or await making.make(desk, choice.kind.name, choice.period)
    return await visit.page(
        "manager-reports.html",
        scripts=("reports.js",),
        data={"report": choice.kind.name, "period": choice.period.text, "basis": made.basis},
        fault=fault.sentence if fault else None,
        made=made,
        sheets=[_sheet(table) for table in made.tables],
        span=f"{day(made.first)} – {day(made.last)}",
        made_at=moment(made.made_at),
        is_filed=kept is not None,
        may_file=_may_file(visit, desk, choice, made, kept),
        may_change=visit.viewer is not None and visit.viewer.role is Role.MANAGER,
        choice=choice,
        keeps_owners=desk.plan.reporting.keep_owners,
        **_around(visit, choice),
        **await _kept(desk),
    )


async def _desk(visit: Visit) -> Desk:
    viewer = visit.viewer
    if viewer is None:
        raise Refused("not_signed_in")
    return await desk_of(Asked(visit.context, visit.request, visit.engine, viewer))


def _chosen(desk: Desk, query: Mapping[str, str]) -> Choice:
    kind = REPORTS.get(query.get("report", _USUAL), REPORTS[_USUAL])
    basis = query.get("basis") or kind.basis.value
    text = asked_text(query)
    if not text:
        known = making.period_of(kind.name, f"{desk.made_at:%Y-%m-%d}", basis, desk.plan)
        reckoning = making.reckoning(basis, desk.plan)
        last = periods.containing(PeriodKind.MONTH, known.last, reckoning)
        return Choice(kind, periods.previous(last), fresh=False)
    period = making.period_of(kind.name, text, basis, desk.plan)
    return Choice(kind, period, fresh=bool(query.get("fresh")))


def _may_file(visit: Visit, desk: Desk, choice: Choice, made: Report, kept: Report | None) -> bool:
    is_manager = visit.viewer is not None and visit.viewer.role is Role.MANAGER
    is_over = choice.period.is_over(desk.made_at.date())
    filed = kept is not None or choice.fresh
    return is_manager and choice.kind.is_filed and is_over and not filed and _is_final(made)


def _is_final(made: Report) -> bool:
    return DRAFT not in made.marks


def _around(visit: Visit, choice: Choice) -> dict[str, Any]:
    """Return the links to other reports, other periods and other forms."""
    period, reckoning = choice.period, choice.period.reckoning
    query = f"period={period.text}&basis={reckoning.basis.value}" + "&fresh=1" * choice.fresh
    api = f"/api/v1/centres/{visit.engine.centre}/reports/{choice.kind.name}?{query}"
    return {
        "kinds": [
            (kind, Link(kind.name, f"{PATH}?report={kind.name}", kind is choice.kind))
            for kind in REPORTS.values()
        ],
        "chosen": chooser(PATH, {"report": choice.kind.name}, period, reckoning, visit.language),
        "downloads": [Link(form.upper(), f"{api}&format={form}") for form in _FORMS],
        "posting": f"/api/v1/centres/{visit.engine.centre}/posting",
        "fresh": choice.href(fresh="1"),
        "as_filed": choice.href(),
    }


async def _kept(desk: Desk) -> dict[str, Any]:
    """Return what was filed and what was taken in, newest first."""
    filings = await desk.archive.filings(desk.centre)
    imports = await desk.archive.imports(desk.centre)
    names, zone = dict(desk.names), desk.made_at.tzinfo
    return {
        "filings": [
            (filing_view(desk, one), _filing_title(one.report), _links(desk, one.id))
            for one in filings[:_FILINGS]
        ],
        "imports": [import_view(one, names, zone) for one in imports[:_IMPORTS]],
        "day": day,
        "moment": _moment,
    }


def _moment(at: datetime) -> str:
    return moment(at)


def _filing_title(name: str) -> Any:
    return REPORTS[name].title


def _links(desk: Desk, filing: str) -> list[Link]:
    base = f"/api/v1/centres/{desk.centre}/filings/{filing}?format="
    return [Link(form.upper(), base + form) for form in ("pdf", "xlsx")]


def _sheet(table: Table) -> Sheet:
    kinds = [column.kind for column in table.columns]

    def row(cells: Any) -> list[str]:
        return [printed(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]

    numbers = [column.number for column in table.columns]
    return Sheet(
        title=table.title,
        heads=_heads(table.columns),
        numbers=numbers if any(numbers) else [],
        looks=[_look(column) for column in table.columns],
        rows=[row(cells) for cells in table.rows[:_MOST_ROWS]],
        total=row(named(table.total)) if table.total is not None else None,
        left_out=max(0, len(table.rows) - _MOST_ROWS),
        notes=table.notes,
    )


def _look(column: Column) -> str:
    """Return the classes of a column: figures to the right, long texts with room."""
    if column.kind is not Kind.TEXT:
        return "number"
    return "text wide" if column.width >= _WIDE else "text"


def _heads(columns: tuple[Column, ...]) -> list[list[Head]]:
    """Return the rows of titles: one, or two where columns stand in groups."""
    if not any(column.group for column in columns):
        return [[Head(column.title) for column in columns]]
    upper: list[Head] = []
    for group, members in _grouped(columns):
        if group:
            upper.append(Head(group, columns=len(members)))
        else:
            upper += [Head(column.title, rows=2) for column in members]
    return [upper, [Head(column.title) for column in columns if column.group]]


def _grouped(columns: tuple[Column, ...]) -> Iterator[tuple[str, list[Column]]]:
    """Yield neighbours of the same group together."""
    members: list[Column] = []
    for column in columns:
        if members and members[-1].group != column.group:
            yield members[-1].group, members
            members = []
        members.append(column)
    if members:
        yield members[-1].group, members
