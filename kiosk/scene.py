"""All that the kiosk's first screen shows at one moment, and why nothing can be taken, if so."""

from dataclasses import dataclass
from typing import Any, NamedTuple

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
PER_LARGE_PAGE = 4
MOST_ASKED = 9
"""Up to so many dossiers have a button each."""

NOT_ASKED = PrinterState(Condition.READY)
"""A printer is taken for good until it says otherwise."""


PRINTER_SAYS = {
    Condition.PAPER_OUT: words.PAPER_OUT,
    Condition.COVER_OPEN: words.COVER_OPEN,
    Condition.ABSENT: words.PRINTER_ABSENT,
    Condition.FAULT: words.PRINTER_FAULT,
}
STAFF_DO = {
    Condition.PAPER_OUT: words.LOADED_AGAIN,
    Condition.COVER_OPEN: words.CLOSED_AGAIN,
    Condition.ABSENT: words.PLUGGED_AGAIN,
    Condition.FAULT: words.SWITCHED_AGAIN,
}
"""What the one with the key to the machine does about it."""


class Wish(NamedTuple):
    """What one tap asks for."""

    kind: Kind
    field: str | None = None
    priority: str | None = None
    language: Language = Language.VI
    procedure: str | None = None
    quantity: int = 1

    def body(self) -> dict[str, object]:
        """Return it in the words of the wire."""
        body: dict[str, object] = {"kind": self.kind, "language": self.language}
        if self.field is not None:
            body["field"] = self.field
        if self.priority is not None:
            body["priority"] = self.priority
        if self.procedure is not None:
            body["procedure"] = self.procedure
        if self.quantity > 1:
            body["quantity"] = self.quantity
        return body


class Standstill(NamedTuple):
    """Why no number can be taken now."""

    title: str
    more: str
    staff: str = ""
    """What staff do about it."""


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
    large: bool = False
    contrast: bool = False
    typed: str = ""
    """The digits of a tile's number that were pressed so far."""

    @property
    def per_page(self) -> int:
        """How many tiles stand on the glass at once."""
        return PER_LARGE_PAGE if self.large else PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages the tiles fill."""
        count = len(self.view.fields) if self.view else 0
        return max(1, -(-count // self.per_page))

    @property
    def tiles(self) -> list[tuple[int, KioskField]]:
        """The tiles of this page with the numbers that staff call out ("bấm số 3")."""
        numbered = list(enumerate(self.view.fields if self.view else (), start=1))
        start = self.page % self.pages * self.per_page
        return numbered[start : start + self.per_page]

    @property
    def cap(self) -> int:
        """How many dossiers one ticket may bring; 0 where nobody is asked."""
        return self.centre.dossiers_per_ticket if self.centre else 0

    @property
    def group(self) -> GroupView | None:
        """The priority group that is switched on."""
        groups = self.centre.groups if self.centre else ()
        return next((group for group in groups if group.code == self.priority), None)

    @property
    def asks_priority(self) -> bool:
        """Whether people may say here that they have priority."""
        return bool(self.centre and self.centre.priority_at_kiosk and self.centre.groups)

    def field(self, code: str) -> KioskField | None:
        """Return a field as it stands now."""
        fields = self.view.fields if self.view else ()
        return next((field for field in fields if field.code == code), None)

    def name_of(self, field: KioskField) -> str:
        """Return a field's name, short enough for a tile."""
        if self.language is Language.EN:
            return field.name_en or field.name_vi
        return field.short_vi or field.name_vi

    def counters_of(self, field: str) -> list[str]:
        """Return the names of the counters that serve a field."""
        counters = self.centre.counters if self.centre else ()
        return [counter.name for counter in counters if field in counter.fields]

    def by_number(self, number: int) -> KioskField | None:
        """Return the field whose tile bears a number."""
        fields = self.view.fields if self.view else ()
        return fields[number - 1] if 1 <= number <= len(fields) else None

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

    def wish(self, field: str | None, kind: Kind | None = None, **more: Any) -> Wish:
        """Return what a tap on this scene asks for."""
        return Wish(kind or self.kind, field, self.priority, self.language, **more)

    def asks_dossiers(self, wish: Wish) -> bool:
        """Return whether people must say how many dossiers they bring: where that is capped.

        Whoever would be refused anyway is not asked.
        """
        field = self.field(wish.field) if wish.field else None
        return bool(self.cap and wish.kind is Kind.SUBMIT and not (field and field.refusal))


def standstill(scene: Scene) -> Standstill | None:
    """Return why no number can be taken now, the gravest reason first; None if one can."""
    if scene.lost is not None and scene.lost.why is not None:
        return _refused_device(scene)
    if scene.view is None or scene.centre is None:
        return _spoken(scene, words.CONNECTING, words.CONNECTING_MORE)
    if scene.lost is not None:
        return _spoken(scene, words.NO_LINK, words.NO_LINK_MORE)
    if scene.printer.stops:
        return _printer_stops(scene)
    if not scene.view.open.open:
        return _closed(scene)
    return None


def _spoken(scene: Scene, title: Sentence, more: Sentence) -> Standstill:
    return Standstill(say(title, scene.language), say(more, scene.language))


def _printer_stops(scene: Scene) -> Standstill:
    condition, detail = scene.printer
    staff = say(STAFF_DO[condition], scene.language, detail=detail).strip()
    return _spoken(scene, PRINTER_SAYS[condition], words.CALL_STAFF)._replace(staff=staff)


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
    title = words.OUT_OF_HOURS if reason.code == "closed_now" else words.CLOSED
    return Standstill(say(title, scene.language), text)
