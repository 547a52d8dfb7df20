"""A ticket: one place in the queue, and every move it can make.

Rule 1: every move a ticket can make stands in MOVES, and nowhere else.
Rule 2: this file knows no counter's state, no screen and no clock.
"""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from queue_server.protocol.commands import DossierLine
from queue_server.protocol.events import Estimate
from queue_server.protocol.records import Leg
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import (
    ActorId,
    CallReason,
    Channel,
    CounterId,
    FieldCode,
    Kind,
    Language,
    Outcome,
    ProcedureCode,
    SeriesId,
    TicketId,
    TicketState,
)


class Move(StrEnum):
    """What can be done to a ticket."""

    CALL = "call"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    HOLD = "hold"
    RETURN = "return"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    PRIORITY = "priority"
    RATE = "rate"
    RECORD = "record"
    CLOSE = "close"


_S = TicketState
MOVES: dict[TicketState, dict[Move, TicketState]] = {
    _S.WAITING: {
        Move.CALL: _S.CALLED,
        Move.CANCEL: _S.CANCELLED,
        Move.PRIORITY: _S.WAITING,
        Move.CLOSE: _S.ABANDONED,
    },
    _S.CALLED: {
        Move.CALL: _S.CALLED,
        Move.START: _S.SERVING,
        Move.FINISH: _S.SERVED,
        Move.MISS: _S.MISSED,
        Move.HOLD: _S.HELD,
        Move.TRANSFER: _S.WAITING,
        Move.CLOSE: _S.NO_SHOW,
    },
    _S.SERVING: {
        Move.FINISH: _S.SERVED,
        Move.HOLD: _S.HELD,
        Move.TRANSFER: _S.WAITING,
        Move.CLOSE: _S.SERVED,
    },
    _S.HELD: {
        Move.CALL: _S.CALLED,
        Move.RETURN: _S.WAITING,
        Move.CANCEL: _S.CANCELLED,
        Move.PRIORITY: _S.HELD,
        Move.CLOSE: _S.NO_SHOW,
    },
    _S.MISSED: {
        Move.CALL: _S.CALLED,
        Move.RETURN: _S.WAITING,
        Move.CANCEL: _S.CANCELLED,
        Move.PRIORITY: _S.MISSED,
        Move.CLOSE: _S.NO_SHOW,
    },
    _S.SERVED: {Move.RATE: _S.SERVED, Move.RECORD: _S.SERVED},
    _S.CANCELLED: {},
    _S.NO_SHOW: {},
    _S.ABANDONED: {},
}
"""From a state, by a move, to a state. At close whoever's service had begun is served instead."""

ENDS = frozenset({_S.SERVED, _S.CANCELLED, _S.NO_SHOW, _S.ABANDONED})
AT_COUNTER = frozenset({_S.CALLED, _S.SERVING})


class Ticket(Struct, frozen=True, kw_only=True):
    """One citizen's place in the queue, as it stands."""

    id: TicketId
    label: str
    series: SeriesId
    number: int
    field: FieldCode | None
    """The field it was issued for; `leg_field` is the one it waits for now."""
    procedure: ProcedureCode | None
    kind: Kind
    priority: str | None
    channel: Channel
    language: Language
    quantity: int
    day: date
    issued_at: datetime
    estimate: Estimate | None

    state: TicketState
    line: str
    """The line it stands in, or stood in last."""
    home: str
    """The line of its field or kind, where it goes when a counter that it waited for closes."""
    rank: int | None
    """The rank of its priority group; None has no priority."""
    place: int
    """Its place in line: the seq of the event that gave it."""
    since: datetime
    """When it last took its place in line."""

    leg: int = 1
    leg_field: FieldCode | None = None
    entered_at: datetime
    counter: CounterId | None = None
    officer: ActorId | None = None
    called_at: datetime | None = None
    """The first call of this leg."""
    wait_work_s: int | None = None
    """Seconds of service hours from entering the queue to the first call of this leg."""
    last_call_at: datetime | None = None
    calls: int = 0
    reason: CallReason | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    implied: bool = False
    missed_at: datetime | None = None
    outcome: Outcome | None = None
    dossiers: tuple[DossierLine, ...] = ()
    ended_at: datetime | None = None
    ended_by_timer: bool = False
    satisfaction: int | None = None
    attitude: int | None = None
    doubted: bool = False
    """A clock in doubt touched its times: it is in no mean."""
    past: tuple[Leg, ...] = ()
    """Its earlier legs, closed."""
    touched: int = 0
    """The seq of the last event that moved it."""

    @property
    def waits(self) -> bool:
        """Whether it stands in line."""
        return self.state is TicketState.WAITING

    @property
    def dossier_count(self) -> int:
        """How many dossiers were entered."""
        return sum(line.quantity for line in self.dossiers)


def check_move(ticket: Ticket, move: Move) -> TicketState:
    """Return the state `move` leads to.

    Raises:
        Refused: `wrong_state`, the ticket cannot make this move now.
    """
    to = MOVES[ticket.state].get(move)
    if to is None:
        raise Refused("wrong_state", state=ticket.state.value)
    return to


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for README.md."""
    arrows: dict[tuple[TicketState, TicketState], list[str]] = {}
    for state, moves in MOVES.items():
        for move, to in moves.items():
            if state is not to or move is Move.CALL:
                arrows.setdefault((state, to), []).append(move.value)
    lines = [f"    {state} --> {to} : {', '.join(moves)}" for (state, to), moves in arrows.items()]
    ends = [f"    {state} --> [*]" for state in MOVES if state in ENDS]
    return "\n".join(["stateDiagram-v2", "    [*] --> waiting : issue", *lines, *ends, ""])
