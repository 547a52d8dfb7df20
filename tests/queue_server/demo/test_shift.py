"""The time of a past day, and who waits for whom in it."""

from datetime import date, time, timedelta

import pytest

from queue_server.demo.book import Book
from queue_server.demo.shift import Shift
from queue_server.demo.visitors import Visitors
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterId
from tests.support.memory import MemoryJournal

DAY = date(2026, 11, 20)


@pytest.fixture
async def shift(plan: Plan) -> Shift:
    book = await Book.open(MemoryJournal(plan.centre))
    shift = Shift(book, Visitors(plan, [CounterId("1")]), DAY)
    book.write(shift.at(time(0, 0)), ChangePlan(by=ActorId("x"), plan=plan))
    return shift


async def test_things_happen_in_the_order_of_time_and_then_of_planning(shift: Shift):
    happened: list[str] = []
    shift.plan(shift.at(time(9, 0)), lambda: happened.append("c"))
    shift.plan(shift.at(time(8, 0)), lambda: happened.append("a"))
    shift.plan(shift.at(time(8, 0)), lambda: happened.append("b"))

    shift.run()

    assert happened == ["a", "b", "c"]
    assert shift.now == shift.at(time(9, 0))


async def test_nothing_happens_before_now(shift: Shift):
    times = []
    shift.plan(
        shift.at(time(9, 0)),
        lambda: shift.plan(shift.at(time(8, 0)), lambda: times.append(shift.now)),
    )

    shift.run()

    assert times == [shift.at(time(9, 0))]


async def test_later_is_within_its_bounds(shift: Shift):
    times = []
    for _ in range(20):
        shift.later(10, 20, lambda: times.append(shift.now - shift.at(time(0, 0))))

    shift.run()

    assert timedelta(seconds=10) <= min(times) <= max(times) <= timedelta(seconds=20)


async def test_whoever_serves_a_line_as_its_own_is_told_first(shift: Shift):
    told: list[str] = []
    for counter in ("6", "5", "1"):  # 5 helps HT, 1 serves it
        shift.wait_for_people(CounterId(counter), lambda counter=counter: told.append(counter))

    shift.wake("HT")
    shift.wake("HT")
    shift.wake("HT")
    shift.run()

    assert sorted(told) == ["1", "5"]


async def test_who_waits_no_more_is_not_told(shift: Shift):
    told: list[str] = []
    shift.wait_for_people(CounterId("6"), lambda: told.append("6"))
    shift.wait_no_more(CounterId("6"))

    shift.wake("CA")
    shift.run()

    assert told == []
