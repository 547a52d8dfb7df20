"""Devices invited and revoked by command while a server runs."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.cli.serving import devices
from queue_server.cli.serving.acts import ImportPlan, ListDevices, PairDevice, RevokeDevice
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.serving.plans import take_in
from queue_server.cli.trouble import Trouble
from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import DeviceChanged
from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import Device
from queue_server.web.auth.codes import code_hash
from tests.support import centre

KIOSK = Device(
    id="d-1", name="Kiosk", role=Role.KIOSK, centre=centre.CENTRE, token_hash=b"t", created_at=1
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        await take_in(house, ImportPlan(plan=centre.plan()))
        engine = await house.engine(centre.CENTRE)
        await engine.keep([house.registry.put_device(KIOSK)])
        yield house


async def noted(house: House) -> list[str]:
    entries = await house.store.journal(centre.CENTRE).read(0, 1000)
    events = [decode_event(entry.body) for entry in entries]
    return [event.change for event in events if isinstance(event, DeviceChanged)]


async def test_only_the_hash_of_a_code_is_kept(house: House):
    reply = await devices.pair(house, PairDevice(name="Bảng", role="display"))

    found = re.search(r"code: (\S+)", reply.lines[0])
    assert found
    assert await house.registry.code(code_hash(found[1])) is not None
    assert await noted(house) == ["invited"]


async def test_a_revoked_device_stays_in_the_list(house: House):
    await devices.revoke(house, RevokeDevice(name="d-1"))
    await devices.revoke(house, RevokeDevice(name="d-1"))

    device = await house.registry.device("d-1")
    assert device is not None
    assert device.revoked
    assert await noted(house) == ["revoked"]
    assert "revoked" in (await devices.show_all(house, ListDevices())).lines[1]


async def test_a_name_nobody_could_read_is_refused(house: House):
    with pytest.raises(Trouble):
        await devices.pair(house, PairDevice(name="\u200b", role="kiosk"))
