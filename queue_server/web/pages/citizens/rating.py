"""The tablet at a counter that asks how it was, for half a minute after a service."""

from aiohttp import web

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CounterId, Role
from queue_server.web.pages.frame.visit import Visit

_MAY_LOOK = frozenset({Role.RATING, Role.MANAGER, Role.ADMIN})


async def tablet(visit: Visit) -> web.Response:
    """Answer with the tablet of a counter; one that is not paired is asked for its code here.

    Raises:
        Refused: `unknown_counter`; `not_allowed`, it is paired as something else.
    """
    counter = CounterId(visit.request.match_info["counter"])
    viewer = visit.viewer
    if viewer is None:
        back = visit.request.path
        data = {"next": back}
        return await visit.page("pair.html", scripts=("pair.js",), data=data, next=back)
    if viewer.role not in _MAY_LOOK:
        raise Refused("not_allowed")
    if viewer.role is Role.RATING and viewer.counter not in (None, counter):
        raise Refused("not_allowed")
    name = await visit.engine.ask(
        lambda floor, now: floor.counter_plan(floor.counter(counter).id).name
    )
    return await visit.page(
        "rate.html", scripts=("rate.js",), data={"counter": counter}, counter_name=name
    )
