"""What the engine asks of a memory, whichever database keeps it.

Rule 1: `append` keeps all of a batch or nothing of it.
Rule 2: a driver's own exceptions never leave this room: they become StoreError or CommitUnknown.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct

from queue_server.protocol.plan import Plan
from queue_server.protocol.records import EnteredFor, Judged, Leg, Mended, Text, Visit
from queue_server.protocol.vocabulary import CentreId, Role


class StoreError(Exception):
    """The memory could not do what was asked; nothing of it was kept."""


class CommitUnknown(StoreError):
    """The batch may be kept or not: read the journal back before going on."""


class JournalCorrupt(StoreError):
    """What is kept does not fit together; the text says where."""


class Entry(NamedTuple):
    """One event as it lies in the journal."""

    seq: int
    hash: bytes
    body: bytes
    """The canonical JSON of the event."""


class Key(NamedTuple):
    """What makes a repeated request the same request."""

    caller: str
    route: str
    key: str


class Answered(NamedTuple):
    """The answer a key was given, kept 24 hours."""

    key: Key
    request: bytes
    """SHA-256 of the request's body."""
    status: int
    body: bytes
    at: int
    """Whole seconds since the epoch."""


class Statement(NamedTuple):
    """One ready SQL statement for tables beside the journal, written in its transaction."""

    sql: str
    values: Sequence[object]


class KeptPlan(NamedTuple):
    """The copy of a plan."""

    plan: Plan
    hash: str
    """SHA-256 of the copy's bytes, in hex: a newer program that knows more words reads the same."""


class Batch(NamedTuple):
    """All that one turn of the engine keeps."""

    entries: Sequence[Entry] = ()
    visits: Sequence[Visit] = ()
    legs: Sequence[Leg] = ()
    gone_legs: Sequence[tuple[str, int]] = ()
    """Ticket and number of legs that an undo took away."""
    mended: Sequence[Mended] = ()
    """Visits of earlier days: their outcome is set on the visit and on its last leg."""
    judged: Sequence[Judged] = ()
    """Visits of earlier days: their marks are set on the visit."""
    entered: Sequence[EnteredFor] = ()
    answers: Sequence[Answered] = ()
    texts: Sequence[Text] = ()
    statements: Sequence[Statement] = ()


class Journal(Protocol):
    """The memory of one centre."""

    centre: CentreId

    async def answered(self, keys: Sequence[Key]) -> Mapping[Key, Answered]:
        """Return what was answered to those of `keys` that are known."""

    async def append(self, batch: Batch) -> None:
        """Keep all of `batch` in one transaction.

        Raises:
            StoreError: nothing was kept.
            CommitUnknown: nobody knows; read the journal back.
        """

    async def read(self, after: int, limit: int) -> list[Entry]:
        """Return up to `limit` entries with `seq` above `after`, in order."""

    async def last(self) -> tuple[int, bytes]:
        """Return `seq` and hash of the last entry; 0 and hash(0) of an empty journal."""

    async def opening(self) -> int:
        """Return the `seq` of the last `day_opened`, 0 if there is none."""

    async def plan(self, version: int) -> KeptPlan | None:
        """Return the copy of the plan with `version`."""

    async def visit(self, ticket: str) -> Visit | None:
        """Return the record of a ticket of any day."""

    async def legs(self, ticket: str) -> list[Leg]:
        """Return the legs of a ticket of any day, in order."""


class Span(NamedTuple):
    """Service days of one centre, both ends within."""

    centre: CentreId
    first: str
    last: str

    @classmethod
    def of(cls, centre: CentreId, first: date, last: date) -> "Span":
        """Return the span from one day to another, written as the records write days."""
        return cls(centre, first.isoformat(), last.isoformat())


Keys = tuple[str | int | None, ...]
"""What the rows of a group have in common, in the order that was asked for."""


class VisitSums(NamedTuple):
    """Visits of one group and one state; a group may come in several parts."""

    keys: Keys
    state: str
    visits: int
    called: int
    transferred: int
    waits: int
    """Visits whose wait counts."""
    wait_s: int
    """Their waits, added up."""
    rated: int
    satisfied: int


class LegSums(NamedTuple):
    """Legs of one group; durations are in no order, without those of a doubted clock.

    A group may come in several parts. Where no closed hours lay in any wait, `work_waits` is the
    list of `waits` itself.
    """

    keys: Keys
    waits: list[int]
    work_waits: list[int]
    services: list[int]
    left: list[int]
    """Waits of those who were never called."""
    implied: int
    """Services that count, without a start press."""
    dossiers: int
    measured_dossiers: int
    """Those of services that count."""
    dossier_service_s: int
    """The services that settled them."""
    reasons: Mapping[str, int]
    """Called legs, by the reason of their last call."""


class Sums(NamedTuple):
    """Visits and legs of the same moment."""

    visits: list[VisitSums]
    legs: list[LegSums]


class EstimateSums(NamedTuple):
    """What people of one day were told, against how long they waited for their first call."""

    day: str
    compared: int
    untold: int
    """Those who were called, but whom nobody could tell how long it takes."""
    off_twice_s: int
    """Twice the distances from the middle of what was told: whole seconds."""
    inside: int
    too_little: int


