"""The timer's work: the day turns and the clock is doubted, also while nobody presses anything."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.engine import engine as engine_module
from queue_server.engine.engine import Engine
from queue_server.engine.hub import Watch
from queue_server.protocol import events as e
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import ChangePlan, CloseCounter, ConfirmClock
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import TIMER, CounterId
from queue_server.store.contract import StoreError
from tests.support.centre import (
    CENTRE,
    MANAGER,
    OFFICE_HOURS,
    next_at,
    number,
    officer,
    opened,
    plan,
    start_at,
)
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.looking import labels

MIDNIGHT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Of the centre."""
EVENING = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
"""Half past five in the afternoon, after service."""
HOUR = 60 * 60
DAY = 24 * HOUR


async def types(journal: GuardedJournal, after: int) -> list[str]:
    """Return the types of the events after a seq."""
    return [type(event).__name__ for event in await events(journal, after)]


async def events(journal: GuardedJournal, after: int) -> list[e.AnyEvent]:
    return [decode_event(entry.body) for entry in await journal.read(after, 1_000)]


async def seq(journal: GuardedJournal) -> int:
    return (await journal.last())[0]


@pytest.fixture
async def office(journal: GuardedJournal, clock: HandClock) -> AsyncIterator[Engine]:
    """An engine of a centre with office hours."""
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=MANAGER, plan=plan(hours=OFFICE_HOURS)))
    yield engine
    await engine.stop()


