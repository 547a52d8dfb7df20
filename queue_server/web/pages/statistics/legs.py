"""From a mean, a percentile or a share down to the waits and services it is made of.

Rule 1: exactly what is in the figure is listed, the longest first; so a percentile can be counted
out by hand.
"""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from queue_server.protocol.records import Leg
from queue_server.statistics.figures import Key
from queue_server.statistics.periods import Period
from queue_server.store.contract import Measure, Measured, Span
from queue_server.web.pages.frame.visit import Visit
from queue_server.web.pages.statistics import narrowing
from queue_server.web.pages.statistics.asking import MEASURES, PATH, Asking, asking

SHOWN: Final = 200
_USUAL: Final = "wait"


async def legs(visit: Visit) -> web.Response:
    """Answer with the waits or services behind a figure."""
    ask, query = await asking(visit), visit.request.query
    name = query.get("measure", _USUAL)
    name = name if name in MEASURES else _USUAL
    measured = _measured(MEASURES[name], query, ask.period)
    page = max(1, narrowing.number(query.get("page")) or 1)
    span = Span.of(visit.engine.centre, ask.period.first, ask.period.last)
    found = await visit.context.records.legs_where(span, measured, SHOWN, SHOWN * (page - 1))
    asked = {**query, "measure": name}
    return await visit.page(
        "statistics/legs.html",
        ask=ask,
        path_here=PATH,
        measure=name,
        rows=[_row(ask, measured, label, leg) for label, leg in found.legs],
        before=SHOWN * (page - 1),
        total=found.total,
        earlier=ask.legs(**asked | {"page": page - 1}) if page > 1 else "",
        later=ask.legs(**asked | {"page": page + 1}) if SHOWN * page < found.total else "",
        conditions=narrowing.conditions(ask, query),
        back=ask.href(),
        Key=Key,
    )


def _measured(measure: Measure, query: Mapping[str, str], period: Period) -> Measured:
    return Measured(
        measure=measure,
        values=narrowing.values(query),
        days=narrowing.days(query, period),
        over=narrowing.number(query.get("over")),
        up_to=narrowing.number(query.get("up_to")),
        implied="implied" in query,
    )


def _row(ask: Asking, measured: Measured, label: str, leg: Leg) -> dict[str, Any]:
    amount = getattr(leg, measured.measure)
    return {
        "label": label,
        "href": f"{PATH}/visits/{leg.ticket}",
        "said": str(amount) if measured.measure == "dossiers" else ask.lasting(amount),
        "entered": ask.clock(leg.entered_at),
        "leg": leg,
    }
