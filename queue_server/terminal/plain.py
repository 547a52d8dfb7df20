"""Text as it is: what stands in a name is never taken for markup."""

from textual.widgets import Digits, Static


class PlainText(Static):
    """A text that is laid out again only when it changes: screens mostly stand still."""

    def __init__(
        self, text: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(text, id=id, classes=classes, markup=False)
        self._text = text

    def show(self, text: str) -> None:
        """Show a text."""
        if text != self._text:
            self._text = text
            self.update(text)


class PlainDigits(Digits):
    """A number in digits three rows high, drawn again only when it changes."""

    def show(self, number: str) -> None:
        """Show a number."""
        if number != self.value:
            self.update(number)
