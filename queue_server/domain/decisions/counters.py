"""Decisions about what an officer does at a counter.

Rule 1: whatever opens a ticket at a counter closes what is open there first.
Rule 2: only the officer who sits at a counter acts there.
"""

from datetime import datetime, timedelta

from msgspec import UNSET

from queue_server.domain import figures, routing
from queue_server.domain.decisions.draft import Draft
from queue_server.domain.standing import CounterNow, Press, Standing
from queue_server.domain.ticket import Move, Ticket, check_move
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Policy
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CallReason, CounterState, TicketState


def open_counter(floor: Standing, command: c.OpenCounter, draft: Draft) -> None:
    """Sit down at a free counter; sitting there already changes nothing."""
    counter = floor.counter(command.counter)
    if counter.officer not in (None, command.by):
        raise Refused("counter_taken")
    if floor.day is None:
        raise Refused("closed_now")
    if counter.state is not CounterState.OPEN:
        draft.add(e.CounterOpened, counter=counter.id, officer=command.by)


def pause(floor: Standing, command: c.PauseCounter, draft: Draft) -> None:
    """Take nobody for a while."""
    counter = _own(floor, command)
    if counter.state is CounterState.PAUSED:
        raise Refused("wrong_state", state=counter.state.value)
    draft.add(e.CounterPaused, counter=counter.id, reason=draft.words(command.reason))


def close(floor: Standing, command: c.CloseCounter, draft: Draft) -> None:
    """Leave a counter that has no ticket open."""
    counter = _own(floor, command)
    if counter.current is not None:
        raise Refused("wrong_state", state=floor.tickets[counter.current].state.value)
    draft.add(e.CounterClosed, counter=counter.id)


def call_next(floor: Standing, command: c.CallNext, draft: Draft) -> None:
    """Close what is open and call whose turn it is."""
    counter = _open(floor, command)
    if command.after is not UNSET and command.after != counter.current:
        raise Refused("already_called")
    choice = routing.choose(floor, counter, draft.policy, draft.at)
    if choice is None:
        raise Refused("nobody_waiting")
    draft.as_press()
    _close_current(floor, counter, draft)
    ticket = floor.tickets[choice.ticket]
    _call(ticket, counter, draft, choice.reason, choice.priority_run)


def call_named(floor: Standing, command: c.CallTicket, draft: Draft) -> None:
    """Close what is open and call the ticket that was named; the record keeps why."""
    counter = _open(floor, command)
    ticket = floor.ticket(command.ticket)
    if ticket.state is TicketState.CALLED:
        raise Refused("wrong_state", state=ticket.state.value)
    check_move(ticket, Move.CALL)
    if not routing.may_call(floor, counter.id, ticket):
        raise Refused("not_your_field")
    draft.as_press()
    _close_current(floor, counter, draft)
    words = draft.words(command.reason)
    _call(ticket, counter, draft, CallReason.NAMED, counter.priority_run, words)


def recall(floor: Standing, command: c.Recall, draft: Draft) -> None:
    """Call the current ticket once more."""
    counter, ticket = _current(floor, command)
    if ticket.state is not TicketState.CALLED:
        raise Refused("wrong_state", state=ticket.state.value)
    since_s = figures.seconds(ticket.last_call_at, draft.at)
    if since_s is not None and not draft.doubted and since_s < draft.policy.recall_gap_s:
        raise Refused("recall_too_soon")
    reason = ticket.reason if ticket.reason is not None else CallReason.TURN
    _call(ticket, counter, draft.as_press(), reason, counter.priority_run)


def start(floor: Standing, command: c.StartService, draft: Draft) -> None:
    """Begin."""
    counter, ticket = _movable(floor, command, Move.START)
    draft.as_press().add(e.ServiceStarted, ticket=ticket.id, counter=counter.id)


def miss(floor: Standing, command: c.MissTicket, draft: Draft) -> None:
    """Nobody came."""
    counter, ticket = _movable(floor, command, Move.MISS)
    draft.as_press().add(e.TicketMissed, ticket=ticket.id, counter=counter.id)


def hold(floor: Standing, command: c.HoldTicket, draft: Draft) -> None:
    """Set the current ticket aside."""
    counter, ticket = _movable(floor, command, Move.HOLD)
    reason = draft.words(command.reason)
    draft.as_press().add(e.TicketHeld, ticket=ticket.id, counter=counter.id, reason=reason)


