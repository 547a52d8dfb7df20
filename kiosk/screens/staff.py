"""The only way out of the kiosk: Ctrl+Q and the staff code."""

import secrets

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from kiosk import words
from kiosk.words import say
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText

STAY_S = 20


class StaffScreen(ModalScreen[bool]):
    """Asks for the code; the result is whether it was right."""

    def __init__(self, code: str, language: Language) -> None:
        super().__init__()
        self._code = code
        self._language = language

    def compose(self) -> ComposeResult:
        with Vertical(id="groups"):
            yield PlainText(say(words.STAFF_CODE, self._language), id="ask")
            yield Input(password=True, id="code")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.set_timer(STAY_S, lambda: self._answer(False))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._answer(secrets.compare_digest(message.value.encode(), self._code.encode()))

    def _answer(self, right: bool) -> None:
        if self.is_current:
            self.dismiss(right)
