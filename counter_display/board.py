"""What both boards for citizens are: they show one live view, and say when it is not live."""

from abc import abstractmethod
from typing import Any, ClassVar

from msgspec import Struct
from textual import on

from counter_display import words
from queue_server.link import Frame, Link, Lost
from queue_server.terminal.plain import PlainText
from queue_server.terminal.shell import NIGHT, TerminalApp


class BoardApp(TerminalApp):
    """One board on a wall."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high"), (48, "-tall")]
    VIEW: ClassVar[type[Struct]]

    def __init__(self, link: Link, path: str) -> None:
        super().__init__(link, NIGHT)
        self._path = path
        self._lost: Lost | None = None
        self._view: Any = None

    async def on_mount(self) -> None:
        self.hear(self._path, self.VIEW)
        self.query_one("#bar", PlainText).show(words.CONNECTING)
        self.tick(self._show)

    @on(TerminalApp.Shown)
    def _shown(self, message: TerminalApp.Shown[Struct]) -> None:
        self._lost = None
        self._view = message.frame.view
        self._show()
        self.heard(message.frame)

    @on(TerminalApp.LinkGone)
    def _link_gone(self, message: TerminalApp.LinkGone) -> None:
        self._lost = message.lost
        self._show()
        self.fell_silent()

    def _show(self) -> None:
        if not self.is_running:
            return
        self.screen.set_class(self._lost is not None, "-lost")
        if self._view is not None:
            self.show(self._view)
        bar = self.query_one("#bar", PlainText)
        if self._lost is None:
            bar.show(self.notice() if self._view is not None else words.CONNECTING)
        elif self._view is None:
            bar.show(words.not_live(self._lost, words.NO_SERVER_YET, self.link.server))
        else:
            bar.show(words.not_live(self._lost, words.NOT_LIVE_BOARD))

    def heard(self, frame: Frame[Any]) -> None:
        """Take in a view that has just come: once, unlike the drawing of it."""

    def fell_silent(self) -> None:
        """Take in that what comes next may be old."""

    @abstractmethod
    def show(self, view: Any) -> None:
        """Draw the view."""

    @abstractmethod
    def notice(self) -> str:
        """Return what the bar at the bottom says while all is well."""
