"""The files that pages need: a fixed set, so that no path of a visitor ever reaches the disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import fontpkg
from aiohttp import web

_STATIC: Final = Path(__file__).parent / "static"
_FONT: Final = "Be Vietnam Pro"
_HOUR: Final = "public, max-age=3600"
_YEAR: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}

FILES: Final[Mapping[str, tuple[Path, str]]] = {
    "/static/page.css": (_STATIC / "page.css", _HOUR),
    "/static/ticket.js": (_STATIC / "ticket.js", _HOUR),
    "/favicon.ico": (_STATIC / "mark.svg", _YEAR),
    "/static/fonts/BeVietnamPro-Regular.ttf": (fontpkg.path(_FONT, weight=400), _YEAR),
    "/static/fonts/BeVietnamPro-SemiBold.ttf": (fontpkg.path(_FONT, weight=600), _YEAR),
    "/static/fonts/BeVietnamPro-Bold.ttf": (fontpkg.path(_FONT, weight=700), _YEAR),
}


async def file(request: web.Request) -> web.StreamResponse:
    """Answer with one of the files."""
    path, keep = FILES[request.path]
    headers = {"Cache-Control": keep, "Content-Type": _TYPES[path.suffix]}
    return web.FileResponse(path, headers=headers)
