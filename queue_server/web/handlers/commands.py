"""From a request to a command, and from what it did to an answer: every verb of the floor."""

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from time import perf_counter
from typing import Final, cast

from aiohttp import web
from msgspec import Struct
from msgspec.structs import asdict

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.engine.turn import Done
from queue_server.protocol.codec import encode
from queue_server.protocol.commands import (
    BlankBoards,
    Command,
    CounterCommand,
    IssueTicket,
    PauseSeries,
    ResumeSeries,
    TicketCommand,
)
from queue_server.protocol.events import Event, TicketCalled, TicketIssued
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import CounterView, NamedAnswer, NextAnswer, TicketView
from queue_server.protocol.vocabulary import Channel, CounterId, Role, SeriesId, TicketId
from queue_server.store.contract import Key, Statement, StoreError
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import (
    Members,
    canonical,
    json,
    members,
    read_body,
    shape,
    word,
)

log = logging.getLogger(__name__)

Show = Callable[[Floor, Command, Sequence[Event], datetime], Struct]
"""Draws the answer to a command that was just applied."""
Adjust = Callable[[Asked, Members], Awaitable[Show | None]]
"""Looks at the members before they become a command; may change them, refuse, or draw otherwise."""

_KEY_HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[\x20-\x7e]{1,200}")
_FROM_THE_DOOR: Final = frozenset({"by", "id", "salt", "channel", "past", "served_at"})
_PATH_MEMBERS: Final = {"counter": "at", "ticket": "ticket", "series": "series"}
"""What a part of the path is called in the command."""


class SeriesView(Struct, frozen=True, kw_only=True):
    """Whether a series gives numbers."""

    series: SeriesId
    paused: bool


class ClockView(Struct, frozen=True, kw_only=True):
    """What is thought of the clock."""

    clock_doubted: bool
    at: datetime


class BoardsView(Struct, frozen=True, kw_only=True):
    """Whether the boards of the halls show anything."""

    blank: bool


