"""A large flat button for a finger, and words beside it; in large text both are drawn."""

from textual import events
from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget

from queue_server.terminal.lettering import LargeText
from queue_server.terminal.plain import PlainText

TALL = 48
"""From so many rows of cells on, letters are larger."""
BUTTON = 3.5
"""Rows of cells that capitals are high where nothing else is said, so that all are alike."""


class Tapped(Message):
    """A finger was here."""

    def __init__(self, touch: Widget) -> None:
        super().__init__()
        self.touch = touch

    @property
    def control(self) -> Widget:
        """The button, for selectors."""
        return self.touch


class Touch(PlainText):
    """A button with up to a few lines of text; it says by its id what was touched."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if not self.disabled:
            self.post_message(Tapped(self))


class LargeTouch(LargeText):
    """A button in large letters."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if not self.disabled:
            self.post_message(Tapped(self))


Button = Touch | LargeTouch
Words = PlainText | LargeText


def at(parent: DOMNode, selector: str) -> Words:
    """Return the words, or the button, at a place."""
    found = parent.query_one(selector)
    assert isinstance(found, PlainText | LargeText)
    return found


def touch(
    text: str = "",
    *,
    large: bool = False,
    id: str | None = None,
    classes: str = "",
    most: float = BUTTON,
    shorten: bool = False,
) -> Button:
    """Return a button; `most` rows of cells for its capitals, so that neighbours are alike."""
    if large:
        return LargeTouch(text, id=id, classes=classes, most=most, shorten=shorten)
    return Touch(text, id=id, classes=classes)


def words(
    text: str = "",
    *,
    large: bool = False,
    id: str | None = None,
    classes: str = "",
    most: float = BUTTON,
    shorten: bool = False,
) -> Words:
    """Return words that nobody touches."""
    if large:
        return LargeText(text, id=id, classes=classes, most=most, shorten=shorten)
    return PlainText(text, id=id, classes=classes)
