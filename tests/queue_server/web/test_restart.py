"""The doors on a real store: what is kept when the power goes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId
from queue_server.store.contract import Code
from queue_server.store.sqlite import SqliteStore
from queue_server.web.app import Doors, make_app
from queue_server.web.auth.codes import code_hash
from tests.support.clock import HandClock
from tests.support.house import PASSWORD, QUICK
from tests.support.small import CENTRE, small_plan

BASE = f"/api/v1/centres/{CENTRE}"


@asynccontextmanager
async def _running(folder: Path, clock: HandClock) -> AsyncIterator["TestClient[Any, Any]"]:
    async with AsyncExitStack() as stack:
        store = await SqliteStore.open(folder)
        stack.push_async_callback(store.close)
        engine = Engine(CENTRE, store.journal(CENTRE), clock)
        await engine.start()
        stack.push_async_callback(engine.stop)
        if (await store.journal(CENTRE).plan(1)) is None:
            await engine.carry_out(ChangePlan(by=ActorId("test"), plan=small_plan()))
            kept = Code(
                code_hash=code_hash("SETUP"), purpose="setup", about="{}", expires_at=4_000_000_000
            )
            await engine.keep([store.registry.put_code(kept)])
        await engine.tick()
        doors = Doors(
            engines={CENTRE: engine},
            registry=store.registry,
            records=store.records,
            archive=store.archive,
            clock=clock,
            hasher=QUICK,
        )
        client = TestClient(TestServer(make_app(doors)), cookie_jar=DummyCookieJar())
        yield await stack.enter_async_context(client)


async def _told(
    client: "TestClient[Any, Any]",
    path: str,
    body: object = None,
    token: str | None = None,
    key: str | None = None,
) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if key is not None:
        headers["Idempotency-Key"] = key
    answer = await client.post(path, json=body if body is not None else {}, headers=headers)
    assert answer.status in (200, 201), await answer.text()
    return await answer.json()


async def _signed_in(client: "TestClient[Any, Any]", name: str) -> str:
    told = await _told(client, "/api/v1/session", {"name": name, "password": PASSWORD})
    return str(told["token"])


async def test_everybody_goes_on_after_the_power_was_off(tmp_path: Path) -> None:
    clock = HandClock()
    async with _running(tmp_path, clock) as client:
        admin = {"code": "SETUP", "name": "Quản trị", "password": PASSWORD}
        await _told(client, "/api/v1/setup", admin)
        chief = await _signed_in(client, "Quản trị")
        officer = {"name": "Bình", "role": "officer", "password": PASSWORD, "counter": "1"}
        await _told(client, f"{BASE}/accounts", officer, chief)
        token = await _signed_in(client, "Bình")
        invited = await _told(client, f"{BASE}/devices", {"name": "K", "role": "kiosk"}, chief)
        kiosk = (await _told(client, "/api/v1/pair", {"code": invited["code"]}))["token"]
        ticket = await _told(client, f"{BASE}/tickets", {"field": "HT"}, kiosk, "press-1")
        await _told(client, f"{BASE}/counters/1/open", None, token)
        called = await _told(client, f"{BASE}/counters/1/next", {"after": None}, token)
    clock.move(1800)
    async with _running(tmp_path, clock) as client:
        again = await _told(client, f"{BASE}/tickets", {"field": "HT"}, kiosk, "press-1")
        started = await _told(client, f"{BASE}/counters/1/start", None, token)
        second = await _told(client, f"{BASE}/tickets", {"field": "HT"}, kiosk, "press-2")
        used = await client.post("/api/v1/setup", json={**admin, "name": "Kẻ lạ"})
        await client.delete(
            f"{BASE}/devices/{invited['device']}", headers={"Authorization": f"Bearer {chief}"}
        )
        gone = await client.post(
            f"{BASE}/tickets", json={"field": "HT"}, headers={"Authorization": f"Bearer {kiosk}"}
        )

    assert again == ticket
    assert started["current"]["id"] == called["ticket"]["id"] == ticket["id"]
    assert (ticket["label"], second["label"]) == ("A001", "A002")
    assert used.status == 403
    assert gone.status == 401
