"""A calm sentence where no number was given; it goes by itself or at a touch."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.widgets import touch
from kiosk.widgets.touch import BUTTON, Tapped
from kiosk.words import say
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText


class SorryScreen(Screen[None]):
    """Why there is no number, and what to do."""

    def __init__(
        self,
        title: str,
        more: str,
        staff: str = "",
        *,
        language: Language,
        stay_s: int,
        large: bool = False,
    ) -> None:
        super().__init__(classes="-large" if large else None)
        self._words = (title, more, staff)
        self._language = language
        self._stay_s = stay_s
        self._large = large

    def compose(self) -> ComposeResult:
        title, more, staff = self._words
        large = self._large
        with Vertical(id="card"):
            yield touch.words(title, id="sorry-title", large=True, most=4.5 if large else BUTTON)
            yield touch.words(more, id="sorry-more", large=True)
            yield PlainText(staff, id="sorry-staff")
        with Center(id="below"):
            yield touch.touch(say(words.BACK, self._language), id="done", large=large)

    def on_mount(self) -> None:
        self.set_timer(self._stay_s, self._leave)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._leave()

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        self._leave()

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss(None)
