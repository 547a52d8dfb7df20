"""The small words: identities, states and other closed lists.

Rule 1: a word on the wire is spelled as in the contract and never changes its meaning.
"""

from enum import StrEnum
from typing import NewType

CentreId = NewType("CentreId", str)
FieldCode = NewType("FieldCode", str)
ProcedureCode = NewType("ProcedureCode", str)
SeriesId = NewType("SeriesId", str)
CounterId = NewType("CounterId", str)
TicketId = NewType("TicketId", str)
"""Unguessable: whoever knows it holds the ticket (128 random bits or more)."""
ActorId = NewType("ActorId", str)
"""An account, a device, or one of the two words below."""

HOLDER = ActorId("holder")
TIMER = ActorId("timer")


class Kind(StrEnum):
    """What a visit is for (loại)."""

    SUBMIT = "submit"
    COLLECT = "collect"
    GUIDANCE = "guidance"


class TicketState(StrEnum):
    """Where a ticket stands; the moves between them are domain.ticket.MOVES."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    SERVED = "served"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    ABANDONED = "abandoned"


class CounterState(StrEnum):
    """Whether a counter takes people now."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class Outcome(StrEnum):
    """How a service ended (kết quả)."""

    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    RETURNED = "returned"
    NOT_READY = "not_ready"
    GUIDED = "guided"
    OTHER = "other"


class CallReason(StrEnum):
    """Why this ticket and no other was called."""

    TURN = "turn"
    PRIORITY = "priority"
    WAITED_TOO_LONG = "waited_too_long"
    HELPING = "helping"
    RETURNED = "returned"
    NAMED = "named"


class Channel(StrEnum):
    """Where a ticket was asked for."""

    KIOSK = "kiosk"
    STAFF = "staff"


class PrintResult(StrEnum):
    """What became of the paper."""

    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Who asks. The first three are devices, HOLDER knows a ticket's id, PUBLIC is anybody."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    RATING = "rating"
    OFFICER = "officer"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"
    HOLDER = "holder"
    PUBLIC = "public"


class Language(StrEnum):
    """The languages a ticket and a screen can speak."""

    VI = "vi"
    EN = "en"


class DaysUnit(StrEnum):
    """The unit of a procedure's processing time."""

    WORKING = "working"
    CALENDAR = "calendar"
    HOURS = "hours"
