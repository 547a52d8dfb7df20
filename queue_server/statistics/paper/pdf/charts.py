"""Charts on paper, drawn as lines and areas: sharp at every size."""

from typing import Any, Final, cast

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from queue_server.statistics.paper.pdf import letters
from queue_server.statistics.paper.report import Cell, Chart, Kind, Table
from queue_server.statistics.paper.words import lasting, printed, whole

_COLOURS: Final = tuple(HexColor(code) for code in ("#0B5C8C", "#D9822B", "#4B8B5A", "#8C4B7E"))
_HEIGHT: Final = 190
_LEFT: Final = 44
_BOTTOM: Final = 46
_TOP: Final = 34
_MANY: Final = 8
"""More names than these are turned, so that they do not run into each other."""
_NAME_LETTERS: Final = 120
"""So many letters of names stand beside each other under the axis."""
_LEAST_LETTERS: Final = 18
_STEPS: Final = 5


def drawn(chart: Chart, table: Table, width: float) -> Flowable:
    """Return the chart, `width` points wide."""
    keys = [column.key for column in table.columns]
    series = [keys.index(key) for key in chart.values]
    drawing: Any = Drawing(width, _HEIGHT)
    title = String(0, _HEIGHT - 12, chart.title, fontName=letters.BOLD, fontSize=9)
    title.fillColor = letters.INK
    drawing.add(title)
    drawing.add(_plot(chart, table, keys.index(chart.category), series, width))
    if len(series) > 1:
        drawing.add(_legend([table.columns[at].title for at in series], width))
    return cast(Flowable, drawing)


def _plot(chart: Chart, table: Table, category: int, series: list[int], width: float) -> Any:
    plot: Any = HorizontalLineChart() if chart.line else VerticalBarChart()
    plot.x, plot.y = _LEFT, _BOTTOM
    plot.width, plot.height = width - _LEFT - 8, _HEIGHT - _BOTTOM - _TOP
    plot.data = [tuple(_height(row[at]) for row in table.rows) for at in series]
    kind = table.columns[category].kind
    room = max(_NAME_LETTERS // max(len(table.rows), 1), _LEAST_LETTERS)
    plot.categoryAxis.categoryNames = [
        _short(printed(row[category], Kind.TEXT if isinstance(row[category], str) else kind), room)
        for row in table.rows
    ]
    _dress_axes(plot, len(table.rows), table.columns[series[0]].kind)
    for at in range(len(series)):
        _dress(plot, at, line=chart.line)
    return plot


def _height(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _short(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _dress_axes(plot: Any, names: int, kind: Kind) -> None:
    labels = plot.categoryAxis.labels
    labels.fontName, labels.fontSize, labels.fillColor = letters.PLAIN, 6.5, letters.INK
    if names > _MANY:
        labels.angle, labels.boxAnchor, labels.dy = 35, "ne", -2
    plot.categoryAxis.strokeColor = letters.LINE
    plot.categoryAxis.tickDown = 0
    axis = plot.valueAxis
    axis.labels.fontName, axis.labels.fontSize = letters.PLAIN, 6.5
    axis.labels.fillColor = letters.QUIET
    axis.strokeColor, axis.gridStrokeColor = letters.LINE, letters.SHADE
    axis.visibleGrid = 1
    axis.gridStrokeWidth = 0.5
    axis.valueMin = 0
    # a chart of zeros still needs a scale
    axis.valueMax = max([max(row, default=0) for row in plot.data], default=0) * 1.1 or 1
    axis.valueStep = _step(axis.valueMax, kind)
    axis.labelTextFormat = _scale(kind)


def _step(highest: float, kind: Kind) -> float:
    """Return a round distance between the lines of the grid: about five of them."""
    rounds = _ROUND_TIMES if kind is Kind.DURATION else _ROUND_NUMBERS
    wanted = highest / _STEPS
    least = 1 if kind in (Kind.COUNT, Kind.DURATION) else 0.01
    return next((step for step in rounds if step >= max(wanted, least)), wanted)


_ROUND_TIMES: Final = (1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_ROUND_NUMBERS: Final = tuple(step * 10.0**power for power in range(-2, 7) for step in (1, 2, 5))


def _scale(kind: Kind) -> Any:
    if kind is Kind.DURATION:
        return lasting
    if kind is Kind.SHARE:
        return lambda share: f"{round(100 * share)} %"
    if kind is Kind.COUNT:
        return lambda count: whole(round(count))
    return lambda number: printed(number, Kind.NUMBER)


def _dress(plot: Any, at: int, *, line: bool) -> None:
    colour = _COLOURS[at % len(_COLOURS)]
    if line:
        plot.lines[at].strokeColor = colour
        plot.lines[at].strokeWidth = 1.4
        return
    plot.bars[at].fillColor = colour
    plot.bars[at].strokeColor = None
    plot.groupSpacing = 6


def _legend(names: list[str], width: float) -> Any:
    legend: Any = Legend()
    legend.x, legend.y = width - 8, _HEIGHT - 4
    legend.boxAnchor = "ne"
    legend.alignment = "right"
    legend.fontName, legend.fontSize = letters.PLAIN, 7
    legend.columnMaximum = 1
    legend.deltax = 8
    legend.dx = legend.dy = 6
    legend.strokeWidth = 0
    legend.colorNamePairs = list(zip(_COLOURS, names, strict=False))
    return legend
