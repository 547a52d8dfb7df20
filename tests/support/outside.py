"""Stand outside: a real `queue-server` process, and callers who know nothing but the wire."""

import asyncio
import json
import signal
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
from websockets.asyncio.client import ClientConnection, connect

from tests.support import program
from tests.support.program import Program
from tests.support.promises import keeps_its_word

_QUIET_S = 20
"""A beat comes every five seconds: who hears nothing for so long hears nothing more."""


class Demo:
    """A demo centre without traffic in a folder of its own, as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running = ExitStack()
        self._program: Program | None = None

    def start(self) -> None:
        """Start it and wait until it says that it answers."""
        words = program.demo(self.folder, "--no-traffic")
        self._program = self._running.enter_context(program.started(*words))

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it, if it runs, and give its exit code."""
        running, self._program = self._program, None
        with self._running:
            return running.end(by) if running is not None else 0

    @property
    def url(self) -> str:
        """Where it answers."""
        assert self._program is not None
        return self._program.url

    def credentials(self) -> dict[str, Any]:
        """Read what the demo wrote for its users."""
        return json.loads((self.folder / "credentials.json").read_text())  # type: ignore[no-any-return]

    def one(self, role: str) -> dict[str, Any]:
        """Find the first account with this role."""
        return next(a for a in self.credentials()["accounts"] if a["role"] == role)

    def officer(self, counter: str) -> dict[str, Any]:
        """Find the officer of this counter."""
        officers = (a for a in self.credentials()["accounts"] if a["role"] == "officer")
        return next(a for a in officers if a["counter"] == counter)

    @property
    def root(self) -> str:
        """Where the centre's routes begin."""
        return f"/api/v1/centres/{self.credentials()['centre']}"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The problem's code, or nothing."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    def ok(self, *wanted: int) -> Any:
        """Give the body of an answer that had to succeed."""
        assert self.status in (wanted or (200,)), (self.status, self.body)
        return self.body

    def refused(self, code: str, status: int = 409) -> Any:
        """Give the body of an answer that had to be a no."""
        assert (self.status, self.code) == (status, code), (self.status, self.body)
        return self.body


@dataclass
class Trace:
    """What the callers of a test did, so that the floor can be cleared after it."""

    tickets: list[str] = field(default_factory=list)
    counters: set[str] = field(default_factory=set)


class Caller:
    """Somebody with a token, or with none, who sends and reads plain HTTP."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, root: str, token: str | None, trace: Trace
    ) -> None:
        self._http = http
        self.url = url
        self.root = root
        self.token = token
        self._trace = trace

    async def send(self, method: str, path: str, **parts: Any) -> Answer:
        """Send one request; a path without `/` in front is under the centre."""
        headers = dict(parts.pop("headers", None) or {})
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        where = self.url + (path if path.startswith("/") else f"{self.root}/{path}")
        async with self._http.request(
            method, where, headers=headers, allow_redirects=False, **parts
        ) as reply:
            content = await reply.read()
            answer = Answer(reply.status, reply.headers, _read(reply.content_type, content))
        self._remember(method, path, answer)
        if path != "/openapi.json":
            keeps_its_word(answer.status, answer.headers, answer.body)
        return answer

    async def get(self, path: str, **parts: Any) -> Answer:
        """Read something."""
        return await self.send("GET", path, **parts)

    async def post(
        self, path: str, body: object = None, *, key: str | None = None, **parts: Any
    ) -> Answer:
        """Ask for a change."""
        headers = dict(parts.pop("headers", None) or {})
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.send(
            "POST", path, json={} if body is None else body, headers=headers, **parts
        )

    async def press(self, counter: str, verb: str, /, **body: object) -> Any:
        """Press a key of a counter that has to work."""
        return (await self.post(f"counters/{counter}/{verb}", body)).ok()

    async def take(self, field_code: str | None = None, **body: object) -> Any:
        """Take a ticket that has to be given."""
        wish = {"field": field_code, **body} if field_code else body
        return (await self.post("tickets", wish)).ok(201)

    async def ticket(self, ticket: str) -> Any:
        """Look at a ticket."""
        return (await self.get(f"tickets/{ticket}")).ok()

    def watch(self, watch: str, **headers: str) -> connect:
        """Open a live view."""
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        where = f"ws://{urlsplit(self.url).netloc}{self.root}/live/{watch}"
        return connect(where, additional_headers=headers, proxy=None, max_size=None)

    def _remember(self, method: str, path: str, answer: Answer) -> None:
        if method == "POST" and path == "tickets" and answer.status == 201:
            self._trace.tickets.append(answer.body["id"])
        if path.startswith("counters/") and path.endswith("/open") and answer.status == 200:
            self._trace.counters.add(path.split("/")[1])


def _read(content_type: str, content: bytes) -> Any:
    if content_type in ("application/json", "application/problem+json"):
        return json.loads(content)
    if content_type == "application/x-ndjson":
        return [json.loads(line) for line in content.decode().splitlines()]
    return content.decode() if content_type.startswith("text/") else content


async def frame(screen: ClientConnection) -> Any:
    """Read the next frame of a live view."""
    return json.loads(await asyncio.wait_for(screen.recv(decode=True), _QUIET_S))


async def view(screen: ClientConnection) -> Any:
    """Read the next view, over beats."""
    while (news := await frame(screen))["type"] != "view":
        pass
    return news


async def view_that(screen: ClientConnection, holds: Any) -> Any:
    """Read on until a view is as wished, and give it."""
    while not holds((news := await view(screen))["view"]):
        pass
    return news


def labels(tickets: Iterable[Mapping[str, Any]]) -> list[str]:
    """List the labels, in the order of the tickets."""
    return [t["label"] for t in tickets]
