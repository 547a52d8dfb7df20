"""The top of the glass: whose centre this is, what time it is, and whether the link is live."""

from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk import words
from kiosk.scene import Scene
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.terminal.plain import PlainDigits, PlainText


class Clock(Vertical):
    """The time and the day; staff know what touching it is good for."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(Tapped(self))


class CentreHeader(Horizontal):
    """The centre's header lines, the state of the link, and the clock."""

    def compose(self) -> ComposeResult:
        with Vertical(id="whose"):
            yield PlainText(id="names")
            yield PlainText(id="live")
        with Clock(id="clock"):
            yield PlainDigits(id="time")
            yield PlainText(id="day")

    def show(self, scene: Scene, now: datetime) -> None:
        """Show whose centre this is and the centre's time."""
        self.query_one("#names", PlainText).show("\n".join(scene.header()))
        self.query_one("#time", PlainDigits).show(f"{now:%H:%M}")
        self.query_one("#day", PlainText).show(words.day(now, scene.language))
        live = self.query_one("#live", PlainText)
        live.set_class(scene.lost is not None, "-lost")
        live.show(_live(scene))


def _live(scene: Scene) -> str:
    if scene.lost is not None:
        return say(words.NOT_LIVE, scene.language, time=f"{scene.lost.since:%H:%M:%S}")
    return say(words.LIVE if scene.view else words.CONNECTING, scene.language)