def finish(floor: Standing, command: c.FinishService, draft: Draft) -> None:
    """End the service; without a start press it counts from the call."""
    counter, ticket = _movable(floor, command, Move.FINISH)
    draft.as_press().add(
        e.ServiceFinished,
        ticket=ticket.id,
        counter=counter.id,
        outcome=command.outcome,
        dossiers=command.dossiers,
        implied=ticket.state is TicketState.CALLED,
        note=draft.words(command.note),
    )


def transfer(floor: Standing, command: c.Transfer, draft: Draft) -> None:
    """Send the current ticket on to a field, or to another counter that is not closed.

    Who is sent on was there: without a start press the service counts from the call.
    """
    counter, ticket = _movable(floor, command, Move.TRANSFER)
    if (command.field is None) == (command.to_counter is None):
        raise Refused("field_or_counter")
    if command.field is not None and floor.planned.field(command.field) is None:
        raise Refused("unknown_field")
    if command.to_counter is not None:
        to = floor.counter(command.to_counter)
        if to.state is CounterState.CLOSED:
            raise Refused("counter_closed")
    draft.as_press().add(
        e.TicketTransferred,
        ticket=ticket.id,
        field=command.field,
        counter=command.to_counter,
        keep_place=command.keep_place,
        came_from=counter.id,
        implied=ticket.state is TicketState.CALLED,
    )


def undo(floor: Standing, command: c.Undo, draft: Draft) -> None:
    """Take back the officer's last press here, if nothing has come after it."""
    counter = floor.counter(command.counter)
    press = floor.presses.get(counter.id)
    if (
        not can_undo(floor, counter, draft.at, draft.policy)
        or press is None
        or press.by != command.by
    ):
        raise Refused("too_late_to_undo")
    draft.add(
        e.MoveUndone,
        counter=counter.id,
        undone=tuple(range(press.first, press.last + 1)),
        tickets=tuple(press.tickets),
    )


def can_undo(floor: Standing, counter: CounterNow, now: datetime, policy: Policy) -> bool:
    """Return whether the last press at a counter can still be taken back."""
    press = floor.presses.get(counter.id)
    if press is None:
        return False
    in_time = now - press.at <= timedelta(seconds=policy.undo_s)
    return in_time and _untouched(floor, counter, press)


def _untouched(floor: Standing, counter: CounterNow, press: Press) -> bool:
    """Return whether no later event touched the press's tickets or its counter."""
    touched = [floor.tickets[ticket].touched for ticket in press.tickets]
    return max([counter.touched, *touched]) <= press.last


def _own(floor: Standing, command: c.CounterCommand) -> CounterNow:
    """Return the counter if the asking officer sits there."""
    counter = floor.counter(command.counter)
    if counter.officer is None:
        raise Refused("counter_closed")
    if counter.officer != command.by:
        raise Refused("counter_taken")
    return counter


def _open(floor: Standing, command: c.CounterCommand) -> CounterNow:
    counter = _own(floor, command)
    if counter.state is not CounterState.OPEN:
        raise Refused("counter_closed")
    return counter


def _current(floor: Standing, command: c.CounterCommand) -> tuple[CounterNow, Ticket]:
    counter = _own(floor, command)
    if counter.current is None:
        raise Refused("no_current_ticket")
    return counter, floor.tickets[counter.current]


def _movable(floor: Standing, command: c.CounterCommand, move: Move) -> tuple[CounterNow, Ticket]:
    counter, ticket = _current(floor, command)
    check_move(ticket, move)
    return counter, ticket


def _close_current(floor: Standing, counter: CounterNow, draft: Draft) -> None:
    """Close what is open: nobody came, or the service is over though nobody said so."""
    if counter.current is None:
        return
    ticket = floor.tickets[counter.current]
    called = ticket.state is TicketState.CALLED
    presence = timedelta(seconds=draft.policy.presence_s)
    if called and ticket.last_call_at is not None and draft.at - ticket.last_call_at <= presence:
        draft.add(e.TicketMissed, ticket=ticket.id, counter=counter.id)
        return
    draft.add(e.ServiceFinished, ticket=ticket.id, counter=counter.id, outcome=None, implied=called)


def _call(
    ticket: Ticket,
    counter: CounterNow,
    draft: Draft,
    reason: CallReason,
    priority_run: int,
    words: e.TextRef | None = None,
) -> None:
    draft.add(
        e.TicketCalled,
        ticket=ticket.id,
        label=ticket.label,
        counter=counter.id,
        officer=draft.by,
        reason=reason,
        call=ticket.calls + 1,
        priority_run=priority_run,
        words=words,
    )
