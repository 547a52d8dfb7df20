"""One turn of the engine: the events, records and answers of a batch of commands."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from queue_server.domain import dossiers, figures
from queue_server.domain.floor import Floor
from queue_server.protocol.codec import canonical, chain
from queue_server.protocol.commands import Command, DoubtClock, StartServer
from queue_server.protocol.events import Event
from queue_server.protocol.records import EnteredFor, Text
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Answered, Batch, Entry, Key, Statement

log = logging.getLogger(__name__)

Answer = Callable[[Floor, Sequence[Event], datetime], tuple[int, bytes]]
"""Makes status and body of an answer from the floor right after the command."""

DAY_S = 24 * 60 * 60

BEFORE_THE_DAY = (DoubtClock, StartServer)
"""No day turns by a clock in doubt, nor before it is known how long nobody ran the floor."""


class Undecided(Exception):
    """A rule broke while deciding; nothing was changed."""


class Done(NamedTuple):
    """A command that was carried out and is on disk."""

    status: int
    body: bytes
    repeated: bool
    """The same request had been answered before; nothing was done again."""
    events: tuple[Event, ...]


class Ask(NamedTuple):
    """A command that waits for its turn, or bare statements (`command` is None)."""

    command: Command | None
    answer: Answer | None
    key: Key | None
    request: bytes
    statements: Sequence[Statement]
    done: "asyncio.Future[Done]"


class Turn:
    """Decides a batch of commands, each seeing what the ones before it did."""

    def __init__(
        self, floor: Floor, now: datetime, last_hash: bytes, known: Mapping[Key, Answered]
    ) -> None:
        self.floor = floor
        self.now = now
        self.last_hash = last_hash
        self._known = dict(known)
        self._no_turn_in: object = None
        """The state in which the day was found not to turn at `now`."""
        self._entries: list[Entry] = []
        self._answers: list[Answered] = []
        self._entered: list[EnteredFor] = []
        self._texts: list[Text] = []
        self._statements: list[Statement] = []
        self.outcomes: list[tuple[Ask, Done | Exception]] = []

    def take(self, ask: Ask) -> None:
        """Carry out one ask in memory; its outcome waits until the batch is on disk."""
        try:
            self.outcomes.append((ask, self._carry_out(ask)))
        except Refused as refused:
            self.outcomes.append((ask, refused))
        except Undecided as undecided:
            self.outcomes.append((ask, undecided))

    def _carry_out(self, ask: Ask) -> Done:
        if ask.key is not None and ask.key in self._known:
            return _repeated(self._known[ask.key], ask)
        if ask.command is None:
            self._statements += ask.statements
            return Done(204, b"", False, ())
        self._turn_day(ask.command)
        events = self.follow(ask.command)
        self._statements += ask.statements
        status, body = self._answer(ask, events)
        if ask.key is not None and events:
            answered = Answered(ask.key, ask.request, status, body, int(self.now.timestamp()))
            self._answers.append(answered)
            self._known[ask.key] = answered
        return Done(status, body, False, tuple(events))

    def _answer(self, ask: Ask, events: list[Event]) -> tuple[int, bytes]:
        """Draw the answer; a refusal now would deny what was just decided, so it is a fault."""
        if ask.answer is None:
            return 204, b""
        try:
            return ask.answer(self.floor, events, self.now)
        except Refused as refused:
            raise RuntimeError(f"no answer to what was done: {refused.code}") from refused

    def _turn_day(self, command: Command) -> None:
        """Let the day turn before `command`, if it is over."""
        if isinstance(command, BEFORE_THE_DAY):
            return
        state = (self.floor.day, self.floor.plan_hash, self.floor.clock_doubted)
        if state == self._no_turn_in:
            return
        turn = self.floor.day_turn(self.now)
        if turn is not None:
            self.follow(turn)
        else:
            self._no_turn_in = state

    def follow(self, command: Command) -> list[Event]:
        """Decide a command, apply and note down what follows."""
        events = self._decide(command)
        for event in events:
            self.floor.apply(event)
            body = canonical(event)
            self.last_hash = chain(self.last_hash, body)
            self._entries.append(Entry(event.seq, self.last_hash, body))
            self._entered += dossiers.entered(event)
        text = getattr(command, command.free_text) if command.free_text is not None else None
        if text and events:
            self._keep_text(command, text, events[-1])
        return events

    def _decide(self, command: Command) -> list[Event]:
        """Decide; a fault in a rule changed nothing, so it is the asker's alone."""
        try:
            return self.floor.decide(command, self.now)
        except Refused:
            raise
        except Exception as error:
            log.exception("centre %s: no decision on %s", self.floor.centre, type(command).__name__)
            raise Undecided(type(command).__name__) from error

    def _keep_text(self, command: Command, text: str, event: Event) -> None:
        days = self.floor.plan.policy.text_days if self.floor.plan is not None else 0
        until = int(self.now.timestamp()) + days * DAY_S
        self._texts.append(
            Text(ref=command.id, salt=command.salt, text=text, seq=event.seq, kept_until=until)
        )

    @property
    def changed(self) -> bool:
        """Whether anything happened on the floor."""
        return bool(self._entries)

    def batch(self) -> Batch | None:
        """Return what has to be kept; None if nothing."""
        changed = self.floor.take_changed()
        if not self._entries and not self._statements:
            return None
        return Batch(
            entries=self._entries,
            visits=[figures.visit(ticket) for ticket in changed.tickets],
            legs=[leg for ticket in changed.tickets for leg in figures.legs(ticket)],
            gone_legs=changed.gone_legs,
            mended=changed.mended,
            judged=changed.judged,
            entered=self._entered,
            answers=self._answers,
            texts=self._texts,
            statements=self._statements,
        )


def _repeated(known: Answered, ask: Ask) -> Done:
    """Return the first answer again; the key must have come with the same request."""
    if known.request != ask.request:
        raise Refused("idempotency_mismatch")
    return Done(known.status, known.body, True, ())
