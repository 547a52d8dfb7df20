"""The plan of a centre: its fields, series, counters, procedures, hours and policy.

It is data that managers change, not configuration. Every change is one `plan_changed` event.
"""

import hashlib
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from queue_server.protocol.vocabulary import (
    CentreId,
    CounterId,
    DaysUnit,
    FieldCode,
    Kind,
    ProcedureCode,
    SeriesId,
)

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$")]
Text = Annotated[str, Meta(max_length=500)]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Count = Annotated[int, Meta(ge=0)]
RegisterForm = Literal["provincial", "form_2018"]
RegisterColumn = Literal["code", "procedure", "received", "due", "done", "officer"]
ExpectedReport = Literal["ii06a", "register", "queue", "officers", "ratings"]


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One part of a plan; an unknown key in it is an error."""


class Series(Part, frozen=True, kw_only=True):
    """Owns numbers: a letter or a digit range, starting at 1 every service day."""

    id: SeriesId
    prefix: Annotated[str, Meta(pattern=r"^([A-Z]{1,2}|[1-9][0-9]?)$")]
    name_vi: Text = ""
    name_en: Text = ""
    quota: Annotated[int, Meta(ge=1)] | None = None
    """Most numbers a day; None is no limit."""


class Field(Part, frozen=True, kw_only=True):
    """A field of procedures (lĩnh vực), one tile on the kiosk."""

    code: FieldCode
    name_vi: Text
    name_en: Text
    series: SeriesId
    minutes: Annotated[int, Meta(ge=1, le=240)] = 10
    """Usual minutes of one service: the first prior of the estimates."""
    short_vi: Text = ""
    """A name that fits a tile; empty means `name_vi`."""
    next_day_after_15: bool = False
    """A dossier received after 15:00 counts from the next working day."""
    level: Text = ""
    """Which level of government settles it, where it is not the centre's own: `Cấp tỉnh`."""


class KindPlan(Part, frozen=True, kw_only=True):
    """How a visit kind is numbered, and that it may be asked for without a field."""

    kind: Kind
    series: SeriesId
    minutes: Annotated[int, Meta(ge=1, le=240)] = 5


class Counter(Part, frozen=True, kw_only=True):
    """A counter (quầy): what it serves, and what it helps with when its own lines are empty."""

    id: CounterId
    name: Text
    fields: tuple[FieldCode, ...] = ()
    kinds: tuple[Kind, ...] = ()
    """Kinds of visits without a field that this counter serves."""
    helps: tuple[FieldCode, ...] = ()


class Procedure(Part, frozen=True, kw_only=True):
    """One catalogue entry (thủ tục) with its national code."""

    code: ProcedureCode
    field: FieldCode
    name: Annotated[str, Meta(max_length=1000)]
    short_name: Annotated[str, Meta(max_length=80)] = ""
    keywords: tuple[str, ...] = ()
    """What citizens say for it."""
    days: Count | None = None
    """None is unknown: it is said so, never guessed."""
    days_unit: DaysUnit | None = None
    fee: Text = ""
    papers: Annotated[str, Meta(max_length=1000)] = ""
    source: Text = ""
    agency: Text = ""
    """Who settles it, where it is not the centre's own authority."""
    checked_on: date | None = None
    """When somebody last compared this entry with its source."""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: ProcedureCode | None = None


class Interval(Part, frozen=True, kw_only=True):
    """From one clock time to a later one, the end not included."""

    start: Clock
    end: Clock


class Week(Part, frozen=True, kw_only=True):
    """The weekly schedule that holds from a date on (summer, winter), Monday first."""

    starts: date
    days: tuple[tuple[Interval, ...], ...]
    """Seven days of service intervals."""
    tickets: tuple[tuple[Interval, ...], ...] | None = None
    """Seven days of ticket windows; None is the same as service."""


class Holiday(Part, frozen=True, kw_only=True):
    """A date that is not as its weekday: off, or work with its own intervals."""

    date: date
    kind: Literal["off", "work"]
    note: Text = ""
    intervals: tuple[Interval, ...] = ()


class Hours(Part, frozen=True, kw_only=True):
    """When the centre works. `always_open` is for the demo and for 24-hour centres."""

    always_open: bool = False
    weeks: tuple[Week, ...] = ()
    holidays: tuple[Holiday, ...] = ()


class PriorityGroup(Part, frozen=True, kw_only=True):
    """One group that may have priority; the lower the rank, the earlier."""

    code: Code
    name_vi: Text
    name_en: Text
    rank: Count = 1


