"""A small server for the terminals' tests: real sockets, views that a test sets, faults by name.

It keeps to the contract where terminals can see it: idempotency keys, problem+json, a view at
once on connect, beats, closing codes.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec
from aiohttp import WSMsgType, web

from queue_server.protocol.refusals import PROBLEMS, Refused
from tests.support import sights

CENTRE = "cam-xuyen"
LONG_S = 20
"""Nobody waits longer for what should come at once."""
ROOT = f"/api/v1/centres/{CENTRE}"


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    body: object
    key: str | None
    token: str | None


Answer = Callable[[Asked], object]


class Stage:
    """The stand-in, with its faults."""

    def __init__(self) -> None:
        self.port = 0
        self.centre = sights.centre()
        self.views: dict[str, object] = {"/live/kiosk": sights.kiosk()}
        self.serial = 100
        self.at: datetime = sights.AT
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {}
        self.sounds: dict[str, bytes] = {}
        """Answered as they are."""
        self.tickets: list[object] = []
        self.beat_s = 5.0
        self.lose_answers = 0
        """So many requests are carried out and then not answered."""
        self.close_with: int | None = None
        """Live connections are accepted and closed with this code."""
        self.centres = [CENTRE]
        self.dialled = 0
        self._kept: dict[str, tuple[int, bytes]] = {}
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._runner: web.AppRunner | None = None
        self._heard = asyncio.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/api/v1/centres", self._list_centres)
        app.router.add_route("*", "/api/v1/session", self._ask)
        app.router.add_route("*", "/api/v1/pair", self._ask)
        app.router.add_get(ROOT + "/live/{name:.*}", self._live)
        app.router.add_route("*", ROOT + "{rest:.*}", self._ask)
        app.on_shutdown.append(self._goodbye)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def show(self, path: str, view: object) -> None:
        """Set a view and send it to whoever watches it."""
        self.views[path] = view
        self.serial += 1
        for socket, watched in list(self._sockets.items()):
            if watched == path:
                await socket.send_bytes(self._frame(path))

    async def say(self, text: str) -> None:
        """Send any text to all who listen."""
        for socket in list(self._sockets):
            await socket.send_str(text)

    async def hang_up(self, code: int = 1001) -> None:
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def was_asked(self, method: str, path: str) -> Asked:
        """Wait until this was asked, and return how."""
        async with asyncio.timeout(LONG_S), self._heard:
            while True:
                for asked in self.asked:
                    if (asked.method, asked.path) == (method, path):
                        return asked
                await self._heard.wait()

    async def watched(self, path: str) -> None:
        """Wait until somebody listens to a view."""
        async with asyncio.timeout(LONG_S), self._heard:
            await self._heard.wait_for(lambda: path in self._sockets.values())

    async def _goodbye(self, _: web.Application) -> None:
        await self.hang_up()

    async def _list_centres(self, _: web.Request) -> web.Response:
        listed = [{"id": centre, "name_vi": centre} for centre in self.centres]
        return _json(200, {"centres": listed})

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        body = msgspec.json.decode(content) if content else None
        key = request.headers.get("Idempotency-Key")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or None
        if (sound := self.sounds.get(request.path.removeprefix(ROOT))) is not None:
            return web.Response(body=sound, content_type="audio/wav")
        asked = Asked(request.method, request.path.removeprefix(ROOT), body, key, token)
        status, answer = self._answered(asked)
        async with self._heard:
            self.asked.append(asked)
            self._heard.notify_all()
        if self.lose_answers > 0:
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=status, body=answer, content_type="application/json")

    def _answered(self, asked: Asked) -> tuple[int, bytes]:
        if asked.key is not None and asked.key in self._kept:
            return self._kept[asked.key]
        try:
            status, answer = 200, msgspec.json.encode(self._answer(asked))
        except Refused as no:
            return no.status, problem(no)
        if asked.key is not None:
            self._kept[asked.key] = (status, answer)
        return status, answer

    def _answer(self, asked: Asked) -> object:
        if (scripted := self.answers.get(f"{asked.method} {asked.path}")) is not None:
            return scripted(asked)
        match asked.method, asked.path:
            case "GET", "":
                return self.centre
            case "POST", "/tickets":
                return self._issue(asked.body)
            case "POST", path if path.endswith("/printed"):
                return sights.ticket()
        raise Refused("not_found")

    def _issue(self, body: object) -> object:
        assert isinstance(body, dict)
        number = len(self.tickets) + 5
        series = {code: letter for code, letter, *_ in sights.FIELDS}.get(body.get("field"), "X")
        made = sights.ticket(
            id=f"{number:032x}",
            label=f"{series}{number:03}",
            field=body.get("field"),
            kind=body["kind"],
            priority=body.get("priority"),
        )
        self.tickets.append(made)
        return made

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        self.dialled += 1
        path = "/live/" + request.match_info["name"]
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        if self.close_with is not None:
            await socket.close(code=self.close_with)
            return socket
        await socket.send_bytes(self._frame(path))
        async with self._heard:
            self._sockets[socket] = path
            self._heard.notify_all()
        try:
            await self._beat(socket)
        finally:
            self._sockets.pop(socket, None)
        return socket

    async def _beat(self, socket: web.WebSocketResponse) -> None:
        while True:
            try:
                message = await socket.receive(timeout=self.beat_s)
            except TimeoutError:
                await socket.send_json({"type": "beat", "at": self.at.isoformat()})
                continue
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
                return

    def _frame(self, path: str) -> bytes:
        frame = {"type": "view", "serial": self.serial, "at": self.at, "view": self.views[path]}
        return msgspec.json.encode(frame)


def problem(no: Refused) -> bytes:
    """Return a refusal as problem+json."""
    return msgspec.json.encode(
        {
            "type": "about:blank",
            "title": PROBLEMS[no.code].title,
            "status": no.status,
            "code": no.code,
            "sentence": {"vi": no.sentence.vi, "en": no.sentence.en},
        }
    )


def _json(status: int, answer: object) -> web.Response:
    body = msgspec.json.encode(answer)
    return web.Response(status=status, body=body, content_type="application/json")
