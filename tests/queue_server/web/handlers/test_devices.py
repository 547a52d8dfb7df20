"""Devices: invited, paired, revoked."""

import asyncio

import pytest

from queue_server.web.app import Pace
from tests.support.house import House, open_house, problem

KIOSK = {"name": "Kiosk sảnh", "role": "kiosk"}


async def test_a_device_is_paired_by_a_code(house: House) -> None:
    invited = await house.told("/devices", "admin", KIOSK)
    paired = await house.told("/api/v1/pair", None, {"code": invited["code"].lower()})
    headers = {"Authorization": f"Bearer {paired['token']}"}
    taken = await house.post("/tickets", None, {"field": "HT"}, headers=headers)

    assert invited["expires_at"] == "2026-11-20T01:15:00Z"
    assert paired["device"]["id"] == invited["device"]
    assert paired["device"]["name"] == "Kiosk sảnh"
    assert taken.status == 201
    changes = [e.body for e in house.journal.entries if b'"device_changed"' in e.body]
    assert [b'"change":"invited"' in changes[0], b'"change":"paired"' in changes[1]] == [True, True]
    assert paired["token"].encode() not in b"".join(changes)


async def test_staff_see_the_kiosks_in_use_of_their_centre_and_nothing_else(house: House) -> None:
    answer = await house.get("/kiosks", "officer")

    assert await answer.json() == {"kiosks": [{"id": "id-kiosk", "name": "kiosk"}]}


async def test_a_code_is_used_up(house: House) -> None:
    invited = await house.told("/devices", "admin", KIOSK)
    answers = await asyncio.gather(
        *(house.post("/api/v1/pair", None, {"code": invited["code"]}) for _ in range(4))
    )

    assert sorted(answer.status for answer in answers) == [201, 403, 403, 403]


async def test_a_code_is_good_for_a_quarter_of_an_hour(house: House) -> None:
    invited = await house.told("/devices", "admin", KIOSK)
    house.clock.move(15 * 60)

    late = await house.post("/api/v1/pair", None, {"code": invited["code"]})
    await problem(late, 403, "wrong_code")


async def test_guessing_codes_slows_down(house: House) -> None:
    guesses = [await house.post("/api/v1/pair", None, {"code": f"ABCD-{n}"}) for n in range(7)]

    assert [guess.status for guess in guesses] == [403] * 5 + [429] * 2


async def test_devices_are_listed_by_centre(house: House) -> None:
    names = [d["name"] for d in (await (await house.get("/devices", "admin")).json())["devices"]]
    one = await (await house.get("/devices/id-kiosk", "admin")).json()

    assert names == ["display", "kiosk", "kiosk-gone", "rating"]
    assert one["role"] == "kiosk"
    assert "token" not in one
    foreign = await house.get("/devices/id-kiosk-elsewhere", "admin")
    await problem(foreign, 404, "unknown_device")


async def test_a_revoked_device_is_out_at_once(house: House) -> None:
    await house.ticket()
    gone = await house.ask("DELETE", "/devices/id-kiosk", "admin")
    again = await house.ask("DELETE", "/devices/id-kiosk", "admin")

    assert (gone.status, again.status) == (204, 204)
    await problem(await house.post("/tickets", "kiosk", {"field": "HT"}), 401, "not_signed_in")


@pytest.mark.parametrize(
    "wrong", [{"role": "officer"}, {"role": "admin"}, {"name": " "}, {"name": "\u200b"}]
)
async def test_a_bad_device_is_not_invited(house: House, wrong: dict[str, str]) -> None:
    await problem(await house.post("/devices", "admin", {**KIOSK, **wrong}), 422, "wrong_value")


async def test_the_same_invitation_twice_is_one(house: House) -> None:
    headers = {"Idempotency-Key": "k"}
    first = await house.post("/devices", "admin", KIOSK, headers=headers)
    second = await house.post("/devices", "admin", KIOSK, headers=headers)

    assert await first.read() == await second.read()
    assert len(house.registry.code_rows) == 1


async def test_it_is_told_when_a_device_was_last_there(house: House) -> None:
    async def of(name: str) -> tuple[str | None, bool]:
        told = await (await house.get("/devices", "admin")).json()
        (one,) = (device for device in told["devices"] if device["name"] == name)
        return one["seen_at"], one["watching"]

    assert await of("kiosk") == (None, False)
    await house.ticket()
    seen, watching = await of("kiosk")
    assert (seen is not None, watching) == (True, False)

    wire = await house.watch("/hall", "display")
    await wire.receive()
    house.clock.move(600)
    assert (await of("display"))[1]
    assert (await of("display"))[0] != seen
    await wire.close()


async def test_what_was_seen_is_still_known_after_a_restart(house: House) -> None:
    await house.ticket()
    await house.client.close()

    assert house.registry.sighting_rows.keys() == {"id-kiosk"}


async def test_who_was_there_is_noted_now_and_then() -> None:
    async with open_house(Pace(note_s=0.01)) as house:
        wire = await house.watch("/hall", "display")
        await wire.receive()
        async with asyncio.timeout(20):
            while "id-display" not in house.registry.sighting_rows:
                await asyncio.sleep(0.01)
        house.registry.sighting_rows["id-kiosk"] = 1_000_000
        told = await (await house.get("/devices/id-kiosk", "admin")).json()
        assert told["seen_at"].startswith("1970-01-12")
        await wire.close()
