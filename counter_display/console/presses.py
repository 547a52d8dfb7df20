"""What a press at the console asks of the server, and what is said of the answer.

Rule 1: `next` always says which ticket the officer saw as current.
Rule 2: a key held down, or pressed again within a second, is one press.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from msgspec import Struct

from counter_display import words
from queue_server.link import Link, LinkLost, new_key
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import (
    CounterView,
    DueView,
    KioskName,
    KiosksView,
    NextAnswer,
    TicketsView,
    TicketView,
)

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
        self._open: tuple[Mapping[str, object], str] | None = None

    async def call_next(self, after: str | None) -> Said:
        """Call whose turn it is, seen from the ticket that was current."""
        return await self.said(self._next(after))

    async def absent(self, label: str) -> Said:
        """Mark the current ticket missed and call the next: one key for both."""
        return await self.said(self._absent(label))

    async def at_counter(self, verb: str, body: Mapping[str, object] | None = None) -> Said:
        """Do what needs no more than its verb."""
        return await self.said(self._press(f"/counters/{self._counter}/{verb}", verb, body))

    async def to_ticket(
        self, ticket: str, verb: str, body: Mapping[str, object] | None = None
    ) -> Said:
        """Do something to a ticket that is not current."""
        return await self.said(self._press(f"/tickets/{ticket}/{verb}", verb, body, TicketView))

    async def issue(self, body: Mapping[str, object]) -> TicketView:
        """Take a number for somebody.

        After a press without an answer the same wish is asked for with the same key: whoever
        presses again gets the number that may have been given, not a second one.

        Raises:
            Refused: the server said no.
            LinkLost: no answer; it may have been given or not.
        """
        key = self._open[1] if self._open is not None and self._open[0] == body else new_key()
        self._open = (body, key)
        ticket = await self._link.ask(TicketView, "POST", "/tickets", body, key=key)
        self._open = None
        return ticket

    async def find(self, label: str) -> tuple[TicketView, ...]:
        """Return today's tickets of a label.

        Raises:
            Refused: the server said no.
            LinkLost: no answer.
        """
        path = f"/floor/tickets?label={quote(label, safe='')}"
        return (await self._link.ask(TicketsView, "GET", path)).tickets

    async def kiosks(self) -> tuple[KioskName, ...]:
        """Return where a ticket can be printed.

        Raises:
            Refused: the server said no.
            LinkLost: no answer.
        """
        return (await self._link.ask(KiosksView, "GET", "/kiosks")).kiosks

    async def reprint(self, ticket: str, kiosk: str) -> None:
        """Have a ticket printed at a kiosk.

        Raises:
            Refused: the server said no.
            LinkLost: no answer.
        """
        body = {"kiosk": kiosk}
        await self._link.ask(TicketView, "POST", f"/tickets/{ticket}/reprint", body)

    async def due(self, ticket: TicketView) -> str:
        """Return when a dossier of this ticket would be due; empty where nobody knows."""
        if ticket.procedure is None:
            return ""
        asked: dict[str, str] = {"procedure": ticket.procedure}
        if ticket.finished_at is not None:
            asked["received"] = ticket.finished_at.isoformat()
        try:
            told = await self._link.ask(DueView, "GET", f"/dossiers/due?{urlencode(asked)}")
        except (Refused, LinkLost):
            return ""  # only a suggestion: whoever finishes is not held up by it
        if told.due_on is None:
            return ""
        return words.DUE.format(day=words.day(told.due_on), why=told.reason_vi or "")

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

    async def said(self, press: Awaitable[str]) -> Said:
        """Return what to tell the officer about a press, whatever becomes of it."""
        try:
            return Said(await press)
        except (Refused, LinkLost) as error:
            return no_answer(error)


def no_answer(error: Refused | LinkLost) -> Said:
    """Return what to tell the officer where the answer is a no, or none."""
    if isinstance(error, Refused):
        return Said(error.sentence.vi, good=False, signed_out=error.code == "not_signed_in")
    return Said(words.NO_ANSWER, good=False)
