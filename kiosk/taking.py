"""From a touch to paper: one press, one ticket, and what became of its slip."""

import asyncio
import logging
from typing import NamedTuple

from textual import on
from textual.message import Message

from kiosk.issuing import Issued, Issuing, NotIssued
from kiosk.looks import CONTRAST, DAYLIGHT
from kiosk.pressing import PressBook
from kiosk.printing.printer import Job, Printer, PrinterState, Printout
from kiosk.printing.slip import slip
from kiosk.printing.tray import Tray
from kiosk.scene import Scene, Wish, standstill
from kiosk.screens.sorry import SorryScreen
from kiosk.screens.ticket import HEIGHTS, TicketScreen
from kiosk.words import say
from queue_server.link import Link, LinkLost
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import Language, PrintResult
from queue_server.terminal.shell import TerminalApp

log = logging.getLogger(__name__)

REPRINTS_BY_HAND = 2
"""So often somebody who says that no paper came is believed; then staff have to look."""


class Timing(NamedTuple):
    """How long things stay, in seconds."""

    stay_s: int = 8
    """The number, once its paper is printed."""
    no_paper_s: int = 20
    """The number without paper: it has to be remembered."""
    sorry_s: int = 8
    idle_s: int = 30
    """Until what somebody chose is forgotten for the next person."""
    idle_large_s: int = 60
    warn_s: int = 10
    """So long before that they are asked whether they are still there."""
    printer_s: float = 10.0
    """Between two looks at a good printer."""
    printer_down_s: float = 3.0
    settle_s: float = 2.0
    """Until the server is asked again for a press that it did not answer."""
    together_s: float = 1.2
    """Between two digits of one number."""


