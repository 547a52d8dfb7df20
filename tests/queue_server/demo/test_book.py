"""A floor whose clock is wherever the writer says."""

from datetime import timedelta

import pytest

from queue_server.demo.book import Book
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.events import DayClosed, DayOpened, TicketIssued
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import StoreError
from tests.support.centre import CENTRE, MANAGER, next_at, number, plan
from tests.support.clock import MORNING
from tests.support.memory import MemoryJournal

DAY = timedelta(days=1)


async def opened() -> tuple[Book, MemoryJournal]:
    journal = MemoryJournal(CENTRE)
    book = await Book.open(journal)
    book.write(MORNING, ChangePlan(by=MANAGER, plan=plan()))
    return book, journal


async def test_nothing_is_kept_before_it_is_said_so():
    book, journal = await opened()
    book.write(MORNING, number())

    assert journal.entries == []
    await book.keep()
    assert len(journal.entries) == 3  # the plan, the day, the ticket


async def test_the_day_turns_between_two_days():
    book, _ = await opened()
    book.write(MORNING, number())

    events = book.write(MORNING + DAY, number())

    assert [type(event) for event in events] == [TicketIssued]
    assert book.floor.day == (MORNING + DAY).date()
    assert len(book.floor.tickets) == 1


async def test_a_refusal_is_raised_or_passed_over():
    book, _ = await opened()
    before = book.floor.seq

    with pytest.raises(Refused):
        book.write(MORNING, next_at(1))
    assert book.tried(MORNING, next_at(1)) == []
    assert book.floor.seq == before + 1  # the day was opened


async def test_what_is_kept_can_be_gone_on_with():
    book, journal = await opened()
    book.write(MORNING, number())
    await book.keep()

    again = await Book.open(journal)
    again.write(MORNING + DAY, number())
    await again.keep()
    await again.keep()

    kinds = [type(event) for event in journal_events(journal)]
    assert kinds.count(DayOpened) == 2
    assert kinds.count(DayClosed) == 1
    assert {visit.state for visit in journal.visits.values()} == {"abandoned", "waiting"}


async def test_what_is_handed_over_is_kept_while_the_next_is_written():
    book, journal = await opened()
    await book.hand_over()
    book.write(MORNING, number())
    await book.keep()

    assert (await journal.last())[0] == book.floor.seq


async def test_a_failing_store_is_no_secret():
    book, journal = await opened()
    journal.broken = True

    with pytest.raises(StoreError):
        await book.keep()


def journal_events(journal: MemoryJournal):
    return [decode_event(entry.body) for entry in journal.entries]
