"""A number large, and under it the sentence that it belongs to."""

from textual.app import ComposeResult
from textual.containers import Vertical

from queue_server.terminal.plain import PlainDigits, PlainText


class Fact(Vertical):
    """One thing a person wants to know about the wait."""

    def compose(self) -> ComposeResult:
        yield PlainDigits(classes="fact-number")
        yield PlainText(classes="fact-words")

    def show(self, number: str, sentence: str) -> None:
        """Show both; without a number the sentence stands alone, without both nothing does."""
        self.set_class(not number, "-no-number")
        self.set_class(not sentence, "-nothing")
        self.query_one(".fact-number", PlainDigits).show(number)
        self.query_one(".fact-words", PlainText).show(sentence)
