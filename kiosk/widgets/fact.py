"""A number large, and under it the sentence that it belongs to."""

from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.widgets import touch
from queue_server.terminal.plain import PlainDigits


class Fact(Vertical):
    """One thing a person wants to know about the wait."""

    def __init__(self, *, id: str, large: bool = False, shorten: bool = False) -> None:
        super().__init__(id=id)
        self._large = large
        self._shorten = shorten

    def compose(self) -> ComposeResult:
        yield PlainDigits(classes="fact-number")
        yield touch.words(classes="fact-words", large=self._large, shorten=self._shorten)

    def show(self, number: str, sentence: str) -> None:
        """Show both; without a number the sentence stands alone, without both nothing does."""
        self.set_class(not number, "-no-number")
        self.set_class(not sentence, "-nothing")
        self.query_one(".fact-number", PlainDigits).show(number)
        touch.at(self, ".fact-words").show(sentence)
