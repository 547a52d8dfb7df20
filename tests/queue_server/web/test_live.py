"""Live views: who sees them, what they are sent, how they end."""

import asyncio
import socket
import struct
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.web.app import LIVE, Pace
from queue_server.web.live import VIEWS, View
from tests.support.house import ACCOUNTS, DEVICES, House, open_house
from tests.support.small import CENTRE

QUICK = Pace(beat_s=0.05, look_s=0.02, slow_s=0.2, ping_s=0.1, silent_s=30, farewell_s=0.5)
LONG_S = 20
"""Nobody waits longer for what should come at once, even on a busy machine."""
WHO = {
    "hall": "display officer manager auditor admin",
    "counter": "display officer manager auditor admin",
    "rating": "rating manager admin",
    "console": "officer manager",
    "kiosk": "kiosk",
    "dashboard": "officer manager",
    "ticket": "holder",
}
EVERYBODY = {name: (role, centre) for name, (role, centre, _, out) in ACCOUNTS.items() if not out}
EVERYBODY |= {name: (role, site) for name, (role, site, _, out) in DEVICES.items() if not out}


async def heard(wire: ClientWebSocketResponse, kind: str = "view") -> Any:
    """Return the next frame of a kind."""
    while True:
        message = await wire.receive(timeout=LONG_S)
        assert message.type is WSMsgType.TEXT, message
        frame = message.json()
        if frame["type"] == kind:
            return frame


async def closed(wire: ClientWebSocketResponse) -> int | None:
    """Return the code a view was closed with; frames before it do not matter."""
    async for _ in wire:
        pass
    return wire.close_code


def test_the_views_are_for_whom_the_contract_says() -> None:
    assert {view.view: set(map(str, view.roles)) for view in VIEWS} == {
        view: set(who.split()) for view, who in WHO.items()
    }


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.view)
async def test_a_view_is_shown_to_its_roles_and_to_nobody_else(house: House, view: View) -> None:
    ticket = await house.ticket()
    path = view.path.format(counter=1, ticket=ticket["id"])
    is_open = Role.HOLDER in view.roles
    wanted: dict[str | None, int | None] = {}
    for name, (role, centre) in EVERYBODY.items():
        allowed = is_open or (role in view.roles and centre in (None, CENTRE))
        wanted[name] = None if allowed else 4403
    for stranger in (None, "never-heard-of", "gone", "kiosk-gone"):
        wanted[stranger] = None if is_open else 4401

    seen: dict[str | None, int | None] = {}
    for who in wanted:
        wire = await house.watch(path, who)
        first = await wire.receive(timeout=LONG_S)
        # the very first frame decides: nothing is shown before a refusal
        seen[who] = None if first.type is WSMsgType.TEXT else wire.close_code
        await wire.close()

    assert seen == wanted


async def test_a_view_comes_at_once_and_after_each_change(house: House) -> None:
    wire = await house.watch("/hall", "display")
    first = await heard(wire)
    ticket = await house.ticket()
    second = await heard(wire)

    line = {"field": "HT", "name_vi": "Hộ tịch", "count": 0}
    assert line.items() <= first["view"]["waiting"][0].items()
    assert second["view"]["waiting"][0]["count"] == 1
    assert second["serial"] == first["serial"] + 1
    assert ticket["issued_at"].endswith("+07:00")
    assert first["at"].endswith("+07:00")


async def test_a_kiosk_is_sent_what_it_shall_print_again(house: House) -> None:
    ticket = await house.ticket()
    wire = await house.watch("/kiosk", "kiosk")
    await heard(wire)

    await house.told(f"/tickets/{ticket['id']}/reprint", "officer", {"kiosk": "kiosk"})

    jobs = (await heard(wire))["view"]["jobs"]
    assert [job["ticket"]["id"] for job in jobs] == [ticket["id"]]


@pytest.mark.parametrize("path", ["/counter/99", "/console/99"])
async def test_an_unknown_counter_is_told_by_the_code(house: House, path: str) -> None:
    assert await closed(await house.watch(path, "officer")) == 4404


