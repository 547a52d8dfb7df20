"""The hall's board: the newest call, those before, who is served where, who waits for what."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from counter_display import words
from counter_display.board import BoardApp
from counter_display.hall.calling import Unspoken
from counter_display.hall.voice import Voice
from counter_display.hall.widgets import (
    CounterTiles,
    EarlierCall,
    NewestCall,
    WaitingLine,
    distinct,
)
from queue_server.link import Frame, Link
from queue_server.protocol.screens import CallView, HallView
from queue_server.terminal.plain import PlainDigits, PlainText

FRESH = timedelta(seconds=15)
"""So long a call stands out."""
EARLIER = 5
"""Rows for the calls before; the last two only where the wall is high enough."""
MANY = 9
"""More counters than this are shown in smaller tiles."""


class HallApp(BoardApp):
    """The board of one hall."""

    CSS_PATH = "hall.tcss"
    VIEW: ClassVar[type[Struct]] = HallView

    def __init__(self, link: Link, voice: Voice | None = None) -> None:
        super().__init__(link, "/live/hall")
        self._voice = voice
        self._unspoken = Unspoken()

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield PlainText(id="names")
            with Vertical(id="clock"):
                yield PlainText(id="day")
                yield PlainDigits(id="time")
        yield NewestCall()
        with Horizontal(id="main"):
            with Vertical(id="calls"):
                yield PlainText(words.both(words.EARLIER), classes="heading")
                for place in range(EARLIER):
                    yield EarlierCall(classes="extra" if place >= EARLIER - 2 else "")
            with Vertical(id="counters"):
                yield PlainText(words.both(words.SERVING), classes="heading")
                yield CounterTiles()
        with Horizontal(id="lines"):
            yield PlainText(words.two_rows(words.WAITING), classes="line-name")
            yield WaitingLine(id="waiting", classes="line-words")
            yield PlainText(words.two_rows(words.MISSED), classes="line-name missed")
            yield PlainText(id="missed", classes="line-words missed")
        yield PlainText(id="bar")

    def show(self, view: HallView) -> None:
        """Draw the view, whole; a blanked board shows nothing at all."""
        self.screen.set_class(view.blank, "-blank")
        now = self.link.now()
        self.query_one("#names", PlainText).show(self._names(view.header_vi))
        self.query_one("#time", PlainDigits).show(f"{now:%H:%M}")
        self.query_one("#day", PlainText).show(words.day(now))
        calls: list[CallView | None] = [*distinct(view.calls), *([None] * (EARLIER + 1))]
        self.query_one(NewestCall).show(calls[0], self._fresh(calls[0]))
        for row, call in zip(self.query(EarlierCall), calls[1:], strict=False):
            row.show(call, self._fresh(call))
        self.query_one(CounterTiles).show(view.counters, view.serving)
        self.screen.set_class(len(view.counters) > MANY, "-many")
        self.query_one(WaitingLine).show(view.waiting)
        self.query_one("#missed", PlainText).show("   ".join(m.label for m in view.missed))
        for part in self.query(".missed"):
            part.display = bool(view.missed)

    async def on_mount(self) -> None:
        if self._voice is not None:
            self.run_worker(self._voice.speak(), name="speak")

    def heard(self, frame: Frame[HallView]) -> None:
        """Speak what was called since the view before; a blanked board is still."""
        news = self._unspoken.take(frame.view.calls, frame.at)
        if self._voice is None:
            return
        if frame.view.blank:
            self._voice.hush()
            return
        self._voice.keep(frame.view.calls)
        self._voice.say(news)

    def fell_silent(self) -> None:
        """Speak only young calls once the server is back."""
        self._unspoken.lost()

    def _names(self, header: Sequence[str]) -> str:
        """Return the centre's name in one row where it fits, else in several."""
        whole = "  ·  ".join(header)
        low = self.screen.has_class("-low") or len(whole) > self.query_one("#names").size.width
        return "\n".join(header) if low else whole

    def _fresh(self, call: CallView | None) -> bool:
        return call is not None and self.link.now() - call.at < FRESH

    def notice(self) -> str:
        """Return the notice of the staff."""
        view: HallView = self._view
        if view.clock_doubted:
            return f"{words.CLOCK_DOUBTED}   {view.notice}".rstrip()
        return view.notice
