"""The administrator's pages: the plan in forms, procedures, people, devices, the trail.

Rule 1: a page only draws; what it shows and changes goes through the doors like everybody's.
"""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from queue_server.protocol.vocabulary import Role
from queue_server.web.pages.frame.visit import Visit


class Part(NamedTuple):
    """One of the pages, as its row of links names it."""

    path: str
    title: str
    roles: frozenset[Role]


_PLANNERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
_ADMINS: Final = frozenset({Role.ADMIN})
PARTS: Final = (
    Part("/admin", "Overview", _PLANNERS),
    Part("/admin/plan", "Set-up", _PLANNERS),
    Part("/admin/procedures", "Procedures", _PLANNERS),
    Part("/admin/accounts", "Accounts", _ADMINS),
    Part("/admin/devices", "Devices", _ADMINS),
    Part("/admin/audit", "Audit trail", _ADMINS),
)


async def overview(visit: Visit) -> web.Response:
    """Answer with how the centre stands, and the ways to the other pages."""
    return await _part(visit, "overview")


async def plan(visit: Visit) -> web.Response:
    """Answer with the plan in forms."""
    return await _part(visit, "plan")


async def procedures(visit: Visit) -> web.Response:
    """Answer with the table of procedures, and the file it comes from."""
    return await _part(visit, "procedures")


async def accounts(visit: Visit) -> web.Response:
    """Answer with those who may sign in."""
    return await _part(visit, "accounts")


async def devices(visit: Visit) -> web.Response:
    """Answer with kiosks, boards and tablets."""
    return await _part(visit, "devices")


async def audit(visit: Visit) -> web.Response:
    """Answer with who changed what, and when."""
    return await _part(visit, "audit")


async def _part(visit: Visit, name: str) -> web.Response:
    assert visit.viewer is not None, "the table lets in nobody unknown"
    mine = [part for part in PARTS if visit.viewer.role in part.roles]
    zone = await visit.engine.ask(lambda floor, now: str(floor.zone))
    data = {"role": visit.viewer.role.value, "me": visit.viewer.id, "zone": zone}
    asked = visit.request.query.get("centre")
    return await visit.page(
        f"admin/{name}.html",
        scripts=(f"admin/{name}.js",),
        data=data,
        parts=mine,
        suffix=f"?{urlencode({'centre': asked})}" if asked else "",
    )
