"""The kiosk: what a touch leads to."""

import asyncio
import logging
import time
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from textual import events, on
from textual.message import Message

from kiosk.issuing import Issued, Issuing, NotIssued
from kiosk.printing.printer import Job, Printer, PrinterState, Printout
from kiosk.printing.slip import slip
from kiosk.printing.tray import Tray
from kiosk.scene import Scene, Wish, standstill
from kiosk.screens.home import HomeScreen
from kiosk.screens.priority import PriorityScreen
from kiosk.screens.sorry import SorryScreen
from kiosk.screens.staff import StaffScreen
from kiosk.screens.ticket import TicketScreen
from kiosk.widgets.field_tile import FieldTile
from kiosk.widgets.touch import Touch
from kiosk.words import say
from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskView
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import Kind, Language, PrintResult
from queue_server.terminal.shell import PAPER, TerminalApp

log = logging.getLogger(__name__)


class Timing(NamedTuple):
    """How long things stay, in seconds."""

    stay_s: int = 8
    """The number, once its paper is printed."""
    no_paper_s: int = 20
    """The number without paper: it has to be remembered."""
    sorry_s: int = 8
    choose_s: int = 30
    idle_s: int = 60
    """Until language and priority are as they were for the next person."""
    printer_s: float = 10.0
    """Between two looks at a good printer."""
    printer_down_s: float = 3.0


