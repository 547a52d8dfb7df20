"""The doors of the kiosk in a browser: one page, its files, and the socket to its program.

Rule 1: a page of another site neither sees the kiosk nor touches it.
Rule 2: no address of the page is absolute, so that it works wherever it is put.
"""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import fontpkg
import textual_serve
from aiohttp import WSCloseCode, web

from kiosk.browser.session import Session

log = logging.getLogger(__name__)

TAKEN_OVER: Final = 4409
"""The closing code for a screen whose kiosk was opened elsewhere."""
HEADERS: Final = {
    # the terminal lays out its cells by styles of its own making
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; "
        "object-src 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}
_OWN: Final = Path(__file__).parent / "static"
_TERMINAL: Final = Path(textual_serve.__path__[0]) / "static"
_FILES: Final = {
    "kiosk.css": (_OWN / "kiosk.css", "text/css; charset=utf-8"),
    "kiosk.js": (_OWN / "kiosk.js", "text/javascript; charset=utf-8"),
    "mark.svg": (_OWN / "mark.svg", "image/svg+xml"),
    "terminal.js": (_TERMINAL / "js" / "textual.js", "text/javascript; charset=utf-8"),
    "terminal.css": (_TERMINAL / "css" / "xterm.css", "text/css; charset=utf-8"),
    "letters.ttf": (fontpkg.path("JetBrains Mono"), "font/ttf"),
}
_HEARTBEAT_S: Final = 10.0
_FAREWELL_S: Final = 1.0
_LARGEST_MESSAGE: Final = 64 * 1024


class _Screen(NamedTuple):
    """A browser that shows a kiosk."""

    socket: web.WebSocketResponse
    gone: asyncio.Event


class Stand:
    """Serves one kiosk command to browsers, to the newest `screens` of them."""

    def __init__(self, command: Sequence[str], screens: int = 1) -> None:
        self._command = command
        self._screens = screens
        self._open: list[_Screen] = []

    def add_to(self, app: web.Application, prefix: str = "") -> None:
        """Add the routes below `prefix`, and a farewell to every screen."""
        app.router.add_get(f"{prefix}/", self._page)
        app.router.add_get(f"{prefix}/alive", self._alive)
        app.router.add_get(f"{prefix}/ws", self._screen, allow_head=False)
        app.router.add_get(f"{prefix}/static/{{name}}", self._file)
        app.on_shutdown.append(self._say_goodbye)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """Answer with the page."""
        return web.FileResponse(
            _OWN / "kiosk.html",
            headers={
                **HEADERS,
                "Cache-Control": "no-store",
                "Content-Type": "text/html; charset=utf-8",
            },
        )

    async def _alive(self, request: web.Request) -> web.StreamResponse:
        """Answer that a screen may dial again."""
        return web.Response(status=204, headers=HEADERS)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Answer with one of the page's files, or with 304 where it has not changed."""
        found = _FILES.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        path, kind = found
        told = {**HEADERS, "Cache-Control": "no-cache", "Content-Type": kind}
        return web.FileResponse(path, headers=told)

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        """Run a kiosk for the screen that dials."""
        if is_foreign(request):
            raise web.HTTPForbidden(text="This kiosk is opened from its own page only.")
        socket = web.WebSocketResponse(
            timeout=_FAREWELL_S,
            heartbeat=_HEARTBEAT_S,
            compress=False,
            max_msg_size=_LARGEST_MESSAGE,
        )
        await socket.prepare(request)
        screen = _Screen(socket, asyncio.Event())
        leaving = self._open[: max(0, len(self._open) + 1 - self._screens)]
        self._open.append(screen)
        try:
            await _send_away(leaving)
            await Session(self._command, socket).serve(*_size(request))
        finally:
            self._open.remove(screen)
            screen.gone.set()
        return socket

    async def _say_goodbye(self, _: web.Application) -> None:
        leaving = [screen.socket.close(code=WSCloseCode.GOING_AWAY) for screen in self._open]
        await asyncio.gather(*leaving, return_exceptions=True)


async def _send_away(screens: Sequence[_Screen]) -> None:
    """End the kiosks of other screens first: two would print the same slip twice."""
    for screen in screens:
        log.info("the kiosk was opened at another screen")
        await screen.socket.close(code=TAKEN_OVER)
        await screen.gone.wait()


def is_foreign(request: web.Request) -> bool:
    """Return whether another site's page asks, or something that is no page at all."""
    try:
        asking = urlsplit(request.headers.get("Origin", ""))
        return asking.scheme not in ("http", "https") or asking.netloc.lower() != request.host
    except ValueError:
        return True


def _size(request: web.Request) -> tuple[int, int]:
    """Return columns and rows of the screen that dials."""
    width, height = request.query.get("width", ""), request.query.get("height", "")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        return 136, 38
    return int(width[:4]), int(height[:4])
