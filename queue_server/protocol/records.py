"""The records: rows written beside the journal, in its transaction, and rebuilt from it at will.

Times are whole seconds since the epoch (UTC); days are ISO dates in the centre's zone.
"""

from msgspec import Struct

from queue_server.protocol.vocabulary import TicketId


class Visit(Struct, frozen=True, kw_only=True, gc=False):
    """One ticket, put to where it was issued."""

    ticket: TicketId
    day: str
    label: str
    series: str
    field: str | None
    procedure: str | None
    kind: str
    priority: str | None
    channel: str
    quantity: int
    issued_at: int
    hour: int
    state: str
    ended_at: int | None
    legs: int
    wait_s: int | None
    """The waits of its called legs, added up; None was never called."""
    counter: str | None
    """Of the last leg that was called; None was never called."""
    officer: str | None
    outcome: str | None
    dossiers: int
    satisfaction: int | None
    attitude: int | None
    estimate_low_s: int | None
    estimate_high_s: int | None
    doubted: bool


class Leg(Struct, frozen=True, kw_only=True, gc=False):
    """Queue, call and service at one counter; a transfer starts another."""

    ticket: TicketId
    leg: int
    day: str
    hour: int
    field: str | None
    procedure: str | None
    kind: str
    priority: str | None
    entered_at: int
    called_at: int | None
    started_at: int | None
    finished_at: int | None
    counter: str | None
    officer: str | None
    reason: str | None
    calls: int
    wait_s: int | None
    """First call less entering the queue."""
    wait_work_s: int | None
    """The same without closed hours, by the plan in force at the call."""
    left_s: int | None
    """From entering the queue to giving up or closing time, of a leg that was never called."""
    service_s: int | None
    """Finish less start; None for services that count in no figure."""
    implied: bool
    end: str | None
    """served, transferred, no_show, abandoned, cancelled; None is open."""
    outcome: str | None
    dossiers: int
    doubted: bool


class Mended(Struct, frozen=True, kw_only=True):
    """Outcome and dossiers of a visit of an earlier day, entered or mended now."""

    ticket: TicketId
    outcome: str
    dossiers: int


class Judged(Struct, frozen=True, kw_only=True):
    """The marks that a visit of an earlier day was given now."""

    ticket: TicketId
    satisfaction: int
    attitude: int | None


class Entered(Struct, frozen=True, kw_only=True, gc=False):
    """A dossier as an officer entered it for a ticket; later entries take the place of earlier."""

    ticket: TicketId
    line: int
    """Its place among the dossiers of the ticket, from 1."""
    seq: int
    """Of the event that entered it."""
    at: int
    code: str
    """Empty: there was none yet."""
    procedure: str | None
    quantity: int
    due_on: str | None


class EnteredFor(Struct, frozen=True, gc=False):
    """The dossiers that stand for a ticket from now on; none takes away those before."""

    ticket: TicketId
    dossiers: tuple[Entered, ...]


class Text(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody's own words, kept apart from the journal for a time."""

    ref: str
    salt: str
    text: str
    seq: int
    """Of the event that refers to it."""
    kept_until: int
