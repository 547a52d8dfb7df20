"""A centre that is really there: sockets, a store on disk, and a clock that moves when told."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import ClientSession, ClientWebSocketResponse, DummyCookieJar, web
from argon2 import PasswordHasher

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId, Role
from queue_server.store.contract import Account, Device
from queue_server.store.sqlite import SqliteStore
from queue_server.web.app import Doors, make_app
from queue_server.web.auth.passwords import hashed
from queue_server.web.auth.tokens import token_hash
from tests.support.clock import HandClock
from tests.support.small import CENTRE, small_plan

PASSWORD = "mật khẩu đủ dài"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Passwords of tests are no secrets."""
STAFF = {
    "officer-1": Role.OFFICER,
    "officer-2": Role.OFFICER,
    "manager": Role.MANAGER,
    "auditor": Role.AUDITOR,
}
DEVICES = {"kiosk": Role.KIOSK, "display": Role.DISPLAY}


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    body: Any
    replayed: bool


class Centre:
    """The centre as those outside meet it: by its address, with tokens."""

    def __init__(self, url: str, session: ClientSession, engine: Engine, clock: HandClock) -> None:
        self.url = url
        self.engine = engine
        self.clock = clock
        self.tokens = {name: f"token-{name}" for name in DEVICES}
        self._session = session
        self._base = f"{url}/api/v1/centres/{CENTRE}"

    async def sign_in(self, name: str) -> None:
        """Sign somebody in; from then on `name` may be used to ask."""
        who = {"name": name, "password": PASSWORD}
        async with self._session.post(f"{self.url}/api/v1/session", json=who) as answer:
            assert answer.status == 200, await answer.text()
            self.tokens[name] = (await answer.json())["token"]

    def _headers(self, who: str | None) -> dict[str, str]:
        return {} if who is None else {"Authorization": f"Bearer {self.tokens[who]}"}

    async def post(
        self, path: str, who: str | None, body: object = None, *, key: str | None = None
    ) -> Answer:
        """Return the answer to a POST, whatever it is."""
        headers = self._headers(who) | ({"Idempotency-Key": key} if key else {})
        told = {"headers": headers, "json": body if body is not None else {}}
        async with self._session.post(self._base + path, **told) as answer:
            replayed = answer.headers.get("Idempotency-Replayed") == "true"
            return Answer(answer.status, json.loads(await answer.read()), replayed)

    async def told(self, path: str, who: str | None, body: object = None) -> Any:
        """Return what a POST that works answered."""
        answer = await self.post(path, who, body)
        assert answer.status in (200, 201), answer
        return answer.body

    async def seen(self, path: str, who: str | None = None) -> Any:
        """Return what lies at a path."""
        return json.loads(await self.raw(self._base + path, who))

    async def raw(self, address: str, who: str | None = None) -> bytes:
        """Return the bytes at an address."""
        async with self._session.get(address, headers=self._headers(who)) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()

    async def journal(self) -> bytes:
        """Return the journal's export, whole."""
        return await self.raw(f"{self._base}/journal?limit=10000", "auditor")

    @asynccontextmanager
    async def screen(self, path: str, who: str | None) -> AsyncIterator["Screen"]:
        """Give a screen that watches."""
        address = f"{self._base}/live{path}"
        async with self._session.ws_connect(address, headers=self._headers(who)) as socket:
            yield Screen(socket)


class Screen:
    """A screen that shows the newest view it was sent."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket

    async def view(self) -> Any:
        """Return the next view with its frame."""
        while True:
            frame = await self._socket.receive_json()
            if frame["type"] == "view":
                return frame

    async def until(self, wanted: Any) -> Any:
        """Return the first view for which `wanted` is true."""
        while not wanted((frame := await self.view())["view"]):
            pass
        return frame["view"]


@asynccontextmanager
async def opened(
    folder: Path,
    clock: HandClock | None = None,
    factory: type[sqlite3.Connection] = sqlite3.Connection,
    port: int = 0,
) -> AsyncIterator[Centre]:
    """Open the centre whose data lies in `folder`; where there is none, make one."""
    clock = clock if clock is not None else HandClock()
    async with AsyncExitStack() as stack:
        store = await SqliteStore.open(folder, factory=factory)
        stack.push_async_callback(store.close)
        engine = Engine(CENTRE, store.journal(CENTRE), clock)
        stack.push_async_callback(engine.stop)
        await engine.start()
        if await engine.ask(lambda floor, now: floor.plan is None):
            await _furnish(store, engine)
        doors = Doors(
            engines={CENTRE: engine},
            registry=store.registry,
            records=store.records,
            archive=store.archive,
            clock=clock,
            hasher=QUICK,
            demo=True,
        )
        runner = web.AppRunner(make_app(doors), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
        await site.start()
        session = await stack.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
        yield Centre(f"http://127.0.0.1:{runner.addresses[0][1]}", session, engine, clock)


async def _furnish(store: SqliteStore, engine: Engine) -> None:
    await engine.carry_out(ChangePlan(by=ActorId("test"), plan=small_plan()))
    await engine.tick()
    rows = [
        store.registry.put_account(
            Account(
                id=f"id-{name}",
                name=name,
                role=role,
                centre=CENTRE,
                counter=name[-1] if role is Role.OFFICER else None,
                password_hash=hashed(PASSWORD, QUICK),
                created_at=0,
            )
        )
        for name, role in STAFF.items()
    ]
    rows += [
        store.registry.put_device(
            Device(
                id=f"id-{name}",
                name=name,
                role=role,
                centre=CENTRE,
                token_hash=token_hash(f"token-{name}"),
                created_at=0,
            )
        )
        for name, role in DEVICES.items()
    ]
    await engine.keep(rows)


async def staffed(centre: Centre) -> None:
    """Sign everybody in and open both counters."""
    await asyncio.gather(*(centre.sign_in(name) for name in STAFF))
    for counter in (1, 2):
        await centre.told(f"/counters/{counter}/open", f"officer-{counter}")


def disk_of(folder: Path, copy: Path) -> Path:
    """Return a copy of what lies on the disk this instant, while the server still runs."""
    shutil.copytree(folder, copy)
    return copy
