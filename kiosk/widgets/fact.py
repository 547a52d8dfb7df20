"""A number large, and under it the sentence that it belongs to."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits, Static


class Fact(Vertical):
    """One thing a person wants to know about the wait."""

    def compose(self) -> ComposeResult:
        yield Digits(classes="fact-number")
        yield Static(classes="fact-words", markup=False)

    def show(self, number: str, sentence: str) -> None:
        """Show both; without a number the sentence stands alone, without both nothing does."""
        self.set_class(not number, "-no-number")
        self.set_class(not sentence, "-nothing")
        self.query_one(".fact-number", Digits).update(number)
        self.query_one(".fact-words", Static).update(sentence)
