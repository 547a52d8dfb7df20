"""The kiosk: what a touch leads to."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from textual import events, on
from textual.message import Message
from textual.timer import Timer

from kiosk.looks import CONTRAST, DAYLIGHT
from kiosk.pressing import PressBook
from kiosk.printing.printer import Printer
from kiosk.scene import Scene, Wish, standstill
from kiosk.screens.dossiers import DossiersScreen
from kiosk.screens.home import HomeScreen
from kiosk.screens.large_home import LargeHomeScreen
from kiosk.screens.lookup import LookupScreen
from kiosk.screens.priority import PriorityScreen
from kiosk.screens.staff import StaffCode, StaffScreen
from kiosk.screens.still_there import StillThereScreen
from kiosk.searching import search
from kiosk.taking import TakingApp, Timing
from kiosk.widgets.field_tile import Tile
from kiosk.widgets.touch import Tapped
from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskField, KioskView
from queue_server.protocol.views import CentreView, ProcedureView
from queue_server.protocol.vocabulary import Kind, Language
from queue_server.terminal.shell import TerminalApp

log = logging.getLogger(__name__)

STAFF_TAPS = 5
STAFF_TAPS_S = 4.0
"""So many taps on the clock within this time ask for the staff code: a kiosk has no keyboard."""


class KioskApp(TakingApp):
    """One kiosk with its printer."""

    CSS_PATH = ["kiosk.tcss", "large.tcss"]

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
        book: PressBook | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(link, printer, book or PressBook(), timing or Timing())
        self._language = language
        self._staff_code = StaffCode(staff_code) if staff_code else None
        self._staff_taps: list[float] = []
        self._clock = clock
        self._touched_at = clock()
        self._typing: Timer | None = None
        self.scene = Scene(language=language)
        self._shown_scene: tuple[Scene, datetime] | None = None
        self.home: HomeScreen | LargeHomeScreen = HomeScreen()

    async def on_mount(self) -> None:
        await self.push_screen(self.home)
        self.hear("/live/kiosk", KioskView)
        self.begin_printing()
        self.tick(self._every_second)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is here."""
        if isinstance(event, events.MouseDown | events.Key):
            self._touched_at = self._clock()
        await super().on_event(event)

    def change(self, **changes: object) -> None:
        """Show the scene with some things changed."""
        members: dict[str, Any] = dict(changes)
        self.scene = replace(self.scene, **members)
        now = self.link.now().replace(second=0, microsecond=0)
        if self.is_running and self.home.is_mounted and (self.scene, now) != self._shown_scene:
            self._shown_scene = (self.scene, now)
            self.home.show(self.scene, now)

    # the person in front

    def _every_second(self) -> None:
        self._dress()
        self.change()
        if self._left_s() <= 0:
            self._go_back_to_start()
        elif self._left_s() <= self._timing.warn_s and self._has_chosen():
            self._ask_whether_there()

    def _left_s(self) -> float:
        """Return how long until what was chosen is forgotten."""
        idle_s = self._timing.idle_large_s if self.scene.large else self._timing.idle_s
        return self._touched_at + idle_s - self._clock()

    def _has_chosen(self) -> bool:
        """Return whether there is anything to forget; a number goes by itself."""
        if self._ticket_screen is not None:
            return False
        return self.screen is not self.home or self.scene != self._fresh_scene()

    def _fresh_scene(self) -> Scene:
        return replace(
            self.scene,
            language=self._language,
            priority=None,
            kind=Kind.SUBMIT,
            page=0,
            large=False,
            contrast=False,
            typed="",
        )

    def _ask_whether_there(self) -> None:
        if not isinstance(self.screen, StillThereScreen):
            left = partial(self._whole_seconds_left)
            screen = StillThereScreen(self.scene.language, left, large=self.scene.large)
            self.push_screen(screen, self._told_whether_there)

    def _whole_seconds_left(self) -> int:
        return max(0, round(self._left_s()))

    def _told_whether_there(self, there: bool | None) -> None:
        if there:
            self._touched_at = self._clock()

    def _go_back_to_start(self) -> None:
        if self._ticket_screen is not None:
            return
        while self.screen is not self.home and len(self.screen_stack) > 2:
            self.pop_screen()
        self.start_over()

    def start_over(self) -> None:
        """Forget what the person before chose."""
        self._take_scene(self._fresh_scene())

    def _take_scene(self, scene: Scene) -> None:
        self.scene = scene
        self.theme = (CONTRAST if scene.contrast else DAYLIGHT).name
        self._dress()
        self.change()

    def _dress(self) -> None:
        """Put the first screen in the size of letters that was chosen, once it is on top."""
        if self.screen is not self.home or self.scene.large is isinstance(
            self.home, LargeHomeScreen
        ):
            return
        self.home = LargeHomeScreen() if self.scene.large else HomeScreen()
        self._shown_scene = None
        self.switch_screen(self.home)
        self.call_after_refresh(self.change)

    # the centre

    @on(TerminalApp.Shown)
    def _shown(self, message: TerminalApp.Shown[KioskView]) -> None:
        view = message.frame.view
        if self.scene.lost is not None or self._plan_is_another(view):
            self.run_worker(self._ask_centre(), group="centre", exclusive=True)
        self._tray.begin(message.frame.serial)
        self.change(view=view, lost=None)
        self._take_reprints()

    @on(TerminalApp.LinkGone)
    def _link_gone(self, message: TerminalApp.LinkGone) -> None:
        self.change(lost=message.lost)

    @on(CentreSeen)
    def _centre_seen(self, message: CentreSeen) -> None:
        self.change(centre=message.centre)
        self._take_reprints()
        # not sooner: a slip can be drawn only once the centre is known
        self.settle()

    def _take_reprints(self) -> None:
        """Print what staff asked for; a slip can be drawn only once the centre is known."""
        if self.scene.view is not None and self.scene.centre is not None:
            for job in self._tray.new_reprints(self.scene.view.jobs):
                self.print_ticket(job.ticket, self._language, again=job.again)

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

    # touches of the first screen

    @on(Tile.Tapped)
    def _field_tapped(self, message: Tile.Tapped) -> None:
        field = self.scene.field(message.field)
        if field is not None:
            self._want(field)

    def _want(self, field: KioskField, procedure: str | None = None) -> None:
        """Take a number of a field, once all is known that has to be asked."""
        kind = Kind.SUBMIT if procedure else self.scene.kind
        wish = self.scene.wish(field.code, kind, procedure=procedure)
        asks = self.scene.asks_dossiers(wish)
        unserved = not field.open and field.refusal is None
        if standstill(self.scene) is not None or not (asks or unserved):
            self.take(wish)
            return
        screen = DossiersScreen(
            self.scene.cap if asks else 0,
            self.scene.name_of(field),
            self.scene.language,
            agents=bool(self.scene.centre and self.scene.centre.agents_series),
            unserved=unserved,
            large=self.scene.large,
        )
        self.push_screen(screen, partial(self._counted, wish))

    def _counted(self, wish: Wish, count: int | None) -> None:
        if count is not None:
            self.take(wish._replace(quantity=count))

    @on(Tapped, ".kind")
    def _kind_tapped(self, message: Tapped) -> None:
        name = (message.touch.id or "").removeprefix("kind-")
        if name == "look-up":
            return
        kind = Kind(name)
        if self.scene.shown_kind(kind) is not None:
            self.take(self.scene.wish(None, kind))
        else:
            self.change(kind=kind, typed="")

    @on(Tapped, "#look-up")
    def _look_up(self) -> None:
        screen = LookupScreen(partial(search, self.link), self.scene)
        self.push_screen(screen, self._procedure_chosen)

    def _procedure_chosen(self, procedure: ProcedureView | None) -> None:
        field = self.scene.field(procedure.field) if procedure is not None else None
        if procedure is not None and field is not None:
            self._want(field, procedure.code)

    @on(Tapped, "#language")
    def _language_tapped(self) -> None:
        other = Language.EN if self.scene.language is Language.VI else Language.VI
        self.change(language=other)

    @on(Tapped, "#large")
    def _large_tapped(self) -> None:
        self._take_scene(replace(self.scene, large=not self.scene.large, page=0))

    @on(Tapped, "#contrast")
    def _contrast_tapped(self) -> None:
        self._take_scene(replace(self.scene, contrast=not self.scene.contrast))

    @on(Tapped, "#page")
    def _page_tapped(self) -> None:
        self.change(page=(self.scene.page + 1) % self.scene.pages)

    @on(Tapped, "#priority")
    def _priority_tapped(self) -> None:
        centre, language = self.scene.centre, self.scene.language
        if self.scene.priority is not None or centre is None:
            self.change(priority=None)
            return
        policy = centre.policy_vi if language is Language.VI else centre.policy_en
        screen = PriorityScreen(centre.groups, policy, language, large=self.scene.large)
        self.push_screen(screen, self._priority_chosen)

    def _priority_chosen(self, code: str | None) -> None:
        self.change(priority=code)

    # the number of a tile, on a keyboard

    def on_key(self, event: events.Key) -> None:
        """Choose a tile by its number."""
        digit = event.character or ""
        if self.screen is not self.home or standstill(self.scene) is not None:
            return
        if digit.isascii() and digit.isdigit():
            self._type(self.scene.typed + digit)
        elif event.key == "enter":
            self._choose_typed()
        elif event.key in ("backspace", "escape"):
            self.change(typed="")

    def _type(self, typed: str) -> None:
        """Wait for a second digit only where there are tiles with such a number."""
        if self.scene.by_number(int(typed)) is None:
            self.change(typed="")
            return
        self.change(typed=typed)
        if self._typing is not None:
            self._typing.stop()
        if self.scene.by_number(int(typed) * 10) is None:
            self._choose_typed()
        else:
            self._typing = self.set_timer(self._timing.together_s, self._choose_typed)

    def _choose_typed(self) -> None:
        typed = self.scene.typed
        self.change(typed="")
        field = self.scene.by_number(int(typed)) if typed else None
        if field is not None and self.screen is self.home:
            self._want(field)

    # the way out

    @on(Tapped, "#clock")
    def _clock_tapped(self) -> None:
        now = self._clock()
        self._staff_taps = [at for at in self._staff_taps if now - at < STAFF_TAPS_S] + [now]
        if len(self._staff_taps) >= STAFF_TAPS:
            self._staff_taps = []
            self.action_leave()

    def action_leave(self) -> None:
        """Let staff out, nobody else."""
        if self._staff_code is not None and self.screen is self.home:
            self.push_screen(StaffScreen(self.scene.language), self._let_out)

    def _let_out(self, typed: str | None) -> None:
        if typed and self._staff_code is not None:
            if self._staff_code.is_right(typed, self._clock()):
                self.exit(0)
            else:
                log.warning("a wrong staff code was typed")
