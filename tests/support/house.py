"""A server with its doors open: two centres, somebody of every role, and a client."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientResponse, ClientWebSocketResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan, Command
from queue_server.protocol.vocabulary import ActorId, CentreId, Role
from queue_server.store.contract import Account, Device, Session
from queue_server.web.app import Doors, Pace, make_app
from queue_server.web.auth.passwords import hashed
from queue_server.web.auth.tokens import token_hash
from tests.support.archive import EmptyArchive
from tests.support.clock import HandClock
from tests.support.counting import MemoryRecords
from tests.support.registry import MemoryRegistry, RowKeepingJournal
from tests.support.small import CENTRE, small_plan

ELSEWHERE = CentreId("khac")
PASSWORD = "mật khẩu đủ dài"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Passwords of tests are no secrets."""
_PASSWORD_HASH = hashed(PASSWORD, QUICK)
_LATER = 4_000_000_000

ACCOUNTS = {
    # name: role, centre, counter, disabled
    "officer": (Role.OFFICER, CENTRE, "1", False),
    "officer-2": (Role.OFFICER, CENTRE, "2", False),
    "manager": (Role.MANAGER, CENTRE, None, False),
    "auditor": (Role.AUDITOR, CENTRE, None, False),
    "admin": (Role.ADMIN, CENTRE, None, False),
    "chief": (Role.ADMIN, None, None, False),
    "gone": (Role.OFFICER, CENTRE, "1", True),
    "officer-elsewhere": (Role.OFFICER, ELSEWHERE, "1", False),
    "manager-elsewhere": (Role.MANAGER, ELSEWHERE, None, False),
    "auditor-elsewhere": (Role.AUDITOR, ELSEWHERE, None, False),
    "admin-elsewhere": (Role.ADMIN, ELSEWHERE, None, False),
}
DEVICES = {
    # name: role, centre, counter, revoked
    "kiosk": (Role.KIOSK, CENTRE, None, False),
    "display": (Role.DISPLAY, CENTRE, None, False),
    "rating": (Role.RATING, CENTRE, "1", False),
    "kiosk-gone": (Role.KIOSK, CENTRE, None, True),
    "kiosk-elsewhere": (Role.KIOSK, ELSEWHERE, None, False),
    "display-elsewhere": (Role.DISPLAY, ELSEWHERE, None, False),
    "rating-elsewhere": (Role.RATING, ELSEWHERE, "1", False),
}


class House:
    """The server under test."""

    def __init__(
        self,
        registry: MemoryRegistry,
        clock: HandClock,
        engines: dict[CentreId, Engine],
        journals: dict[CentreId, RowKeepingJournal],
        client: "TestClient[Any, Any]",
    ) -> None:
        self.registry = registry
        self.clock = clock
        self.engines = engines
        self.engine = engines[CENTRE]
        self.journals = journals
        self.journal = journals[CENTRE]
        self.client = client
        self.base = f"/api/v1/centres/{CENTRE}"

    def path(self, path: str) -> str:
        """Return the whole path of something under the centre."""
        return path if path.startswith(("/api", "!")) else self.base + path

    async def ask(
        self, method: str, path: str, who: str | None = None, /, **how: Any
    ) -> ClientResponse:
        """Return the answer to a request in the name of `who`."""
        headers = {**bearer(who), **how.pop("headers", {})}
        address = self.path(path).removeprefix("!")
        return await self.client.request(method, address, headers=headers, **how)

    async def get(self, path: str, who: str | None = None, /, **how: Any) -> ClientResponse:
        """Return the answer to a GET."""
        return await self.ask("GET", path, who, **how)

    async def post(
        self, path: str, who: str | None = None, body: object = None, /, **how: Any
    ) -> ClientResponse:
        """Return the answer to a POST with a JSON body."""
        if body is not None:
            how["json"] = body
        return await self.ask("POST", path, who, **how)

    async def told(self, path: str, who: str | None = None, body: object = None, /) -> Any:
        """Return what a POST that works answered."""
        answer = await self.post(path, who, body)
        assert answer.status in (200, 201), await answer.text()
        return await answer.json()

    async def ticket(self, field: str = "HT", **members: object) -> Any:
        """Return a ticket just taken."""
        return await self.told("/tickets", "kiosk", {"field": field, **members})

    async def served(self) -> Any:
        """Return a ticket that was served at counter 1."""
        ticket = await self.ticket()
        await self.told("/counters/1/open", "officer")
        await self.told("/counters/1/next", "officer")
        await self.told("/counters/1/start", "officer")
        await self.told("/counters/1/finish", "officer", {"outcome": "received"})
        return ticket

    async def watch(
        self, path: str, who: str | None = None, /, **how: Any
    ) -> ClientWebSocketResponse:
        """Return a live view just opened."""
        headers = {**bearer(who), **how.pop("headers", {})}
        address = f"{self.base}/live{path}"
        return await self.client.ws_connect(address, headers=headers, **how)

    async def carry_out(self, command: Command) -> None:
        """Carry out a command past the doors."""
        await self.engine.carry_out(command)


