"""Which priority group: shown only to those who said that they have priority."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import ModalScreen

from kiosk import brief, words
from kiosk.widgets import touch
from kiosk.widgets.touch import TALL, Tapped
from kiosk.words import say
from queue_server.protocol.views import GroupView
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText

LARGE_ROWS, TALL_ROWS = 7, 9
"""So many rows of cells a group takes in large text, with the gap below it."""


class PriorityScreen(ModalScreen[str | None]):
    """The groups, one button each; the result is the group's code."""

    def __init__(
        self, groups: Sequence[GroupView], policy: str, language: Language, *, large: bool = False
    ) -> None:
        super().__init__(classes="-large" if large else None)
        self._groups = groups
        self._policy = policy
        self._language = language
        self._large = large
        self._page = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="groups"):
            yield touch.words(say(words.WHICH_PRIORITY, self._language), id="ask", large=True)
            if self._large:
                yield from self._compose_large()
            else:
                yield from self._compose_plain()

    def _compose_plain(self) -> ComposeResult:
        with Grid(id="group-grid", classes="-many" if len(self._groups) > 4 else ""):
            for place, group in enumerate(self._groups):
                yield touch.touch(self._called(group), id=f"group-{place}", classes="group")
            text = say(words.NO_PRIORITY, self._language)
            yield touch.touch(text, id="none", classes="group")
        yield PlainText(self._policy, id="policy")

    def _compose_large(self) -> ComposeResult:
        with Grid(id="group-grid"):
            for place, group in enumerate(self._groups):
                yield touch.LargeTouch(
                    self._called(group),
                    id=f"group-{place}",
                    classes="group",
                    most=touch.BUTTON,
                    shorten=True,
                )
        with Horizontal(id="ways"):
            text = say(brief.NOT_IN_A_GROUP, self._language)
            yield touch.touch(text, id="none", classes="way", large=True)
            yield touch.touch(id="turn", classes="way", large=True)

    def on_mount(self) -> None:
        if self._large:
            self._show_page()

    @property
    def _per_page(self) -> int:
        """How many groups stand under one another between the question and the way back."""
        rows = TALL_ROWS if self.app.size.height >= TALL else LARGE_ROWS
        return max(1, (self.app.size.height - 2 * rows + 1) // rows)

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._groups) // self._per_page))

    def _show_page(self) -> None:
        for place in range(len(self._groups)):
            self.query_one(f"#group-{place}").display = place // self._per_page == self._page
        turn = touch.at(self, "#turn")
        turn.display = self._pages > 1
        turn.show(say(brief.PAGE, self._language, n=self._page + 1, of=self._pages))

    def _called(self, group: GroupView) -> str:
        return group.name_vi if self._language is Language.VI else group.name_en

    @on(Tapped, "#turn")
    def _turn(self, message: Tapped) -> None:
        message.stop()
        self._page = (self._page + 1) % self._pages
        self._show_page()

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        place = (message.touch.id or "").removeprefix("group-")
        if message.touch.id != "turn":
            self.dismiss(self._groups[int(place)].code if place.isdigit() else None)
