"""`kiosk --serve HOST:PORT`: the kiosk for a browser, most often the one of the same machine.

Rule 1: whoever reaches the address has a kiosk; other machines reach it only if HOST says so.
"""

import asyncio
import ipaddress
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from kiosk.browser.session import kiosk
from kiosk.browser.stand import Stand

log = logging.getLogger(__name__)

_SHUTDOWN_S = 1.0


def run(host: str, port: int, arguments: Sequence[str]) -> None:
    """Serve kiosks started with `arguments` until somebody ends the program.

    Raises:
        OSError: the address is taken, or none of ours.
    """
    asyncio.run(_serve(host, port, arguments))


async def _serve(host: str, port: int, arguments: Sequence[str]) -> None:
    app = web.Application(middlewares=[_known_names_only])
    Stand(kiosk(arguments)).add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        where = f"http://{host}:{runner.addresses[0][1]}/"
        log.info("serving at %s", where)
        sys.stdout.write(f"ready {where}\n")
        sys.stdout.flush()
        await _until_asked_to_stop()
    finally:
        await runner.cleanup()


async def _until_asked_to_stop() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()


Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _known_names_only(request: web.Request, handler: Handle) -> web.StreamResponse:
    """Answer only to our own names: a foreign one may be another site's trick."""
    if not is_own_name(request.url.host or ""):
        raise web.HTTPMisdirectedRequest(text="The header Host names another machine.")
    return await handler(request)


def is_own_name(name: str) -> bool:
    """Return whether a name is an address, or what this machine is called."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower()
        return name.lower() in {"localhost", own, own.partition(".")[0], f"{own}.local"}
    return True
