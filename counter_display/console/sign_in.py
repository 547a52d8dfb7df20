"""Who sits down at the console."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from counter_display import words
from queue_server.terminal.plain import PlainText


class Credentials(NamedTuple):
    """A name and a password, as typed."""

    name: str
    password: str


class SignInScreen(ModalScreen[Credentials]):
    """Asks for name and password, and says why the last ones were not taken."""

    def __init__(self, counter: str, name: str, said: str = "") -> None:
        super().__init__()
        self._counter = counter
        self._account = name
        self._said = said

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            title = f"{words.SIGN_IN} · Quầy {self._counter}"
            yield PlainText(title, id="question-title")
            yield Input(self._account, placeholder=words.ACCOUNT, id="account")
            yield Input(password=True, placeholder=words.PASSWORD, id="password")
            yield Button(words.SIGN_IN, id="sign-in", variant="primary")
            yield PlainText(self._said, id="refused")

    def on_mount(self) -> None:
        self.query_one("#password" if self._account else "#account", Input).focus()

    @on(Input.Submitted, "#account")
    def _named(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one("#password", Input).focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed)
    def _ready(self) -> None:
        name = self.query_one("#account", Input).value.strip()
        password = self.query_one("#password", Input).value
        if name and password:
            self.dismiss(Credentials(name, password))