class KioskApp(TerminalApp):
    """One kiosk with its printer."""

    CSS_PATH = "kiosk.tcss"

    class Answered(Message):
        """A wish was answered."""

        def __init__(self, answer: Issued | NotIssued) -> None:
            super().__init__()
            self.answer = answer

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

    class CentreSeen(Message):
        """The centre told about itself."""

        def __init__(self, centre: CentreView) -> None:
            super().__init__()
            self.centre = centre

    def __init__(
        self,
        link: Link,
        printer: Printer,
        *,
        language: Language = Language.VI,
        staff_code: str | None = None,
        timing: Timing | None = None,
    ) -> None:
        super().__init__(link, PAPER)
        self._language = language
        self._staff_code = staff_code
        self._timing = timing or Timing()
        self._printer = printer
        self._issuing = Issuing(link, printer)
        self._tray = Tray(link, printer)
        self._ticket_screen: TicketScreen | None = None
        self._touched_at = time.monotonic()
        self.scene = Scene(language=language)
        self._shown_scene: tuple[Scene, datetime] | None = None
        self.home = HomeScreen()

    async def on_mount(self) -> None:
        await self.push_screen(self.home)
        self.hear("/live/kiosk", KioskView)
        self.run_worker(self._watch_printer(), name="watch the printer")
        self.run_worker(self._print_slips(), name="print slips")
        self.tick(self._every_second)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is here."""
        if isinstance(event, events.MouseDown | events.Key):
            self._touched_at = time.monotonic()
        await super().on_event(event)

    def change(self, scene: Scene) -> None:
        """Show another scene."""
        self.scene = scene
        now = self.link.now().replace(second=0, microsecond=0)
        if self.is_running and (scene, now) != self._shown_scene:
            self._shown_scene = (scene, now)
            self.home.show(scene, now)

    def _every_second(self) -> None:
        if time.monotonic() - self._touched_at > self._timing.idle_s:
            self._start_over()
        self.change(self.scene)

    def _start_over(self) -> None:
        """Forget what the person before chose."""
        self.scene = replace(
            self.scene, language=self._language, priority=None, kind=Kind.SUBMIT, page=0
        )

    @on(TerminalApp.Shown)
    def _shown(self, message: TerminalApp.Shown[KioskView]) -> None:
        view = message.frame.view
        if self.scene.lost is not None or self._plan_is_another(view):
            self.run_worker(self._ask_centre(), group="centre", exclusive=True)
        self._tray.begin(message.frame.serial)
        self.change(replace(self.scene, view=view, lost=None))
        self._take_reprints()

    @on(TerminalApp.LinkGone)
    def _link_gone(self, message: TerminalApp.LinkGone) -> None:
        self.change(replace(self.scene, lost=message.lost))

    @on(CentreSeen)
    def _centre_seen(self, message: CentreSeen) -> None:
        self.change(replace(self.scene, centre=message.centre))
        self._take_reprints()

    def _take_reprints(self) -> None:
        """Print what staff asked for; a slip can be drawn only once the centre is known."""
        if self.scene.view is not None and self.scene.centre is not None:
            for job in self._tray.new_reprints(self.scene.view.jobs):
                self._print_ticket(job.ticket, self._language, again=job.again)

    def _plan_is_another(self, view: KioskView) -> bool:
        if self.scene.centre is None:
            return True
        known = [(field.code, field.name_vi) for field in self.scene.centre.fields]
        return known != [(field.code, field.name_vi) for field in view.fields]

    async def _ask_centre(self) -> None:
        while True:
            try:
                self.post_message(self.CentreSeen(await self.link.ask(CentreView, "GET", "")))
            except (Refused, LinkLost) as error:
                log.warning("the centre does not tell about itself: %s", error)
                await asyncio.sleep(2)
            else:
                return

    @on(FieldTile.Tapped)
    def _field_tapped(self, message: FieldTile.Tapped) -> None:
        self._take(self.scene.wish(message.field))

    @on(Touch.Tapped, ".kind")
    def _kind_tapped(self, message: Touch.Tapped) -> None:
        kind = Kind((message.touch.id or "").removeprefix("kind-"))
        if self.scene.shown_kind(kind) is not None:
            self._take(self.scene.wish(None, kind))
        else:
            self.change(replace(self.scene, kind=kind))

    @on(Touch.Tapped, "#language")
    def _language_tapped(self) -> None:
        other = Language.EN if self.scene.language is Language.VI else Language.VI
        self.change(replace(self.scene, language=other))

    @on(Touch.Tapped, "#page")
    def _page_tapped(self) -> None:
        self.change(replace(self.scene, page=(self.scene.page + 1) % self.scene.pages))

    @on(Touch.Tapped, "#priority")
    def _priority_tapped(self) -> None:
        centre = self.scene.centre
        if self.scene.priority is not None or centre is None:
            self.change(replace(self.scene, priority=None))
            return
        language = self.scene.language
        policy = centre.policy_vi if language is Language.VI else centre.policy_en
        screen = PriorityScreen(centre.groups, policy, language, self._timing.choose_s)
        self.push_screen(screen, self._priority_chosen)

    def _priority_chosen(self, code: str | None) -> None:
        self.change(replace(self.scene, priority=code))

    def action_leave(self) -> None:
        """Let staff out, nobody else."""
        if self._staff_code is not None and self.screen is self.home:
            self.push_screen(StaffScreen(self._staff_code, self.scene.language), self._let_out)

    def _let_out(self, right: bool | None) -> None:
        if right:
            self.exit(0)

    def _take(self, wish: Wish) -> None:
        """Ask for a number, unless one is being asked for: one press, one ticket."""
        if self._ticket_screen is not None or standstill(self.scene) is not None:
            return
        self._ticket_screen = TicketScreen(wish.language, self._timing.stay_s)
        self.push_screen(self._ticket_screen, self._fresh)
        self.run_worker(self._ask_ticket(wish), name="take a number")

    async def _ask_ticket(self, wish: Wish) -> None:
        self.post_message(self.Answered(await self._issuing.take(wish)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        self.change(replace(self.scene, printer=message.answer.printer))
        match message.answer:
            case Issued(ticket, wish):
                if self._ticket_screen is not None:
                    self._ticket_screen.show_ticket(ticket)
                self._print_ticket(ticket, wish.language)
            case NotIssued() as no:
                self._apologise(no)

    def _apologise(self, no: NotIssued) -> None:
        language = self.scene.language
        title, more = say(no.title, language), say(no.more, language)
        if self._ticket_screen is not None:
            self._ticket_screen.dismiss(None)
        self.push_screen(SorryScreen(title, more, language, self._timing.sorry_s))

    def _fresh(self, _: None) -> None:
        """Be ready for the next person."""
        self._ticket_screen = None
        self._start_over()
        self.change(self.scene)

    def _print_ticket(self, ticket: TicketView, language: Language, again: bool = False) -> None:
        if self.scene.centre is not None:
            paper = slip(ticket, self.scene.centre, language, self.link.now(), again=again)
            self._tray.put(Job(ticket.id, ticket.label, paper, again))

    async def _print_slips(self) -> None:
        while True:
            job, printout = await self._tray.print_next()
            self.post_message(self.Printed(job, printout))
            self.run_worker(self._tray.report(job, printout), name="report a slip")

    @on(Printed)
    def _printed(self, message: Printed) -> None:
        screen, result = self._ticket_screen, message.printout.result
        if screen is not None and screen.ticket and screen.ticket.id == message.job.ticket:
            in_hand = result is PrintResult.PRINTED
            stay_s = self._timing.stay_s if in_hand else self._timing.no_paper_s
            screen.show_printout(message.printout, stay_s)
        if result is PrintResult.FAILED:
            self.change(replace(self.scene, printer=message.printout.state))

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
        self.change(replace(self.scene, printer=message.state))
