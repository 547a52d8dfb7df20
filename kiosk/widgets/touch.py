"""A large flat button for a finger."""

from textual import events
from textual.message import Message

from queue_server.terminal.plain import PlainText


class Touch(PlainText):
    """A button with up to a few lines of text; it says by its id what was touched."""

    class Tapped(Message):
        """A finger was here."""

        def __init__(self, touch: "Touch") -> None:
            super().__init__()
            self.touch = touch

        @property
        def control(self) -> "Touch":
            """The button, for selectors."""
            return self.touch

    def __init__(self, text: str = "", *, id: str | None = None, classes: str = "") -> None:
        super().__init__(text, id=id, classes=classes)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if not self.disabled:
            self.post_message(self.Tapped(self))
