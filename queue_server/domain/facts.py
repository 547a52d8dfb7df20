"""What an event changes. It follows facts and decides nothing.

Rule 1: a fact that does not fit is a broken record and stops the start, by BrokenRecord.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.domain.standing import (
    CALLS_KEPT,
    RECENT_KEPT,
    REPRINTS_KEPT,
    Call,
    CounterNow,
    Press,
    Reprint,
    Standing,
)
from queue_server.domain.ticket import MOVES, Move, Ticket
from queue_server.domain.waiting import line_of, returned_to, sent_to
from queue_server.protocol import events as e
from queue_server.protocol.records import Mended
from queue_server.protocol.vocabulary import (
    TIMER,
    CounterId,
    CounterState,
    PrintResult,
    TicketId,
    TicketState,
)


class BrokenRecord(Exception):
    """An event does not fit what went before: the journal is damaged."""


def apply(now: Standing, event: e.Event) -> None:
    """Follow one event.

    Raises:
        BrokenRecord: the event does not fit.
    """
    if event.seq != now.seq + 1:
        raise BrokenRecord(f"event {event.seq} follows {now.seq}")
    _remember_press(now, event)
    try:
        _FACTS[type(event)](now, event)
    except LookupError as error:
        raise BrokenRecord(f"event {event.seq} does not fit: {error!r}") from error
    now.seq = event.seq
    if not event.clock_doubt and (now.last_at is None or event.at > now.last_at):
        now.last_at = event.at


def _remember_press(now: Standing, event: e.Event) -> None:
    """Keep everything as it was before an officer's press, so that it can be taken back."""
    if event.press is None:
        return
    counter_id = getattr(event, "came_from", None) or getattr(event, "counter", None)
    counter = now.counters.get(counter_id) if counter_id is not None else None
    ticket_id = getattr(event, "ticket", None)
    if counter is None or ticket_id is None:
        return
    press = now.presses.get(counter.id)
    if press is None or press.first != event.press:
        press = Press(event.press, event.seq, event.at, event.by, counter, {})
    tickets = {ticket_id: now.tickets[ticket_id], **press.tickets}
    now.presses[counter.id] = replace(press, last=event.seq, tickets=tickets)


def _move(now: Standing, event: e.TicketEvent, move: Move, **changes: Any) -> Ticket:
    """Put a ticket into the state its move leads to, with `changes`."""
    ticket = now.tickets[event.ticket]
    state = changes.pop("state", None) or MOVES[ticket.state][move]
    doubted = ticket.doubted or event.clock_doubt
    ticket = replace(ticket, state=state, touched=event.seq, doubted=doubted, **changes)
    now.put_ticket(ticket)
    return ticket


def _touch_counter(now: Standing, event: e.Event, counter: CounterId, **changes: Any) -> None:
    now.put_counter(replace(now.counters[counter], touched=event.seq, **changes))


def _plan_changed(now: Standing, event: e.PlanChanged) -> None:
    now.take_plan(event.plan, event.plan_hash)
    for ticket in [t for t in now.tickets.values() if t.waits]:
        if ticket.line[0] in "@!" and ticket.line[1:] not in now.counters:
            now.put_ticket(replace(ticket, line=ticket.home))


def _day_opened(now: Standing, event: e.DayOpened) -> None:
    now.day = now.last_day = event.day
    now.left += [now.tickets[ticket] for ticket in now.dirty]
    now.dirty.clear()
    now.tickets.clear()
    now.no_outcome.clear()
    now.calls.clear()
    now.reprints.clear()
    now.numbers.clear()
    now.given.clear()
    now.recent.clear()
    now.presses.clear()
    now.states = dict.fromkeys(TicketState, 0)
    now.tally = figures.Tally()
    now.paused_series = set(event.paused_series)
    now.usual_s = dict(event.usual_s)
    for counter in list(now.counters):
        now.put_counter(CounterNow(id=counter, touched=event.seq))
    if event.last_at is not None:
        now.last_at = event.last_at


def _day_closed(now: Standing, event: e.DayClosed) -> None:
    if now.open_tickets():
        raise LookupError("a day closed with open tickets")
    now.day = None


