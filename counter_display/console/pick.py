"""Small questions over the console: pick one with a digit, the arrows or the mouse."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from counter_display import words
from queue_server.terminal.plain import PlainText

LONGEST = 1000
"""What the server takes of somebody's own words."""


class Choice(NamedTuple):
    """One thing that may be picked."""

    value: str
    text: str


class Picked(NamedTuple):
    """What was picked, and what was typed beside it."""

    value: str
    typed: str = ""


class PickScreen(ModalScreen[Picked | None]):
    """A list of choices; Escape picks none."""

    BINDINGS = [Binding("escape", "leave", show=False)]
    TYPED = ""
    """What may be typed here; nothing without words for it."""
    AUTO_FOCUS = "#choices"
    """Where the keys go at first."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._offered = list(choices)

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield PlainText(self._title, id="question-title")
            yield OptionList(*self._options(), id="choices")
            if self.TYPED:
                yield Input(placeholder=self.TYPED, max_length=LONGEST, id="typed")
            yield PlainText(words.PICK_HELP, id="question-help")

    def _options(self) -> list[Option]:
        return [
            Option(f"{place if place < 10 else ' '}  {choice.text}")
            for place, choice in enumerate(self._offered, start=1)
        ]

    def on_key(self, event: events.Key) -> None:
        """Pick by digit, unless somebody is typing."""
        if isinstance(self.focused, Input) or not event.key.isdigit():
            return
        place = int(event.key) - 1
        if 0 <= place < len(self._offered):
            event.stop()
            self._pick(self._offered[place])

    def on_click(self, event: events.Click) -> None:
        """Pick nothing by a click on the line that says how."""
        if event.widget is self.query_one("#question-help"):
            event.stop()
            self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self._pick(self._offered[message.option_index])

    def _pick(self, choice: Choice) -> None:
        self.dismiss(Picked(choice.value, self._typed()))

    def _typed(self) -> str:
        return self.query_one(Input).value.strip() if self.TYPED else ""

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)


class ReasonScreen(PickScreen):
    """A reason from a list, or in the officer's own words."""

    TYPED = words.OWN_WORDS

    def __init__(self, title: str, reasons: Sequence[str]) -> None:
        super().__init__(title, [Choice(reason, reason) for reason in reasons])

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._typed():
            self.dismiss(Picked(self._typed()))


class FinishScreen(PickScreen):
    """An outcome, and the dossiers' codes beside it; says when they are due once it knows."""

    TYPED = words.DOSSIERS

    def __init__(self, label: str, due: Callable[[], Awaitable[str]]) -> None:
        outcomes = [Choice(outcome, text) for outcome, text in words.OUTCOMES.items()]
        super().__init__(words.WHICH_OUTCOME.format(label=label), outcomes)
        self._due = due

    def on_mount(self) -> None:
        """Let nobody wait for the day."""
        self.query_one("#question").mount(PlainText(id="due"), before="#question-help")
        self.run_worker(self._tell())

    async def _tell(self) -> None:
        if said := await self._due():
            due = self.query_one("#due", PlainText)
            due.show(said)
            due.add_class("-known")

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).focus()


class GroupScreen(PickScreen):
    """A priority group or none, and how many dossiers somebody brings where the centre asks."""

    def __init__(self, title: str, groups: Sequence[Choice], cap: int) -> None:
        super().__init__(title, groups)
        self.TYPED = words.HOW_MANY if cap else ""

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).focus()


class SearchScreen(PickScreen):
    """One of a long list: typing a part of it shortens the list."""

    TYPED = words.TYPE_PART
    AUTO_FOCUS = "#typed"

    def _options(self) -> list[Option]:
        """Return the choices without digits: here digits are a part of what is looked for."""
        return [Option(choice.text) for choice in self._offered]

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        part = message.value.strip().casefold()
        self._offered = [choice for choice in self._choices if part in choice.text.casefold()]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(self._options())
        listed.highlighted = 0 if self._offered else None

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._offered:
            self._pick(self._offered[0])
        else:
            self._pick_nothing_listed()

    def _pick_nothing_listed(self) -> None:
        """Stay: what was typed is a part of nothing here."""


class NumberScreen(SearchScreen):
    """A ticket's number; one that stands on no list is picked as no value, as it was typed."""

    TYPED = words.TYPE_NUMBER

    def _pick_nothing_listed(self) -> None:
        if self._typed():
            self.dismiss(Picked("", self._typed()))