async def test_an_unknown_ticket_is_told_by_the_code(house: House) -> None:
    assert await closed(await house.watch("/ticket/none")) == 4404


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "http://[", "ftp://127.0.0.1"]
)
async def test_a_foreign_page_is_refused_before_anything_else(house: House, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.watch("/hall", "display", origin=origin)

    assert refused.value.status == 403


async def test_our_own_page_may_watch_with_its_cookie(house: House) -> None:
    origin = str(house.client.make_url("/").origin())
    cookie = {"Cookie": "queue_session=token-officer"}
    wire = await house.watch("/console/1", headers=cookie, origin=origin)

    assert (await heard(wire))["view"]["counter"]["id"] == "1"


async def test_a_token_in_the_address_lets_nobody_in(house: House) -> None:
    assert await closed(await house.watch("/hall?token=token-display")) == 4401


async def test_a_plain_get_is_told_to_come_by_websocket(house: House) -> None:
    answer = await house.get("/live/hall", "display")

    assert answer.status == 400
    assert (await answer.json())["code"] == "bad_header"


async def test_beats_come_while_nothing_happens() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/hall", "display")
        await heard(wire)

        beat = await heard(wire, "beat")

    assert beat == {"type": "beat", "at": "2026-11-20T08:00:00.000+07:00"}


async def test_what_a_screen_says_changes_nothing(house: House) -> None:
    wire = await house.watch("/hall", "display")
    await heard(wire)
    before = house.journal.entries[-1].seq

    await wire.send_str('{"type":"call","label":"A999"}')
    await wire.ping()
    await house.ticket()

    await heard(wire)
    assert house.journal.entries[-1].seq == before + 1


async def test_a_message_too_large_ends_the_view(house: House) -> None:
    wire = await house.watch("/hall", "display")
    await wire.send_str("x" * 70_000)

    assert await closed(wire) == 1009


async def test_the_server_says_goodbye_when_it_stops(house: House) -> None:
    wires = [await house.watch("/hall", "display") for _ in range(3)]
    for wire in wires:
        await heard(wire)

    codes = asyncio.gather(*map(closed, wires))
    await house.client.server.close()

    assert await codes == [1001, 1001, 1001]


async def test_nobody_comes_in_while_the_server_stops(house: House) -> None:
    await house.client.app[LIVE].stop()

    with pytest.raises(WSServerHandshakeError) as refused:
        await house.watch("/hall", "display")
    assert refused.value.status == 503


async def test_a_revoked_device_is_sent_away() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/hall", "display")
        other = await house.watch("/hall", "officer")
        await heard(wire)
        answer = await house.ask("DELETE", "/devices/id-display", "admin")

        assert answer.status == 204
        assert await closed(wire) == 4401
        assert (await heard(other))["type"] == "view"


async def test_a_device_revoked_behind_our_back_is_sent_away_too() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/hall", "display")
        await heard(wire)
        del house.registry.device_rows["id-display"]
        house.clock.move(3)

        assert await closed(wire) == 4401


async def test_an_officer_whose_session_ends_is_sent_away() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/console/1", "officer")
        await heard(wire)
        await house.ask("DELETE", "/api/v1/session", "officer")

        assert await closed(wire) == 4401


async def test_an_officer_who_becomes_an_auditor_sees_no_console_any_more() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/console/1", "officer")
        await heard(wire)
        await house.ask("PATCH", "/accounts/id-officer", "admin", json={"role": "auditor"})

        assert await closed(wire) == 4403


async def test_a_screen_stays_while_the_registry_cannot_be_read() -> None:
    async with open_house(QUICK) as house:
        wire = await house.watch("/hall", "display")
        await heard(wire)
        house.registry.broken = True
        house.clock.move(3)

        for _ in range(3):
            await heard(wire, "beat")


async def test_phones_never_keep_a_board_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queue_server.web.live._MOST_PHONES", 2)
    ticket = await house.ticket()
    phones = [await house.watch(f"/ticket/{ticket['id']}") for _ in range(3)]
    for phone in phones[:2]:
        await heard(phone)
    board = await house.watch("/hall", "display")

    assert await closed(phones[2]) == 1013
    assert (await heard(board))["type"] == "view"


async def test_a_view_that_breaks_is_closed_and_logged(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(self: object) -> bytes:
        raise ValueError("no such frame")

    monkeypatch.setattr("queue_server.engine.hub.Outbox.get", broken)

    assert await closed(await house.watch("/hall", "display")) == 1011
    assert "no such frame" in caplog.text


async def test_an_engine_that_stops_in_between_says_goodbye(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopping(self: object, watch: object) -> None:
        raise Refused("stopping")

    monkeypatch.setattr("queue_server.engine.engine.Engine.watch", stopping)

    assert await closed(await house.watch("/hall", "display")) == 1001


async def test_a_screen_that_is_torn_away_leaves_nothing_behind() -> None:
    async with open_house(QUICK) as house:
        deaf = await _deaf(house)
        live = house.client.app[LIVE]
        assert len(live) == 1
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        deaf.close()
        wire = await house.watch("/hall", "display")
        while len(live) > 1:
            await heard(wire, "beat")

        assert len(house.engine.hub) == 1


async def _deaf(house: House) -> socket.socket:
    """Return a screen that asks for a console and then reads no more."""
    server = house.client.server
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(plain, (server.host, server.port))
    head = (
        f"GET {house.base}/live/console/1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer token-officer\r\n\r\n"
    )
    await loop.sock_sendall(plain, head.encode())
    assert b"101" in await loop.sock_recv(plain, 64)
    return plain


async def test_a_screen_that_does_not_read_is_sent_away_and_holds_up_nobody() -> None:
    async with open_house(QUICK) as house:
        for _ in range(60):
            # each of them is drawn in every frame of the console
            await house.ticket()
        deaf = await _deaf(house)
        wire = await house.watch("/hall", "display")
        await heard(wire)
        live = house.client.app[LIVE]
        while len(live) == 2:
            await house.ticket()
            await heard(wire)

        assert len(live) == 1
        assert (await heard(wire, "beat"))["type"] == "beat"
        deaf.close()


async def test_a_screen_that_answers_no_ping_is_sent_away_with_a_code() -> None:
    async with open_house(QUICK._replace(silent_s=0.3)) as house:
        wire = await house.watch("/hall", "display", autoping=False)
        await heard(wire)
        kinds = [message.type async for message in wire]

        assert WSMsgType.PING in kinds
        assert wire.close_code == 4408


async def test_a_rating_tablet_watches_its_own_counter_and_sees_who_was_served(
    house: House,
) -> None:
    other = await house.watch("/rating/2", "rating")
    assert await closed(other) == 4403

    wire = await house.watch("/rating/1", "rating")
    assert (await heard(wire))["view"]["ask"] is None
    ticket = await house.served()
    while (seen := (await heard(wire))["view"]["ask"]) is None:
        pass

    assert (seen["ticket"], seen["label"]) == (ticket["id"], "A001")
    await house.told(f"/tickets/{ticket['id']}/rating", "rating", {"satisfaction": 3})
    while (await heard(wire))["view"]["ask"] is not None:
        pass
    await wire.close()
