"""The events: everything that ever happened on a floor, in the words of the journal.

Rule 1: recorded events are for ever: a new member has a default, a name never changes its meaning.
Rule 2: no free text and no person stands in an event, only a reference and a salted hash.
Rule 3: `at` is a whole second with the centre's offset, so that every duration is a whole number.
"""

import hashlib
from datetime import date, datetime

from msgspec import Struct

from queue_server.protocol.commands import DossierLine
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import (
    ActorId,
    CallReason,
    CentreId,
    Channel,
    CounterId,
    FieldCode,
    Kind,
    Language,
    Outcome,
    PrintResult,
    ProcedureCode,
    SeriesId,
    TicketId,
)


class TextRef(Struct, frozen=True, gc=False):
    """Stands for somebody's own words, which lie elsewhere and may be purged."""

    ref: str
    hash: str
    """SHA-256 of salt and text, in hex."""


def text_ref(ref: str, salt: str, text: str | None) -> TextRef | None:
    """Return what stands for `text` in an event; None for no words."""
    if not text:
        return None
    return TextRef(ref, hashlib.sha256(f"{salt}{text}".encode()).hexdigest())


class Estimate(Struct, frozen=True, gc=False):
    """A wait as a range in seconds; it rests on `recent` services or on the plan's `prior`."""

    low_s: int
    high_s: int
    basis: str


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class Event(Struct, frozen=True, kw_only=True, gc=False, tag=_snake, tag_field="type"):
    """Something that happened."""

    centre: CentreId
    seq: int
    at: datetime
    by: ActorId
    press: int | None = None
    """The `seq` of the first event of the press that made this one."""
    clock_doubt: bool = False
    """Then this event is in no mean."""


class TicketEvent(Event, frozen=True, kw_only=True):
    """Something that happened to one ticket."""

    ticket: TicketId


class CounterEvent(Event, frozen=True, kw_only=True):
    """Something that happened at a counter without a ticket."""

    counter: CounterId


class PlanChanged(Event, frozen=True, kw_only=True):
    """The plan that holds from now on, whole."""

    plan: Plan
    plan_hash: str


class DayOpened(Event, frozen=True, kw_only=True):
    """A service day begins; with it all that crosses midnight, so that replay starts here."""

    day: date
    plan_version: int
    plan_hash: str
    paused_series: tuple[SeriesId, ...] = ()
    usual_s: dict[str, int] = {}
    """Mean service seconds per line of the days before: the estimates' second prior."""
    last_at: datetime | None = None
    """The latest time before, so that time does not go back over the border."""
    latest: date | None = None
    """The latest day opened before: a day up to it may come again, when a clock is set right."""
    top: dict[str, int] = {}
    """The highest number ever given, by prefix: there numbers go on if the day comes again."""


class DayClosed(Event, frozen=True, kw_only=True):
    """A service day ended; what was open has ended just before."""

    day: date


class TicketIssued(TicketEvent, frozen=True, kw_only=True):
    """A number was given."""

    label: str
    series: SeriesId
    number: int
    field: FieldCode | None
    procedure: ProcedureCode | None
    kind: Kind
    priority: str | None
    channel: Channel
    estimate: Estimate | None
    ahead: int = 0
    quantity: int = 1
    language: Language = Language.VI


class TicketPrinted(TicketEvent, frozen=True, kw_only=True):
    """What became of the paper."""

    result: PrintResult
    detail: TextRef | None = None
    paper_low: bool = False


class ReprintAsked(TicketEvent, frozen=True, kw_only=True):
    """A kiosk shall print the ticket again."""

    kiosk: str


class CounterOpened(CounterEvent, frozen=True, kw_only=True):
    """An officer takes people at a counter."""

    officer: ActorId


class CounterPaused(CounterEvent, frozen=True, kw_only=True):
    """A counter takes nobody for a while."""

    reason: TextRef | None = None


class CounterClosed(CounterEvent, frozen=True, kw_only=True):
    """A counter is left."""


class TicketCalled(TicketEvent, frozen=True, kw_only=True):
    """A ticket was called to a counter; `call` counts the calls of this leg."""

    label: str
    counter: CounterId
    officer: ActorId
    reason: CallReason
    call: int
    priority_run: int = 0
    """Priority calls in a row at this counter, this one included."""
    words: TextRef | None = None
    """Why it was called out of order."""


class ServiceStarted(TicketEvent, frozen=True, kw_only=True):
    """Service began."""

    counter: CounterId


