"""A calm sentence where no number was given; it goes by itself or at a touch."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.widgets.touch import Touch
from kiosk.words import say
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText


class SorryScreen(Screen[None]):
    """Why there is no number, and what to do."""

    def __init__(self, title: str, more: str, language: Language, stay_s: int) -> None:
        super().__init__()
        self._words = (title, more)
        self._language = language
        self._stay_s = stay_s

    def compose(self) -> ComposeResult:
        title, more = self._words
        with Vertical(id="card"):
            yield PlainText(title, id="sorry-title")
            yield PlainText(more, id="sorry-more")
        with Center(id="below"):
            yield Touch(say(words.BACK, self._language), id="done")

    def on_mount(self) -> None:
        self.set_timer(self._stay_s, self._leave)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._leave()

    def on_touch_tapped(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss(None)