class Press:
    """One verb: the command it makes and the answer it gives."""

    def __init__(
        self,
        kind: type[Command],
        show: Show,
        *path: str,
        status: int = 200,
        adjust: Adjust | None = None,
    ) -> None:
        self.kind = kind
        self.status = status
        self._show = show
        self._adjust = adjust
        self._path = [(part, _PATH_MEMBERS[part]) for part in path]
        self.given = _FROM_THE_DOOR | {member for _, member in self._path}
        self._form = shape(kind, self.given)

    async def __call__(self, asked: Asked) -> web.Response:
        """Carry the command out and answer."""
        began = perf_counter()
        outcome = "failed"
        try:
            done = await self._carry_out(asked)
            outcome = "repeated" if done.repeated else "done"
        except Refused as refused:
            refused = await self._as_it_is(asked, refused)
            outcome = refused.code
            raise refused from None
        except StoreError:
            outcome = "storage_gone"
            raise
        finally:
            name = self.kind.__name__
            asked.context.metrics.carried_out(name, outcome)
            if log.isEnabledFor(logging.INFO):
                spent_ms = (perf_counter() - began) * 1000
                log.info("%s by %s: %s in %.1f ms", name, asked.caller.id, outcome, spent_ms)
        return answered(done)

    async def _carry_out(self, asked: Asked) -> Done:
        found = members(await read_body(asked.request), self._form)
        key = key_of(asked)
        request = hashlib.sha256(canonical(found)).digest() if key is not None else b""
        show = self._show
        if self._adjust is not None:
            show = await self._adjust(asked, found) or show
        command = word({**found, **self._from_door(asked)}, self.kind)

        def drawn(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
            return self.status, encode(show(floor, command, events, now))

        return await asked.engine.carry_out(command, drawn, key=key, request=request)

    def _from_door(self, asked: Asked) -> Members:
        info = asked.request.match_info
        given: Members = {member: info[part] for part, member in self._path}
        given["by"] = asked.caller.id
        chance = asked.context.chance
        if self.kind is IssueTicket:
            # in order of time, so that a new row joins the last page of an index, not a random one
            seconds = int(asked.context.clock.now().timestamp())
            given["id"] = f"{seconds:08x}{chance.word(18)}"
            at_kiosk = asked.caller.role is Role.KIOSK
            given["channel"] = Channel.KIOSK if at_kiosk else Channel.STAFF
        elif self.kind.free_text is not None:
            given["id"] = chance.word(24)
            given["salt"] = chance.word(18)
        return given

    async def _as_it_is(self, asked: Asked, refused: Refused) -> Refused:
        """Return the refusal, told as well as can be.

        One that came too late also says how the counter stands; a ticket that the floor does not
        know may be one of an earlier day.
        """
        if refused.code == "unknown_ticket" and issubclass(self.kind, TicketCommand):
            visit = await asked.engine.journal.visit(asked.request.match_info["ticket"])
            return refused if visit is None else Refused("wrong_state", state=visit.state)
        if refused.code != "already_called" or not issubclass(self.kind, CounterCommand):
            return refused
        counter = CounterId(asked.request.match_info["counter"])
        view = await asked.engine.ask(lambda floor, now: showing.counter(floor, counter, now))
        return Wrong(refused.code, counter=view)


def ticket(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> TicketView:
    """Draw the ticket that a command made or named."""
    if events and isinstance(events[0], TicketIssued):
        return showing.issued(floor, events[0], now)
    named = command.ticket if isinstance(command, TicketCommand) else TicketId(command.id)
    return showing.ticket(floor, named, now)


def counter(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> CounterView:
    """Draw the counter where a command was given."""
    return showing.counter(floor, cast("CounterCommand", command).counter, now)


def called(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> NextAnswer:
    """Draw who was called by a next, and why this one."""
    call = next(event for event in reversed(events) if isinstance(event, TicketCalled))
    return NextAnswer(ticket=showing.ticket(floor, call.ticket, now), reason=call.reason)


def named(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> NamedAnswer:
    """Draw the counter that called a named ticket, and the call as a next tells it."""
    call = called(floor, command, events, now)
    at = counter(floor, command, events, now)
    return NamedAnswer(**asdict(at), ticket=call.ticket, reason=call.reason)


def series(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> SeriesView:
    """Draw whether a series gives numbers."""
    named = cast("PauseSeries | ResumeSeries", command).series
    return SeriesView(series=named, paused=isinstance(command, PauseSeries))


def clock(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> ClockView:
    """Draw what is thought of the clock once staff confirmed it."""
    return ClockView(clock_doubted=False, at=now)


def boards(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> BoardsView:
    """Draw whether the boards show anything."""
    return BoardsView(blank=isinstance(command, BlankBoards))


async def carry_out(
    asked: Asked,
    command: Command,
    shown: Struct,
    *,
    status: int = 200,
    request: bytes = b"",
    statements: Sequence[Statement] = (),
) -> web.Response:
    """Carry out a command whose answer is known before, with rows of its own."""
    body = encode(shown)
    done = await asked.engine.carry_out(
        command,
        lambda floor, events, now: (status, body),
        key=key_of(asked),
        request=request,
        statements=statements,
    )
    return answered(done)


async def replayed(asked: Asked, request: bytes) -> web.Response | None:
    """Return what was answered to this very request before.

    For what must look around before it asks the engine, which would find its own first effect.
    """
    key = key_of(asked)
    if key is None:
        return None
    known = (await asked.engine.journal.answered([key])).get(key)
    if known is None or known.request != request:
        return None
    return answered(Done(known.status, known.body, True, ()))


async def is_repeated(asked: Asked) -> bool:
    """Return whether a request with this key was answered before."""
    key = key_of(asked)
    return key is not None and bool(await asked.engine.journal.answered([key]))


def key_of(asked: Asked) -> Key | None:
    """Return what makes this request the same when it comes again."""
    request = asked.request
    if request.method != "POST" or _KEY_HEADER not in request.headers:
        return None
    if "centre" not in request.match_info:
        # such answers hold a token, and tokens are never kept
        return None
    key = request.headers[_KEY_HEADER]
    if not _KEY.fullmatch(key):
        raise Wrong("bad_header", f"{_KEY_HEADER}: 1 to 200 printable ASCII characters.")
    return Key(asked.caller.id, f"{request.method} {request.path}", key)


def answered(done: Done) -> web.Response:
    """Return what the engine kept as the answer, byte for byte."""
    answer = json(done.body, done.status)
    if done.repeated:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer
