"""The officer's console of one counter: one key an action, and always the truth on the screen."""

import asyncio
import logging
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.message import Message

from counter_display import words
from counter_display.console.keys import KEYS, NEEDS_TICKET
from counter_display.console.panels import ActionButton, CurrentPanel, QueuePanel
from counter_display.console.pick import Choice, PickScreen
from counter_display.console.presses import Guard, Presses, Said
from counter_display.console.questions import Questions
from counter_display.console.sign_in import Credentials, SignInScreen
from queue_server.link import Link, LinkLost, Lost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import ConsoleView
from queue_server.protocol.views import CentreView
from queue_server.protocol.vocabulary import CounterState
from queue_server.terminal.plain import PlainText
from queue_server.terminal.shell import NIGHT, TerminalApp

log = logging.getLogger(__name__)

PLAN_S = 60
"""So often the console looks whether the centre's plan has changed."""


class ConsoleApp(TerminalApp):
    """One officer at one counter."""

    CSS_PATH = "console.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, f"press('{key.action}')", show=False) for key in KEYS
    ]

    class CentreSeen(Message):
        """The centre told about itself."""

        def __init__(self, centre: CentreView) -> None:
            super().__init__()
            self.centre = centre

    def __init__(
        self,
        link: Link,
        counter: str,
        *,
        account: str = "",
        password: str = "",
        signed_in: bool = False,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(link, NIGHT)
        self._counter = counter
        self._account = account
        self._password = password
        self._signed_in = signed_in
        self._guard = guard or Guard()
        self._presses = Presses(link, counter)
        self._pressing = False
        self._lost: Lost | None = None
        self._centre: CentreView | None = None
        self.view: ConsoleView | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield PlainText(id="counter")
            yield PlainText(id="live")
            yield PlainText(id="time")
        yield PlainText(id="alerts")
        with Horizontal(id="main"):
            yield CurrentPanel()
            yield QueuePanel()
        with Grid(id="keys"):
            for key in KEYS:
                yield ActionButton(key)
        with Vertical(id="foot"):
            yield PlainText(id="said")
            yield PlainText(id="today")

    async def on_mount(self) -> None:
        self.run_worker(self._enter(), group="enter", exclusive=True)
        self.set_interval(PLAN_S, self._look_at_the_plan)
        self.tick(self._show)

    async def _enter(self, said: str = "") -> None:
        """Sign in, for as long as it takes, and begin to listen."""
        while not self._signed_in:
            if not self._password:
                screen = SignInScreen(self._counter, self._account, said)
                typed: Credentials = await self.push_screen_wait(screen)
                self._account, self._password = typed
                self._say(Said(words.SIGNING_IN))
            said = await self._sign_in()
        self._say(Said(""))
        self.hear(f"/live/console/{self._counter}", ConsoleView)
        self._look_at_the_plan()

    def _look_at_the_plan(self) -> None:
        """Learn the centre's fields, counters and priority groups, which may change any time."""
        if self._signed_in:
            self.run_worker(self._ask_centre(), group="centre", exclusive=True)

    async def _sign_in(self) -> str:
        """Try once; return what the server has against it."""
        try:
            await self.link.sign_in(self._account, self._password)
        except Refused as no:
            self._password = ""
            return no.sentence.vi
        except LinkLost:
            self._say(Said(words.NO_SERVER, good=False))
            return ""
        self._signed_in = True
        return ""

    async def _ask_centre(self) -> None:
        while True:
            try:
                self.post_message(self.CentreSeen(await self.link.ask(CentreView, "GET", "")))
                return
            except (Refused, LinkLost) as error:
                log.warning("the centre does not tell about itself: %s", error)
                await asyncio.sleep(2)

    @on(CentreSeen)
    def _centre_seen(self, message: CentreSeen) -> None:
        self._centre = message.centre
        self._show()

    @on(TerminalApp.Shown)
    def _shown(self, message: TerminalApp.Shown[ConsoleView]) -> None:
        if self._lost is not None:
            self._look_at_the_plan()
        self._lost = None
        self.view = message.frame.view
        self._show()

    @on(TerminalApp.LinkGone)
    def _link_gone(self, message: TerminalApp.LinkGone) -> None:
        self._lost = message.lost
        self._show()
        why = message.lost.why
        if why is not None and why.code == "not_signed_in" and self._signed_in:
            self._sign_in_again(why.sentence.vi)

    def _sign_in_again(self, said: str) -> None:
        self._signed_in = False
        self.workers.cancel_group(self, "listen")
        self.run_worker(self._enter(said), group="enter", exclusive=True)

    def action_press(self, action: str) -> None:
        """Do what a key or a button stands for, once."""
        if self._guard.lets(action) and not self._pressing and self.view is not None:
            self._pressing = True
            self.run_worker(self._press(action, self.view), name=action)

    @on(ActionButton.Pressed)
    def _clicked(self, message: ActionButton.Pressed) -> None:
        self.action_press(message.action)

    async def _press(self, action: str, view: ConsoleView) -> None:
        """Ask what has to be asked, tell the server, and say what it answered."""
        try:
            if action == "sign_out":
                await self._sign_out()
                return
            questions = Questions(self, self._presses, view, self._centre)
            said = await questions.carry_out(action, lambda: self._say(Said(words.BUSY)))
            if said is not None:
                self._say(said)
                if said.signed_out and self._signed_in:
                    self._sign_in_again(said.sentence)
        finally:
            self._pressing = False

    async def _sign_out(self) -> None:
        """Sign out, once more asked: a slip of the finger would cost the officer the password."""
        sure = PickScreen(words.SIGN_OUT_SURE, [Choice("yes", words.SIGN_OUT)])
        if await self.push_screen_wait(sure) is None:
            return
        await self.link.sign_out()
        self.view = None
        self._password = ""
        self._sign_in_again("")

    def _say(self, said: Said) -> None:
        if self.is_running:
            line = self.query_one("#said", PlainText)
            line.show(said.sentence)
            line.set_class(not said.good, "-refused")

    def _show(self) -> None:
        if not self.is_running:
            return
        now = self.link.now()
        self.query_one("#time", PlainText).show(f"{now:%H:%M:%S}")
        self._show_live()
        if self.view is None:
            return
        view = self.view
        state = words.COUNTER_STATES[view.counter.state]
        self.query_one("#counter", PlainText).show(f"{view.counter.name} · {state}")
        self._show_alerts(view)
        self.query_one(CurrentPanel).show(view, self._centre, now)
        self.query_one(QueuePanel).show(view, self._centre, now)
        self.query_one("#today", PlainText).show(_today(view))
        self._dress_buttons(view)

    def _show_alerts(self, view: ConsoleView) -> None:
        alerts = self.query_one("#alerts", PlainText)
        alerts.display = bool(view.alerts)
        alerts.show("\n".join(alert.sentence_vi for alert in view.alerts[:2]))

    def _show_live(self) -> None:
        live = self.query_one("#live", PlainText)
        self.screen.set_class(self._lost is not None, "-lost")
        if self._lost is None:
            live.show(words.LIVE if self.view is not None else words.CONNECTING)
        elif self.view is None:
            live.show(words.not_live(self._lost, words.NO_SERVER_YET, self.link.server))
        else:
            live.show(words.not_live(self._lost))

    def _dress_buttons(self, view: ConsoleView) -> None:
        is_open = view.counter.state is CounterState.OPEN
        idle = {
            "next": not is_open,
            "open": is_open,
            "pause": not is_open,
            "close": view.counter.state is CounterState.CLOSED,
            "undo": not view.can_undo,
            "return": not (view.missed or view.held),
            "outcome": not view.no_outcome,
            "named": not is_open,
        }
        idle |= {action: view.current is None for action in NEEDS_TICKET}
        for key in KEYS:
            button = self.query_one(f"#do-{key.action}", ActionButton)
            button.set_class(idle.get(key.action, False), "-idle")


def _today(view: ConsoleView) -> str:
    today = view.today
    mean = words.minutes(today.service_mean_s) if today.service_mean_s is not None else "—"
    return words.TODAY.format(
        called=today.called, served=today.served, missed=today.missed, mean=mean
    )
