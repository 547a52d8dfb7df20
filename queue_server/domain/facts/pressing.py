"""What an officer's press changed, kept for a while so that it can be taken back."""

from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.domain.standing import Press, Standing
from queue_server.domain.ticket import Ticket
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import TicketState

Pressed = (
    e.TicketCalled
    | e.ServiceStarted
    | e.ServiceFinished
    | e.TicketMissed
    | e.TicketHeld
    | e.TicketTransferred
)
"""What follows from an officer's press, always at a counter and to a ticket."""


def remember_press(now: Standing, event: e.Event) -> None:
    """Keep everything as it was before an officer's press, so that it can be taken back."""
    if event.press is None or not isinstance(event, Pressed):
        return
    at = event.came_from if isinstance(event, e.TicketTransferred) else event.counter
    counter, before = now.counters[at], now.tickets[event.ticket]
    press = now.presses.get(counter.id)
    if press is None or press.first != event.press:
        press = Press(event.press, event.seq, event.at, event.by, counter, {})
    tickets = {before.id: before, **press.tickets}
    now.presses[counter.id] = replace(press, last=event.seq, tickets=tickets)


def move_undone(now: Standing, event: e.MoveUndone) -> None:
    """Put everything back as it was before a press."""
    press = now.presses.pop(event.counter)
    for before in press.tickets.values():
        after = now.tickets[before.id]
        now.unwritten.gone_legs += [
            (before.id, n)
            for n in range(len(figures.legs(before)) + 1, len(figures.legs(after)) + 1)
        ]
        if after.state is TicketState.SERVED and not after.doubted:
            _forget_service(now, after)
        now.put_ticket(now.as_planned(replace(before, touched=event.seq)))
    now.put_counter(replace(press.counter, touched=event.seq))
    undone = set(event.undone)
    now.calls = [call for call in now.calls if call.serial not in undone]


def _forget_service(now: Standing, ticket: Ticket) -> None:
    """Take a service out of the recent ones; it may have dropped out already."""
    measured = figures.seconds(ticket.started_at, ticket.finished_at)
    recent = list(now.recent.get(ticket.home, ()))
    if measured in recent:
        recent.reverse()
        recent.remove(measured)
        recent.reverse()
        now.recent[ticket.home] = tuple(recent)
