"""The views: what each screen is shown, whole, and the answers of the doors.

An old display ignores what it does not know, so views do not forbid unknown members.
"""

from datetime import date, datetime

from msgspec import Struct

from queue_server.protocol.events import Estimate
from queue_server.protocol.vocabulary import (
    CallReason,
    CentreId,
    CounterId,
    CounterState,
    DaysUnit,
    FieldCode,
    Kind,
    Outcome,
    ProcedureCode,
    SeriesId,
    TicketId,
    TicketState,
)


class Shown(Struct, frozen=True, kw_only=True, gc=False):
    """Something shown."""


class TicketView(Shown, frozen=True, kw_only=True):
    """A ticket as its holder, the kiosk and the officers see it."""

    id: TicketId
    label: str
    field: FieldCode | None
    procedure: ProcedureCode | None
    kind: Kind
    priority: str | None
    state: TicketState
    issued_at: datetime
    service_day: date
    ahead: int | None
    """People before it in line; None once it does not wait."""
    estimate: Estimate | None
    counter: CounterId | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    outcome: Outcome | None
    link: str | None
    """Where the holder can follow it; None without a public address."""
    field_name_vi: str = ""
    field_name_en: str = ""
    counters: tuple[str, ...] = ()
    """Names of the counters that serve it."""
    calls: int = 0
    quantity: int = 1
    dossiers: int = 0
    rated: bool = False
    implied: bool = False
    after_break: str | None = None
    """The clock time service goes on, where the wait spans a break."""


class CounterView(Shown, frozen=True, kw_only=True):
    """A counter as officers see it."""

    id: CounterId
    name: str
    state: CounterState
    officer: str | None
    fields: tuple[FieldCode, ...]
    helps: tuple[FieldCode, ...]
    current: TicketView | None
    kinds: tuple[Kind, ...] = ()


class FieldView(Shown, frozen=True, kw_only=True):
    """A field on the centre's own page."""

    code: FieldCode
    name_vi: str
    name_en: str
    series: str
    """Its letter or digits."""
    open: bool
    """Whether a counter serves it now."""
    short_vi: str = ""


class CentreCounter(Shown, frozen=True, kw_only=True):
    """A counter on the centre's own page."""

    id: CounterId
    name: str
    fields: tuple[FieldCode, ...]
    helps: tuple[FieldCode, ...]
    state: CounterState
    kinds: tuple[Kind, ...] = ()


class KindView(Shown, frozen=True, kw_only=True):
    """A visit kind that may be asked for without a field."""

    kind: Kind
    series: str
    open: bool


class IntervalView(Shown, frozen=True, kw_only=True):
    """Clock times from and to."""

    start: str
    end: str


class HoursView(Shown, frozen=True, kw_only=True):
    """Today's hours."""

    service: tuple[IntervalView, ...]
    tickets: tuple[IntervalView, ...]
    always_open: bool


class OpenView(Shown, frozen=True, kw_only=True):
    """Whether tickets are issued now, and if not, why."""

    open: bool
    code: str | None = None
    reason_vi: str | None = None
    reason_en: str | None = None


class GroupView(Shown, frozen=True, kw_only=True):
    """A priority group that may be chosen."""

    code: str
    name_vi: str
    name_en: str


class CentreView(Shown, frozen=True, kw_only=True):
    """A centre as anybody may see it."""

    id: CentreId
    name_vi: str
    name_en: str
    header_vi: tuple[str, ...]
    header_en: tuple[str, ...]
    fields: tuple[FieldView, ...]
    kinds: tuple[KindView, ...]
    counters: tuple[CentreCounter, ...]
    hours: HoursView
    service_day: date | None
    open: bool
    reason: OpenView
    groups: tuple[GroupView, ...]
    priority_at_kiosk: bool
    policy_vi: str
    policy_en: str
    dossiers_per_ticket: int
    plan_version: int
    zone: str
    notice_vi: str
    notice_en: str
    public_url: str


class ProcedureView(Shown, frozen=True, kw_only=True):
    """A procedure as the search shows it."""

    code: ProcedureCode
    name: str
    short_name: str
    field: FieldCode
    days: int | None
    days_unit: DaysUnit | None
    fee: str
    papers: str


class ProceduresView(Shown, frozen=True, kw_only=True):
    """What a search found, best first."""

    procedures: tuple[ProcedureView, ...]
    elsewhere_vi: str | None = None
    """Where to go for what is not done at this centre at all."""
    elsewhere_en: str | None = None


class NextAnswer(Shown, frozen=True, kw_only=True):
    """Who was called, and why this one."""

    ticket: TicketView
    reason: CallReason


class NamedAnswer(CounterView, frozen=True, kw_only=True):
    """A counter that called a named ticket, and the call as a next tells it."""

    ticket: TicketView
    reason: CallReason


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
    counters: tuple[CentreCounter, ...] = ()
    clock_doubted: bool = False


class CounterBoardView(Shown, frozen=True, kw_only=True):
    """The board above one counter."""

    counter: CounterId
    name: str
    state: CounterState
    label: str | None
    since: datetime | None
    priority: bool
    fields: tuple[str, ...]
    """The names of its fields."""
    serving: bool = False
    call: int = 0


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
    """A ticket that staff want printed again here."""

    serial: int
    ticket: TicketView


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
