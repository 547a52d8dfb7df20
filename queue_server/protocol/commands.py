"""The commands: everything that may be asked of a floor.

Rule 1: a command carries what chance and the door know (`by`, `id`, `salt`), so that the rules need
neither.
Rule 2: a command has at most one free text; its name stands in `free_text`.
"""

from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import (
    ActorId,
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

Words = Annotated[str, Meta(max_length=1000)]
Needed = Annotated[str, Meta(min_length=1, max_length=1000)]
Score = Annotated[int, Meta(ge=1, le=3)]
Chip = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A reason picked from a list: a code, never somebody's own words."""
Short = Annotated[str, Meta(min_length=1, max_length=64)]


class Command(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag=True,
    tag_field="do",
):
    """Something asked of a floor by somebody."""

    free_text: ClassVar[str | None] = None
    """The name of the member that holds somebody's own words; they never reach an event."""

    by: ActorId
    id: str = ""
    """Random and unguessable: names the ticket or the text that this command makes."""
    salt: str = ""
    """Random: goes into the hash of the free text."""


class CounterCommand(Command, frozen=True, kw_only=True):
    """Something an officer does at a counter; on the wire it is named by the path, as `at`."""

    counter: CounterId = msgspec.field(name="at")


class TicketCommand(Command, frozen=True, kw_only=True):
    """Something done to one ticket."""

    ticket: TicketId


class DossierLine(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One dossier of the case system, known to us by its code alone."""

    code: Annotated[str, Meta(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    procedure: ProcedureCode | None = None
    quantity: Annotated[int, Meta(ge=1, le=1000)] = 1
    due_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


Dossiers = Annotated[tuple[DossierLine, ...], Meta(max_length=100)]


class IssueTicket(Command, frozen=True, kw_only=True):
    """Take a number."""

    field: FieldCode | None = None
    procedure: ProcedureCode | None = None
    kind: Kind = Kind.SUBMIT
    priority: Short | None = None
    quantity: Annotated[int, Meta(ge=1, le=1000)] = 1
    language: Language = Language.VI
    channel: Channel = Channel.KIOSK


class RecordPrint(TicketCommand, frozen=True, kw_only=True):
    """Say what became of a ticket's paper."""

    free_text: ClassVar[str | None] = "detail"

    result: PrintResult
    detail: Words | None = None
    paper_low: bool = False
    """The printer says that its paper will soon be at its end."""


class CancelTicket(TicketCommand, frozen=True, kw_only=True):
    """Give a place in the line up."""


class RateTicket(TicketCommand, frozen=True, kw_only=True):
    """Say how the service was: 3 very satisfied, 2 satisfied, 1 not satisfied."""

    free_text: ClassVar[str | None] = "comment"

    satisfaction: Score
    attitude: Score | None = None
    reasons: Annotated[tuple[Chip, ...], Meta(max_length=10)] = ()
    comment: Words | None = None
    served_at: int | None = None
    """When the service ended, if that was on an earlier day: the door found it in the records."""


class RecordOutcome(TicketCommand, frozen=True, kw_only=True):
    """Enter or mend outcome and dossiers after service, also days later."""

    free_text: ClassVar[str | None] = "note"

    outcome: Outcome
    dossiers: Dossiers = ()
    note: Words | None = None
    past: bool = False
    """The door found the ticket served on an earlier day: the floor does not know it any more."""


class AskReprint(TicketCommand, frozen=True, kw_only=True):
    """Ask a kiosk to print a ticket once more, marked IN LẠI."""

    kiosk: Short


class ReturnTicket(TicketCommand, frozen=True, kw_only=True):
    """Put a missed or held ticket back in line."""


class ChangePriority(TicketCommand, frozen=True, kw_only=True):
    """Give a ticket a priority group, or take it away."""

    free_text: ClassVar[str | None] = "reason"

    group: Short | None
    reason: Needed


class PauseSeries(Command, frozen=True, kw_only=True):
    """Stop giving numbers of a series."""

    free_text: ClassVar[str | None] = "reason"

    series: SeriesId
    reason: Needed


class ResumeSeries(Command, frozen=True, kw_only=True):
    """Give numbers of a series again."""

    series: SeriesId


class OpenCounter(CounterCommand, frozen=True, kw_only=True):
    """Sit down at a counter, or go on after a pause."""


class PauseCounter(CounterCommand, frozen=True, kw_only=True):
    """Stop taking people for a while."""

    free_text: ClassVar[str | None] = "reason"

    reason: Needed


class CloseCounter(CounterCommand, frozen=True, kw_only=True):
    """Leave a counter."""


class CallNext(CounterCommand, frozen=True, kw_only=True):
    """Close what is open at the counter and call whose turn it is."""

    after: TicketId | UnsetType | None = UNSET
    """The ticket the officer saw as current; None is no ticket, absent is no check."""


class CallTicket(CounterCommand, frozen=True, kw_only=True):
    """Call a named ticket out of order."""

    free_text: ClassVar[str | None] = "reason"

    ticket: TicketId
    reason: Needed


class Recall(CounterCommand, frozen=True, kw_only=True):
    """Call the current ticket once more."""


class StartService(CounterCommand, frozen=True, kw_only=True):
    """The person has come: begin."""


class MissTicket(CounterCommand, frozen=True, kw_only=True):
    """Nobody came."""


class HoldTicket(CounterCommand, frozen=True, kw_only=True):
    """Set the current ticket aside: the person fetches something and returns to this counter."""

    free_text: ClassVar[str | None] = "reason"

    reason: Needed


class Undo(CounterCommand, frozen=True, kw_only=True):
    """Take back the counter's last press."""


class FinishService(CounterCommand, frozen=True, kw_only=True):
    """End the service."""

    free_text: ClassVar[str | None] = "note"

    outcome: Outcome
    dossiers: Dossiers = ()
    note: Words | None = None


class Transfer(CounterCommand, frozen=True, kw_only=True):
    """Send the current ticket on to a field or to another counter."""

    field: FieldCode | None = None
    to_counter: CounterId | None = msgspec.field(name="counter", default=None)
    keep_place: bool = False


class ChangePlan(Command, frozen=True, kw_only=True):
    """Put a new plan in the place of the one with version `expected`."""

    plan: Plan
    expected: int | None = None


class BlankBoards(Command, frozen=True, kw_only=True):
    """Let the boards of the halls show nothing and say nothing, from this moment on."""


class ShowBoards(Command, frozen=True, kw_only=True):
    """Let the boards show and speak again."""


class ConfirmClock(Command, frozen=True, kw_only=True):
    """Staff say that the clock is right."""


class DoubtClock(Command, frozen=True, kw_only=True):
    """The engine measured that the clock cannot be trusted."""

    why: str
    """`back`, `ahead` or `step`."""
    by_s: int


class StartServer(Command, frozen=True, kw_only=True):
    """A server begins to run the floor."""

    program: str
    """Name and version of the program."""


class TurnDay(Command, frozen=True, kw_only=True):
    """The timer closes a day, opens one, or both, as the clock and the hours ask."""


class NoteAccount(Command, frozen=True, kw_only=True):
    """Keep in the record that an account changed."""

    account: str
    change: str


class NoteDevice(Command, frozen=True, kw_only=True):
    """Keep in the record that a device changed."""

    device: str
    change: str


class NoteImport(Command, frozen=True, kw_only=True):
    """Keep in the record that an export of the case system was taken in."""

    import_id: str
    digest: str
    first: str
    last: str
    taken: int


class NoteFiling(Command, frozen=True, kw_only=True):
    """Keep in the record that a report was filed."""

    filing: str
    report: str
    period: str
    basis: str
    digest: str
