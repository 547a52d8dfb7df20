"""The plan of a centre: read it, put another in its place."""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from queue_server.domain.floor import Floor
from queue_server.protocol.codec import encode
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.events import Event, PlanChanged
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import PLAN_LIMIT, json, members, read_body, shape, word

_FORM = shape(Plan)


async def plan(asked: Asked) -> web.Response:
    """Answer with the plan that holds now."""
    return _answer(await asked.engine.ask(present))


async def put_plan(asked: Asked) -> web.Response:
    """Let the plan in the body hold from now on, if nobody changed it meanwhile."""
    wanted_tags = tags(asked.request)
    found = members(await read_body(asked.request, PLAN_LIMIT), _FORM)
    if found.setdefault("centre", asked.engine.centre) != asked.engine.centre:
        raise Wrong("wrong_value", "The plan is another centre's. - at `$.centre`")
    wanted = word(found, Plan)
    command = ChangePlan(
        by=asked.caller.id, plan=wanted, expected=await expected(asked, wanted_tags)
    )
    put: list[Plan] = []

    def drawn(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
        # kept aside: by the time we answer, the floor may have gone on
        put.extend(event.plan for event in events if isinstance(event, PlanChanged))
        return 200, b""

    await asked.engine.carry_out(command, drawn)
    asked.context.metrics.carried_out("ChangePlan", "done")
    return _answer(put[-1])


def present(floor: Floor, now: datetime) -> Plan:
    """Return the plan that holds; refuse with `unknown_centre` where there is none."""
    if floor.plan is None:
        raise Refused("unknown_centre")
    return floor.plan


def _answer(shown: Plan) -> web.Response:
    answer = json(encode(shown))
    answer.headers["ETag"] = f'"{shown.version}"'
    return answer


def tags(request: web.Request) -> list[str]:
    """Return what a request says it was made from; refuse with `precondition_needed`."""
    header = ",".join(request.headers.getall("If-Match", []))
    tags = [tag.strip() for tag in header.split(",") if tag.strip()]
    if not tags:
        raise Refused("precondition_needed")
    return tags


def _version(floor: Floor, now: datetime) -> int:
    return floor.plan.version if floor.plan is not None else 0


async def expected(asked: Asked, tags: list[str]) -> int | None:
    """Return the version that must still hold; None for any."""
    if "*" in tags:
        return None
    version = await asked.engine.ask(_version)
    if f'"{version}"' not in tags:
        raise Refused("stale_plan")
    return version
