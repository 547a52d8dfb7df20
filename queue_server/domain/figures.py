"""What a ticket leaves for the statistics: its visit, its legs, and today's running sums.

Definitions are those of the contract, section 6: a wait runs from entering the queue to the first
call and a recall never changes it; a service runs from start to finish; services ended by the
timer and times touched by a doubted clock are in no mean.
"""

from datetime import datetime

from queue_server.domain.ticket import Ticket
from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import TicketState

SHORT_WAIT_S = 15 * 60
LONG_WAIT_S = 30 * 60

_LEG_ENDS = {
    TicketState.SERVED: "served",
    TicketState.NO_SHOW: "no_show",
    TicketState.ABANDONED: "abandoned",
    TicketState.CANCELLED: "cancelled",
}


def seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Return the whole seconds between two instants, never negative; None if one is missing."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds()))


def epoch(at: datetime | None) -> int | None:
    """Return an instant as whole seconds since the epoch."""
    return None if at is None else int(at.timestamp())


def current_leg(ticket: Ticket, *, end: str | None = None, finished: datetime | None = None) -> Leg:
    """Return the record of a ticket's current leg; a transfer gives its `end` and when."""
    finished = finished if finished is not None else ticket.finished_at
    measured = not ticket.ended_by_timer
    return Leg(
        ticket=ticket.id,
        leg=ticket.leg,
        day=ticket.day.isoformat(),
        hour=ticket.entered_at.hour,
        field=ticket.leg_field,
        procedure=ticket.procedure,
        kind=ticket.kind.value,
        priority=ticket.priority,
        entered_at=int(ticket.entered_at.timestamp()),
        called_at=epoch(ticket.called_at),
        started_at=epoch(ticket.started_at),
        finished_at=epoch(finished),
        counter=ticket.counter if ticket.called_at is not None else None,
        officer=ticket.officer,
        reason=ticket.reason.value if ticket.reason is not None else None,
        calls=ticket.calls,
        wait_s=seconds(ticket.entered_at, ticket.called_at),
        wait_work_s=ticket.wait_work_s,
        left_s=None if ticket.called_at else seconds(ticket.entered_at, ticket.ended_at),
        service_s=seconds(ticket.started_at, finished) if measured else None,
        implied=ticket.implied,
        end=end if end is not None else _LEG_ENDS.get(ticket.state),
        outcome=ticket.outcome.value if ticket.outcome is not None else None,
        dossiers=ticket.dossier_count,
        doubted=ticket.doubted,
    )


def legs(ticket: Ticket) -> tuple[Leg, ...]:
    """Return the legs of a ticket that count, the current one last once it was called or ended.

    Somebody who only waits has no leg yet: the visit says all of it, and taking a number is what
    has to be cheap.
    """
    if ticket.called_at is None and ticket.ended_at is None:
        return ticket.past
    return (*ticket.past, current_leg(ticket))


def visit(ticket: Ticket) -> Visit:
    """Return the record of a visit; its counter and officer are those of the last called leg."""
    counter: str | None = ticket.counter if ticket.called_at is not None else None
    officer: str | None = ticket.officer
    wait_s = seconds(ticket.entered_at, ticket.called_at)
    for leg in reversed(ticket.past):
        if counter is None:
            counter, officer = leg.counter, leg.officer
        wait_s = (leg.wait_s or 0) + (wait_s or 0)
    return Visit(
        ticket=ticket.id,
        day=ticket.day.isoformat(),
        label=ticket.label,
        series=ticket.series,
        field=ticket.field,
        procedure=ticket.procedure,
        kind=ticket.kind.value,
        priority=ticket.priority,
        channel=ticket.channel.value,
        quantity=ticket.quantity,
        issued_at=int(ticket.issued_at.timestamp()),
        hour=ticket.issued_at.hour,
        state=ticket.state.value,
        ended_at=epoch(ticket.ended_at),
        legs=ticket.leg,
        wait_s=wait_s,
        counter=counter,
        officer=officer,
        outcome=ticket.outcome.value if ticket.outcome is not None else None,
        dossiers=ticket.dossier_count,
        satisfaction=ticket.satisfaction,
        attitude=ticket.attitude,
        estimate_low_s=ticket.estimate.low_s if ticket.estimate is not None else None,
        estimate_high_s=ticket.estimate.high_s if ticket.estimate is not None else None,
        doubted=ticket.doubted,
    )


class Tally:
    """Today's sums for the live page, kept up ticket by ticket."""

    __slots__ = ("long", "served", "service_n", "service_s", "short", "wait_n", "wait_s")

    def __init__(self) -> None:
        self.wait_n = self.wait_s = self.short = self.long = 0
        self.service_n = self.service_s = 0
        self.served: dict[str, int] = {}
        """How many were served, by field or kind."""

    def put_in(self, ticket: Ticket) -> None:
        """Count a ticket."""
        self._count(ticket, 1)

    def take_out(self, ticket: Ticket) -> None:
        """Count a ticket no more."""
        self._count(ticket, -1)

    def _count(self, ticket: Ticket, sign: int) -> None:
        if ticket.state is TicketState.SERVED:
            self.served[ticket.home] = self.served.get(ticket.home, 0) + sign
        for leg in ticket.past:
            if not leg.doubted:
                self._leg(leg.wait_s, leg.wait_work_s, leg.service_s, sign)
        if not ticket.doubted:
            wait = seconds(ticket.entered_at, ticket.called_at)
            service = seconds(ticket.started_at, ticket.finished_at)
            self._leg(wait, ticket.wait_work_s, None if ticket.ended_by_timer else service, sign)

    def _leg(self, wait: int | None, work: int | None, service: int | None, sign: int) -> None:
        if wait is None or work is None:
            return
        self.wait_n += sign
        self.wait_s += sign * wait
        self.short += sign * (work <= SHORT_WAIT_S)
        self.long += sign * (work <= LONG_WAIT_S)
        if service is not None:
            self.service_n += sign
            self.service_s += sign * service
