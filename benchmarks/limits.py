"""What the parts beneath us can do at best: bare servers that do nothing but carry bytes.

`echo` decodes a JSON body and sends it back; `insert` does so after one row is on disk;
`broadcast` sends the bytes it was given to every screen.
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
from aiohttp import WSMsgType, web

from queue_server.cli.serving.doors import bound, url_of

_STORE = web.AppKey("store", aiosqlite.Connection)
_SCREENS = web.AppKey("screens", set[web.WebSocketResponse])


async def echo(request: web.Request) -> web.Response:
    """Send a JSON body back."""
    return web.json_response(await request.json(), status=201)


async def insert(request: web.Request) -> web.Response:
    """Send a JSON body back once a row with it is on disk."""
    body = await request.json()
    store = request.app[_STORE]
    await store.execute("INSERT INTO rows (body) VALUES (?)", (await request.read(),))
    return web.json_response(body, status=201)


async def watch(request: web.Request) -> web.WebSocketResponse:
    """Keep a screen."""
    screen = web.WebSocketResponse(compress=False)
    await screen.prepare(request)
    screens = request.app[_SCREENS]
    screens.add(screen)
    async for message in screen:
        if message.type is WSMsgType.ERROR:
            break
    screens.discard(screen)
    return screen


async def broadcast(request: web.Request) -> web.Response:
    """Send the body to every screen."""
    text = await request.text()
    for screen in tuple(request.app[_SCREENS]):
        await screen.send_str(text)
    return web.json_response({})


async def _stored(app: web.Application) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory(prefix="limit-") as folder:
        async with aiosqlite.connect(Path(folder) / "rows.db", isolation_level=None) as store:
            await store.execute("PRAGMA journal_mode = WAL")
            await store.execute("PRAGMA synchronous = FULL")
            await store.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB)")
            app[_STORE] = store
            yield


def make_app() -> web.Application:
    """Return the bare server."""
    app = web.Application(client_max_size=2**24)
    app[_SCREENS] = set()
    app.cleanup_ctx.append(_stored)
    app.router.add_post("/echo", echo)
    app.router.add_post("/insert", insert)
    app.router.add_post("/broadcast", broadcast)
    app.router.add_get("/watch", watch)
    return app


async def serve() -> None:
    """Run until the process is ended."""
    with bound("127.0.0.1", 0) as holder:
        runner = web.AppRunner(make_app(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, holder, backlog=1024).start()
        print("ready", url_of(holder, "127.0.0.1"), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    asyncio.run(serve())
