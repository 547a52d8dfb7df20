"""How people reach the server: a press goes on until it is answered, with the same key each time.

Rule 1: no press is ever made up anew: whoever got no answer says the very same thing again.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Any, Self

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

_ANSWER_WITHIN = ClientTimeout(total=10)
_LOST = (ClientError, ConnectionError, TimeoutError)


@dataclass
class Press:
    """One press of somebody, and what was answered to it."""

    token: str
    path: str
    body: bytes
    key: str
    about: str = ""
    """The ticket it is about, where the answer does not say so."""
    tries: int = 0
    status: int = 0
    answer: bytes = b""

    @property
    def told(self) -> Any:
        """What was answered, decoded."""
        return msgspec.json.decode(self.answer)


@dataclass
class Wire:
    """The network between people and server, which may be down."""

    centre: str
    session: ClientSession = field(
        default_factory=lambda: ClientSession(timeout=_ANSWER_WITHIN, cookie_jar=DummyCookieJar())
    )
    up: asyncio.Event = field(default_factory=asyncio.Event)
    """The server answers."""
    busy: asyncio.Event = field(default_factory=asyncio.Event)
    """New presses are allowed; while it is not set, only those that wait are said again."""
    url: str = ""
    presses: list[Press] = field(default_factory=list)
    """All that were answered, in the order of their answers."""
    retried: int = 0
    _pending: set[str] = field(default_factory=set)
    _nothing_pending: asyncio.Event = field(default_factory=asyncio.Event)
    _keys: "count[int]" = field(default_factory=count)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.session.close()

    async def press(self, token: str, path: str, body: object = None, about: str = "") -> Press:
        """Press, and press again the same way until there is an answer."""
        await self.busy.wait()
        key = f"key-{next(self._keys)}"
        press = Press(token, path, msgspec.json.encode(body or {}), key, about)
        self._pending.add(press.key)
        self._nothing_pending.clear()
        while not await self._is_answered(press):
            self.retried += 1
        self.presses.append(press)
        self._pending.discard(press.key)
        if not self._pending:
            self._nothing_pending.set()
        return press

    async def _is_answered(self, press: Press) -> bool:
        await self.up.wait()
        press.tries += 1
        try:
            press.status, press.answer, _ = await self.say(press)
        except _LOST:
            # let whoever holds the plug notice that the server is gone
            await asyncio.sleep(0.01)
            return False
        return press.status < 500

    async def say(self, press: Press) -> tuple[int, bytes, bool]:
        """Send a press once and return status, answer and whether the server knew it already."""
        headers = {
            "Authorization": f"Bearer {press.token}",
            "Idempotency-Key": press.key,
            "Content-Type": "application/json",
        }
        address = f"{self.url}/api/v1/centres/{self.centre}{press.path}"
        async with self.session.post(address, data=press.body, headers=headers) as answer:
            known = answer.headers.get("Idempotency-Replayed") == "true"
            return answer.status, await answer.read(), known

    async def get(self, token: str, path: str) -> bytes:
        """Return what lies at a path."""
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.url}/api/v1/centres/{self.centre}{path}"
        async with self.session.get(address, headers=headers) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def sign_in(self, name: str, password: str) -> str:
        """Return the token of somebody who signs in."""
        address = f"{self.url}/api/v1/session"
        async with self.session.post(address, json={"name": name, "password": password}) as answer:
            answer.raise_for_status()
            return str((await answer.json())["token"])

    async def calm(self) -> None:
        """Let nobody begin anything, and wait until all that began is answered."""
        self.busy.clear()
        if self._pending:
            await self._nothing_pending.wait()
