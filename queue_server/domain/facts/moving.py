"""Small steps that most facts share."""

from typing import Any

from msgspec.structs import replace

from queue_server.domain.standing import CounterNow, Standing
from queue_server.domain.ticket import MOVES, Move, Ticket
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import CounterId, TicketId


def follow_move(now: Standing, event: e.TicketEvent, move: Move, **changes: Any) -> Ticket:
    """Put a ticket into the state its move leads to, unless `changes` name another."""
    ticket = now.tickets[event.ticket]
    changes = {"state": MOVES[ticket.state][move]} | changes
    doubted = ticket.doubted or event.clock_doubt
    ticket = replace(ticket, touched=event.seq, doubted=doubted, **changes)
    now.put_ticket(ticket)
    return ticket


def touch_counter(now: Standing, event: e.Event, counter: CounterId, **changes: Any) -> None:
    """Let a counter stand with `changes`."""
    now.put_counter(replace(now.counters[counter], touched=event.seq, **changes))


def without(counter: CounterNow, ticket: TicketId) -> CounterNow:
    """Return a counter whose current ticket is not `ticket`."""
    return replace(counter, current=None) if counter.current == ticket else counter