class TakingApp(TerminalApp):
    """A glass with a printer beside it."""

    class Answered(Message):
        """A wish was answered."""

        def __init__(self, answer: Issued | NotIssued) -> None:
            super().__init__()
            self.answer = answer

    class Settled(Message):
        """A press of before was answered at last."""

        def __init__(self, issued: Issued) -> None:
            super().__init__()
            self.issued = issued

    class PrinterSeen(Message):
        """The printer was asked how it is."""

        def __init__(self, state: PrinterState) -> None:
            super().__init__()
            self.state = state

    class Printed(Message):
        """A slip came out, or did not."""

        def __init__(self, job: Job, printout: Printout) -> None:
            super().__init__()
            self.job = job
            self.printout = printout

    VERTICAL_BREAKPOINTS = HEIGHTS

    scene: Scene

    def __init__(self, link: Link, printer: Printer, book: PressBook, timing: Timing) -> None:
        super().__init__(link, DAYLIGHT)
        self.register_theme(CONTRAST)
        self._printer = printer
        self._issuing = Issuing(link, printer, book)
        self._tray = Tray(link, printer)
        self._timing = timing
        self._ticket_screen: TicketScreen | None = None
        self._asked_again = 0

    def change(self, **changes: object) -> None:
        """Show the scene with some things changed."""
        raise NotImplementedError

    def start_over(self) -> None:
        """Be ready for the next person."""
        raise NotImplementedError

    def begin_printing(self) -> None:
        """Watch the printer and print what comes."""
        self.run_worker(self._watch_printer(), name="watch the printer")
        self.run_worker(self._print_slips(), name="print slips")

    def take(self, wish: Wish) -> None:
        """Ask for a number, unless one is being asked for: one press, one ticket."""
        if self._ticket_screen is not None or standstill(self.scene) is not None:
            return
        self._open_ticket_screen(wish.language)
        self.run_worker(self._ask_ticket(wish), name="take a number")

    def _open_ticket_screen(self, language: Language) -> TicketScreen:
        screen = TicketScreen(language, self._timing.stay_s, large=self.scene.large)
        self._ticket_screen = screen
        self._asked_again = 0
        self.push_screen(screen, self._ticket_seen)
        return screen

    async def _ask_ticket(self, wish: Wish) -> None:
        self.post_message(self.Answered(await self._issuing.take(wish)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        self.change(printer=message.answer.printer)
        match message.answer:
            case Issued(ticket, wish):
                if self._ticket_screen is not None:
                    self._ticket_screen.show_ticket(ticket)
                self.print_ticket(ticket, wish.language)
            case NotIssued() as no:
                self._apologise(no)

    def _apologise(self, no: NotIssued) -> None:
        if self._ticket_screen is not None:
            self._ticket_screen.dismiss(None)
        language = self.scene.language
        detail = no.printer.detail
        staff = say(no.staff, language, detail=detail).strip() if no.staff else ""
        self.apologise(say(no.title, language), say(no.more, language), staff)

    def apologise(self, title: str, more: str, staff: str = "") -> None:
        """Say calmly why there is no number."""
        stay_s = self._timing.sorry_s * (2 if self.scene.large else 1)
        screen = SorryScreen(
            title, more, staff, language=self.scene.language, stay_s=stay_s, large=self.scene.large
        )
        self.push_screen(screen, self._sorry_seen)

    def _sorry_seen(self, _: None) -> None:
        self.start_over()
        self.settle()

    def _ticket_seen(self, _: None) -> None:
        self._ticket_screen = None
        self.start_over()

    def settle(self) -> None:
        """Look after a press that was left without an answer."""
        self.run_worker(self._settle(), name="settle", group="settle", exclusive=True)

    async def _settle(self) -> None:
        while True:
            try:
                issued = await self._issuing.settle()
            except LinkLost as error:
                # a server that is only slow never goes away, so nothing else would ask again
                log.warning("an earlier press has no answer yet: %s", error)
                await asyncio.sleep(self._timing.settle_s)
            else:
                break
        if issued is not None:
            self.post_message(self.Settled(issued))

    @on(Settled)
    def _settled(self, message: Settled) -> None:
        ticket, wish, _, again = message.issued
        if self._ticket_screen is None:
            self._open_ticket_screen(wish.language).show_late(ticket)
        self.print_ticket(ticket, wish.language, again=again)

    def print_ticket(self, ticket: TicketView, language: Language, again: bool = False) -> None:
        """Leave a slip to the printer."""
        if self.scene.centre is not None:
            paper = slip(ticket, self.scene.centre, language, self.link.now(), again=again)
            self._tray.put(Job(ticket.id, ticket.label, paper, again))

    async def _print_slips(self) -> None:
        while True:
            job, printout = await self._tray.print_next()
            self.post_message(self.Printed(job, printout))

    @on(Printed)
    def _printed(self, message: Printed) -> None:
        job, printout = message.job, message.printout
        if printout.result is PrintResult.FAILED:
            self.change(printer=printout.state)
        screen = self._ticket_screen
        if screen is None or screen not in self.screen_stack or screen.shows != job.ticket:
            self._report(job, printout)
        elif printout.ask and self._asked_again < REPRINTS_BY_HAND:
            screen.ask_for_paper(job, printout, self._timing.no_paper_s)
        else:
            in_hand = printout.result is PrintResult.PRINTED
            stay_s = self._timing.stay_s if in_hand else self._timing.no_paper_s
            screen.show_printout(printout, stay_s)
            self._report(job, printout)

    @on(TicketScreen.PaperTold)
    def _paper_told(self, message: TicketScreen.PaperTold) -> None:
        """Believe what people say of a printer that says nothing."""
        job, state = message.job, message.printout.state
        self._report(job, Printout(message.result, state))
        if message.result is PrintResult.FAILED:
            self._asked_again += 1
            self._tray.put(job._replace(again=True))

    def _report(self, job: Job, printout: Printout) -> None:
        self._issuing.done(job.ticket)
        self.run_worker(self._tray.report(job, printout), name="report a slip")

    async def _watch_printer(self) -> None:
        while True:
            state = await self._printer.check()
            self.post_message(self.PrinterSeen(state))
            await asyncio.sleep(
                self._timing.printer_down_s if state.stops else self._timing.printer_s
            )

    @on(PrinterSeen)
    def _printer_seen(self, message: PrinterSeen) -> None:
        if message.state.condition is not self.scene.printer.condition:
            log.info("printer: %s %s", *message.state)
            self.settle()
        self.change(printer=message.state)
