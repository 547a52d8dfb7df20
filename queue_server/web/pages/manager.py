"""The manager's page: the whole floor as it is now."""

from collections.abc import Iterator
from typing import Any

from aiohttp import web
from msgspec import Struct
from msgspec.structs import asdict

from queue_server.domain.floor import Floor
from queue_server.protocol.plan import Plan
from queue_server.web.pages.frame.visit import Visit


class _Series(Struct, frozen=True, kw_only=True):
    id: str
    prefix: str
    name: str


async def manager(visit: Visit) -> web.Response:
    """Answer with the floor now."""
    data = await visit.engine.ask(lambda floor, now: _told(floor, visit.language))
    return await visit.page(
        "manager.html",
        scripts=("manager/manager.js",),
        data=data,
    )


def _told(floor: Floor, language: str) -> dict[str, Any]:
    plan = floor.plan
    return {
        "long_s": plan.policy.long_service_minutes * 60 if plan is not None else 0,
        "series": [asdict(one) for one in _series(plan, language)] if plan is not None else [],
        "shorts": _shorts(plan) if plan is not None and language != "en" else {},
        "zone": str(floor.zone),
    }


def _shorts(plan: Plan) -> dict[str, str]:
    """Return the short names of the fields: a table on a phone has little room."""
    return {field.code: field.short_vi for field in plan.fields if field.short_vi}


def _series(plan: Plan, language: str) -> Iterator[_Series]:
    users: dict[str, list[str]] = {}
    for field in plan.fields:
        name = field.name_en if language == "en" else field.short_vi or field.name_vi
        users.setdefault(field.series, []).append(name)
    for series in plan.series:
        name = series.name_en if language == "en" else series.name_vi
        shown = name or ", ".join(users.get(series.id, ())) or series.id
        yield _Series(id=series.id, prefix=series.prefix, name=shown)
