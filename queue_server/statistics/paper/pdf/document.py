"""The pages: head of an official form, tables, charts, the place to sign, and every page's foot."""

import io
from collections.abc import Iterator
from typing import Any, Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Table as Grid

from queue_server.statistics.paper.pdf import charts, letters, tables
from queue_server.statistics.paper.pdf.letters import line
from queue_server.statistics.paper.report import Report, Table
from queue_server.statistics.paper.words import MOTTO, NATION, SIGN_HERE, making, signed_at, span

_MARGIN: Final = 14 * mm
_FOOT: Final = 9 * mm
_LEAST_OF_A_TABLE: Final = 34 * mm
_PLACE_TO_SIGN: Final = 22 * mm


def render(report: Report) -> bytes:
    """Return the document's bytes."""
    letters.load()
    target = io.BytesIO()
    size = landscape(A4) if report.landscape else A4
    document = BaseDocTemplate(
        target, pagesize=size, title=report.title, author=report.made_by, lang="vi"
    )
    width, height = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN
    frame = Frame(_MARGIN, _MARGIN, width, height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], pagesize=size))
    document.build(list(_story(report, width)), canvasmaker=_paper(report))
    return target.getvalue()


def _story(report: Report, width: float) -> Iterator[Flowable]:
    yield _head(report, width)
    if report.form:
        yield line(report.form, letters.FORM)
    yield line(report.title, letters.TITLE)
    for mark in report.marks:
        yield line(mark, letters.MARKED)
    yield line(span(report), letters.UNDER)
    yield Spacer(0, 6)
    for index, table in enumerate(report.tables):
        yield from _with_charts(report, index, table, width)
    for note in report.notes:
        yield line(note, letters.NOTE)
    if report.signatures:
        yield _signatures(report, width)


def _head(report: Report, width: float) -> Grid:
    """Return the head as NĐ 30/2020 orders it: the authority left, the nation right."""
    halves = [_underlined(report.head), _underlined((NATION, MOTTO))]
    grid = Grid([halves], colWidths=[width / 2, width / 2], hAlign="LEFT")
    grid.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    return grid


def _underlined(lines: tuple[str, ...]) -> list[Flowable]:
    """Return the lines of one half; under the last one stands a stroke."""
    last = len(lines) - 1
    return [line(text, letters.HEAD, stroke=at == last) for at, text in enumerate(lines)]


def _with_charts(report: Report, index: int, table: Table, width: float) -> Iterator[Flowable]:
    if table.title:
        # a title never stands alone at the foot of a page
        yield CondPageBreak(_LEAST_OF_A_TABLE)
        yield line(table.title, letters.TABLE)
    yield tables.drawn(table, width)
    for note in table.notes:
        yield line(note, letters.NOTE)
    for chart in report.charts:
        if chart.table == index and table.rows:
            yield KeepTogether([Spacer(0, 10), charts.drawn(chart, table, width)])


def _signatures(report: Report, width: float) -> KeepTogether:
    who = report.signatures
    signers = [line(name, letters.SIGNED) for name in who]
    here = [line(SIGN_HERE, letters.SIGN_HERE) for _ in who]
    rows: list[list[Any]] = [signers, here]
    if report.place:
        rows.insert(0, [*("" for _ in who[1:]), line(signed_at(report), letters.SIGN_HERE)])
    grid = Grid(rows, colWidths=[width / len(who)] * len(who))
    return KeepTogether([Spacer(0, 14), grid, Spacer(0, _PLACE_TO_SIGN)])


def _paper(report: Report) -> type[Canvas]:
    """Return a canvas that writes the foot of every page once it knows how many there are."""
    # its published types leave out what counting pages needs
    Plain: Any = Canvas

    class Paper(Plain):  # type: ignore[misc]
        def __init__(self, *args: Any, **about: Any) -> None:
            super().__init__(*args, **about)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                _foot(self, report, number, len(self._pages))
                super().showPage()
            super().save()

    counted: type[Canvas] = Paper
    return counted


def _foot(page: Any, report: Report, number: int, count: int) -> None:
    width = page._pagesize[0]
    page.setFont(letters.PLAIN, 7)
    page.setFillColor(letters.QUIET)
    page.drawString(_MARGIN, _FOOT, f"{making(report)} · {report.period_words}")
    page.drawRightString(width - _MARGIN, _FOOT, f"Trang {number}/{count}")
    if report.marks:
        page.setFont(letters.BOLD, 8)
        page.setFillColor(letters.MARK)
        page.drawCentredString(width / 2, page._pagesize[1] - _FOOT, " · ".join(report.marks))
