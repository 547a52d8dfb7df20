"""How many dossiers, asked only where one ticket may bring so many and no more."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.scene import MOST_ASKED
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import Language

MOST = 999


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
        large = self._large
        yield touch.words(self._what, id="what-for", large=True, most=2)
        if self._unserved:
            text = say(words.NO_COUNTER_YET, self._language)
            # the main thing here, unless there is a question as well
            yield touch.words(text, id="unserved", large=large or not self._cap, most=2)
        text = say(words.HOW_MANY, self._language) if self._cap else ""
        yield touch.words(text, id="ask", large=True, most=2.5)
        with Grid(id="counts", classes="" if self._cap else "-one"):
            for count in range(1, min(self._cap, MOST_ASKED) + 1):
                name = words.dossiers(count, self._language)
                yield touch.touch(name, id=f"count-{count}", classes="count", large=True, most=2.5)
            if self._cap:
                yield self._button("more", words.MORE_DOSSIERS, cap=self._cap)
            else:
                yield self._button("count-1", words.TAKE_ANYWAY)
        with Vertical(id="typing"):
            yield touch.words(id="typed", large=True, most=4)
            with Grid(id="digits"):
                for digit in "123456789":
                    yield self._digit_key(digit)
                yield self._button("erase", words.DELETE)
                yield self._digit_key("0")
                yield self._button("enough", words.TAKE_NUMBER)
        with Vertical(id="too-many"):
            text = say(words.ONE_TICKET_HOLDS, self._language, cap=self._cap)
            yield touch.words(text, id="too-many-text", large=large, most=2.5)
            yield self._button("cap", words.TAKE_FOR, cap=self._cap)
        with Horizontal(classes="way-back"):
            yield self._button("back", words.BACK)

    def _digit_key(self, digit: str) -> touch.Button:
        return touch.touch(digit, id=f"digit-{digit}", classes="digit", large=True, most=2)

    def _button(self, name: str, sentence: Sentence, **about: object) -> touch.Button:
        text = say(sentence, self._language, **about)
        return touch.touch(text, id=name, classes="count", large=True, most=2)

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
