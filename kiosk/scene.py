"""All that the kiosk's first screen shows at one moment, and why nothing can be taken, if so."""

from dataclasses import dataclass
from typing import NamedTuple

from kiosk import words
from kiosk.printing.printer import Condition, PrinterState
from kiosk.words import say
from queue_server.link import Lost
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.screens import KioskField, KioskKind, KioskView
from queue_server.protocol.views import CentreView, GroupView
from queue_server.protocol.vocabulary import Kind, Language

PER_PAGE = 16
"""Tiles at once: nobody scrolls a kiosk, and a touch screen in a browser cannot."""


NOT_ASKED = PrinterState(Condition.READY)
"""A printer is taken for good until it says otherwise."""


PRINTER_SAYS = {
    Condition.PAPER_OUT: words.PAPER_OUT,
    Condition.COVER_OPEN: words.COVER_OPEN,
    Condition.ABSENT: words.PRINTER_ABSENT,
    Condition.FAULT: words.PRINTER_FAULT,
}


class Wish(NamedTuple):
    """What one tap asks for."""

    kind: Kind
    field: str | None = None
    priority: str | None = None
    language: Language = Language.VI

    def body(self) -> dict[str, object]:
        """Return it in the words of the wire."""
        body: dict[str, object] = {"kind": self.kind, "language": self.language}
        if self.field is not None:
            body["field"] = self.field
        if self.priority is not None:
            body["priority"] = self.priority
        return body


class Standstill(NamedTuple):
    """Why no number can be taken now."""

    title: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The state of the first screen; every change makes a new one."""

    language: Language = Language.VI
    centre: CentreView | None = None
    view: KioskView | None = None
    lost: Lost | None = None
    printer: PrinterState = NOT_ASKED
    priority: str | None = None
    kind: Kind = Kind.SUBMIT
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages the tiles fill."""
        count = len(self.view.fields) if self.view else 0
        return max(1, -(-count // PER_PAGE))

    @property
    def tiles(self) -> list[tuple[int, KioskField]]:
        """The tiles of this page with the numbers that staff call out ("bấm số 3")."""
        numbered = list(enumerate(self.view.fields if self.view else (), start=1))
        start = self.page % self.pages * PER_PAGE
        return numbered[start : start + PER_PAGE]

    @property
    def group(self) -> GroupView | None:
        """The priority group that is switched on."""
        groups = self.centre.groups if self.centre else ()
        return next((group for group in groups if group.code == self.priority), None)

    @property
    def asks_priority(self) -> bool:
        """Whether people may say here that they have priority."""
        return bool(self.centre and self.centre.priority_at_kiosk and self.centre.groups)

    def shown_kind(self, kind: Kind) -> KioskKind | None:
        """Return the visit kind that may be asked for without a field."""
        kinds = self.view.kinds if self.view else ()
        return next((shown for shown in kinds if shown.kind is kind), None)

    def header(self) -> tuple[str, ...]:
        """Return the centre's header lines."""
        if self.centre is None:
            return ("",)
        if self.language is Language.EN:
            return self.centre.header_en or (self.centre.name_en or self.centre.name_vi,)
        return self.centre.header_vi or (self.centre.name_vi,)

    def notice(self) -> str:
        """Return what staff want everybody to know, else how priority works here."""
        if self.view is None or self.centre is None:
            return ""
        if self.language is Language.VI:
            return self.view.notice_vi or self.centre.policy_vi
        return self.view.notice_en or self.centre.policy_en

    def wish(self, field: str | None, kind: Kind | None = None) -> Wish:
        """Return what a tap on this scene asks for."""
        return Wish(kind or self.kind, field, self.priority, self.language)


def standstill(scene: Scene) -> Standstill | None:
    """Return why no number can be taken now, the gravest reason first; None if one can."""
    if scene.lost is not None and scene.lost.why is not None:
        return _refused_device(scene)
    if scene.view is None or scene.centre is None:
        return _spoken(scene, words.CONNECTING, words.CONNECTING_MORE)
    if scene.lost is not None:
        return _spoken(scene, words.NO_LINK, words.NO_LINK_MORE)
    if scene.printer.stops:
        return _spoken(scene, PRINTER_SAYS[scene.printer.condition], words.CALL_STAFF)
    if not scene.view.open.open:
        return _closed(scene)
    return None


def _spoken(scene: Scene, title: Sentence, more: Sentence) -> Standstill:
    return Standstill(say(title, scene.language), say(more, scene.language))


def _refused_device(scene: Scene) -> Standstill:
    assert scene.lost is not None
    why = scene.lost.why
    if why is None or why.code in ("not_signed_in", "not_allowed"):
        return _spoken(scene, words.REFUSED_DEVICE, words.REFUSED_DEVICE_MORE)
    return _spoken(scene, words.REFUSED_DEVICE, why.sentence)


def _closed(scene: Scene) -> Standstill:
    assert scene.view is not None
    reason = scene.view.open
    vietnamese = scene.language is Language.VI
    text = (reason.reason_vi if vietnamese else reason.reason_en) or ""
    return Standstill(say(words.CLOSED, scene.language), text)
