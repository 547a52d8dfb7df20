"""The files that pages need: a fixed set, so that no path of a visitor ever reaches the disk.

Rule 1: a page names files by `address`; the address changes with what is in them, so browsers
keep them for ever and never mix the files of two versions.
"""

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import fontpkg
from aiohttp import web

STATIC: Final = Path(__file__).parent.parent / "static"
_FONT: Final = "Be Vietnam Pro"
_FONTS: Final = {"Regular": 400, "SemiBold": 600, "Bold": 700}
_SOON: Final = "public, max-age=300"
_YEAR: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class File(NamedTuple):
    """A file as it is sent."""

    body: bytes
    packed: bytes
    """The same by gzip."""
    kind: str
    tag: str
    keep: str


def _sources() -> dict[str, Path]:
    """Return what is served, by its path under /static/."""
    found = {
        path.relative_to(STATIC).as_posix(): path
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in _TYPES
    }
    for name, weight in _FONTS.items():
        found[f"fonts/BeVietnamPro-{name}.ttf"] = fontpkg.path(_FONT, weight=weight)
    return found


def _read(path: Path, keep: str) -> File:
    body = path.read_bytes()
    tag = hashlib.sha256(body).hexdigest()[:16]
    return File(body, gzip.compress(body, mtime=0), _TYPES[path.suffix], f'"{tag}"', keep)


_SOURCES: Final = _sources()
_VERSION: Final = hashlib.sha256(
    b"".join(name.encode() + path.read_bytes() for name, path in _SOURCES.items())
).hexdigest()[:12]


def address(name: str) -> str:
    """Return where a file of static/ is served, e.g. of `page.css`."""
    if name not in _SOURCES:
        raise KeyError(name)
    return f"/static/{_VERSION}/{name}"


def script(name: str) -> Path:
    """Return where a script of ours lies."""
    return _SOURCES[name]


FILES: Final[Mapping[str, File]] = {
    **{address(name): _read(path, _YEAR) for name, path in _SOURCES.items()},
    **{f"/static/{name}": _read(path, _SOON) for name, path in _SOURCES.items()},
    "/favicon.ico": _read(STATIC / "mark.svg", _SOON),
}


async def file(request: web.Request) -> web.StreamResponse:
    """Answer with one of the files, or that it has not changed."""
    wanted = FILES[request.path]
    headers = {"Cache-Control": wanted.keep, "ETag": wanted.tag, "Vary": "Accept-Encoding"}
    if wanted.tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    headers["Content-Type"] = wanted.kind
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=wanted.packed, headers=headers)
    return web.Response(body=wanted.body, headers=headers)
