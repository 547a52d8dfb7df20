"""What is kept for reports beside the journal: the case system's dossiers, imports, filings."""

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct


class CaseChannel(StrEnum):
    """How a dossier reached the case system."""

    ONLINE = "online"
    DIRECT = "direct"
    POST = "post"


class CaseState(StrEnum):
    """What the case system says of a dossier, apart from its days."""

    REGULAR = "regular"
    SUPPLEMENT = "supplement"
    """It waits for papers."""
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Case(Struct, frozen=True, kw_only=True):
    """One dossier as the case system's last export had it: no name, no address."""

    code: str
    field: str | None
    procedure: str | None
    quantity: int = 1
    received_on: date
    due_on: date | None
    done_on: date | None
    """When it was settled; never the day of collection."""
    channel: CaseChannel
    state: CaseState = CaseState.REGULAR


class CaseImport(Struct, frozen=True, kw_only=True):
    """An export of the case system that was taken in."""

    id: str
    digest: str
    """SHA-256 of the file, in hex."""
    by: str
    at: int
    first: date
    """The first day it covers."""
    last: date
    taken: int
    same: int
    refused: int


class Owner(Struct, frozen=True, kw_only=True):
    """Whose dossier it is; kept only where a centre has switched it on, and for a time."""

    code: str
    name: str
    address: str
    phone: str


class Handled(Struct, frozen=True, kw_only=True):
    """A dossier as it was entered at a counter, with what its visit says."""

    ticket: str
    label: str
    day: date
    at: int
    """When it was entered."""
    code: str
    procedure: str | None
    quantity: int
    due_on: date | None
    field: str | None
    outcome: str | None
    officer: str | None
    ended_at: int | None


class Uncoded(Struct, frozen=True, kw_only=True):
    """A visit at which a dossier was received, but none was entered."""

    ticket: str
    label: str
    day: date
    field: str | None
    procedure: str | None
    officer: str | None


RatedBy = Literal["field", "officer", "day"]


class Rated(Struct, frozen=True, kw_only=True):
    """What those who were served thought, by one key."""

    key: str | None
    served: int
    rated: int
    very: int
    fairly: int
    attitudes: int
    attitude_sum: int


class Picked(Struct, frozen=True, kw_only=True):
    """A reason from the list, and how satisfied those were who picked it."""

    reason: str
    very: int
    fairly: int
    dissatisfied: int


class Filing(Struct, frozen=True, kw_only=True):
    """A report that was filed."""

    id: str
    report: str
    period: str
    basis: str
    first: date
    last: date
    by: str
    at: int
    digest: str
    """SHA-256 of the frozen report, in hex."""
