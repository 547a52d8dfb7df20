"""Kiosks, boards and tablets: invited by a code, paired once, revoked at once."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

import msgspec
from aiohttp import web
from msgspec import Meta, Struct
from msgspec.structs import replace

from queue_server.protocol.codec import encode
from queue_server.protocol.commands import NoteDevice
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import KioskName, KiosksView
from queue_server.protocol.vocabulary import ActorId, CentreId, Role
from queue_server.store.contract import Code, Device
from queue_server.web.auth.codes import code_hash, fresh_code
from queue_server.web.auth.names import LONGEST, is_good_name, normal_name
from queue_server.web.auth.origin import is_our_page
from queue_server.web.auth.tokens import fresh_token, token_hash
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import (
    answer,
    canonical,
    members,
    read,
    read_body,
    shape,
    word,
)
from queue_server.web.handlers.commands import carry_out

CODE_LIFE_S: Final = 15 * 60
"""Long enough to walk to the device."""
COOKIE_LIFE_S: Final = 400 * 24 * 60 * 60
"""The longest that browsers keep a cookie; the token itself holds until it is revoked."""


class Invitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device that shall be paired."""

    name: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    role: Literal["kiosk", "display", "rating"]
    counter: Annotated[str, Meta(min_length=1, max_length=32)] | None = None


class InvitationView(Struct, frozen=True, kw_only=True):
    """What to type at the device, once."""

    code: str
    expires_at: datetime
    device: str


class Pairing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code, as it was typed at the device."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]


class DeviceView(Struct, frozen=True, kw_only=True):
    """A device as administrators see it."""

    id: str
    name: str
    role: Role
    centre: CentreId
    counter: str | None
    revoked: bool
    created_at: datetime
    seen_at: datetime | None = None
    """When it last showed its token; None is never."""
    watching: bool = False
    """Whether a live view of it is open now."""


class DevicesView(Struct, frozen=True, kw_only=True):
    """All devices of a centre."""

    devices: tuple[DeviceView, ...]


class PairedView(Struct, frozen=True, kw_only=True):
    """The device's token, said once, and what it is."""

    token: str
    device: DeviceView


class _About(Struct, frozen=True, kw_only=True):
    device: str
    centre: CentreId
    name: str
    role: Role
    counter: str | None


_INVITATION = shape(Invitation)


async def devices(asked: Asked) -> web.Response:
    """Answer with the devices of the centre."""
    every = await asked.context.registry.devices()
    noted = await asked.context.registry.sightings()
    mine = [device for device in every if device.centre == asked.engine.centre]
    return answer(DevicesView(devices=tuple(_seen(asked, device, noted) for device in mine)))


async def kiosks(asked: Asked) -> web.Response:
    """Answer with the names of the kiosks, for staff who want a ticket printed."""
    names = (KioskName(id=kiosk.id, name=kiosk.name) for kiosk in await kiosks_of(asked))
    return answer(KiosksView(kiosks=tuple(names)))


async def kiosks_of(asked: Asked) -> list[Device]:
    """Return the kiosks of the centre that are in use."""
    return [
        device
        for device in await asked.context.registry.devices()
        if device.centre == asked.engine.centre and device.role is Role.KIOSK and not device.revoked
    ]


async def device(asked: Asked) -> web.Response:
    """Answer with one device."""
    noted = await asked.context.registry.sightings()
    return answer(_seen(asked, await _named(asked), noted))


async def invite(asked: Asked) -> web.Response:
    """Make a one-time code for a new device."""
    found = members(await read_body(asked.request), _INVITATION)
    wanted = word(found, Invitation)
    name = normal_name(wanted.name)
    if not is_good_name(name):
        raise Wrong("wrong_value", "A name is 1 to 64 letters that can be seen. - at `$.name`")
    new, code = f"d-{secrets.token_hex(8)}", fresh_code()
    ends = int(asked.context.clock.now().timestamp()) + CODE_LIFE_S
    about = _About(
        device=new,
        centre=asked.engine.centre,
        name=name,
        role=Role(wanted.role),
        counter=wanted.counter,
    )
    kept = Code(
        code_hash=code_hash(code), purpose="pair", about=encode(about).decode(), expires_at=ends
    )
    expires_at = datetime.fromtimestamp(ends, UTC)
    return await carry_out(
        asked,
        NoteDevice(by=asked.caller.id, device=new, change="invited"),
        InvitationView(code=code, expires_at=expires_at, device=new),
        status=201,
        request=hashlib.sha256(canonical(found)).digest(),
        statements=[asked.context.registry.put_code(kept)],
    )


async def pair(asked: Asked) -> web.Response:
    """Give the device that shows a code its token; the code is used up."""
    wanted = await read(asked.request, Pairing)
    hashed = code_hash(wanted.code)
    context = asked.context
    with context.alone(hashed, "wrong_code"):
        code = await context.check_code(asked.request, hashed, "pair")
        about = msgspec.json.decode(code.about, type=_About)
        token = fresh_token()
        made = Device(
            id=about.device,
            name=about.name,
            role=about.role,
            centre=about.centre,
            counter=about.counter,
            token_hash=token_hash(token),
            created_at=int(context.clock.now().timestamp()),
        )
        paired = await carry_out(
            asked._replace(engine=context.engine(about.centre)),
            NoteDevice(by=ActorId(made.id), device=made.id, change="paired"),
            PairedView(token=token, device=_view(made)),
            status=201,
            statements=[context.registry.put_device(made), context.registry.use_code(hashed)],
        )
    if is_our_page(asked.request):
        # a screen in a browser: its token stays where no script can read it
        context.admission.give_cookie(paired, token, COOKIE_LIFE_S)
    return paired


async def revoke(asked: Asked) -> web.Response:
    """Take a device's token away; its live views end within seconds."""
    before = await _named(asked)
    if not before.revoked:
        row = asked.context.registry.put_device(replace(before, revoked=True))
        noted = NoteDevice(by=asked.caller.id, device=before.id, change="revoked")
        try:
            await carry_out(asked, noted, _view(before), statements=[row])
        finally:
            asked.context.tokens.forget_actor(before.id)
    return web.Response(status=204)


async def _named(asked: Asked) -> Device:
    found = await asked.context.registry.device(asked.request.match_info["device"])
    if found is None or found.centre != asked.engine.centre:
        raise Refused("unknown_device")
    return found


def _seen(asked: Asked, device: Device, noted: Mapping[str, int]) -> DeviceView:
    """Return a device, and when it was last there."""
    sightings = asked.context.sightings
    at = sightings.last(ActorId(device.id)) or noted.get(device.id)
    return replace(
        _view(device),
        seen_at=None if at is None else datetime.fromtimestamp(at, UTC),
        watching=sightings.is_watching(ActorId(device.id)),
    )


def _view(device: Device) -> DeviceView:
    return DeviceView(
        id=device.id,
        name=device.name,
        role=device.role,
        centre=device.centre,
        counter=device.counter,
        revoked=device.revoked,
        created_at=datetime.fromtimestamp(device.created_at, UTC),
    )
