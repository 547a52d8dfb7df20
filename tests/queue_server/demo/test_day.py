"""One past working day, from the first number to the last officer's leaving."""

from datetime import date, time

import pytest

from queue_server.demo.book import Book
from queue_server.demo.credentials import staff
from queue_server.demo.day import write_day
from queue_server.demo.shift import Shift
from queue_server.demo.visitors import Visitors
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.events import CounterClosed, CounterOpened, CounterPaused, Event
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterState, TicketState
from tests.support.memory import MemoryJournal

FRIDAY = date(2026, 11, 20)


@pytest.fixture
async def day(plan: Plan) -> tuple[Book, list[Event]]:
    journal = MemoryJournal(plan.centre)
    book = await Book.open(journal)
    visitors = Visitors(plan, staff().officers.keys())
    midnight = Shift(book, visitors, FRIDAY).at(time(0, 0))
    book.write(midnight, ChangePlan(by=ActorId("x"), plan=plan))
    write_day(book, visitors, staff(), FRIDAY)
    await book.keep()
    return book, [decode_event(entry.body) for entry in journal.entries]


async def test_everybody_who_came_was_seen_to(day: tuple[Book, list[Event]]):
    book, _ = day

    assert 230 <= len(book.floor.tickets) <= 260
    assert book.floor.states[TicketState.SERVED] > 200
    assert book.floor.states[TicketState.CALLED] == book.floor.states[TicketState.SERVING] == 0


async def test_officers_sit_down_in_the_morning_rest_at_noon_and_go_home(
    day: tuple[Book, list[Event]],
):
    book, events = day
    opened = [e.at.time() for e in events if isinstance(e, CounterOpened)]
    closed = [e.at.time() for e in events if isinstance(e, CounterClosed)]
    paused = [e.at.time() for e in events if isinstance(e, CounterPaused)]

    assert time(7, 20) < min(opened) < time(7, 40)
    assert len(closed) == 7
    assert min(closed) >= time(17, 0)
    assert max(closed) < time(18, 15)
    assert len([at for at in paused if time(11, 30) <= at < time(13, 30)]) >= 7
    states = {book.floor.counters[counter].state for counter in staff().officers}
    assert states == {CounterState.CLOSED}