def _ticket_issued(now: Standing, event: e.TicketIssued) -> None:
    line = line_of(event.field, event.kind)
    now.numbers[event.label[: -len(f"{event.number:03d}")]] = event.number
    now.given[event.series] = now.given.get(event.series, 0) + 1
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
            rank=now.rank(event.priority),
            place=event.seq,
            since=event.at,
            leg_field=event.field,
            entered_at=event.at,
            doubted=event.clock_doubt,
            touched=event.seq,
        )
    )


def _ticket_printed(now: Standing, event: e.TicketPrinted) -> None:
    if event.result is PrintResult.FAILED:
        now.print_faults[event.by] = event.at
    else:
        now.print_faults.pop(event.by, None)
    now.reprints = [r for r in now.reprints if (r.ticket, r.kiosk) != (event.ticket, event.by)]


def _reprint_asked(now: Standing, event: e.ReprintAsked) -> None:
    reprint = Reprint(event.seq, event.ticket, event.kiosk)
    now.reprints = [*now.reprints, reprint][-REPRINTS_KEPT:]


def _counter_opened(now: Standing, event: e.CounterOpened) -> None:
    changes = {"state": CounterState.OPEN, "officer": event.officer, "since": event.at}
    _touch_counter(now, event, event.counter, **changes)


def _counter_paused(now: Standing, event: e.CounterPaused) -> None:
    _touch_counter(now, event, event.counter, state=CounterState.PAUSED, since=event.at)


def _counter_closed(now: Standing, event: e.CounterClosed) -> None:
    changes = {"state": CounterState.CLOSED, "officer": None, "since": event.at, "priority_run": 0}
    _touch_counter(now, event, event.counter, **changes)
    for name in (sent_to(event.counter), returned_to(event.counter)):
        line = now.lines.get(name)
        for ticket in line.in_order() if line is not None else ():
            now.put_ticket(replace(now.tickets[ticket], line=now.tickets[ticket].home))


