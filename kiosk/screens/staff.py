"""The only way out of the kiosk: Ctrl+Q, or five taps on the clock, and the staff code."""

import hashlib
import secrets

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen

from kiosk import words
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText

STAY_S = 20
FREE_TRIES = 3
LOCKED_S = 60.0
LONGEST = 16


class StaffCode:
    """The code that staff know; what is kept of it is a salted hash, slow to reckon."""

    def __init__(self, code: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._hash = self._hashed(code)
        self._wrong = 0
        self._locked_until = 0.0

    def is_right(self, code: str, now: float) -> bool:
        """Compare a code, by hash; after a few wrong ones nothing is right for a minute."""
        if now < self._locked_until:
            return False
        if secrets.compare_digest(self._hashed(code), self._hash):
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong >= FREE_TRIES:
            self._wrong, self._locked_until = 0, now + LOCKED_S
        return False

    def _hashed(self, code: str) -> bytes:
        return hashlib.scrypt(code.encode(), salt=self._salt, n=2**12, r=8, p=1)


class StaffScreen(ModalScreen[str | None]):
    """Asks for the code by keys or by touch; the result is what was typed."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="groups"):
            yield PlainText(say(words.STAFF_CODE, self._language), id="ask")
            yield PlainText(id="typed")
            with Grid(id="digits"):
                for digit in "123456789":
                    yield touch.touch(
                        digit, id=f"digit-{digit}", classes="digit", large=True, most=2
                    )
                yield touch.touch(say(words.DELETE, self._language), id="erase", classes="digit")
                yield touch.touch("0", id="digit-0", classes="digit", large=True, most=2)
                yield touch.touch("OK", id="enough", classes="digit")
            yield touch.touch(say(words.BACK, self._language), id="back", classes="group")

    def on_mount(self) -> None:
        self._type("")
        self.set_timer(STAY_S, lambda: self._answer(None))

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        match message.touch.id or "":
            case "back":
                self._answer(None)
            case "enough":
                self._answer(self._typed)
            case "erase":
                self._type(self._typed[:-1])
            case digit:
                self._type(self._typed + digit[-1])

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "enter":
            self._answer(self._typed)
        elif event.key == "escape":
            self._answer(None)
        elif event.key == "backspace":
            self._type(self._typed[:-1])
        elif event.character is not None and event.character.isprintable():
            self._type(self._typed + event.character)

    def _type(self, typed: str) -> None:
        self._typed = typed[:LONGEST]
        self.query_one("#typed", PlainText).show("●" * len(self._typed) + "_")

    def _answer(self, code: str | None) -> None:
        if self.is_current:
            self.dismiss(code)
