"""The manager's page: the whole floor as it is now."""

from aiohttp import web
from msgspec import Struct
from msgspec.structs import asdict

from queue_server.domain.floor import Floor
from queue_server.web.pages.frame.visit import Visit


class _Series(Struct, frozen=True, kw_only=True):
    id: str
    prefix: str
    name: str


async def manager(visit: Visit) -> web.Response:
    """Answer with the floor now."""
    series, long_s = await visit.engine.ask(lambda floor, now: _told(floor, visit.language))
    return await visit.page(
        "manager.html",
        scripts=("manager/manager.js",),
        data={"long_s": long_s, "series": [asdict(one) for one in series]},
    )


def _told(floor: Floor, language: str) -> tuple[tuple[_Series, ...], int]:
    plan = floor.plan
    if plan is None:
        return (), 0
    users: dict[str, list[str]] = {}
    for field in plan.fields:
        name = field.name_en if language == "en" else field.short_vi or field.name_vi
        users.setdefault(field.series, []).append(name)
    named = (
        _Series(
            id=series.id,
            prefix=series.prefix,
            name=(series.name_en if language == "en" else series.name_vi)
            or ", ".join(users.get(series.id, ()))
            or series.id,
        )
        for series in plan.series
    )
    return tuple(named), plan.policy.long_service_minutes * 60
