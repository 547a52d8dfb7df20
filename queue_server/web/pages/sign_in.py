"""How people come in by name and password, and screens by a code."""

from aiohttp import web

from queue_server.web.pages.frame.door import home, own_path
from queue_server.web.pages.frame.visit import Visit


async def sign_in(visit: Visit) -> web.Response:
    """Answer with the form for a name and a password."""
    return await _form(visit, "sign-in")


async def pair(visit: Visit) -> web.Response:
    """Answer with the form where a screen is given its code."""
    return await _form(visit, "pair")


async def onward(visit: Visit) -> web.Response:
    """Send somebody to the page of their work."""
    where = home(visit.viewer) if visit.viewer is not None else "/"
    return web.Response(status=303, headers={"Location": where})


async def _form(visit: Visit, name: str) -> web.Response:
    back = own_path(visit.request.query.get("next"))
    return await visit.page(f"{name}.html", scripts=(f"{name}.js",), data={"next": back}, next=back)
