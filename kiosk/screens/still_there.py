"""Whether somebody is still there, before what they chose is forgotten."""

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk import brief, words
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.vocabulary import Language


class StillThereScreen(ModalScreen[bool]):
    """The result is whether somebody touched the glass before the seconds were over."""

    def __init__(self, language: Language, left: Callable[[], int], *, large: bool = False) -> None:
        super().__init__(classes="-large" if large else None)
        self._language = language
        self._left = left
        self._large = large

    def compose(self) -> ComposeResult:
        large, language = self._large, self._language
        with Vertical(id="groups"):
            yield touch.words(say(words.STILL_THERE, language), id="ask", large=True, most=4.5)
            yield touch.words(id="left", large=large)
            yield touch.touch(say(words.STILL_HERE, language), id="here", large=True)

    def on_mount(self) -> None:
        self._count_down()
        self.set_interval(0.5, self._count_down)

    def _count_down(self) -> None:
        left = self._left()
        sentence = brief.SECONDS_LEFT if self._large else words.STILL_THERE_MORE
        text = say(sentence, self._language, n=max(left, 0))
        touch.at(self, "#left").show(text)
        if left <= 0:
            self._answer(False)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._answer(True)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self._answer(True)

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        self._answer(True)

    def _answer(self, there: bool) -> None:
        if self.is_current:
            self.dismiss(there)