class Wanted(NamedTuple):
    """Which visits stand behind a figure."""

    values: Mapping[str, str | int | None] = {}
    """Members of the visit and what they are."""
    states: Sequence[str] = ()
    days: Sequence[str] | None = None
    """Only these of the span."""
    transferred: bool = False
    longer_than_s: int | None = None
    """Those of whom a leg waited longer, without closed hours."""
    reason: str | None = None
    """Those of whom a leg was called for it."""
    rated: bool = False
    waited: bool = False
    """Those whose wait counts, the longest first."""


Measure = Literal["wait_s", "wait_work_s", "left_s", "service_s", "dossiers"]
"""Members of a leg of which there are means, percentiles and sums."""


class Measured(NamedTuple):
    """Which legs stand behind a mean, a percentile, a share or a sum."""

    measure: Measure
    values: Mapping[str, str | int | None] = {}
    """Members of the leg and what they are."""
    days: Sequence[str] | None = None
    """Only these of the span."""
    over: int | None = None
    up_to: int | None = None
    implied: bool = False
    """Only services without a start press."""


class Ranked(NamedTuple):
    """Some of the legs behind a figure, those with the most first."""

    total: int
    """How many legs there are."""
    legs: Sequence[tuple[str, Leg]]
    """Each with the label of its ticket."""


class Records(Protocol):
    """The records of all centres, to be counted; read on a connection of its own."""

    async def sums(self, span: Span, by: Sequence[str]) -> Sums:
        """Return visits and legs by those of their members that `by` names, or `month`."""

    async def estimates(self, span: Span) -> list[EstimateSums]:
        """Return what the estimates of each day were worth."""

    async def kept(
        self, centre: CentreId, tickets: Sequence[str]
    ) -> list[tuple[Visit, Sequence[Leg]]]:
        """Return those of some tickets whose visits are kept, with their legs in order."""

    async def visits_where(self, span: Span, wanted: Wanted, limit: int) -> list[Visit]:
        """Return the first of the visits that are wanted, in order of issue."""

    async def legs_where(self, span: Span, measured: Measured, limit: int, skip: int) -> Ranked:
        """Return the legs behind a figure, `limit` of them after the first `skip`."""

    async def events_naming(self, centre: CentreId, ticket: str, day: str) -> list[Entry]:
        """Return the events that name a ticket of a day, those of later days too."""

    async def tickets_around(self, centre: CentreId, seq: int) -> list[str]:
        """Return the tickets of the day that was open at an event."""


class Account(Struct, frozen=True, kw_only=True):
    """Somebody who signs in. Events name only the id."""

    id: str
    name: str
    role: Role
    centre: CentreId | None = None
    """None may enter every centre of this server."""
    counter: str | None = None
    """The counter this officer usually sits at."""
    password_hash: str
    disabled: bool = False
    created_at: int


class Device(Struct, frozen=True, kw_only=True):
    """A kiosk, board or rating tablet that was paired."""

    id: str
    name: str
    role: Role
    centre: CentreId
    counter: str | None = None
    token_hash: bytes
    """SHA-256 of the token."""
    revoked: bool = False
    created_at: int


class Sighting(Struct, frozen=True, kw_only=True):
    """When a device was last there."""

    device: str
    at: int


class Session(Struct, frozen=True, kw_only=True):
    """A signed-in account; it survives a restart of the server."""

    token_hash: bytes
    account: str
    created_at: int
    expires_at: int


class Code(Struct, frozen=True, kw_only=True):
    """A one-time code: `setup` makes the first administrator, `pair` a device."""

    code_hash: bytes
    purpose: str
    about: str
    """JSON of what is made with it."""
    expires_at: int


class Registry(Protocol):
    """Accounts, devices, sessions and codes of the whole server.

    The `async` ones read on their own connection; the others make a statement that the
    engine writes in its turn, so that a row and its event are kept together.
    """

    async def account(self, account: str) -> Account | None:
        """Return the account with this id."""

    async def account_named(self, name: str) -> Account | None:
        """Return the account with this name (NFC, case as kept)."""

    async def accounts(self) -> list[Account]:
        """Return all accounts, by name."""

    async def device(self, device: str) -> Device | None:
        """Return the device with this id."""

    async def device_with(self, token_hash: bytes) -> Device | None:
        """Return the device whose token has this hash, also a revoked one."""

    async def devices(self) -> list[Device]:
        """Return all devices, by name."""

    async def sightings(self) -> Mapping[str, int]:
        """Return when each device was last there, in seconds since the epoch."""

    async def session(self, token_hash: bytes) -> Session | None:
        """Return the session whose token has this hash, also an expired one."""

    async def code(self, code_hash: bytes) -> Code | None:
        """Return the code with this hash, also an expired one."""

    async def texts(self, refs: Sequence[str]) -> Mapping[str, str]:
        """Return the texts that are still kept, by reference."""

    def put_account(self, account: Account) -> Statement:
        """Insert or replace an account."""

    def put_device(self, device: Device) -> Statement:
        """Insert or replace a device."""

    def put_sighting(self, sighting: Sighting) -> Statement:
        """Note when a device was last there."""

    def put_session(self, session: Session) -> Statement:
        """Insert or replace a session."""

    def end_session(self, token_hash: bytes) -> Statement:
        """Delete a session."""

    def end_sessions_of(self, account: str) -> Statement:
        """Delete all sessions of an account."""

    def put_code(self, code: Code) -> Statement:
        """Insert a code."""

    def use_code(self, code_hash: bytes) -> Statement:
        """Delete a code."""
