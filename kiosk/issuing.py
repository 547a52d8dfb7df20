"""From a wish to a number: one press, one ticket, and none while nothing can be printed."""

import logging
import time
from collections.abc import Callable
from typing import NamedTuple

from kiosk import words
from kiosk.printing.printer import Printer, PrinterState
from kiosk.scene import PRINTER_SAYS, Wish
from queue_server.link import Link, LinkLost, new_key
from queue_server.protocol.refusals import Refused, Sentence
from queue_server.protocol.views import TicketView

log = logging.getLogger(__name__)

OPEN_PRESS_S = 300
"""So long a press without an answer may still be asked for again with its own key."""


class Issued(NamedTuple):
    """A number was given."""

    ticket: TicketView
    wish: Wish
    printer: PrinterState


class NotIssued(NamedTuple):
    """No number was given, and what to say about it."""

    title: Sentence
    more: Sentence
    printer: PrinterState


class _OpenPress(NamedTuple):
    wish: Wish
    key: str
    until: float


class Issuing:
    """Asks for numbers on behalf of whoever touched the glass."""

    def __init__(
        self, link: Link, printer: Printer, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._link = link
        self._printer = printer
        self._clock = clock
        self._open: _OpenPress | None = None

    async def take(self, wish: Wish) -> Issued | NotIssued:
        """Ask for one number; look first whether it could be printed."""
        state = await self._printer.check()
        if state.stops:
            return NotIssued(PRINTER_SAYS[state.condition], words.CALL_STAFF, state)
        key = self._key(wish)
        self._open = None
        try:
            ticket = await self._link.ask(TicketView, "POST", "/tickets", wish.body(), key=key)
        except Refused as no:
            return NotIssued(words.SORRY, no.sentence, state)
        except LinkLost as error:
            # it may have been given: whoever asks the same again soon gets that very number
            self._open = _OpenPress(wish, key, self._clock() + OPEN_PRESS_S)
            log.warning("no answer to a press: %s", error)
            return NotIssued(words.NO_ANSWER, words.NO_ANSWER_MORE, state)
        log.info("ticket %s", ticket.label)
        return Issued(ticket, wish, state)

    def _key(self, wish: Wish) -> str:
        press = self._open
        if press is not None and press.wish == wish and self._clock() < press.until:
            return press.key
        return new_key()
