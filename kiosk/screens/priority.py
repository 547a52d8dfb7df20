"""Which priority group: shown only to those who said that they have priority."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen

from kiosk import words
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.views import GroupView
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText


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

    def compose(self) -> ComposeResult:
        vietnamese, large = self._language is Language.VI, self._large
        with Vertical(id="groups"):
            yield touch.words(
                say(words.WHICH_PRIORITY, self._language), id="ask", large=True, most=2.5
            )
            with Grid(id="group-grid", classes="-many" if len(self._groups) > 4 else ""):
                for place, group in enumerate(self._groups):
                    name = group.name_vi if vietnamese else group.name_en
                    yield touch.touch(
                        name, id=f"group-{place}", classes="group", large=large, most=2.5
                    )
                yield touch.touch(
                    say(words.NO_PRIORITY, self._language),
                    id="none",
                    classes="group",
                    large=large,
                    most=2.5,
                )
            yield PlainText(self._policy, id="policy")

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        place = (message.touch.id or "").removeprefix("group-")
        self.dismiss(self._groups[int(place)].code if place.isdigit() else None)
