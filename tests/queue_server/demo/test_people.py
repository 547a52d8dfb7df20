"""The demo's simulated people: always busy, never in a visitor's way."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from queue_server.demo import people
from queue_server.demo.clerk import Tempo
from queue_server.demo.visitors import is_made_up
from queue_server.protocol import commands as c
from queue_server.protocol.events import (
    CounterClosed,
    CounterOpened,
    TicketIssued,
    TicketMissed,
    TicketPrinted,
    TicketRated,
)
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CounterId, CounterState, Outcome, TicketId, TicketState
from queue_server.store.contract import StoreError
from tests.queue_server.demo.hall import VISITOR, Hall

pytestmark = pytest.mark.uncounted
MINUTE = 60
HANDS_OFF = int(Tempo().hands_off)


def longest_silence(hall: Hall) -> float:
    """Return the most seconds without a call, the end included."""
    times = [call.at for call in hall.calls()] + [hall.clock.now()]
    return max((later - earlier).total_seconds() for earlier, later in pairwise(times))


async def test_from_the_first_minute_on_people_wait_and_are_called(hall: Hall):
    began = hall.clock.now()

    await hall.live(30 * MINUTE)

    assert (hall.calls()[0].at - began).total_seconds() <= 8
    assert longest_silence(hall) <= 8
    assert all(12 <= waiting <= 25 for waiting in hall.waiting[MINUTE // 2 :])


async def test_it_is_as_busy_at_midnight(hall: Hall):
    hall.clock.move(15 * 3600 + 50 * MINUTE)  # from eight in the morning

    await hall.live(20 * MINUTE)

    assert len(hall.events(CounterClosed)) == 7
    assert len(hall.events(CounterOpened)) == 14
    assert longest_silence(hall) <= 12
    assert all(12 <= waiting <= 25 for waiting in hall.waiting[11 * MINUTE :])


async def test_what_happens_is_as_on_a_real_floor(hall: Hall):
    await hall.live(40 * MINUTE)

    issued = hall.events(TicketIssued)
    with_priority = [event for event in issued if event.priority is not None]
    assert 0.03 < len(with_priority) / len(issued) < 0.15
    assert len({event.field for event in issued}) > 10
    assert len(hall.events(TicketPrinted)) == len(issued)
    assert any(call.call == 2 for call in hall.calls())
    assert hall.events(TicketMissed)
    assert hall.events(TicketRated)
    served = await hall.tickets(TicketState.SERVED)
    assert all(ticket.outcome is not None for ticket in served)
    assert len(await hall.tickets(TicketState.MISSED)) < 12


async def test_nobody_calls_at_counter_8(hall: Hall):
    await hall.live(10 * MINUTE)

    assert {call.counter for call in hall.calls()} == set("1234567")
    assert (await hall.counter(8)).state is CounterState.CLOSED


async def test_a_visitors_ticket_waits_for_the_visitor(hall: Hall):
    await hall.live(MINUTE)
    fields = ("HT", "CT", "DD", "CA", "BH", "KD", "BT")
    mine = [await hall.take_number(field, "elder") for field in fields]

    await hall.live(40 * MINUTE)

    assert not {call.ticket for call in hall.calls()} & set(mine)
    assert [(await hall.ticket(ticket)).state for ticket in mine] == [TicketState.WAITING] * 7
    assert longest_silence(hall) <= 8


async def test_counter_8_calls_a_visitors_ticket_when_the_visitor_asks_for_it(hall: Hall):
    await hall.live(MINUTE)
    mine = await hall.take_number("DD")
    await hall.press(c.OpenCounter, 8)

    await hall.press(c.CallTicket, 8, ticket=mine, reason="thử", id="t", salt="s")
    await hall.live(5 * MINUTE)

    assert (await hall.counter(8)).current == mine


async def test_a_call_that_met_a_visitors_ticket_is_taken_back_at_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    await hall.live(2 * MINUTE)
    look = hall.people._due  # what it saw, before the visitor came

    def seen_before(floor, now):
        acts = look(floor, now)
        return [act for act in acts if isinstance(act[1], c.CallNext)] or acts

    monkeypatch.setattr(hall.people, "_due", seen_before)
    carry_out = hall.engine.carry_out

    async def visitor_first(command, *rest, **more):
        if isinstance(command, c.CallNext):
            for field in ("HT", "DD", "CA", "BH", "KD", "BT"):
                await hall.take_number(field, "small_child")
        return await carry_out(command, *rest, **more)

    monkeypatch.setattr(hall.engine, "carry_out", visitor_first)
    await hall.live(10)
    monkeypatch.undo()

    called = [call.ticket for call in hall.calls() if not is_made_up(call.ticket)]
    assert called
    for ticket in called:
        assert (await hall.ticket(ticket)).state is TicketState.WAITING
        assert (await hall.ticket(ticket)).calls == 0


@pytest.mark.parametrize("key", [c.PauseCounter, c.CallNext, c.Recall])
async def test_a_counter_that_a_person_uses_is_left_alone_for_a_while(
    hall: Hall, key: type[c.CounterCommand]
):
    await hall.live(MINUTE)
    more = {"reason": "Họp", "id": "t", "salt": "s"} if key is c.PauseCounter else {}
    if key is c.Recall:
        await hall.press(c.CallNext, 3)
    await hall.press(key, 3, **more)
    touched = await hall.counter(3)

    await hall.live(HANDS_OFF - 2)
    left_alone = await hall.counter(3)
    await hall.live(MINUTE)

    assert left_alone == touched
    assert (await hall.counter(3)).touched > touched.touched
    assert (await hall.counter(3)).state is CounterState.OPEN
    assert longest_silence(hall) <= 8
    assert max(hall.waiting) <= 25


async def test_a_visitor_who_goes_on_pressing_keeps_the_counter(hall: Hall):
    await hall.live(MINUTE)
    await hall.press(c.CallNext, 2)
    for _ in range(3):
        await hall.live(HANDS_OFF - MINUTE)
        await hall.press(c.CallNext, 2)

    calls = [call for call in hall.calls() if call.counter == "2"]
    assert calls[-1].ticket == (await hall.counter(2)).current
    assert calls[-1].at - calls[-4].at >= timedelta(seconds=3 * (HANDS_OFF - MINUTE))


async def test_a_ticket_a_visitor_left_at_a_counter_is_missed_in_the_end_and_can_return(hall: Hall):
    await hall.live(MINUTE)
    mine = await hall.take_number("DD")
    await hall.press(c.CallTicket, 3, ticket=mine, reason="thử", id="t", salt="s")

    await hall.live(HANDS_OFF + MINUTE)

    assert (await hall.ticket(mine)).state is TicketState.MISSED
    assert (await hall.counter(3)).current != mine


async def test_a_service_a_visitor_left_is_ended_in_the_end(hall: Hall):
    await hall.live(MINUTE)
    mine = await hall.take_number("DD")
    await hall.press(c.CallTicket, 3, ticket=mine, reason="thử", id="t", salt="s")
    await hall.press(c.StartService, 3)

    await hall.live(HANDS_OFF + 2 * MINUTE)

    assert (await hall.ticket(mine)).state is TicketState.SERVED


async def test_a_counter_with_somebody_else_is_theirs(hall: Hall):
    await hall.live(MINUTE)
    if (await hall.counter(6)).current is not None:
        await hall.press(c.FinishService, 6, outcome=Outcome.RECEIVED)
    await hall.press(c.CloseCounter, 6)
    await hall.engine.carry_out(c.OpenCounter(by=VISITOR, counter=CounterId("6")))

    await hall.live(2 * HANDS_OFF)

    assert (await hall.counter(6)).officer == VISITOR
    assert (await hall.counter(6)).current is None


async def test_those_whom_nobody_serves_any_more_go_home(hall: Hall):
    await hall.live(MINUTE)
    for _ in range(3):
        await hall.press(c.PauseCounter, 6, reason="Họp", id="t", salt="s")
        await hall.live(HANDS_OFF - MINUTE)
        await hall.press(c.OpenCounter, 6)
        await hall.live(HANDS_OFF - MINUTE)

    waiting = await hall.tickets(TicketState.WAITING)
    assert longest_silence(hall) <= 8
    assert len([ticket for ticket in waiting if ticket.field == "CA"]) < 10


async def test_after_a_restart_they_go_on_with_what_stands(hall: Hall):
    await hall.live(3 * MINUTE)
    before = {n: (await hall.counter(n)).current for n in range(1, 8)}
    opened = len(hall.events(CounterOpened))

    hall.enter(seed=2)
    await hall.live(2)

    after = {n: (await hall.counter(n)).current for n in range(1, 8)}
    assert sum(before[n] == after[n] for n in before) >= 5
    await hall.live(10 * MINUTE)
    assert len(hall.events(CounterOpened)) == opened
    assert longest_silence(hall) <= 8


async def test_a_pause_before_a_restart_is_kept_for_a_while(hall: Hall):
    await hall.live(MINUTE)
    await hall.press(c.PauseCounter, 4, reason="Họp", id="t", salt="s")

    hall.enter(seed=2)
    await hall.live(HANDS_OFF - 2)

    assert (await hall.counter(4)).state is CounterState.PAUSED


async def test_a_doubted_clock_is_waited_for(hall: Hall):
    await hall.live(MINUTE)
    await hall.engine.carry_out(c.DoubtClock(by=VISITOR, why="step", by_s=3600))
    before = len(hall.journal.entries)

    await hall.live(MINUTE)

    assert len(hall.journal.entries) == before


async def test_a_store_that_fails_for_a_moment_does_not_end_them(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    steps: list[Exception | None] = [StoreError("full"), Refused("closed_now"), Refused("stopping")]
    looked = []

    async def step() -> None:
        looked.append(1)
        raise steps[len(looked) - 1] or AssertionError

    monkeypatch.setattr(hall.people, "step", step)
    monkeypatch.setattr(people, "LOOK_S", 0)

    await asyncio.wait_for(hall.people.run(), 5)

    assert len(looked) == 3


async def test_a_stopping_engine_is_no_fault(hall: Hall):
    await hall.live(5)
    await hall.engine.stop()

    with pytest.raises(Refused) as caught:
        await hall.people.step()

    assert caught.value.code == "stopping"


def test_marks_are_seen_on_tickets_only_we_made():
    assert is_made_up(TicketId("demo.x"))
    assert not is_made_up(TicketId("Zm9v"))
