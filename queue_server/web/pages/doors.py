"""The plain pages: the way in, and the description of the interface."""

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.protocol.views import CentreView
from queue_server.web.handlers.centre import names
from queue_server.web.openapi import document
from queue_server.web.pages.frame.visit import Visit


async def way_in(visit: Visit) -> web.Response:
    """Answer with the doors of a centre, by who goes through them."""
    centres = await names(visit.context)
    asked = visit.request.query.get("centre")
    return await visit.page(
        "doors.html",
        centres=centres,
        shown=await visit.engine.ask(_shown),
        suffix=f"?{urlencode({'centre': asked})}" if asked else "",
        server=_server(visit.request),
    )


def _shown(floor: Floor, now: datetime) -> CentreView | None:
    return showing.centre(floor, now) if floor.plan is not None else None


async def docs(visit: Visit) -> web.Response:
    """Answer with the description of the interface for people."""
    described = _described()
    return await visit.page("docs.html", api=described, groups=_groups(described))


async def openapi(request: web.Request) -> web.Response:
    """Answer with the description of the interface for programs."""
    return web.json_response(_described())


@cache
def _described() -> dict[str, Any]:
    return document()


def _groups(described: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, Any]]]]:
    """Return title and operations (method, path, what is said of it) of each group."""
    groups: dict[str, list[tuple[str, str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append((method.upper(), path, operation))
    return [(tag["description"], groups[tag["name"]]) for tag in described["tags"]]


def _server(request: web.Request) -> str:
    return str(request.url.origin())
