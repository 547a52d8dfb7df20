"""The board above one counter: one number, readable from ten metres."""

from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from counter_display import words
from counter_display.board import BoardApp
from queue_server.link import Link
from queue_server.protocol.screens import CounterBoardView
from queue_server.protocol.vocabulary import CounterState
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.plain import PlainDigits, PlainText


class CounterApp(BoardApp):
    """The board of one counter."""

    CSS_PATH = "counter.tcss"
    VIEW: ClassVar[type[Struct]] = CounterBoardView

    def __init__(self, link: Link, counter: str) -> None:
        super().__init__(link, f"/live/counter/{counter}")

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield PlainText(words.both(words.COUNTER), id="caption")
            yield BigText(id="number", shape="88")
            yield PlainText(id="fields")
            with Vertical(id="clock"):
                yield PlainDigits(id="time")
        yield BigText(id="label")
        with Horizontal(id="priority"):
            yield BigText(words.PRIORITY.vi, id="priority-sign")
            yield PlainText(words.SERVING_PRIORITY, id="priority-words")
        yield PlainText(id="says")
        yield PlainText(id="bar")

    def show(self, view: CounterBoardView) -> None:
        """Draw the view, whole; a blanked board shows nothing at all."""
        self.screen.set_class(view.blank, "-blank")
        self.query_one("#number", BigText).text = words.short_counter(view.name, view.counter)
        self.query_one("#fields", PlainText).show(
            (" · " if len(view.names_vi) > 4 else "\n").join(view.names_vi)
        )
        self.query_one("#time", PlainDigits).show(f"{self.link.now():%H:%M}")
        self.query_one("#label", BigText).text = view.label or _idle(view)
        self.query_one("#says", PlainText).show(_says(view))
        self.query_one("#priority").display = view.priority and view.label is not None
        self.screen.set_class(view.label is not None and not view.serving, "-called")
        self.screen.set_class(view.state is not CounterState.OPEN, "-shut")

    def notice(self) -> str:
        """Return nothing: the board has said all."""
        return ""


def _idle(view: CounterBoardView) -> str:
    return "" if view.state is CounterState.OPEN else words.COUNTER_STATES[view.state]


def _says(view: CounterBoardView) -> str:
    if view.label is None:
        return words.BOARD_SAYS[view.state]
    if view.serving:
        return words.BOARD_SERVING.format(label=view.label)
    sentence = words.BOARD_CALLED_AGAIN if view.call > 1 else words.BOARD_CALLED
    return sentence.format(label=view.label, call=view.call)
