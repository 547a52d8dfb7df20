"""The screens: what each board, console, kiosk and dashboard is shown, whole and latest."""

from datetime import date, datetime

from queue_server.protocol.events import Estimate
from queue_server.protocol.views import CentreCounter, CounterView, OpenView, Shown, TicketView
from queue_server.protocol.vocabulary import (
    CentreId,
    CounterId,
    CounterState,
    FieldCode,
    Kind,
    SeriesId,
    TicketId,
    TicketState,
)


class CallView(Shown, frozen=True, kw_only=True):
    """One call on a board; `serial` is the `seq` of its event."""

    serial: int
    label: str
    counter: CounterId
    counter_name: str
    field: FieldCode | None
    priority: bool
    at: datetime
    again: bool
    sentence_vi: str
    sentence_en: str
    audio: str | None


class ServingView(Shown, frozen=True, kw_only=True):
    """A number at a counter now."""

    counter: CounterId
    label: str
    counter_name: str = ""
    state: TicketState = TicketState.SERVING


class FieldCount(Shown, frozen=True, kw_only=True):
    """How many wait for a field."""

    field: str
    name_vi: str
    count: int
    name_en: str = ""
    short_vi: str = ""


class LabelView(Shown, frozen=True, kw_only=True):
    """A number alone."""

    label: str


class HallView(Shown, frozen=True, kw_only=True):
    """The hall's board."""

    centre: CentreId
    calls: tuple[CallView, ...]
    serving: tuple[ServingView, ...]
    waiting: tuple[FieldCount, ...]
    missed: tuple[LabelView, ...]
    notice: str
    blank: bool
    header_vi: tuple[str, ...] = ()
    header_en: tuple[str, ...] = ()
    notice_en: str = ""
    counters: tuple[CentreCounter, ...] = ()
    clock_doubted: bool = False
    logo: str | None = None
    """Where the picture is, below this server; None is none."""


class CounterBoardView(Shown, frozen=True, kw_only=True):
    """The board above one counter."""

    counter: CounterId
    name: str
    state: CounterState
    label: str | None
    since: datetime | None
    priority: bool
    fields: tuple[FieldCode, ...]
    names_vi: tuple[str, ...] = ()
    """Of its fields, and of the kinds of visit it takes without one."""
    serving: bool = False
    call: int = 0
    blank: bool = False
    """It shows nothing."""


class RatingAsk(Shown, frozen=True, kw_only=True):
    """A service that just ended and may be judged now."""

    ticket: TicketId
    label: str
    finished_at: datetime
    until: datetime
    """When the question goes away by itself: no answer is no judgement."""


class RatingView(Shown, frozen=True, kw_only=True):
    """What the rating tablet at a counter shows."""

    counter: CounterId
    name: str
    centre_vi: str
    centre_en: str
    state: CounterState
    ask: RatingAsk | None
    """None while there is nothing to ask: the screen stays calm."""
    blank: bool = False


class Alert(Shown, frozen=True, kw_only=True):
    """Something staff should look at."""

    code: str
    sentence_vi: str
    sentence_en: str
    since: datetime | None = None
    about: str = ""


class Today(Shown, frozen=True, kw_only=True):
    """What one counter has done today."""

    called: int
    served: int
    missed: int
    service_mean_s: int | None


class ConsoleView(Shown, frozen=True, kw_only=True):
    """All that an officer needs at one counter."""

    counter: CounterView
    current: TicketView | None
    waiting: tuple[TicketView, ...]
    """The first of them, best first; `waiting_count` counts all."""
    waiting_count: int
    held: tuple[TicketView, ...]
    missed: tuple[TicketView, ...]
    no_outcome: tuple[TicketView, ...]
    """Served here today, outcome not yet recorded."""
    today: Today
    alerts: tuple[Alert, ...]
    suggest_miss: bool
    """Called often enough: time to mark it missed."""
    can_undo: bool
    start_by: datetime | None
    """Up to here a next press marks the called ticket missed, later served."""


class KioskLine(Shown, frozen=True, kw_only=True):
    """A line that can be joined at the kiosk."""

    series: str
    open: bool
    paused: bool
    waiting: int
    estimate: Estimate | None
    refusal: str | None = None
    """The code of the refusal that a press would get now; None where it would get a number."""
    ahead: int | None = None
    """Whom somebody without priority who joins now would have before them, as on their ticket."""


class KioskField(KioskLine, frozen=True, kw_only=True):
    """One tile of the kiosk."""

    code: FieldCode
    name_vi: str
    name_en: str
    short_vi: str = ""


class KioskKind(KioskLine, frozen=True, kw_only=True):
    """A visit kind without a field."""

    kind: Kind


class PrintJob(Shown, frozen=True, kw_only=True):
    """A ticket that staff want printed here."""

    serial: int
    ticket: TicketView
    again: bool = True
    """Whether it was printed before; a number given by staff comes to paper only here."""


class KioskView(Shown, frozen=True, kw_only=True):
    """What the kiosk shows."""

    open: OpenView
    fields: tuple[KioskField, ...]
    kinds: tuple[KioskKind, ...]
    notice_vi: str
    notice_en: str
    jobs: tuple[PrintJob, ...]


class DashboardField(Shown, frozen=True, kw_only=True):
    """One line of fields now."""

    field: str
    name_vi: str
    waiting: int
    longest_wait_s: int | None
    breaches: int
    served: int
    open: bool
    name_en: str = ""


class DashboardCounter(Shown, frozen=True, kw_only=True):
    """One counter now."""

    id: CounterId
    name: str
    state: CounterState
    officer: str | None
    label: str | None
    since: datetime | None
    ticket_state: TicketState | None
    served: int


class DayFigures(Shown, frozen=True, kw_only=True):
    """Today's visits; the identity of the statistics holds."""

    issued: int
    served: int
    no_show: int
    abandoned: int
    cancelled: int
    waiting: int
    in_service: int
    wait_mean_s: int | None
    service_mean_s: int | None
    within_15_min: float | None
    within_30_min: float | None


class DashboardView(Shown, frozen=True, kw_only=True):
    """The floor as managers and officers watch it."""

    service_day: date | None
    open: OpenView
    fields: tuple[DashboardField, ...]
    counters: tuple[DashboardCounter, ...]
    waiting: int
    breaches_15: int
    breaches_30: int
    today: DayFigures
    alerts: tuple[Alert, ...]
    paused_series: tuple[SeriesId, ...]
    clock_doubted: bool
    plan_version: int
