"""Which priority group: shown only to those who said that they have priority."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk import words
from kiosk.widgets.touch import Touch
from kiosk.words import say
from queue_server.protocol.views import GroupView
from queue_server.protocol.vocabulary import Language
from queue_server.terminal.plain import PlainText


class PriorityScreen(ModalScreen[str | None]):
    """The groups, one button each; the result is the group's code."""

    def __init__(
        self, groups: Sequence[GroupView], policy: str, language: Language, stay_s: int
    ) -> None:
        super().__init__()
        self._groups = groups
        self._policy = policy
        self._language = language
        self._stay_s = stay_s

    def compose(self) -> ComposeResult:
        vietnamese = self._language is Language.VI
        with Vertical(id="groups"):
            yield PlainText(say(words.WHICH_PRIORITY, self._language), id="ask")
            for place, group in enumerate(self._groups):
                name = group.name_vi if vietnamese else group.name_en
                yield Touch(name, id=f"group-{place}", classes="group")
            yield Touch(say(words.NO_PRIORITY, self._language), id="none", classes="group")
            yield PlainText(self._policy, id="policy")

    def on_mount(self) -> None:
        self.set_timer(self._stay_s, lambda: self._choose(None))

    @on(Touch.Tapped)
    def _tapped(self, message: Touch.Tapped) -> None:
        message.stop()
        chosen = message.touch.id or ""
        place = chosen.removeprefix("group-")
        self._choose(self._groups[int(place)].code if place.isdigit() else None)

    def _choose(self, code: str | None) -> None:
        if self.is_current:
            self.dismiss(code)
