"""The app that every terminal is: calm colours, no way out by accident, an ear on the wire."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import aclosing
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.theme import Theme
from textual.worker import Worker

from queue_server.link import Frame, Link, Lost

V = TypeVar("V", bound=Struct)

NIGHT = Theme(
    name="night",
    dark=True,
    primary="#5fa8e8",
    secondary="#8fb8de",
    accent="#ffd24a",
    foreground="#f2f6fb",
    background="#0a1626",
    surface="#12233a",
    panel="#1b3352",
    success="#6fd08c",
    warning="#ffb454",
    error="#ff7a70",
)
"""Light letters on dark: for boards that are read from afar, and for a whole day's work."""


class TerminalApp(App[int]):
    """A program on a terminal that stands for one screen of the centre."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c,super+c", "stay", show=False, priority=True),
    ]

    class Shown(Message, Generic[V]):
        """A view has come."""

        def __init__(self, frame: Frame[V]) -> None:
            super().__init__()
            self.frame = frame

    class LinkGone(Message):
        """What is shown is no longer live."""

        def __init__(self, lost: Lost) -> None:
            super().__init__()
            self.lost = lost

    def __init__(self, link: Link, theme: Theme) -> None:
        super().__init__()
        self.link = link
        self.animation_level = "none"
        self.register_theme(theme)
        self.theme = theme.name

    async def on_mount(self) -> None:
        """Be ready to be ended."""
        self._end_on_sigterm()

    def _end_on_sigterm(self) -> None:
        """Let the machine end the program as one should, with the screen put back."""
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, 0)
        except (NotImplementedError, RuntimeError, ValueError):
            # not in the main thread, as under tests: whoever started the thread ends it
            return

    async def on_unmount(self) -> None:
        """Give the connections back."""
        await self.link.aclose()

    def action_stay(self) -> None:
        """Do nothing: Ctrl+C is pressed by accident more often than not."""

    def action_leave(self) -> None:
        """End the program."""
        self.exit(0)

    def hear(self, path: str, view: type[V]) -> Worker[None]:
        """Listen to a live view from now on, in place of the one before."""
        return self.run_worker(
            self._hear(path, view), name=f"listen{path}", group="listen", exclusive=True
        )

    async def _hear(self, path: str, view: type[V]) -> None:
        async with aclosing(self.link.listen(path, view)) as stream:
            async for heard in stream:
                if isinstance(heard, Lost):
                    self.post_message(self.LinkGone(heard))
                else:
                    self.post_message(self.Shown(heard))

    def tick(self, show: Callable[[], None]) -> None:
        """Have the clock drawn now and with every second."""
        show()
        self.set_interval(1, show)
