"""One field of procedures, to be touched."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from kiosk import words
from kiosk.words import say
from queue_server.protocol.screens import KioskField
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainDigits, PlainText


class FieldTile(Horizontal):
    """A field with its number on the glass, its name and how many wait."""

    class Tapped(Message):
        """Somebody wants a number of this field."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, place: int) -> None:
        super().__init__(id=f"tile-{place}")
        self._field = ""

    def compose(self) -> ComposeResult:
        yield PlainDigits(classes="tile-number")
        with Vertical(classes="tile-words"):
            yield PlainText(classes="tile-name")
            yield PlainText(classes="tile-line")

    def show(self, number: int, field: KioskField, language: Language) -> None:
        """Show a field; the tile is dressed down while it gives no numbers."""
        self._field = field.code
        name = field.name_en if language is Language.EN else field.short_vi or field.name_vi
        self.query_one(".tile-number", PlainDigits).show(str(number))
        self.query_one(".tile-name", PlainText).show(f"{number}. {name}" if self._low else name)
        self.query_one(".tile-line", PlainText).show(state(field, language))
        self.set_class(field.paused, "-paused")
        self.set_class(not field.open, "-unserved")

    @property
    def _low(self) -> bool:
        """Whether the screen is too low for a drawn number."""
        return self.screen.has_class("-low")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self._field and not self.disabled:
            self.post_message(self.Tapped(self._field))


def state(field: KioskField, language: Language) -> str:
    """Return in a few words how it stands with a field."""
    if field.paused:
        return say(words.PAUSED, language)
    if not field.open:
        return say(words.UNSERVED, language)
    return say(words.PEOPLE if field.waiting else words.NOBODY, language, n=field.waiting)
