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


class TicketsView(Shown, frozen=True, kw_only=True):
    """Some tickets of today, in order of issue."""

    tickets: tuple[TicketView, ...]


class KioskName(Shown, frozen=True, kw_only=True):
    """A kiosk where staff may have a ticket printed."""

    id: str
    name: str


class KiosksView(Shown, frozen=True, kw_only=True):
    """The centre's kiosks."""

    kiosks: tuple[KioskName, ...]


class CentreCounter(Shown, frozen=True, kw_only=True):
    """A counter on the centre's own page."""

    id: CounterId
    name: str
    fields: tuple[FieldCode, ...]
    helps: tuple[FieldCode, ...]
    state: CounterState
    kinds: tuple[Kind, ...] = ()


class CounterView(CentreCounter, frozen=True, kw_only=True):
    """A counter as officers see it."""

    officer: str | None
    current: TicketView | None


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
    agents_series: bool = False
    """Whether there are numbers for those who bring more."""
    plan_version: int
    zone: str
    notice_vi: str
    notice_en: str
    public_url: str
    logo: str | None = None
    """Where the picture is, below this server; None is none."""


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
    source: str = ""
    checked_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class DueView(Shown, frozen=True, kw_only=True):
    """The day a dossier would be due; null where the procedure's time is unknown."""

    procedure: str
    received_at: datetime
    due_on: date | None
    reason_vi: str | None = None
    """How it is reckoned, in a few words."""
    reason_en: str | None = None


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
