"""A citizen's own page: the number, what state it is in, how long it may take, and what they say.

Rule 1: whoever holds the address sees a number and its place in line, nothing of a person.
"""

import math
from typing import Any, Final, NamedTuple

from aiohttp import web

from queue_server.domain.decisions.tickets import RATE_WITHIN
from queue_server.engine.engine import Engine
from queue_server.protocol.events import Estimate
from queue_server.protocol.plan import Procedure
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import TicketId, TicketState
from queue_server.web.handlers.centre import name
from queue_server.web.handlers.tickets import find
from queue_server.web.pages.frame.visit import Visit

SOON_MIN: Final = 3
"""An estimate below this is told as a few minutes."""
_AT_COUNTER: Final = (TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
_CANCELLABLE: Final = (TicketState.WAITING, TicketState.HELD, TicketState.MISSED)


class Minutes(NamedTuple):
    """An estimate as it is told; None in both is a few minutes."""

    low: int | None
    high: int | None


class Around(NamedTuple):
    """What a page needs beside the ticket."""

    today: bool
    """The floor knows it: it may still change."""
    place: str
    """The name of the counter to go to; empty unless called or at the counter."""
    procedure: Procedure | None
    late: bool
    """The service was too long ago to be judged."""


async def ticket(visit: Visit) -> web.Response:
    """Answer with the page of a ticket of any day, wherever it was taken.

    Raises:
        Refused: there is no such ticket.
    """
    wanted = TicketId(visit.request.match_info["ticket"])
    for engine in list(visit.context.engines.values()):
        try:
            view = await find(engine, wanted)
        except Refused as refused:
            if refused.code != "unknown_ticket":
                raise
        else:
            return await _page(visit, engine, view)
    raise Refused("unknown_ticket")


async def _page(visit: Visit, engine: Engine, view: TicketView) -> web.Response:
    around = await _around(visit, engine, view)
    counters = await engine.ask(
        lambda floor, now: {c: floor.counter_plan(c).name for c in floor.counters}
    )
    told: dict[str, Any] = {
        "ticket": view.id,
        "state": view.state.value,
        "counters": counters,
        "today": around.today,
        "soon_min": SOON_MIN,
    }
    return await visit.page(
        "ticket.html",
        scripts=("ticket.js",),
        data=told,
        ticket=view,
        centre=await engine.ask(name),
        around=around,
        minutes=minutes(view.estimate),
        may_cancel=may_cancel(view),
        may_rate=view.state is TicketState.SERVED and not view.rated and not around.late,
    )


async def _around(visit: Visit, engine: Engine, view: TicketView) -> Around:
    now = visit.context.clock.now()
    today, place, procedure = await engine.ask(
        lambda floor, _: (
            view.id in floor.tickets,
            floor.counter_plan(view.counter).name if view.counter in floor.counters else "",
            floor.planned.procedure(view.procedure) if view.procedure is not None else None,
        )
    )
    ended = view.finished_at
    late = not today and ended is not None and now - ended > RATE_WITHIN
    at_counter = view.state in _AT_COUNTER
    return Around(today, (place or view.counter or "") if at_counter else "", procedure, late)


def may_cancel(view: TicketView) -> bool:
    """Return whether the holder may give the place up now."""
    return view.state in _CANCELLABLE and view.started_at is None


def minutes(wait: Estimate | None) -> Minutes | None:
    """Return an estimate in whole minutes, wide enough; None where there is none."""
    if wait is None:
        return None
    low, high = wait.low_s // 60, math.ceil(wait.high_s / 60)
    return Minutes(None, None) if high <= SOON_MIN else Minutes(low, high)