def bearer(who: str | None) -> dict[str, str]:
    """Return the header that shows a token; somebody's token is `token-` and their name."""
    return {} if who is None else {"Authorization": f"Bearer token-{who}"}


@asynccontextmanager
async def open_house(
    pace: Pace | None = None, *, cookies: bool = False, **doors: Any
) -> AsyncIterator[House]:
    """Give a server whose doors are open."""
    clock, registry = HandClock(), MemoryRegistry()
    let_in(registry, ACCOUNTS, DEVICES)
    async with AsyncExitStack() as stack:
        engines: dict[CentreId, Engine] = {}
        journals: dict[CentreId, RowKeepingJournal] = {}
        for centre in (CENTRE, ELSEWHERE):
            journals[centre] = RowKeepingJournal(centre, registry)
            engines[centre] = await _begun(centre, journals[centre], clock)
            stack.push_async_callback(engines[centre].stop)
        usual = {
            "engines": engines,
            "registry": registry,
            "records": MemoryRecords(journals),
            "archive": EmptyArchive(),
            "clock": clock,
            "hasher": QUICK,
        }
        made_of = Doors(**usual | doors)
        jar = {} if cookies else {"cookie_jar": DummyCookieJar()}
        client = TestClient(TestServer(make_app(made_of, pace)), **jar)
        await stack.enter_async_context(client)
        yield House(registry, clock, engines, journals, client)


async def _begun(centre: CentreId, journal: RowKeepingJournal, clock: HandClock) -> Engine:
    engine = Engine(centre, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=ActorId("test"), plan=small_plan(centre)))
    await engine.tick()
    return engine


def let_in(
    registry: MemoryRegistry,
    accounts: dict[str, tuple[Role, CentreId | None, str | None, bool]],
    devices: dict[str, tuple[Role, CentreId, str | None, bool]],
) -> None:
    """Give everybody an account or a device, and a token."""
    for name, (role, centre, counter, disabled) in accounts.items():
        registry.account_rows[f"id-{name}"] = Account(
            id=f"id-{name}",
            name=name,
            role=role,
            centre=centre,
            counter=counter,
            password_hash=_PASSWORD_HASH,
            disabled=disabled,
            created_at=0,
        )
        hashed_token = token_hash(f"token-{name}")
        registry.session_rows[hashed_token] = Session(
            token_hash=hashed_token, account=f"id-{name}", created_at=0, expires_at=_LATER
        )
    for name, (role, site, counter, revoked) in devices.items():
        registry.device_rows[f"id-{name}"] = Device(
            id=f"id-{name}",
            name=name,
            role=role,
            centre=site,
            counter=counter,
            token_hash=token_hash(f"token-{name}"),
            revoked=revoked,
            created_at=0,
        )


async def problem(answer: ClientResponse, status: int, code: str) -> Any:
    """Return the problem that was answered; it is the one expected and whole."""
    assert answer.status == status, await answer.text()
    assert answer.content_type == "application/problem+json"
    told = await answer.json()
    assert told["status"] == status
    assert told["code"] == code
    assert told["sentence"].keys() == {"vi", "en"}
    assert {"type", "title", "detail"} <= told.keys()
    return told


def named(who: Iterable[str]) -> list[str]:
    """Return names in one order, for test parameters."""
    return sorted(who)
