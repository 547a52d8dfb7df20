"""Facts about counters, and about tickets at them."""

from typing import Any

from msgspec.structs import replace

from queue_server.domain import calendar, figures
from queue_server.domain.facts.moving import follow_move, touch_counter, without
from queue_server.domain.standing import CALLS_KEPT, RECENT_KEPT, Call, Standing
from queue_server.domain.ticket import Move, Ticket
from queue_server.domain.waiting import line_of, returned_to, sent_to
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import TIMER, CounterId, CounterState, TicketState


def counter_opened(now: Standing, event: e.CounterOpened) -> None:
    """Let an officer sit at a counter."""
    changes = {"state": CounterState.OPEN, "officer": event.officer, "since": event.at}
    touch_counter(now, event, event.counter, **changes)


def counter_paused(now: Standing, event: e.CounterPaused) -> None:
    """Let a counter take nobody."""
    touch_counter(now, event, event.counter, state=CounterState.PAUSED, since=event.at)


def counter_closed(now: Standing, event: e.CounterClosed) -> None:
    """Leave a counter; those who waited for it alone go to the lines of their fields."""
    changes = {"state": CounterState.CLOSED, "officer": None, "since": event.at, "priority_run": 0}
    touch_counter(now, event, event.counter, **changes)
    for name in (sent_to(event.counter), returned_to(event.counter)):
        line = now.lines.get(name)
        for ticket in line.in_order() if line is not None else ():
            now.put_ticket(replace(now.tickets[ticket], line=now.tickets[ticket].home))


def ticket_called(now: Standing, event: e.TicketCalled) -> None:
    """Let a ticket be the current one of a counter."""
    before = now.tickets[event.ticket]
    counter = now.counters[event.counter]
    first = before.called_at is None
    ticket = follow_move(
        now,
        event,
        Move.CALL,
        counter=event.counter,
        officer=event.officer,
        called_at=event.at if first else before.called_at,
        wait_work_s=_work_s(now, before, event) if first else before.wait_work_s,
        last_call_at=event.at,
        calls=event.call,
        reason=event.reason,
        missed_at=None,
    )
    again = before.state is TicketState.CALLED
    touch_counter(
        now,
        event,
        event.counter,
        current=ticket.id,
        priority_run=event.priority_run,
        called=counter.called + (not again),
        since=counter.since if again else event.at,
    )
    call = Call(
        event.seq,
        ticket.id,
        ticket.label,
        event.counter,
        ticket.leg_field,
        ticket.priority is not None,
        event.at,
        event.call,
    )
    now.calls = [call, *now.calls][:CALLS_KEPT]


def _work_s(now: Standing, ticket: Ticket, event: e.TicketCalled) -> int:
    """Return how long a ticket waited within service hours, by the plan that holds at the call."""
    hours = now.in_force.hours
    return calendar.work_seconds(hours, now.zone, ticket.entered_at, event.at)


def service_started(now: Standing, event: e.ServiceStarted) -> None:
    """Begin to measure a service."""
    follow_move(now, event, Move.START, started_at=event.at)
    touch_counter(now, event, event.counter, since=event.at)


def service_finished(now: Standing, event: e.ServiceFinished) -> None:
    """End a visit, and measure its service if it counts in a mean."""
    before = now.tickets[event.ticket]
    started = before.last_call_at if event.implied else before.started_at
    ticket = follow_move(
        now,
        event,
        Move.CLOSE if event.by == TIMER else Move.FINISH,
        state=TicketState.SERVED,
        started_at=started,
        finished_at=event.at,
        ended_at=event.at,
        implied=event.implied,
        outcome=event.outcome,
        dossiers=event.dossiers,
        ended_by_timer=event.by == TIMER,
    )
    counter = now.counters.get(event.counter)
    if counter is None:
        return
    measured = None if event.by == TIMER else figures.seconds(started, event.at)
    if measured is not None and not ticket.doubted:
        now.recent[ticket.home] = (*now.recent.get(ticket.home, ()), measured)[-RECENT_KEPT:]
        counter = replace(
            counter, measured=counter.measured + 1, service_s=counter.service_s + measured
        )
    counter = replace(
        counter,
        served=counter.served + 1,
        finished=ticket.id,
        touched=event.seq,
        since=event.at,
    )
    now.put_counter(without(counter, event.ticket))


def ticket_missed(now: Standing, event: e.TicketMissed) -> None:
    """Set aside whoever did not come."""
    follow_move(now, event, Move.MISS, missed_at=event.at)
    _leave(now, event, event.counter, missed=now.counters[event.counter].missed + 1)


def ticket_held(now: Standing, event: e.TicketHeld) -> None:
    """Set a ticket aside."""
    follow_move(now, event, Move.HOLD)
    _leave(now, event, event.counter)


def ticket_transferred(now: Standing, event: e.TicketTransferred) -> None:
    """Close a leg and let the next one begin."""
    ticket = now.tickets[event.ticket]
    field = event.field if event.field is not None else ticket.leg_field
    home = line_of(field, ticket.kind)
    past = figures.current_leg(
        replace(ticket, started_at=ticket.last_call_at, implied=True) if event.implied else ticket,
        end="transferred",
        finished=event.at,
    )
    follow_move(
        now,
        event,
        Move.TRANSFER,
        past=(*ticket.past, past),
        leg=ticket.leg + 1,
        leg_field=field,
        home=home,
        line=sent_to(event.counter) if event.counter is not None else home,
        place=ticket.place if event.keep_place else event.seq,
        since=event.at,
        entered_at=event.at,
        counter=None,
        officer=None,
        called_at=None,
        wait_work_s=None,
        last_call_at=None,
        calls=0,
        reason=None,
        started_at=None,
    )
    _leave(now, event, event.came_from)


def _leave(now: Standing, event: e.Event, counter: CounterId, **changes: Any) -> None:
    """Let a counter have no current ticket."""
    touch_counter(now, event, counter, current=None, since=event.at, **changes)