async def test_a_timer_turns_the_day_at_midnight(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    before = await seq(journal)
    clock.move_to(MIDNIGHT)
    await engine.tick()

    turned = await events(journal, before)
    assert [type(event) for event in turned] == [
        e.TicketAbandoned,
        e.CounterClosed,
        e.CounterClosed,
        e.DayClosed,
        e.DayOpened,
    ]
    assert {event.by for event in turned} == {TIMER}
    assert {event.at for event in turned} == {MIDNIGHT}


async def test_the_first_press_after_midnight_belongs_to_the_new_day(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    await engine.carry_out(number())
    clock.move_to(MIDNIGHT)
    clock.move(1)
    await engine.carry_out(number())

    assert await engine.ask(labels) == ["A001"]


async def test_the_last_press_before_midnight_belongs_to_the_old_day(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    clock.move_to(MIDNIGHT)
    clock.move(-1)
    done = await engine.carry_out(number())
    before = await seq(journal)
    clock.move(1)
    await engine.tick()

    abandoned = (await events(journal, before))[0]
    assert isinstance(abandoned, e.TicketAbandoned)
    assert abandoned.ticket == done.events[0].ticket


async def test_a_press_that_turns_the_day_and_is_refused_still_turns_it(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    before = await seq(journal)
    clock.move_to(MIDNIGHT)
    with pytest.raises(Refused, match="counter_closed"):
        await engine.carry_out(next_at(1))

    assert (await types(journal, before))[-2:] == ["DayClosed", "DayOpened"]


async def test_a_tick_without_anything_due_keeps_nothing(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    before = await seq(journal)
    clock.move(HOUR)
    await engine.tick()

    assert await seq(journal) == before


async def test_the_day_closes_after_service_once_no_counter_is_open(
    office: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await office.carry_out(opened(1))
    before = await seq(journal)
    clock.move_to(EVENING)
    await office.tick()
    assert await seq(journal) == before

    await office.carry_out(CloseCounter(by=officer(1), counter=CounterId("1")))
    await office.tick()
    assert await types(journal, before) == ["CounterClosed", "DayClosed"]


async def test_a_closed_day_stays_closed_until_the_next(
    office: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await office.tick()
    clock.move_to(EVENING)
    await office.tick()
    before = await seq(journal)
    clock.move(HOUR)
    await office.tick()
    assert await seq(journal) == before

    clock.move(14 * HOUR)
    await office.tick()
    assert await types(journal, before) == ["DayOpened"]


async def test_a_step_of_the_clock_is_doubted_by_the_timer(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    before = await seq(journal)
    clock.step(HOUR)
    await engine.tick()

    (doubted,) = await events(journal, before)
    assert isinstance(doubted, e.ClockDoubted)
    assert (doubted.why, doubted.by_s, doubted.clock_doubt) == ("step", HOUR, True)


async def test_a_press_between_a_step_and_the_timer_does_not_close_the_day(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    before = await seq(journal)
    clock.step(DAY)
    await engine.carry_out(next_at(1))

    assert await types(journal, before) == ["ClockDoubted", "TicketCalled"]


async def test_a_step_that_could_not_be_kept_is_doubted_by_the_next_press(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    before = await seq(journal)
    clock.step(DAY)
    journal.refusals = 1
    with pytest.raises(StoreError):
        await engine.carry_out(next_at(1))
    await engine.carry_out(next_at(1))

    assert await types(journal, before) == ["ClockDoubted", "TicketCalled"]


async def test_no_day_is_closed_while_the_clock_is_in_doubt(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    clock.step(DAY)
    await engine.tick()
    before = await seq(journal)
    clock.move(DAY)
    await engine.tick()

    assert await seq(journal) == before


async def test_calling_goes_on_while_the_clock_is_in_doubt(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    first, second = number(), number()
    await engine.carry_out(first)
    await engine.carry_out(second)
    clock.step(-2 * HOUR)
    await engine.tick()
    called = await engine.carry_out(next_at(1))
    started = await engine.carry_out(start_at(1))

    assert called.events[-1].ticket == first.id
    assert called.events[-1].clock_doubt
    assert started.events[-1].clock_doubt


async def test_a_clock_confirmed_after_a_step_back_counts_again(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    clock.step(-2 * HOUR)
    await engine.tick()
    await engine.carry_out(ConfirmClock(by=MANAGER))
    before = await seq(journal)
    clock.move(1)
    await engine.tick()
    done = await engine.carry_out(number())

    assert await types(journal, before) == ["TicketIssued"]
    assert done.events[0].at == clock.now()
    assert not done.events[0].clock_doubt


async def test_days_turn_again_once_a_step_ahead_was_confirmed(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    clock.step(DAY)
    await engine.tick()
    await engine.carry_out(ConfirmClock(by=MANAGER))
    before = await seq(journal)
    clock.move(DAY)
    await engine.tick()

    assert (await types(journal, before))[-2:] == ["DayClosed", "DayOpened"]


async def test_a_small_step_back_keeps_the_last_time(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    first = await engine.carry_out(number())
    clock.step(-90)
    second = await engine.carry_out(number())

    assert second.events[0].at == first.events[0].at
    assert not second.events[0].clock_doubt


async def started_again(journal: GuardedJournal, clock: HandClock) -> Engine:
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    return engine


async def test_a_start_on_the_next_day_closes_yesterday_as_of_its_midnight(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    await engine.stop()
    before = await seq(journal)
    clock.move_to(MIDNIGHT)
    clock.move(8 * HOUR)
    again = await started_again(journal, clock)
    await again.stop()

    kept = await events(journal, before)
    closed = next(event for event in kept if isinstance(event, e.DayClosed))
    started = next(event for event in kept if isinstance(event, e.ServerStarted))
    assert closed.at == MIDNIGHT
    assert kept[-1].at == clock.now()
    assert started.gap_s == DAY


async def test_a_start_long_after_the_last_event_doubts_the_clock_and_closes_no_day(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    await engine.stop()
    before = await seq(journal)
    clock.move(8 * DAY)
    again = await started_again(journal, clock)

    assert await types(journal, before) == ["ClockDoubted", "ServerStarted"]
    assert await again.ask(labels) == ["A001"]
    await again.stop()


async def test_a_start_before_the_last_event_doubts_the_clock(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.stop()
    before = await seq(journal)
    clock.move(-HOUR)
    again = await started_again(journal, clock)
    await again.stop()

    doubted = (await events(journal, before))[0]
    assert isinstance(doubted, e.ClockDoubted)
    assert (doubted.why, doubted.by_s) == ("back", HOUR)


async def test_the_timer_outlives_a_store_that_fails(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    before = await seq(journal)
    journal.refusals = 1
    clock.move_to(MIDNIGHT)
    with pytest.raises(StoreError):
        await engine.tick()
    await engine.tick()

    assert (await types(journal, before))[-1] == "DayOpened"
    assert await engine.ask(lambda floor, now: showing.centre(floor, now).open)


@pytest.fixture
async def quick(
    journal: GuardedJournal,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Engine]:
    """An engine whose own timer runs a thousand times a second."""
    monkeypatch.setattr(engine_module, "TICK_S", 0.001)
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=MANAGER, plan=plan()))
    yield engine
    await engine.stop()


async def service_day(engine: Engine, day: str) -> None:
    """Wait until the dashboard shows a day."""
    dashboard = await engine.watch(Watch("dashboard"))
    while json.loads(await dashboard.get())["view"]["service_day"] != day:
        pass


async def test_the_engine_turns_the_day_by_itself(quick: Engine, clock: HandClock) -> None:
    await service_day(quick, "2026-11-20")
    clock.move_to(MIDNIGHT)
    await service_day(quick, "2026-11-21")


async def test_the_timer_goes_on_after_the_store_refused_it(
    quick: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await service_day(quick, "2026-11-20")
    journal.refusals = 3
    clock.move_to(MIDNIGHT)
    await service_day(quick, "2026-11-21")

    assert journal.refusals == 0


async def test_the_timer_goes_on_after_a_fault(
    quick: Engine, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[datetime] = []
    well = asyncio.Event()
    due = engine_module._what_is_due

    def broken_twice(floor: Floor, now: datetime) -> object:
        looks.append(now)
        if len(looks) < 3:
            raise ZeroDivisionError
        well.set()
        return due(floor, now)

    monkeypatch.setattr(engine_module, "_what_is_due", broken_twice)
    await well.wait()
    clock.move_to(MIDNIGHT)
    await service_day(quick, "2026-11-21")