class Policy(Part, frozen=True, kw_only=True):
    """The rules a centre may set for itself."""

    priority: Literal["interleave", "strict"] = "interleave"
    priority_run: Annotated[int, Meta(ge=1)] = 2
    """Most priority calls in a row while others wait (interleave only)."""
    guard_minutes: Annotated[int, Meta(ge=1)] | None = 30
    """A wait after which one goes first among the others; None is off, and it is off in strict."""
    guard_in_strict: bool = False
    groups: tuple[PriorityGroup, ...] = ()
    priority_at_kiosk: bool = True
    presence_s: Count = 60
    """A call left without start this long after its last call counts as served, else missed."""
    calls_before_miss: Annotated[int, Meta(ge=1)] = 3
    recall_gap_s: Count = 5
    grace_minutes: Count = 30
    """A missed ticket back within this time gets its old place, later the end of the line."""
    undo_s: Count = 30
    dossiers_per_ticket: Count = 5
    """0 is no cap."""
    agents_series: SeriesId | None = None
    """Numbers for those who bring more dossiers than the cap."""
    tickets_a_minute: Annotated[int, Meta(ge=0, le=60)] = 6
    """Most numbers that one kiosk gives within a minute; 0 is no limit."""
    tickets_in_a_row: Annotated[int, Meta(ge=0, le=60)] = 3
    """Most of them one after the other for the same field; 0 is no limit."""
    lunch: Literal["carry", "serve_out"] = "carry"
    issue_without_counter: bool = True
    last_ticket_by_capacity: bool = False
    long_service_minutes: Annotated[int, Meta(ge=1)] = 60
    target_wait_minutes: Annotated[int, Meta(ge=1)] = 15
    breach_wait_minutes: Annotated[int, Meta(ge=1)] = 30
    spell_digits: bool = False
    """Speak every digit, also leading zeros. Series of digits only are always spelled."""
    zero_word: Literal["linh", "lẻ"] = "linh"
    sentence_vi: Text = ""
    sentence_en: Text = ""
    """How priority works here, as it stands on the kiosk."""
    text_days: Annotated[int, Meta(ge=1)] = 365
    """How long notes, reasons and comments are kept."""
    cutoff_day: Annotated[int, Meta(ge=0, le=27)] = 14
    """The last day of an official month: reports run to it from the day after the one before.
    0 is the end of the calendar's month."""


class CaseColumns(Part, frozen=True, kw_only=True):
    """How the case system's export heads its columns; empty finds the usual headings."""

    code: Text = ""
    received: Text = ""
    due: Text = ""
    done: Text = ""
    channel: Text = ""
    field: Text = ""
    procedure: Text = ""
    quantity: Text = ""
    state: Text = ""
    owner: Text = ""
    address: Text = ""
    phone: Text = ""


class Reporting(Part, frozen=True, kw_only=True):
    """What the papers of a centre say, and which of them are expected of it."""

    authority: Text = ""
    """The body above the centre, as its papers begin: `UBND XÃ CẨM XUYÊN`."""
    receiver: Text = ""
    """Who the reports go to."""
    place: Text = ""
    """Where papers are signed."""
    level: Text = ""
    """Which level of government settles what is received here: `Cấp xã`; empty is not printed."""
    agency: Text = ""
    """Who is in charge of settling, as the register says it; a procedure may name another."""
    area: Text = ""
    """Where the dossiers come from, as the register says it; empty is left to the pen."""
    signers: tuple[Text, ...] = ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ")
    register: RegisterForm = "provincial"
    register_form: Text = ""
    """The register's name on paper, empty until the centre has confirmed it."""
    register_complete: tuple[RegisterColumn, ...] = ("code", "procedure", "received", "due")
    """A row that lacks one of these is incomplete."""
    withdrawn: Literal["left_out", "settled"] = "left_out"
    """Whether dossiers that were withdrawn or stopped count as settled in II.06a."""
    expected: tuple[ExpectedReport, ...] = ("ii06a", "register")
    """Reports that are filed for every month, quarter, half-year, nine months and year."""
    columns: CaseColumns = CaseColumns()
    keep_owners: bool = False
    """Whether names and addresses of an import are kept; by default they never are."""
    owners_days: Annotated[int, Meta(ge=1, le=3650)] = 365
    """How long they are kept."""


class Plan(Part, frozen=True, kw_only=True):
    """The whole plan of one centre; `domain.planning.faults` says whether it makes sense."""

    centre: CentreId
    version: Count = 0
    name_vi: Text
    name_en: Text = ""
    header_vi: tuple[Text, ...] = ()
    header_en: tuple[Text, ...] = ()
    zone: str = "Asia/Ho_Chi_Minh"
    series: tuple[Series, ...] = ()
    fields: tuple[Field, ...] = ()
    kinds: tuple[KindPlan, ...] = ()
    counters: tuple[Counter, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    hours: Hours = Hours()
    policy: Policy = Policy()
    reporting: Reporting = Reporting()
    notice_vi: Text = ""
    notice_en: Text = ""
    logo: Annotated[str, Meta(max_length=90_000)] = ""
    """A PNG in base64, for the head of boards and pages; empty is none."""
    blank: bool = False
    """The boards show nothing and say nothing."""
    public_url: Text = ""
    """Where citizens reach this server with their phones; empty means they do not."""


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of the plan's canonical JSON, in hex."""
    return hashlib.sha256(msgspec.json.encode(plan, order="sorted")).hexdigest()
