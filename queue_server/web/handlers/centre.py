"""What may be read of a centre: itself, its procedures, its counters, its whole floor."""

from base64 import b64decode
from datetime import datetime

from aiohttp import web
from msgspec import Struct

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.domain.search import elsewhere
from queue_server.protocol.plan import Procedure
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import ProceduresView, ProcedureView
from queue_server.protocol.vocabulary import CentreId, CounterId
from queue_server.web.context import Asked, Context
from queue_server.web.handlers.bodies import answer, number

_LONGEST_QUERY = 200
_MOST_FOUND = 1000
_USUAL_FOUND = 10


class CentreName(Struct, frozen=True, kw_only=True):
    """A centre in the list of them."""

    id: CentreId
    name_vi: str
    name_en: str


class CentresView(Struct, frozen=True, kw_only=True):
    """The centres of this server."""

    centres: tuple[CentreName, ...]


async def centres(asked: Asked) -> web.Response:
    """Answer with the centres of this server."""
    return answer(CentresView(centres=await names(asked.context)))


async def names(context: Context) -> tuple[CentreName, ...]:
    """Return the centres of this server, with their names."""
    return tuple([await engine.ask(name) for engine in list(context.engines.values())])


def name(floor: Floor, now: datetime) -> CentreName:
    """Draw the name of a centre."""
    plan = floor.plan
    name_vi, name_en = (plan.name_vi, plan.name_en) if plan else ("", "")
    return CentreName(id=floor.centre, name_vi=name_vi, name_en=name_en)


async def centre(asked: Asked) -> web.Response:
    """Answer with the centre as anybody may see it."""
    return answer(await asked.engine.ask(showing.centre))


async def logo(asked: Asked) -> web.Response:
    """Answer with the centre's picture; its address changes with it, so it may be kept."""
    picture = await asked.engine.ask(lambda floor, now: floor.plan.logo if floor.plan else "")
    if not picture:
        raise Refused("no_logo")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return web.Response(body=b64decode(picture), content_type="image/png", headers=headers)


async def floor(asked: Asked) -> web.Response:
    """Answer with the whole floor as staff watch it."""
    return answer(await asked.engine.ask(showing.dashboard))


async def counter(asked: Asked) -> web.Response:
    """Answer with one counter."""
    wanted = CounterId(asked.request.match_info["counter"])
    return answer(await asked.engine.ask(lambda floor, now: showing.counter(floor, wanted, now)))


async def procedures(asked: Asked) -> web.Response:
    """Answer with the procedures that fit what was typed, best first."""
    query = asked.request.query
    limit = min(number(query.get("limit"), _USUAL_FOUND, "limit", least=1), _MOST_FOUND)
    catalogue = await asked.context.searches.of(asked.engine)
    words = query.get("q", "")[:_LONGEST_QUERY]
    found = catalogue.find(words, query.get("field") or None, limit)
    other = elsewhere(words)
    return answer(
        ProceduresView(
            procedures=tuple(map(_procedure, found)),
            elsewhere_vi=other.vi if other is not None else None,
            elsewhere_en=other.en if other is not None else None,
        )
    )


def _procedure(entry: Procedure) -> ProcedureView:
    return ProcedureView(
        code=entry.code,
        name=entry.name,
        short_name=entry.short_name,
        field=entry.field,
        days=entry.days,
        days_unit=entry.days_unit,
        fee=entry.fee,
        papers=entry.papers,
        source=entry.source,
        checked_on=entry.checked_on,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )
