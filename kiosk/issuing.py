"""From a wish to a number: one press, one ticket, and none while nothing can be printed."""

import asyncio
import logging
from typing import NamedTuple

from msgspec.structs import replace

from kiosk import words
from kiosk.pressing import OpenPress, PressBook
from kiosk.printing.printer import Printer, PrinterState
from kiosk.scene import PRINTER_SAYS, STAFF_DO, Wish
from queue_server.link import Link, LinkLost, new_key
from queue_server.protocol.refusals import Refused, Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import TicketState

log = logging.getLogger(__name__)


class Issued(NamedTuple):
    """A number was given."""

    ticket: TicketView
    wish: Wish
    printer: PrinterState
    again: bool = False
    """Its paper may be out already."""


class NotIssued(NamedTuple):
    """No number was given, and what to say about it."""

    title: Sentence
    more: Sentence
    printer: PrinterState
    staff: Sentence | None = None


class Issuing:
    """Asks for numbers on behalf of whoever touched the glass; one at a time."""

    def __init__(self, link: Link, printer: Printer, book: PressBook) -> None:
        self._link = link
        self._printer = printer
        self._book = book
        self._alone = asyncio.Lock()
        self._asking = 0
        """How many stand there and wait for a number."""
        self._left = book.open is not None
        """Whether a press was left without an answer, here or by the program before."""

    async def take(self, wish: Wish) -> Issued | NotIssued:
        """Ask for one number; look first whether it could be printed."""
        state = await self._printer.check()
        if state.stops:
            condition = state.condition
            return NotIssued(
                PRINTER_SAYS[condition], words.CALL_STAFF, state, STAFF_DO.get(condition)
            )
        self._asking += 1
        try:
            async with self._alone:
                ticket = await self._ask(wish)
                self._left = False
        except Refused as no:
            return NotIssued(words.SORRY, no.sentence, state)
        except LinkLost as error:
            # it may have been given: whoever asks again gets that very number
            log.warning("no answer to a press: %s", error)
            self._left = True
            return NotIssued(words.NO_ANSWER, words.NO_ANSWER_MORE, state)
        finally:
            self._asking -= 1
        log.info("ticket %s", ticket.label)
        return Issued(ticket, wish, state)

    async def settle(self) -> Issued | None:
        """Ask again for a press that was left open; None where no paper is owed for it.

        Raises:
            LinkLost: no answer; the press stays open.
        """
        async with self._alone:
            press = self._book.open
            if press is None or not self._left:
                return None
            state = await self._printer.check()
            if state.stops:
                return None
            ticket = await self._ask_again(press)
            if ticket is not None and press.ticket is None and self._asking:
                # whoever pressed again meanwhile gets that very number, or has it given up
                await asyncio.to_thread(self._book.keep, press)
                return None
            self._left = False
            if ticket is None:
                return None
            log.info("ticket %s of an earlier press", ticket.label)
            return Issued(ticket, press.wish, state, again=press.ticket is not None)

    def done(self, ticket: str) -> None:
        """Close the press of a ticket whose paper is out, or never will be."""
        press = self._book.open
        if press is not None and press.ticket == ticket:
            self._book.forget()

    async def _ask(self, wish: Wish) -> TicketView:
        press = self._book.open
        now = self._link.now()
        if press is None or press.wish != wish or press.ticket or not press.is_fresh(now):
            if press is not None and press.ticket is None:
                await self._give_up(press)
            press = OpenPress(key=new_key(), wish=wish, at=now)
            await asyncio.to_thread(self._book.keep, press)
        try:
            return await self._send(press)
        except Refused as no:
            if no.code == "unknown_procedure" and wish.field and wish.procedure:
                # the catalogue changed meanwhile: the field's line is what matters
                return await self._ask(wish._replace(procedure=None))
            raise

    async def _send(self, press: OpenPress) -> TicketView:
        """Ask for the press's ticket, and keep that it was given."""
        body = press.wish.body()
        try:
            ticket = await self._link.ask(TicketView, "POST", "/tickets", body, key=press.key)
        except Refused:
            self._book.forget()
            raise
        await asyncio.to_thread(self._book.keep, replace(press, ticket=ticket.id))
        return ticket

    async def _ask_again(self, press: OpenPress) -> TicketView | None:
        """Return the ticket of an old press if somebody may still want its paper."""
        if not press.is_known(self._link.now()):
            self._book.forget()
            return None
        try:
            given = await self._send(press)
            ticket = await self._link.ask(TicketView, "GET", f"/tickets/{given.id}")
        except Refused as no:
            log.info("an earlier press gets no number: %s", no.code)
            self._book.forget()
            return None
        wanted = press.gave(ticket.issued_at) or press.is_fresh(self._link.now())
        if ticket.state is TicketState.WAITING and wanted:
            return ticket
        await self._cancel(ticket)
        self._book.forget()
        return None

    async def _give_up(self, press: OpenPress) -> None:
        """Let nobody be called for a press whose answer never came: another wish follows it."""
        try:
            await self._cancel(await self._send(press))
        except Refused as no:
            log.info("an earlier press got no number: %s", no.code)

    async def _cancel(self, ticket: TicketView) -> None:
        if ticket.state is not TicketState.WAITING:
            return
        try:
            await self._link.ask(TicketView, "POST", f"/tickets/{ticket.id}/cancel")
        except Refused as no:
            log.info("%s stays in line: %s", ticket.label, no.code)
