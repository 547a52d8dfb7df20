"""Live views: each screen is sent its whole newest picture, and a beat to know that we live.

Rule 1: a screen that does not read holds up nobody; it is sent away and may come back.
Rule 2: who may no longer see a view is sent away within seconds.
"""

import asyncio
import logging
import socket
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import Final, NamedTuple

from aiohttp import WSCloseCode, WSMsgType, web

from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.engine.hub import Outbox, Watch
from queue_server.protocol import screens as v
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import Shown, TicketView
from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import StoreError
from queue_server.web.auth.caller import OPEN_ROLES, Caller
from queue_server.web.auth.origin import is_foreign
from queue_server.web.context import Context
from queue_server.web.errors import Wrong
from queue_server.web.table.row import (
    ADMIN,
    CENTRE,
    DISPLAY,
    HOLDER,
    KIOSK,
    MANAGER,
    OFFICER,
    STAFF,
)

log = logging.getLogger(__name__)

NOT_SIGNED_IN: Final = 4401
NOT_ALLOWED: Final = 4403
UNKNOWN: Final = 4404
TOO_SLOW: Final = 4408

_MOST_PHONES = 2000
"""Anybody may watch a ticket; that must never keep a hall board out."""
_LARGEST_MESSAGE = 64 * 1024
_SEND_BUFFER = 64 * 1024
"""The system's own would hold minutes of old pictures for a screen that sleeps."""


class Pace(NamedTuple):
    """How long things take, in seconds."""

    beat_s: float = 5.0
    look_s: float = 1.0
    """From one look at all screens to the next."""
    slow_s: float = 10.0
    """Until a frame must have gone out."""
    ping_s: float = 20.0
    silent_s: float = 45.0
    """Until something must have been heard, at least the answer to a ping."""
    note_s: float = 60.0
    """From one note to the next of which devices were there."""
    farewell_s: float = 3.0
    """For a screen to answer our goodbye."""


class View(NamedTuple):
    """One kind of live view."""

    view: str
    path: str
    roles: frozenset[Role]
    shows: type[Shown]
    en: str
    vi: str
    named_by: str = ""
    """The part of the path that names what is watched."""

    @property
    def address(self) -> str:
        """The whole path."""
        return f"{CENTRE}/live{self.path}"


_DISPLAY = STAFF | DISPLAY
VIEWS: Final = (
    View("hall", "/hall", _DISPLAY, v.HallView, "The hall's board.", "Bảng chung của sảnh."),
    View(
        "counter",
        "/counter/{counter}",
        _DISPLAY,
        v.CounterBoardView,
        "The board above a counter.",
        "Bảng tại quầy.",
        "counter",
    ),
    View(
        "console",
        "/console/{counter}",
        OFFICER | MANAGER,
        v.ConsoleView,
        "All that an officer needs at a counter.",
        "Bàn làm việc của cán bộ tại quầy.",
        "counter",
    ),
    View(
        "rating",
        "/rating/{counter}",
        ADMIN | MANAGER | frozenset({Role.RATING}),
        v.RatingView,
        "The rating tablet at a counter; a tablet of another counter is kept out.",
        "Máy đánh giá tại quầy.",
        "counter",
    ),
    View("kiosk", "/kiosk", KIOSK, v.KioskView, "What a kiosk shows.", "Màn hình kiosk."),
    View(
        "dashboard",
        "/dashboard",
        OFFICER | MANAGER,
        v.DashboardView,
        "The whole floor.",
        "Toàn cảnh.",
    ),
    View(
        "ticket",
        "/ticket/{ticket}",
        HOLDER,
        TicketView,
        "One ticket, for whoever holds its id.",
        "Một phiếu, cho người giữ mã.",
        "ticket",
    ),
)


