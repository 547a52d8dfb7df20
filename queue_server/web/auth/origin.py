"""Where a request comes from: our own pages, another site, or a program."""

from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_USUAL_PORTS = {"http": 80, "https": 443}


def is_foreign(request: web.Request) -> bool:
    """Return whether a browser says that another site's page asks."""
    origin = request.headers.get("Origin")
    return origin is not None and not _is_own(origin, request.host)


def is_our_page(request: web.Request) -> bool:
    """Return whether a page of ours asks, by script: no form and no other site can do that."""
    origin = request.headers.get("Origin")
    return (
        origin is not None
        and _is_own(origin, request.host)
        and "X-Requested-With" in request.headers
    )


def is_known_host(request: web.Request, names: Collection[str]) -> bool:
    """Return whether the request is meant for one of these names."""
    return _name(request.host) in names


@lru_cache(maxsize=64)
def _name(host: str) -> str | None:
    return _host_and_port(f"//{host}", None)[0]


def _is_own(origin: str, host: str) -> bool:
    scheme = origin.partition(":")[0].lower()
    usual = _USUAL_PORTS.get(scheme)
    if usual is None:
        return False
    theirs = _host_and_port(origin, usual)
    return theirs[0] is not None and theirs == _host_and_port(f"//{host}", usual)


def _host_and_port(url: str, usual: int | None) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port or usual
    except ValueError:
        return None, None