class ServiceFinished(TicketEvent, frozen=True, kw_only=True):
    """Service ended. `implied`: nobody pressed start, service counts from the call."""

    counter: CounterId
    outcome: Outcome | None
    dossiers: tuple[DossierLine, ...] = ()
    implied: bool = False
    note: TextRef | None = None


class TicketMissed(TicketEvent, frozen=True, kw_only=True):
    """Nobody came to the call."""

    counter: CounterId


class TicketHeld(TicketEvent, frozen=True, kw_only=True):
    """Set aside at a counter."""

    counter: CounterId
    reason: TextRef | None = None


class TicketReturned(TicketEvent, frozen=True, kw_only=True):
    """Back in line: at its old `place`, at the `end`, or `next` at the counter that held it.

    `counter` is that one, or the one whose line it stands in because it was sent there.
    """

    to: str
    counter: CounterId | None = None


class TicketTransferred(TicketEvent, frozen=True, kw_only=True):
    """Sent on: a new leg begins, for a field or for a counter."""

    field: FieldCode | None
    counter: CounterId | None
    keep_place: bool
    came_from: CounterId
    implied: bool = False


class TicketCancelled(TicketEvent, frozen=True, kw_only=True):
    """Given up by its holder or by staff."""


class TicketAbandoned(TicketEvent, frozen=True, kw_only=True):
    """Never called before the day ended."""


class TicketNoShow(TicketEvent, frozen=True, kw_only=True):
    """Called, but never served before the day ended."""


class PriorityChanged(TicketEvent, frozen=True, kw_only=True):
    """A ticket has another priority group from now on."""

    priority: str | None
    reason: TextRef | None = None


class TicketRated(TicketEvent, frozen=True, kw_only=True):
    """The citizen's judgement."""

    satisfaction: int
    attitude: int | None = None
    reasons: tuple[str, ...] = ()
    comment: TextRef | None = None


class OutcomeRecorded(TicketEvent, frozen=True, kw_only=True):
    """Outcome and dossiers, entered or mended after service."""

    outcome: Outcome
    dossiers: tuple[DossierLine, ...] = ()
    note: TextRef | None = None


class MoveUndone(CounterEvent, frozen=True, kw_only=True):
    """The events named never were, as far as line, times and figures go."""

    undone: tuple[int, ...]
    tickets: tuple[TicketId, ...]


class SeriesPaused(Event, frozen=True, kw_only=True):
    """No more numbers of a series for now."""

    series: SeriesId
    reason: TextRef | None = None


class SeriesResumed(Event, frozen=True, kw_only=True):
    """Numbers of a series again."""

    series: SeriesId


class ServerStarted(Event, frozen=True, kw_only=True):
    """A server began to run this floor."""

    program: str
    gap_s: int | None = None
    """Seconds since the event before; None where there is none."""


class ClockDoubted(Event, frozen=True, kw_only=True):
    """From here on times cannot be trusted."""

    why: str
    by_s: int


class ClockConfirmed(Event, frozen=True, kw_only=True):
    """From here on times can be trusted again."""


class AccountChanged(Event, frozen=True, kw_only=True):
    """An account was made or changed; its name lies in the accounts table."""

    account: str
    change: str


class DeviceChanged(Event, frozen=True, kw_only=True):
    """A device was paired, revoked or otherwise changed."""

    device: str
    change: str


class DossiersImported(Event, frozen=True, kw_only=True):
    """An export of the case system was taken in; what it said lies in a table."""

    import_id: str
    digest: str
    """SHA-256 of the file, in hex."""
    first: str
    """The first day that it covers."""
    last: str
    taken: int
    """Lines that were new or changed something."""


class ReportFiled(Event, frozen=True, kw_only=True):
    """A report was filed: frozen as it stood, and kept in a table."""

    filing: str
    report: str
    period: str
    basis: str
    digest: str
    """SHA-256 of the frozen report, in hex."""


AnyEvent = (
    PlanChanged
    | DayOpened
    | DayClosed
    | TicketIssued
    | TicketPrinted
    | ReprintAsked
    | CounterOpened
    | CounterPaused
    | CounterClosed
    | TicketCalled
    | ServiceStarted
    | ServiceFinished
    | TicketMissed
    | TicketHeld
    | TicketReturned
    | TicketTransferred
    | TicketCancelled
    | TicketAbandoned
    | TicketNoShow
    | PriorityChanged
    | TicketRated
    | OutcomeRecorded
    | MoveUndone
    | SeriesPaused
    | SeriesResumed
    | ServerStarted
    | ClockDoubted
    | ClockConfirmed
    | AccountChanged
    | DeviceChanged
    | DossiersImported
    | ReportFiled
)
