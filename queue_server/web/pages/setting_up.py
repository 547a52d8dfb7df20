"""How a new server gets its first administrator: by the code that its set-up printed."""

from aiohttp import web

from queue_server.web.auth.passwords import SHORTEST
from queue_server.web.pages.frame.visit import Visit


async def setup(visit: Visit) -> web.Response:
    """Answer with the form for the code, a name and a password."""
    return await visit.page("setup.html", scripts=("setup.js",), shortest=SHORTEST)
