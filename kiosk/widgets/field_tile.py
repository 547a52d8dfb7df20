"""One field of procedures, to be touched."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from kiosk import brief, words
from kiosk.scene import Scene
from kiosk.widgets.touch import BUTTON
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.screens import KioskField, KioskLine
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.lettering import LargeText
from queue_server.terminal.plain import PlainDigits, PlainText

WHY_NOT: dict[str, Sentence] = {
    "series_paused": words.PAUSED,
    "sold_out": words.SOLD_OUT,
    "no_counter": words.UNSERVED,
}


class Tile(Horizontal):
    """Something of a field that can be touched."""

    class Tapped(Message):
        """Somebody wants a number of this field."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, place: int) -> None:
        super().__init__(id=f"tile-{place}")
        self._field = ""

    def dress(self, field: KioskField) -> None:
        """Dress the tile down while it gives no numbers."""
        self._field = field.code
        self.set_class(field.paused or field.refusal is not None, "-paused")
        self.set_class(not field.open, "-unserved")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self._field and not self.disabled:
            self.post_message(self.Tapped(self._field))


class FieldTile(Tile):
    """A field with its number on the glass, its name and how many wait."""

    def compose(self) -> ComposeResult:
        yield PlainDigits(classes="tile-number")
        with Vertical(classes="tile-words"):
            yield PlainText(classes="tile-name")
            yield PlainText(classes="tile-line")

    def show(self, number: int, field: KioskField, scene: Scene) -> None:
        """Show a field."""
        self.dress(field)
        name = scene.name_of(field)
        self.query_one(".tile-number", PlainDigits).show(str(number))
        self.query_one(".tile-name", PlainText).show(f"{number}. {name}" if self._low else name)
        self.query_one(".tile-line", PlainText).show(line_of(field, scene.language))

    @property
    def _low(self) -> bool:
        """Whether the screen is too low for a drawn number."""
        return self.screen.has_class("-low")


class LargeFieldTile(Tile):
    """The same in large letters: the number and how many wait beside the name."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="tile-side"):
            yield LargeText(classes="tile-number", most=4)
            yield LargeText(classes="tile-line", most=BUTTON)
        yield LargeText(classes="tile-name", most=4.5, middle=False, shorten=True)

    def show(self, number: int, field: KioskField, scene: Scene) -> None:
        """Show a field."""
        self.dress(field)
        self.query_one(".tile-number", LargeText).show(str(number))
        self.query_one(".tile-name", LargeText).show(scene.name_of(field))
        self.query_one(".tile-line", LargeText).show(brief_line_of(field, scene.language))


def line_of(line: KioskLine, language: Language) -> str:
    """Return in a few words how it stands with a line."""
    if line.refusal is not None:
        return say(WHY_NOT.get(line.refusal, words.PAUSED), language)
    if line.paused:
        return say(words.PAUSED, language)
    if not line.open:
        return say(words.UNSERVED, language)
    people = _people(line)
    return say(words.PEOPLE if people else words.NOBODY, language, n=people)


def brief_line_of(line: KioskLine, language: Language) -> str:
    """Return the same in a word, or as a number beside a sign."""
    if line.refusal == "sold_out":
        return say(brief.NO_MORE, language)
    if line.paused or line.refusal is not None:
        return say(brief.RESTS, language)
    return say(brief.PEOPLE, language, n=_people(line))


def _people(line: KioskLine) -> int:
    """Return the number that the ticket will say, also of those who go first from elsewhere."""
    return line.ahead if line.ahead is not None else line.waiting
