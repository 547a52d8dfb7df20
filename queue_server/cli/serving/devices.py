"""Devices, invited and revoked by command: each row is kept together with its event."""

import secrets
from datetime import datetime

from msgspec.structs import replace

from queue_server.cli.serving.accounts import good_name
from queue_server.cli.serving.acts import (
    OPERATOR,
    ListDevices,
    PairDevice,
    Reply,
    RevokeDevice,
    table,
)
from queue_server.cli.serving.house import House
from queue_server.cli.trouble import Trouble
from queue_server.protocol.codec import encode
from queue_server.protocol.commands import NoteDevice
from queue_server.store.contract import Code, Device
from queue_server.web.auth.codes import code_hash, fresh_code
from queue_server.web.auth.names import normal_name
from queue_server.web.handlers.devices import CODE_LIFE_S


async def pair(house: House, act: PairDevice) -> Reply:
    """Make the code that a new device shows once to get its token."""
    centre = await house.centre(act.centre)
    device, code = f"d-{secrets.token_hex(8)}", fresh_code()
    about = {
        "device": device,
        "centre": centre,
        "name": good_name(act.name),
        "role": act.role,
        "counter": act.counter,
    }
    ends = house.now_s() + CODE_LIFE_S
    kept = Code(
        code_hash=code_hash(code), purpose="pair", about=encode(about).decode(), expires_at=ends
    )
    engine = await house.engine(centre)
    noted = NoteDevice(by=OPERATOR, device=device, change="invited")
    await engine.carry_out(noted, statements=[house.registry.put_code(kept)])
    until = datetime.fromtimestamp(ends).astimezone()
    return Reply(lines=(f"Pairing code: {code} (once, until {until:%H:%M})",))


async def show_all(house: House, act: ListDevices) -> Reply:
    """Return all devices."""
    heads = ("name", "role", "counter", "centre", "state", "id")
    rows = [
        (
            device.name,
            device.role.value,
            device.counter or "-",
            str(device.centre),
            "revoked" if device.revoked else "active",
            device.id,
        )
        for device in await house.registry.devices()
    ]
    return Reply(lines=table(heads, rows))


async def revoke(house: House, act: RevokeDevice) -> Reply:
    """Take a device's token away; its live views end within seconds."""
    device = await _named(house, act.name)
    engine = await house.engine(device.centre)
    if not device.revoked:
        row = house.registry.put_device(replace(device, revoked=True))
        noted = NoteDevice(by=OPERATOR, device=device.id, change="revoked")
        await engine.carry_out(noted, statements=[row])
    return Reply(lines=(f"The device {device.name} ({device.id}) is revoked.",))


async def _named(house: House, name: str) -> Device:
    """Return the one device with this name or id; one in use goes before revoked ones."""
    every = await house.registry.devices()
    named = [device for device in every if name == device.id or normal_name(name) == device.name]
    found = [device for device in named if not device.revoked] or named[-1:]
    if not found:
        raise Trouble(f"There is no device {name}.")
    if len(found) > 1:
        ids = ", ".join(device.id for device in found)
        raise Trouble(f"Several devices are called {name}; name one by its id: {ids}.")
    return found[0]
