"""The door of every page: lets in who may look, and tells the others kindly.

Rule 1: after signing in one comes back to where one was, and never to another site.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from aiohttp import web

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import StoreError
from queue_server.web.auth.caller import Caller
from queue_server.web.auth.tokens import token_hash
from queue_server.web.context import Context
from queue_server.web.errors import answer_to
from queue_server.web.handlers.devices import COOKIE_LIFE_S
from queue_server.web.pages.frame.visit import Page, Visit
from queue_server.web.pages.frame.words import language_of

SIGN_IN: Final = "/sign-in"
_HOMES: Final = {
    Role.OFFICER: "/staff",
    Role.MANAGER: "/manager",
    Role.AUDITOR: "/auditor",
    Role.ADMIN: "/admin",
    Role.DISPLAY: "/hall",
}

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


def door(context: Context, page: Page, pages: Sequence[Page]) -> Handle:
    """Return what aiohttp calls for a page."""

    async def handle(request: web.Request) -> web.StreamResponse:
        stranger = Visit(context, request, None, language_of(request))
        try:
            viewer = await context.admission.caller(request)
            if viewer is None and page.lent and context.doors.lent_token:
                return await _lent(page, stranger, context.doors.lent_token)
            visit = replace(stranger, viewer=viewer, links=links(viewer, pages))
            return await _opened(page, visit)
        except web.HTTPException:
            raise
        except Exception as error:
            return await told(stranger, error)

    return handle


async def _lent(page: Page, visit: Visit, token: str) -> web.StreamResponse:
    """Make a stranger's browser a board, and show it the page."""
    viewer = await visit.context.tokens.caller(token_hash(token))
    answer = await _opened(page, replace(visit, viewer=viewer))
    if viewer is not None:
        visit.context.admission.give_cookie(answer, token, COOKIE_LIFE_S)
    return answer


async def _opened(page: Page, visit: Visit) -> web.StreamResponse:
    if not page.is_open:
        if visit.viewer is None:
            return to_sign_in(visit.request)
        if visit.viewer.role not in page.roles:
            return await refused(visit, Refused("not_allowed"))
    try:
        return await page.handler(visit)
    except Refused as no:
        return await refused(visit, no)


async def told(visit: Visit, error: Exception) -> web.Response:
    """Tell a fault on a page; what is known of it is in the log."""
    answer_to(error, visit.request)
    gone = isinstance(error, StoreError)
    return await refused(visit, Refused("storage_gone" if gone else "internal_error"))


async def refused(visit: Visit, no: Refused) -> web.Response:
    """Tell a refusal on a page."""
    return await visit.page("refused.html", no.status, sentence=no.sentence, code=no.code)


def wants_page(request: web.Request) -> bool:
    """Return whether a person asked, by a browser: a program is told by a problem."""
    is_shown = "text/html" in request.headers.get("Accept", "")
    return (
        is_shown and request.method == "GET" and not request.path.startswith(("/api/", "/static/"))
    )


async def lost(context: Context, request: web.Request, pages: Sequence[Page]) -> web.Response:
    """Tell somebody that there is no such page."""
    try:
        viewer = await context.admission.caller(request)
    except StoreError:
        viewer = None
    visit = Visit(context, request, viewer, language_of(request), links(viewer, pages))
    return await refused(visit, Refused("not_found"))


def links(viewer: Caller | None, pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages of somebody's bar."""
    if viewer is None:
        return ()
    return tuple(page for page in pages if page.title and viewer.role in page.roles)


def to_sign_in(request: web.Request) -> web.Response:
    """Send somebody unknown to the sign-in page, and back afterwards."""
    back = quote(request.path_qs, safe="/")
    return web.Response(status=303, headers={"Location": f"{SIGN_IN}?next={back}"})


def own_path(wanted: str | None) -> str | None:
    """Return `wanted` if it is a path on this server, else nothing."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    return wanted if wanted.isprintable() and "\\" not in wanted else None


def home(viewer: Caller) -> str:
    """Return where somebody goes who asked for nothing else."""
    if viewer.role is Role.RATING and viewer.counter:
        return f"/rate/{quote(viewer.counter, safe='')}"
    return _HOMES.get(viewer.role, "/")