class Wire:
    """One open live view."""

    def __init__(
        self, view: View, request: web.Request, ready: web.WebSocketResponse, hashed: bytes | None
    ) -> None:
        self.view = view
        self.request = request
        self.centre = request.match_info["centre"]
        self.hashed = hashed
        """What it showed to come in; None for what anybody may watch."""
        self.ready = ready
        self.heard_at = asyncio.get_running_loop().time()
        self.farewell: asyncio.Task[None] | None = None
        self._sending_since: float | None = None
        self._transport = request.transport
        self._keep_few()

    def _keep_few(self) -> None:
        plain = self._transport.get_extra_info("socket") if self._transport else None
        if plain is not None:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)

    async def send(self, frame: bytes, kind: WSMsgType = WSMsgType.TEXT) -> None:
        """Send a frame; waits while the screen does not read."""
        self._sending_since = asyncio.get_running_loop().time()
        await self.ready.send_frame(frame, kind)
        self._sending_since = None

    async def listen(self) -> None:
        """Hear that the other end lives, until it goes; what it says changes nothing."""
        with suppress(ConnectionError):
            async for message in self.ready:
                self.heard_at = asyncio.get_running_loop().time()
                if message.type is WSMsgType.PING:
                    await self.ready.pong(message.data)

    def is_slow(self, pace: Pace) -> bool:
        """Return whether a frame is stuck, or nothing was heard for too long."""
        now = asyncio.get_running_loop().time()
        stuck = self._sending_since is not None and now - self._sending_since > pace.slow_s
        return stuck or now - self.heard_at > pace.silent_s

    def dismiss(self, code: int, pace: Pace) -> None:
        """Begin to close the view; the first code counts."""
        if self.farewell is None:
            self.farewell = asyncio.create_task(
                self._say_farewell(code, pace.farewell_s), name=f"farewell {code}"
            )

    async def _say_farewell(self, code: int, limit_s: float) -> None:
        try:
            async with asyncio.timeout(limit_s):
                await self.ready.close(code=code, drain=False)
        except (TimeoutError, ConnectionError):
            log.debug("a %s view did not take leave", self.view.view)
        if self._transport is not None:
            # whatever is still unsent is for nobody
            self._transport.abort()


