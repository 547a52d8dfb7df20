"""The doors, put together: every route of the table, the live views, the pages, the health."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from queue_server.domain.floor import Floor
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId, TicketState
from queue_server.store.contract import Sighting, StoreError
from queue_server.web import metrics
from queue_server.web.auth.origin import LOOPBACK_NAMES, is_known_host
from queue_server.web.context import Asked, Context, Doors
from queue_server.web.errors import Wrong, answer_to
from queue_server.web.handlers import journal
from queue_server.web.handlers.bodies import PLAN_LIMIT
from queue_server.web.live import VIEWS, Live, Pace, View
from queue_server.web.pages import doors
from queue_server.web.pages.frame import files
from queue_server.web.pages.frame.door import door as page_door
from queue_server.web.pages.frame.door import lost, wants_page
from queue_server.web.pages.table import PAGES
from queue_server.web.routes import ROUTES
from queue_server.web.table.row import Route

__all__ = ["CONTEXT", "LIVE", "Doors", "Pace", "make_app"]

log = logging.getLogger(__name__)

CONTEXT: Final = web.AppKey("context", Context)
LIVE: Final = web.AppKey("live", Live)

_READY_WITHIN_S: Final = 2.0
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")
_POLICY: Final = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(made_of: Doors, pace: Pace | None = None) -> web.Application:
    """Return the application; the engines run already, and go on when it ends."""
    context = Context(made_of)
    live = Live(context, pace or Pace())
    app = web.Application(middlewares=[_guard(context)], client_max_size=PLAN_LIMIT)
    app[CONTEXT], app[LIVE] = context, live
    if made_of.before_others is not None:
        made_of.before_others(app)
    for route in ROUTES:
        door = _door(context, route)
        app.router.add_route(route.method, route.address, door)
        if route.method == "GET" and route.media != journal.NDJSON:
            app.router.add_head(route.address, door)
    for view in VIEWS:
        app.router.add_get(view.address, _live(live, view), allow_head=False)
    _add_pages(app, context)
    app.on_response_prepare.append(partial(_dress, context))
    app.cleanup_ctx.append(_attended)
    # before aiohttp waits for open connections: screens would hold it up to the end
    app.on_shutdown.append(_say_goodbye)
    return app


def _door(context: Context, route: Route) -> Handle:
    """Return what aiohttp calls for a row of the table."""
    handler, roles, of_centre = route.handler, route.roles, route.of_centre

    async def handle(request: web.Request) -> web.StreamResponse:
        if not of_centre:
            caller = await context.admission.admit(request, roles, None)
            return await handler(Asked(context, request, context.home, caller))
        centre = request.match_info["centre"]
        engine = context.engine(centre)
        caller = await context.admission.admit(request, roles, CentreId(centre))
        return await handler(Asked(context, request, engine, caller))

    return handle


def _live(live: Live, view: View) -> Handle:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await live.serve(view, request)

    return handle


def _add_pages(app: web.Application, context: Context) -> None:
    for page in PAGES:
        app.router.add_get(page.path, page_door(context, page, PAGES))
    for path in files.FILES:
        app.router.add_get(path, files.file)
    app.router.add_get("/openapi.json", doors.openapi)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", partial(_readyz, context))
    app.router.add_get("/metrics", partial(_metrics, context))


async def _healthz(request: web.Request) -> web.Response:
    """Answer that the process lives."""
    return web.json_response({"status": "ok"})


async def _readyz(context: Context, request: web.Request) -> web.Response:
    """Answer whether every centre can be served: its loop turns, its storage answers."""
    try:
        async with asyncio.timeout(_READY_WITHIN_S):
            for engine in list(context.engines.values()):
                await engine.ask(_counts)
                await engine.journal.last()
    except TimeoutError as error:
        raise Refused("storage_gone") from error
    return web.json_response({"status": "ok"})


async def _metrics(context: Context, request: web.Request) -> web.Response:
    """Answer with what is counted, to this machine or whoever has the token."""
    if not metrics.may_read(request, context.doors.metrics_token):
        raise Refused("not_allowed")
    for engine in list(context.engines.values()):
        waiting, seq = await engine.ask(_counts)
        context.metrics.floor(engine.centre, waiting, seq)
    return web.Response(body=context.metrics.text(), headers={"Content-Type": metrics.CONTENT_TYPE})


def _counts(floor: Floor, now: datetime) -> tuple[int, int]:
    return floor.states[TicketState.WAITING], floor.seq


def _guard(context: Context) -> Middleware:
    """Return the one middleware: it tells every fault as a problem, and counts."""
    hosts = context.doors.hosts or (LOOPBACK_NAMES if context.doors.demo else frozenset())

    @web.middleware
    async def guard(request: web.Request, handler: Handle) -> web.StreamResponse:
        began = perf_counter()
        try:
            if hosts and not is_known_host(request, hosts):
                raise Wrong("bad_header", "The header Host names another server.")
            answer = await handler(request)
        except Exception as error:
            answer = answer_to(error, request)
            if answer.status == 404 and wants_page(request):
                answer = await lost(context, request, PAGES)
        resource = request.match_info.route.resource
        if not isinstance(answer, web.WebSocketResponse):
            route = resource.canonical if resource is not None else "unmatched"
            context.metrics.answered(route, answer.status, perf_counter() - began)
        return answer

    return guard


async def _dress(context: Context, request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on that every answer has, and take off what nobody needs to know."""
    headers = response.headers
    if context.doors.https:
        # by plain http browsers ignore it, and complain
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if response.content_type == "text/html":
        # a page that needs another policy says so itself
        headers.setdefault("Content-Security-Policy", f"{_POLICY}; {_lines_home(request)}")
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    headers.pop("Server", None)


def _lines_home(request: web.Request) -> str:
    """Return what lets older phones open a live view: to them 'self' means http alone."""
    host = request.host if _HOST.fullmatch(request.host) else ""
    return f"connect-src 'self' ws://{host} wss://{host}" if host else "connect-src 'self'"


async def _attended(app: web.Application) -> AsyncIterator[None]:
    """Look after the live views as long as the doors are open."""
    context = app[CONTEXT]
    tasks = [
        asyncio.create_task(app[LIVE].look_after(), name="live views"),
        asyncio.create_task(_note_devices(context, app[LIVE].pace.note_s), name="sightings"),
    ]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await _note(context)
    app[CONTEXT].passwords.close()
    app[CONTEXT].speaker.close()


async def _note_devices(context: Context, every_s: float) -> None:
    """Note down, for ever, which devices were there."""
    while True:
        await asyncio.sleep(every_s)
        await _note(context)


async def _note(context: Context) -> None:
    news = context.sightings.take_news()
    put = context.registry.put_sighting
    rows = [put(Sighting(device=device, at=at)) for device, at in news.items()]
    if not rows:
        return
    try:
        await context.home.keep(rows)
    except (Refused, StoreError) as error:
        log.warning("cannot note which devices were there: %s", error)


async def _say_goodbye(app: web.Application) -> None:
    await app[LIVE].stop()
