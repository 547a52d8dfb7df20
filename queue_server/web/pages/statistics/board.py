"""The page of figures: what was, how it went day by day, when it is full, who waited how long."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from aiohttp import web

from queue_server.domain.figures import LONG_WAIT_S, SHORT_WAIT_S
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CallReason
from queue_server.statistics import estimates, periods
from queue_server.statistics.distribution import MINUTE_S, Bin, distribution
from queue_server.statistics.figures import Figures, Key, Row, Statistics, figures
from queue_server.statistics.periods import Basis, Period, Reckoning
from queue_server.web.pages.frame.visit import Visit
from queue_server.web.pages.statistics.asking import PATH, Asking, asking

_DAYS_SHOWN: Final = 62
"""A longer period is drawn by the month."""
_HEATS: Final = 6
"""The hottest colour is a mean wait of half an hour, whatever the period."""
_TALL: Final = 100
_OUT_OF_ORDER: Final = (CallReason.NAMED, CallReason.WAITED_TOO_LONG, CallReason.PRIORITY)


class Column(NamedTuple):
    """One column of the picture over time."""

    name: str
    visits: int
    wait: str
    tall: float
    """Of a hundred."""
    line: float | None
    """How high the wait stands, of a hundred."""
    href: str
    wait_href: str


class Cell(NamedTuple):
    """One hour of one weekday."""

    visits: int
    wait: str
    heat: int
    href: str
    wait_href: str


class Line(NamedTuple):
    """One row of the table by a key."""

    name: str
    row: Row
    wide: float
    """Its visits, of a hundred of the most."""
    hrefs: dict[str, str]


async def statistics(visit: Visit) -> web.Response:
    """Answer with the page."""
    ask = await asking(visit)
    period = ask.period
    found = await _figures(ask, ask.by)
    before = await _before(ask)
    over_time = await _figures(ask, _time_key(ask))
    heat = await _figures(ask, Key.WEEKDAY, Key.HOUR)
    centre, records = visit.engine.centre, visit.context.records
    told = await estimates.told(records, centre, period.first, period.last)
    return await visit.page(
        "statistics/board.html",
        ask=ask,
        path_here=PATH,
        fault=ask.fault.sentence if ask.fault else None,
        total=found.total,
        hrefs=_hrefs(ask, {}),
        before_total=before,
        lines=_lines(ask, found),
        columns=_columns(ask, over_time),
        by_month=_time_key(ask) is Key.MONTH,
        heat=_heat(ask, heat),
        bins=_bins(ask, await distribution(records, centre, period.first, period.last)),
        told=told,
        reasons=_reasons(ask, found.total),
        api=f"/api/v1/centres/{centre}",
        chosen=ask.chosen(),
        keys=ask.keys(),
    )


async def _figures(ask: Asking, *by: Key) -> Statistics:
    records, centre = ask.visit.context.records, ask.visit.engine.centre
    return await figures(records, centre, ask.period.first, ask.period.last, by)


async def _before(ask: Asking) -> Figures | None:
    """Return the figures of the period before; None where there is none."""
    try:
        period = periods.previous(ask.period)
    except Refused:
        return None
    records, centre = ask.visit.context.records, ask.visit.engine.centre
    total = (await figures(records, centre, period.first, period.last)).total
    return total if total.issued else None


def _time_key(ask: Asking) -> Key:
    return Key.DAY if ask.period.days <= _DAYS_SHOWN else Key.MONTH


def _lines(ask: Asking, found: Statistics) -> list[Line]:
    most = max((row.issued for row in found.rows), default=0) or 1
    lines = []
    for row in found.rows:
        value = getattr(row, ask.by.value)
        hrefs = _hrefs(ask, {ask.by.value: value})
        lines.append(Line(ask.name(ask.by, value), row, 100 * row.issued / most, hrefs))
    return lines if ask.by is Key.HOUR else sorted(lines, key=lambda one: -one.row.issued)


def _hrefs(ask: Asking, own: Mapping[str, object]) -> dict[str, str]:
    """Return where each figure of a line leads; `own` is what the line is about."""
    return {
        "issued": ask.visits(**own),
        "served": ask.visits(**own, state="served"),
        "no_show": ask.visits(**own, state="no_show"),
        "gone": ask.visits(**own, state="abandoned,cancelled"),
        "transferred": ask.visits(**own, transferred=1),
        "rated": ask.visits(**own, rated=1),
        "visit_wait": ask.visits(**own, waited=1),
        "wait": ask.legs(**own, measure="wait"),
        "work_wait": ask.legs(**own, measure="work_wait"),
        "within_15": ask.legs(**own, measure="work_wait", up_to=SHORT_WAIT_S),
        "within_30": ask.legs(**own, measure="work_wait", up_to=LONG_WAIT_S),
        "service": ask.legs(**own, measure="service"),
        "implied": ask.legs(**own, measure="service", implied=1),
        "dossiers": ask.legs(**own, measure="dossiers"),
    }


def _columns(ask: Asking, found: Statistics) -> list[Column]:
    most = max((row.issued for row in found.rows), default=0) or 1
    longest = max((row.wait_mean_s or 0 for row in found.rows), default=0) or 1
    by = _time_key(ask)
    columns = []
    for row in found.rows:
        when = str(getattr(row, by.value))
        wait = row.wait_mean_s
        within = {"period": _part(ask.period, when), "basis": "calendar"}
        href = ask.href(**within) if by is Key.MONTH else ask.visits(day=when)
        own = within if by is Key.MONTH else {"day": when}
        columns.append(
            Column(
                name="/".join(reversed(when.split("-")[1:] if by is Key.DAY else when.split("-"))),
                visits=row.issued,
                wait=ask.lasting(wait),
                tall=_TALL * row.issued / most,
                line=_TALL * wait / longest if wait is not None else None,
                href=href,
                wait_href=ask.legs(**own, measure="wait"),
            )
        )
    return columns


def _part(period: Period, month: str) -> str:
    """Return the days of a month of the calendar that lie in a period."""
    whole = periods.parse(month, Reckoning(Basis.CALENDAR))
    first, last = max(period.first, whole.first), min(period.last, whole.last)
    return month if (first, last) == (whole.first, whole.last) else f"{first}..{last}"


def _bins(ask: Asking, found: Sequence[Bin]) -> list[tuple[Bin, str]]:
    """Return how the waits lie, with the way down from each."""
    linked = []
    for one in found:
        # somebody called at once belongs to the first bin
        least = {"over": one.from_m * MINUTE_S} if one.from_m else {}
        most = {"up_to": one.to_m * MINUTE_S} if one.to_m is not None else {}
        linked.append((one, ask.legs(measure="work_wait", **least, **most)))
    return linked


def _heat(ask: Asking, found: Statistics) -> dict[str, Any]:
    """Return hours down, weekdays across, those with anybody."""
    cells = {(row.weekday, row.hour): row for row in found.rows}
    hours = sorted({hour for _, hour in cells if isinstance(hour, int)})
    weekdays = sorted({weekday for weekday, _ in cells if isinstance(weekday, int)})
    rows = [
        (hour, [_cell(ask, cells.get((day, hour)), day, hour) for day in weekdays])
        for hour in hours
    ]
    return {"weekdays": weekdays, "rows": rows}


def _cell(ask: Asking, row: Row | None, weekday: int, hour: int) -> Cell | None:
    if row is None:
        return None
    wait = row.wait_mean_s or 0
    href = ask.visits(weekday=weekday, hour=hour)
    heat = min(_HEATS, _HEATS * wait // LONG_WAIT_S)
    wait_href = ask.legs(weekday=weekday, hour=hour, measure="wait")
    return Cell(row.issued, ask.lasting(row.wait_mean_s), heat, href, wait_href)


def _reasons(ask: Asking, total: Figures) -> list[tuple[str, int, bool, str]]:
    """Return calls by reason, and which of them let somebody pass."""
    return [
        (
            reason.value,
            getattr(total.reasons, reason.value),
            reason in _OUT_OF_ORDER,
            ask.visits(reason=reason.value),
        )
        for reason in CallReason
    ]