def _ticket_called(now: Standing, event: e.TicketCalled) -> None:
    before = now.tickets[event.ticket]
    counter = now.counters[event.counter]
    first = before.called_at is None
    ticket = _move(
        now,
        event,
        Move.CALL,
        counter=event.counter,
        officer=event.officer,
        called_at=event.at if first else before.called_at,
        last_call_at=event.at,
        calls=event.call,
        reason=event.reason if first else before.reason,
        missed_at=None,
    )
    again = before.state is TicketState.CALLED
    _touch_counter(
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


def _service_started(now: Standing, event: e.ServiceStarted) -> None:
    _move(now, event, Move.START, started_at=event.at)
    _touch_counter(now, event, event.counter, since=event.at)


def _service_finished(now: Standing, event: e.ServiceFinished) -> None:
    before = now.tickets[event.ticket]
    started = before.last_call_at if event.implied else before.started_at
    ticket = _move(
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
    counter = replace(counter, served=counter.served + 1, touched=event.seq, since=event.at)
    now.put_counter(_without(counter, event.ticket))


def _without(counter: CounterNow, ticket: TicketId) -> CounterNow:
    return replace(counter, current=None) if counter.current == ticket else counter


def _leave(now: Standing, event: e.Event, counter: CounterId, **changes: Any) -> None:
    """Let a counter have no current ticket."""
    _touch_counter(now, event, counter, current=None, since=event.at, **changes)


def _ticket_missed(now: Standing, event: e.TicketMissed) -> None:
    _move(now, event, Move.MISS, missed_at=event.at)
    _leave(now, event, event.counter, missed=now.counters[event.counter].missed + 1)


def _ticket_held(now: Standing, event: e.TicketHeld) -> None:
    _move(now, event, Move.HOLD)
    _leave(now, event, event.counter)


def _ticket_returned(now: Standing, event: e.TicketReturned) -> None:
    ticket = now.tickets[event.ticket]
    line, place = ticket.home, ticket.place
    if event.to == "next" and event.counter is not None:
        line = returned_to(event.counter)
    elif event.to == "end":
        place = event.seq
    _move(now, event, Move.RETURN, line=line, place=place, since=event.at, missed_at=None)


def _ticket_transferred(now: Standing, event: e.TicketTransferred) -> None:
    ticket = now.tickets[event.ticket]
    field = event.field if event.field is not None else ticket.leg_field
    home = line_of(field, ticket.kind)
    past = figures.current_leg(ticket, end="transferred", finished=event.at)
    _move(
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
        last_call_at=None,
        calls=0,
        reason=None,
        started_at=None,
    )
    _leave(now, event, event.came_from)


def _ended(move: Move) -> Callable[[Standing, Any], None]:
    def follow(now: Standing, event: e.TicketEvent) -> None:
        ticket = _move(now, event, move, ended_at=event.at)
        if ticket.counter is not None and ticket.counter in now.counters:
            now.put_counter(_without(now.counters[ticket.counter], ticket.id))

    return follow


def _priority_changed(now: Standing, event: e.PriorityChanged) -> None:
    _move(now, event, Move.PRIORITY, priority=event.priority, rank=now.rank(event.priority))


def _ticket_rated(now: Standing, event: e.TicketRated) -> None:
    _move(now, event, Move.RATE, satisfaction=event.satisfaction, attitude=event.attitude)


def _outcome_recorded(now: Standing, event: e.OutcomeRecorded) -> None:
    if event.ticket in now.tickets:
        _move(now, event, Move.RECORD, outcome=event.outcome, dossiers=event.dossiers)
        return
    count = sum(line.quantity for line in event.dossiers)
    now.mended.append(Mended(ticket=event.ticket, outcome=event.outcome.value, dossiers=count))


def _forget_service(now: Standing, ticket: Ticket) -> None:
    """Take a service out of the recent ones; it may have dropped out already."""
    measured = figures.seconds(ticket.started_at, ticket.finished_at)
    recent = list(now.recent.get(ticket.home, ()))
    if measured in recent:
        recent.reverse()
        recent.remove(measured)
        recent.reverse()
        now.recent[ticket.home] = tuple(recent)


def _move_undone(now: Standing, event: e.MoveUndone) -> None:
    press = now.presses.pop(event.counter)
    for before in press.tickets.values():
        after = now.tickets[before.id]
        now.gone_legs += [(before.id, n) for n in range(before.leg + 1, after.leg + 1)]
        if after.state is TicketState.SERVED:
            _forget_service(now, after)
        now.put_ticket(replace(before, touched=event.seq))
    now.put_counter(replace(press.counter, touched=event.seq))
    undone = set(event.undone)
    now.calls = [call for call in now.calls if call.serial not in undone]


def _series_paused(now: Standing, event: e.SeriesPaused) -> None:
    now.paused_series.add(event.series)


def _series_resumed(now: Standing, event: e.SeriesResumed) -> None:
    now.paused_series.discard(event.series)


def _clock_doubted(now: Standing, event: e.ClockDoubted) -> None:
    now.clock_doubted = event.at
    for ticket in now.open_tickets():
        now.put_ticket(replace(ticket, doubted=True))


def _clock_confirmed(now: Standing, event: e.ClockConfirmed) -> None:
    now.clock_doubted = None
    now.last_at = event.at


def _nothing(now: Standing, event: e.Event) -> None:
    """Is kept for the record alone."""


_FACTS: dict[type[e.Event], Callable[[Standing, Any], None]] = {
    e.PlanChanged: _plan_changed,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    e.TicketIssued: _ticket_issued,
    e.TicketPrinted: _ticket_printed,
    e.ReprintAsked: _reprint_asked,
    e.CounterOpened: _counter_opened,
    e.CounterPaused: _counter_paused,
    e.CounterClosed: _counter_closed,
    e.TicketCalled: _ticket_called,
    e.ServiceStarted: _service_started,
    e.ServiceFinished: _service_finished,
    e.TicketMissed: _ticket_missed,
    e.TicketHeld: _ticket_held,
    e.TicketReturned: _ticket_returned,
    e.TicketTransferred: _ticket_transferred,
    e.TicketCancelled: _ended(Move.CANCEL),
    e.TicketAbandoned: _ended(Move.CLOSE),
    e.TicketNoShow: _ended(Move.CLOSE),
    e.PriorityChanged: _priority_changed,
    e.TicketRated: _ticket_rated,
    e.OutcomeRecorded: _outcome_recorded,
    e.MoveUndone: _move_undone,
    e.SeriesPaused: _series_paused,
    e.SeriesResumed: _series_resumed,
    e.ServerStarted: _nothing,
    e.ClockDoubted: _clock_doubted,
    e.ClockConfirmed: _clock_confirmed,
    e.AccountChanged: _nothing,
    e.DeviceChanged: _nothing,
}
