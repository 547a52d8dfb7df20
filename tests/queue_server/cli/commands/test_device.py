"""Devices by command, with no server running."""

import asyncio
import re
from pathlib import Path

import msgspec

from queue_server.cli.serving.house import open_house
from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import Code, Device
from queue_server.web.auth.codes import code_hash
from tests.queue_server.cli.conftest import Typed
from tests.support.centre import CENTRE


def kept_code(folder: Path, code: str) -> Code | None:
    async def find() -> Code | None:
        async with open_house(folder) as house:
            return await house.registry.code(code_hash(code))

    return asyncio.run(find())


def put(folder: Path, *devices: Device) -> None:
    async def keep() -> None:
        async with open_house(folder) as house:
            engine = await house.engine(CENTRE)
            await engine.keep([house.registry.put_device(device) for device in devices])

    asyncio.run(keep())


def device(number: int, name: str = "Kiosk", *, revoked: bool = False) -> Device:
    return Device(
        id=f"d-{number}",
        name=name,
        role=Role.KIOSK,
        centre=CENTRE,
        token_hash=bytes([number]),
        revoked=revoked,
        created_at=1,
    )


def test_a_code_is_made_for_a_new_device(typed: Typed, data: Path):
    status, said, _ = typed(
        *("device", "pair", " Máy  1 ", "--role", "rating", "--counter", "2", "--data", data)
    )

    assert status == 0
    found = re.fullmatch(r"Pairing code: (\w{4}-\w{4}) \(once, until \d\d:\d\d\)\n", said)
    assert found
    code = kept_code(data, found[1])
    assert code is not None
    assert code.purpose == "pair"
    about = msgspec.json.decode(code.about)
    assert (about["name"], about["role"], about["counter"]) == ("Máy 1", "rating", "2")


def test_devices_are_listed_and_revoked_by_name(typed: Typed, data: Path):
    put(data, device(1))

    listed = typed("device", "list", "--data", data)[1]
    revoked = typed("device", "revoke", "Kiosk", "--data", data)
    again = typed("device", "revoke", "Kiosk", "--data", data)

    assert listed.splitlines()[1].split() == ["Kiosk", "kiosk", "-", "mau", "active", "d-1"]
    assert revoked == again == (0, "The device Kiosk (d-1) is revoked.\n", "")
    assert " revoked " in typed("device", "list", "--data", data)[1]


def test_devices_of_one_name_are_told_apart_by_their_ids(typed: Typed, data: Path):
    put(data, device(1), device(2), device(3, revoked=True))

    unclear = typed("device", "revoke", "Kiosk", "--data", data)

    assert unclear[0] == 1
    assert unclear[2].endswith("name one by its id: d-1, d-2.\n")
    assert typed("device", "revoke", "d-2", "--data", data)[0] == 0
    assert typed("device", "revoke", "Kiosk", "--data", data)[1].count("d-1") == 1


def test_an_unknown_device_is_said(typed: Typed, data: Path):
    answer = typed("device", "revoke", "x", "--data", data)

    assert answer == (1, "", "queue-server: There is no device x.\n")
