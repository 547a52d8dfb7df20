"""A keyboard on the glass: plain letters are enough, marks are never needed."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from kiosk import brief, words
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.vocabulary import Language

DIGITS = "1234567890"
LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Keyboard(Vertical):
    """Letters, digits, a space, and two ways to take back."""

    class Pressed(Message):
        """A key was touched: a letter, "delete" or "clear"."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, language: Language, *, large: bool = False) -> None:
        super().__init__(classes="-large" if large else None)
        self._language = language
        self._large = large

    def compose(self) -> ComposeResult:
        # names of procedures have no digits: large text has no room for what nobody needs
        for letters in LETTERS if self._large else (DIGITS, *LETTERS):
            with Horizontal(classes="keys"):
                yield from (self._key(letter, f"key-{letter}", "letter") for letter in letters)
                if letters == LETTERS[1]:
                    yield self._key(say(words.DELETE, self._language), "key-delete", "wide")
                if letters == LETTERS[2]:
                    space = brief.SPACE if self._large else words.SPACE
                    yield self._key(say(space, self._language), "key-space", "wide")
                    if not self._large:
                        yield self._key(say(words.CLEAR, self._language), "key-clear", "wide")

    def _key(self, text: str, name: str, kind: str) -> touch.Button:
        shown = text.upper() if kind == "letter" else text
        return touch.touch(shown, id=name, classes=f"key {kind}", large=True)

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        key = (message.touch.id or "").removeprefix("key-")
        self.post_message(self.Pressed(" " if key == "space" else key))
