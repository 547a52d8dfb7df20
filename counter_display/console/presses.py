"""What a press at the console asks of the server, and what is said of the answer.

Rule 1: `next` always says which ticket the officer saw as current.
Rule 2: a key held down, or pressed again within a second, is one press.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from msgspec import Struct

from counter_display import words
from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import CounterView, NextAnswer, TicketView

AGAIN_S = 1.0


class Said(NamedTuple):
    """What to tell the officer about a press."""

    sentence: str
    good: bool = True
    signed_out: bool = False


class Guard:
    """Lets one press through and stops its echo."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def lets(self, action: str) -> bool:
        """Return whether this is a press of its own; a held key repeats and is none."""
        now = self._clock()
        before = self._seen.get(action)
        self._seen[action] = now
        return before is None or now - before >= AGAIN_S


class Presses:
    """The verbs of one counter."""

    def __init__(self, link: Link, counter: str) -> None:
        self._link = link
        self._counter = counter

    async def call_next(self, after: str | None) -> Said:
        """Call whose turn it is, seen from the ticket that was current."""
        return await self._said(self._next(after))

    async def absent(self, label: str) -> Said:
        """Mark the current ticket missed and call the next: one key for both."""
        return await self._said(self._absent(label))

    async def at_counter(self, verb: str, body: Mapping[str, object] | None = None) -> Said:
        """Do what needs no more than its verb."""
        return await self._said(self._press(f"/counters/{self._counter}/{verb}", verb, body))

    async def to_ticket(
        self, ticket: str, verb: str, body: Mapping[str, object] | None = None
    ) -> Said:
        """Do something to a ticket that is not current."""
        return await self._said(self._press(f"/tickets/{ticket}/{verb}", verb, body, TicketView))

    async def _next(self, after: str | None) -> str:
        path = f"/counters/{self._counter}/next"
        answer = await self._link.ask(NextAnswer, "POST", path, {"after": after})
        reason = words.CALL_REASONS[answer.reason]
        return words.CALLED.format(label=answer.ticket.label, reason=reason)

    async def _absent(self, label: str) -> str:
        path = f"/counters/{self._counter}/miss"
        answer = await self._link.ask(CounterView, "POST", path)
        missed = words.MISSED_NOW.format(label=label)
        try:
            called = await self._next(answer.current.id if answer.current else None)
        except Refused as no:
            return f"{missed} {no.sentence.vi}"
        return f"{missed} {called}"

    async def _press(
        self,
        path: str,
        verb: str,
        body: Mapping[str, object] | None,
        answer: type[Struct] = CounterView,
    ) -> str:
        await self._link.ask(answer, "POST", path, body)
        return words.SAID[verb]

    async def _said(self, press: Awaitable[str]) -> Said:
        try:
            return Said(await press)
        except Refused as no:
            return Said(no.sentence.vi, good=False, signed_out=no.code == "not_signed_in")
        except LinkLost:
            return Said(words.NO_ANSWER, good=False)
