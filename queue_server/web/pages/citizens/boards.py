"""What citizens see on TVs: the board of the hall, and the number above a counter."""

from typing import Final

from aiohttp import web

from queue_server.domain.showing.boards import counter_board
from queue_server.protocol.vocabulary import CounterId
from queue_server.voice.chime import CHIME_S
from queue_server.web.handlers.centre import name
from queue_server.web.pages.frame.visit import Visit

_THEMES: Final = ("light", "dark")


async def hall(visit: Visit) -> web.Response:
    """Answer with the board of the hall; `?sound=off` is a silent one."""
    silent = visit.request.query.get("sound") == "off"
    return await visit.page(
        "hall.html",
        scripts=("hall/hall.js",),
        theme=_theme(visit),
        centre=await visit.engine.ask(name),
        data={"sound": not silent, "chime_s": CHIME_S},
    )


async def counter(visit: Visit) -> web.Response:
    """Answer with the board above a counter."""
    wanted = CounterId(visit.request.match_info["counter"])
    board = await visit.engine.ask(lambda floor, now: counter_board(floor, wanted, now))
    return await visit.page(
        "counter.html",
        scripts=("hall/counter.js",),
        theme=_theme(visit),
        board=board,
        data={"counter": wanted},
    )


def _theme(visit: Visit) -> str:
    """Return the look that the address asks for; empty lets the TV choose."""
    asked = visit.request.query.get("theme", "")
    return asked if asked in _THEMES else ""
