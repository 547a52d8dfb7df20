"""Facts about tickets, apart from what happens to them at a counter."""

from collections import deque
from collections.abc import Callable
from typing import Any

from queue_server.domain.facts.moving import follow_move, without
from queue_server.domain.standing import REPRINTS_KEPT, Reprint, Standing
from queue_server.domain.ticket import Move, Ticket
from queue_server.domain.waiting import line_of, returned_to, sent_to
from queue_server.protocol import events as e
from queue_server.protocol.records import Judged, Mended
from queue_server.protocol.vocabulary import Channel, PrintResult, TicketState

TAKEN_KEPT = 60
"""As many as a plan may allow a kiosk within a minute."""


def ticket_issued(now: Standing, event: e.TicketIssued) -> None:
    """Let somebody join a line."""
    line = line_of(event.field, event.kind)
    prefix = event.label[: -len(f"{event.number:03d}")]
    now.numbers[prefix] = event.number
    now.top[prefix] = max(event.number, now.top.get(prefix, 0))
    now.given[event.series] = now.given.get(event.series, 0) + 1
    if event.channel is Channel.KIOSK:
        now.taken.setdefault(event.by, deque(maxlen=TAKEN_KEPT)).append((line, event.at))
    now.put_ticket(
        Ticket(
            id=event.ticket,
            label=event.label,
            series=event.series,
            number=event.number,
            field=event.field,
            procedure=event.procedure,
            kind=event.kind,
            priority=event.priority,
            channel=event.channel,
            language=event.language,
            quantity=event.quantity,
            day=now.day if now.day is not None else event.at.date(),
            issued_at=event.at,
            estimate=event.estimate,
            state=TicketState.WAITING,
            line=line,
            home=line,
            rank=now.planned.rank(event.priority),
            place=event.seq,
            since=event.at,
            leg_field=event.field,
            entered_at=event.at,
            doubted=event.clock_doubt,
            touched=event.seq,
        )
    )


def ticket_printed(now: Standing, event: e.TicketPrinted) -> None:
    """Keep whether the kiosk prints, and which numbers given by staff are on paper."""
    if event.paper_low:
        now.paper_low.setdefault(event.by, event.at)
    else:
        now.paper_low.pop(event.by, None)
    if event.result is PrintResult.FAILED:
        now.print_faults[event.by] = event.at
    else:
        now.print_faults.pop(event.by, None)
        if now.tickets[event.ticket].channel is Channel.STAFF:
            now.on_paper.add(event.ticket)
    now.reprints = [r for r in now.reprints if (r.ticket, r.kiosk) != (event.ticket, event.by)]


def reprint_asked(now: Standing, event: e.ReprintAsked) -> None:
    """Give a kiosk something to print again."""
    reprint = Reprint(event.seq, event.ticket, event.kiosk)
    now.reprints = [*now.reprints, reprint][-REPRINTS_KEPT:]


def ticket_returned(now: Standing, event: e.TicketReturned) -> None:
    """Put a ticket back in line."""
    ticket = now.tickets[event.ticket]
    line = ticket.home
    if event.counter is not None:
        line = (returned_to if event.to == "next" else sent_to)(event.counter)
    place = event.seq if event.to == "end" else ticket.place
    follow_move(now, event, Move.RETURN, line=line, place=place, since=event.at, missed_at=None)


def ended(move: Move) -> Callable[[Standing, Any], None]:
    """Return how a ticket follows an end that no counter gave it."""

    def follow(now: Standing, event: e.TicketEvent) -> None:
        ticket = follow_move(now, event, move, ended_at=event.at)
        if ticket.counter is not None and ticket.counter in now.counters:
            now.put_counter(without(now.counters[ticket.counter], ticket.id))

    return follow


def priority_changed(now: Standing, event: e.PriorityChanged) -> None:
    """Let a ticket stand among others than before."""
    follow_move(
        now, event, Move.PRIORITY, priority=event.priority, rank=now.planned.rank(event.priority)
    )


def ticket_rated(now: Standing, event: e.TicketRated) -> None:
    """Keep the marks of a visit of today, or of an earlier day."""
    if event.ticket not in now.tickets:
        now.judged_late.add(event.ticket)
        judged = Judged(
            ticket=event.ticket, satisfaction=event.satisfaction, attitude=event.attitude
        )
        now.unwritten.judged.append(judged)
        return
    follow_move(now, event, Move.RATE, satisfaction=event.satisfaction, attitude=event.attitude)


def outcome_recorded(now: Standing, event: e.OutcomeRecorded) -> None:
    """Let a visit of today, or of an earlier day, have its outcome."""
    if event.ticket in now.tickets:
        follow_move(now, event, Move.RECORD, outcome=event.outcome, dossiers=event.dossiers)
        return
    count = sum(line.quantity for line in event.dossiers)
    now.unwritten.mended.append(
        Mended(ticket=event.ticket, outcome=event.outcome.value, dossiers=count)
    )
