"""A server whose memory is a real file, with everybody of tests.support.house let in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, cast

from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId
from queue_server.store.sqlite import SqliteStore
from queue_server.web.app import Doors, make_app
from tests.support.clock import HandClock
from tests.support.house import ACCOUNTS, DEVICES, QUICK, House, let_in
from tests.support.registry import MemoryRegistry
from tests.support.small import CENTRE, small_plan


@asynccontextmanager
async def open_office(
    folder: Path,
    plan: Plan | None = None,
    clock: HandClock | None = None,
    *,
    whole: bool = False,
    **doors: Any,
) -> AsyncIterator[House]:
    """Give a server with one centre, kept in `folder`; if `whole`, everybody let in is, too."""
    clock, registry = clock or HandClock(), MemoryRegistry()
    let_in(registry, ACCOUNTS, DEVICES)
    async with AsyncExitStack() as stack:
        store = await SqliteStore.open(folder)
        stack.push_async_callback(store.close)
        engine = Engine(CENTRE, store.journal(CENTRE), clock)
        await engine.start()
        stack.push_async_callback(engine.stop)
        if await store.journal(CENTRE).plan(1) is None:
            await engine.carry_out(ChangePlan(by=ActorId("test"), plan=plan or small_plan()))
            await engine.tick()
        if whole:
            await _let_into(store, engine, registry)
        usual = {
            "engines": {CENTRE: engine},
            "registry": store.registry if whole else registry,
            "records": store.records,
            "archive": store.archive,
            "clock": clock,
            "hasher": QUICK,
        }
        client: TestClient[Any, Any] = TestClient(
            TestServer(make_app(Doors(**usual | doors))), cookie_jar=DummyCookieJar()
        )
        await stack.enter_async_context(client)
        journals = cast("Any", {CENTRE: store.journal(CENTRE)})
        yield House(registry, clock, {CENTRE: engine}, journals, client)


async def _let_into(store: SqliteStore, engine: Engine, known: MemoryRegistry) -> None:
    """Keep everybody `known` in the file."""
    kept = store.registry
    await engine.keep([kept.put_account(one) for one in known.account_rows.values()])
    await engine.keep([kept.put_device(one) for one in known.device_rows.values()])
    await engine.keep([kept.put_session(one) for one in known.session_rows.values()])
