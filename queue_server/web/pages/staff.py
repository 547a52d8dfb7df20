"""The officer's pages: a counter of one's own, the choice of a counter, and the greeter's door."""

from urllib.parse import quote

from aiohttp import web

from queue_server.domain.floor import Floor
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CounterId
from queue_server.web.auth.caller import NOBODY
from queue_server.web.pages.frame.visit import Visit


async def staff(visit: Visit) -> web.Response:
    """Answer with the console of a counter; without one, of the counter that is the officer's."""
    viewer = visit.viewer or NOBODY
    asked = visit.request.query.get("counter")
    if asked is None:
        own = await visit.engine.ask(lambda floor, now: _own(floor, viewer.id, viewer.counter))
        where = f"/staff?counter={quote(own, safe='')}" if own else "/staff/counters"
        return web.Response(status=303, headers={"Location": where})
    name = await visit.engine.ask(lambda floor, now: _name(floor, CounterId(asked)))
    told = {"counter": asked, "me": viewer.id}
    return await visit.page("staff.html", scripts=("staff/staff.js",), data=told, name=name)


async def counters(visit: Visit) -> web.Response:
    """Answer with all counters, to sit down at a free one."""
    viewer = visit.viewer or NOBODY
    fields = await visit.engine.ask(lambda floor, now: _fields(floor, visit.language))
    return await visit.page(
        "staff-counters.html",
        scripts=("staff/counters.js",),
        data={"me": viewer.id, "fields": fields},
    )


async def at_the_door(visit: Visit) -> web.Response:
    """Answer with what a greeter does without a counter."""
    return await visit.page("staff-door.html", scripts=("staff/door.js",))


def _own(floor: Floor, officer: str, usual: str | None) -> str | None:
    """Return where an officer sits now, or usually, if nobody else does."""
    seats = [c.id for c in floor.counters.values() if c.officer == officer]
    if seats:
        return usual if usual in seats else seats[0]
    seat = floor.counters.get(CounterId(usual)) if usual else None
    return usual if seat is not None and seat.officer is None else None


def _name(floor: Floor, counter: CounterId) -> str:
    if counter not in floor.counters:
        raise Refused("unknown_counter")
    return floor.counter_plan(counter).name


def _fields(floor: Floor, language: str) -> dict[str, str]:
    plan: Plan | None = floor.plan
    if plan is None:
        return {}
    names = {
        field.code: field.name_en if language == "en" and field.name_en else field.name_vi
        for field in plan.fields
    }
    return {
        counter.id: ", ".join(names.get(code, code) for code in counter.fields)
        for counter in plan.counters
    }
