"""How many dossiers, asked only where one ticket may bring so many and no more."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import Screen

from kiosk import brief, words
from kiosk.scene import MOST_ASKED
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import Language

MOST = 999
FEW = 5
"""With more buttons than for so many, and one for more, they stand closer."""


class DossiersScreen(Screen[int | None]):
    """A button for each number up to the cap; more of them are typed. None is a way back."""

    def __init__(
        self,
        cap: int,
        what: str,
        language: Language,
        *,
        agents: bool,
        unserved: bool = False,
        large: bool = False,
    ) -> None:
        super().__init__(classes="-large" if large else None)
        self._cap = cap
        self._what = what
        self._language = language
        self._agents = agents
        self._unserved = unserved
        self._large = large
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield from self._compose_question()
        with Grid(id="counts", classes=self._shape()):
            yield from self._compose_counts()
        with Vertical(id="typing"):
            yield touch.words(id="typed", large=True, most=4)
            with Grid(id="digits"):
                yield from self._compose_keys()
        with Vertical(id="too-many"):
            sentence = brief.ONE_TICKET_HOLDS if self._large else words.ONE_TICKET_HOLDS
            text = say(sentence, self._language, cap=self._cap)
            yield touch.words(text, id="too-many-text", large=self._large)
            yield self._button("cap", words.TAKE_FOR, cap=self._cap)
        with Horizontal(classes="way-back"):
            yield self._button("back", words.BACK)

    def _compose_question(self) -> ComposeResult:
        """Say what it is for, whether anybody is there for it, and what is asked."""
        if not self._large or not self._cap:
            yield touch.words(self._what, id="what-for", large=True, shorten=True)
        if self._unserved:
            yield self._compose_unserved()
        sentence = brief.HOW_MANY if self._large else words.HOW_MANY
        if self._cap:
            yield touch.words(say(sentence, self._language), id="ask", large=True)

    def _compose_unserved(self) -> touch.Words:
        """Say that nobody is there; the main thing, unless there is a question as well."""
        if not self._large:
            text = say(words.NO_COUNTER_YET, self._language)
            return touch.words(text, id="unserved", large=not self._cap)
        sentence = brief.NO_COUNTER if self._cap else brief.NO_COUNTER_YET
        classes = "" if self._cap else "-alone"
        return touch.words(
            say(sentence, self._language), id="unserved", large=True, classes=classes
        )

    def _shape(self) -> str:
        """Return how the buttons stand."""
        if not self._cap:
            return "-one"
        return "-many" if self._cap > FEW else ""

    def _compose_counts(self) -> ComposeResult:
        most = 4.5 if self._large else touch.BUTTON
        for count in range(1, min(self._cap, MOST_ASKED) + 1):
            name = str(count) if self._large else words.dossiers(count, self._language)
            yield touch.touch(name, id=f"count-{count}", classes="count", large=True, most=most)
        if self._cap:
            sentence = brief.MORE_THAN if self._large else words.MORE_DOSSIERS
            yield self._button("more", sentence, cap=self._cap)
        else:
            sentence = brief.TAKE_ANYWAY if self._large else words.TAKE_ANYWAY
            yield self._button("count-1", sentence)

    def _compose_keys(self) -> ComposeResult:
        """Lay the keys out as on a telephone; in large text in two rows."""
        for digit in "123456789":
            yield self._digit_key(digit)
        keys = [self._button("erase", words.DELETE), self._digit_key("0")]
        yield from reversed(keys) if self._large else keys
        yield self._button("enough", words.TAKE_NUMBER)

    def _digit_key(self, digit: str) -> touch.Button:
        return touch.touch(digit, id=f"digit-{digit}", classes="digit", large=True)

    def _button(self, name: str, sentence: Sentence, **about: object) -> touch.Button:
        text = say(sentence, self._language, **about)
        return touch.touch(text, id=name, classes="count", large=True)

    def on_mount(self) -> None:
        self._show_only("counts")

    def _show_only(self, part: str) -> None:
        for name in ("counts", "typing", "too-many"):
            self.query_one(f"#{name}").display = name == part

    @on(Tapped, "#more")
    def _more(self, message: Tapped) -> None:
        message.stop()
        if not self._agents and self._cap <= MOST_ASKED:
            self._show_only("too-many")
            return
        self._say_title(words.TYPE_HOW_MANY)
        self._show_only("typing")
        self._type("")

    def _say_title(self, sentence: Sentence) -> None:
        touch.at(self, "#ask").show(say(sentence, self._language))

    @on(Tapped, ".digit")
    def _digit(self, message: Tapped) -> None:
        message.stop()
        self._type((self._typed + (message.touch.id or "")[-1]).lstrip("0")[:3])

    @on(Tapped, "#erase")
    def _erase(self, message: Tapped) -> None:
        message.stop()
        self._type(self._typed[:-1])

    def _type(self, typed: str) -> None:
        self._typed = typed
        touch.at(self, "#typed").show(f"{typed}_")

    @on(Tapped, "#enough")
    def _enough(self, message: Tapped) -> None:
        message.stop()
        if not self._typed:
            return
        count = min(int(self._typed), MOST)
        if count > self._cap and not self._agents:
            self._show_only("too-many")
        else:
            self.dismiss(count)

    @on(Tapped, "#cap")
    def _take_cap(self, message: Tapped) -> None:
        message.stop()
        self.dismiss(self._cap)

    @on(Tapped, "#back")
    def _back(self, message: Tapped) -> None:
        message.stop()
        self.dismiss(None)

    @on(Tapped)
    def _counted(self, message: Tapped) -> None:
        message.stop()
        count = (message.touch.id or "").removeprefix("count-")
        if count.isdigit():
            self.dismiss(int(count))

    def on_key(self, event: events.Key) -> None:
        """Let a keyboard choose as a finger does."""
        event.stop()
        digit = event.character or ""
        if self.query_one("#typing").display:
            self._type_key(event.key, digit)
        elif digit.isdigit() and 1 <= int(digit) <= min(self._cap, MOST_ASKED):
            self.dismiss(int(digit))

    def _type_key(self, key: str, digit: str) -> None:
        if digit.isascii() and digit.isdigit():
            self._type((self._typed + digit).lstrip("0")[:3])
        elif key == "backspace":
            self._type(self._typed[:-1])
        elif key == "enter":
            self.query_one("#enough").post_message(Tapped(self.query_one("#enough")))