class Live:
    """All live views that are open."""

    def __init__(self, context: Context, pace: Pace) -> None:
        self._context = context
        self.pace = pace
        self._wires: set[Wire] = set()
        self._stopping = False

    def __len__(self) -> int:
        return len(self._wires)

    async def serve(self, view: View, request: web.Request) -> web.StreamResponse:
        """Show a view until one of both ends goes."""
        engine = self._context.engine(request.match_info["centre"])
        ready = self._accepted(request)
        caller = await self._context.admission.caller(request)
        no = self._no(view, request, engine, caller)
        zone = await engine.ask(_zone)
        await ready.prepare(request)
        shown = self._context.admission.shown(request)
        hashed = shown.hashed if shown and OPEN_ROLES.isdisjoint(view.roles) else None
        wire = Wire(view, request, ready, hashed)
        if no is not None:
            wire.dismiss(no, self.pace)
        else:
            self._context.sightings.watches(caller, 1)
            try:
                await self._show(wire, engine, _watch(view, request, caller), zone)
            finally:
                self._context.sightings.watches(caller, -1)
        if wire.farewell is not None:
            await wire.farewell
        return ready

    async def look_after(self) -> None:
        """Send away, for ever, who is too slow or may no longer watch."""
        while True:
            await asyncio.sleep(self.pace.look_s)
            try:
                for wire in list(self._wires):
                    await self._look_at(wire)
            except StoreError as error:
                log.warning("cannot look whether screens may still watch: %s", error)

    async def stop(self) -> None:
        """Say goodbye to every screen, and take no new ones."""
        self._stopping = True
        for wire in self._wires:
            wire.dismiss(WSCloseCode.GOING_AWAY, self.pace)
        farewells = [wire.farewell for wire in self._wires if wire.farewell is not None]
        if farewells:
            await asyncio.wait(farewells)

    def _accepted(self, request: web.Request) -> web.WebSocketResponse:
        if self._stopping:
            raise Refused("stopping")
        if is_foreign(request):
            raise Refused("foreign_origin")
        ready = web.WebSocketResponse(
            timeout=self.pace.farewell_s,
            autoping=False,
            compress=False,
            max_msg_size=_LARGEST_MESSAGE,
        )
        if not ready.can_prepare(request):
            raise Wrong("bad_header", "This is a live view: ask for it by websocket.")
        return ready

    def _no(
        self, view: View, request: web.Request, engine: Engine, caller: Caller | None
    ) -> int | None:
        """Return the code that keeps somebody out; None lets them in."""
        if not OPEN_ROLES.isdisjoint(view.roles):
            phones = sum(wire.view is view for wire in self._wires)
            return WSCloseCode.TRY_AGAIN_LATER if phones >= _MOST_PHONES else None
        if caller is None:
            return NOT_SIGNED_IN
        allowed = caller.role in view.roles and caller.may_enter(engine.centre)
        return None if allowed and _is_own(view, request, caller) else NOT_ALLOWED

    async def _show(self, wire: Wire, engine: Engine, watch: Watch, zone: tzinfo) -> None:
        try:
            outbox = await engine.watch(watch)
        except Refused as refused:
            stopping = refused.status == 503
            wire.dismiss(WSCloseCode.GOING_AWAY if stopping else UNKNOWN, self.pace)
            return
        self._wires.add(wire)
        self._context.metrics.socket(wire.view.view, 1)
        telling = asyncio.create_task(
            self._tell(wire, outbox, zone), name=f"live {watch.view} {watch.name}"
        )
        try:
            if self._stopping:
                wire.dismiss(WSCloseCode.GOING_AWAY, self.pace)
            await wire.listen()
        finally:
            self._wires.discard(wire)
            engine.leave(outbox)
            self._context.metrics.socket(wire.view.view, -1)
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _tell(self, wire: Wire, outbox: Outbox, zone: tzinfo) -> None:
        """Send the newest picture whenever there is one, and beats between."""
        try:
            await self._tell_on(wire, outbox, zone)
        except ConnectionError:
            log.debug("a %s view went", wire.view.view)
        except Exception:
            log.exception("a %s view broke", wire.view.view)
            wire.dismiss(WSCloseCode.INTERNAL_ERROR, self.pace)

    async def _tell_on(self, wire: Wire, outbox: Outbox, zone: tzinfo) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        beat_at, ping_at = began + self.pace.beat_s, began + self.pace.ping_s
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(beat_at):
                    frame = await outbox.get()
                # outside: a send that is cancelled leaves the connection unusable
                await wire.send(frame)
            if loop.time() < beat_at:
                continue
            await wire.send(_beat(self._context.clock.now().astimezone(zone)))
            beat_at = loop.time() + self.pace.beat_s
            if beat_at > ping_at:
                await wire.send(b"", WSMsgType.PING)
                ping_at = loop.time() + self.pace.ping_s

    async def _look_at(self, wire: Wire) -> None:
        if wire.is_slow(self.pace):
            wire.dismiss(TOO_SLOW, self.pace)
        elif wire.hashed is not None:
            caller = await self._context.tokens.caller(wire.hashed)
            engine = self._context.engine(wire.centre)
            no = self._no(wire.view, wire.request, engine, caller)
            if no is not None:
                wire.dismiss(no, self.pace)


def _watch(view: View, request: web.Request, caller: Caller | None) -> Watch:
    if view.named_by:
        return Watch(view.view, request.match_info[view.named_by])
    if view.view == "kiosk" and caller is not None:
        return Watch(view.view, caller.id)
    return Watch(view.view)


def _is_own(view: View, request: web.Request, caller: Caller) -> bool:
    """Return whether a tablet that belongs to a counter watches its own."""
    if caller.role is not Role.RATING or caller.counter is None:
        return True
    return request.match_info[view.named_by] == caller.counter


def _zone(floor: Floor, now: datetime) -> tzinfo:
    return floor.zone


def _beat(now: datetime) -> bytes:
    return b'{"type":"beat","at":"%s"}' % now.isoformat(timespec="milliseconds").encode()
