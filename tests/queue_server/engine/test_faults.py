"""A store that fails in the middle of the day: nobody is told what is not kept."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.engine.hub import Watch
from queue_server.engine.turn import Answer
from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import Event
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Statement, StoreError
from tests.support.centre import next_at, number
from tests.support.journals import GuardedJournal
from tests.support.looking import labels, let_others_run, tickets_of


async def seq_of(engine: Engine) -> int:
    return await engine.ask(lambda floor, now: floor.seq)


async def test_a_store_that_fails_refuses_the_whole_batch_and_the_floor_is_the_journal_again(
    engine: Engine, journal: GuardedJournal
) -> None:
    await engine.carry_out(number())
    before = await journal.last()
    journal.refusals = 1
    outcomes = await asyncio.gather(
        *(engine.carry_out(press) for press in (number(), next_at(1), number())),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
    assert await journal.last() == before
    assert await seq_of(engine) == before[0]
    assert await engine.ask(labels) == ["A001"]


async def test_the_next_press_works_and_skips_no_number(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.refusals = 1
    with pytest.raises(StoreError):
        await engine.carry_out(number())
    done = await engine.carry_out(number())

    assert done.events[0].label == "A001"
    assert (await journal.last())[0] == done.events[0].seq


async def test_nothing_of_a_failed_batch_is_shown(engine: Engine, journal: GuardedJournal) -> None:
    hall = await engine.watch(Watch("hall"))
    first = await hall.get()
    journal.refusals = 1
    with pytest.raises(StoreError):
        await engine.carry_out(number())
    await let_others_run()
    await engine.carry_out(number("CT"))
    shown = await hall.get()

    assert first.count(b'"count":1') == 0
    assert shown.count(b'"count":1') == 1


async def test_those_who_come_while_the_store_fails_are_served_when_it_is_well(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    journal.refusals = 1
    failed = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    waiting = asyncio.create_task(engine.carry_out(number()))
    await let_others_run()
    journal.gate.set()
    with pytest.raises(StoreError):
        await failed

    assert (await waiting).events[0].label == "A001"


@pytest.mark.parametrize("fate", ["kept", "lost"])
async def test_a_commit_nobody_knows_of_is_read_back(
    engine: Engine, journal: GuardedJournal, fate: str
) -> None:
    before = (await journal.last())[0]
    journal.doubts = [fate]
    presses = [asyncio.create_task(engine.carry_out(number())) for _ in range(3)]
    outcomes = await asyncio.gather(*presses, return_exceptions=True)
    kept = await journal.read(before, 10)

    if fate == "kept":
        assert [outcome.events[0].label for outcome in outcomes] == ["A001", "A002", "A003"]
        assert [decode_event(entry.body).label for entry in kept] == ["A001", "A002", "A003"]
    else:
        assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
        assert kept == []
    assert await seq_of(engine) == (await journal.last())[0]
    assert (await engine.carry_out(number())).events[0].number == len(kept) + 1


async def test_rows_without_an_event_whose_commit_nobody_knows_of_are_not_called_kept(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.doubts = ["kept"]
    with pytest.raises(StoreError):
        await engine.keep([Statement("DELETE FROM sessions", ())])


async def test_a_commit_nobody_knows_of_on_a_disk_nobody_can_read_is_not_acknowledged(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.doubts, journal.unreadable = ["kept"], True
    with pytest.raises(StoreError):
        await engine.carry_out(number())
    journal.unreadable = False

    assert await engine.ask(labels) == ["A001"]
    assert (await engine.carry_out(number())).events[0].label == "A002"


async def test_a_floor_that_cannot_be_loaded_answers_nobody(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.refusals, journal.unreadable = 1, True
    for _ in range(2):
        with pytest.raises(StoreError):
            await engine.carry_out(number())
    with pytest.raises(StoreError):
        await engine.ask(tickets_of)
    with pytest.raises(StoreError):
        await engine.watch(Watch("hall"))

    assert not engine.died.done()


async def test_a_disk_that_can_be_read_again_is_found_by_a_question(
    engine: Engine, journal: GuardedJournal
) -> None:
    await engine.carry_out(number())
    journal.refusals, journal.unreadable = 1, True
    with pytest.raises(StoreError):
        await engine.carry_out(number())
    journal.unreadable = False

    assert await engine.ask(tickets_of) == 1


def faulty(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
    raise ZeroDivisionError


def refusing(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
    raise Refused("unknown_ticket")


@pytest.mark.parametrize("answer", [faulty, refusing])
async def test_a_fault_in_an_answer_gives_back_what_was_applied(
    engine: Engine, journal: GuardedJournal, answer: Answer
) -> None:
    before = await journal.last()
    with pytest.raises(StoreError):
        await engine.carry_out(number(), answer)

    assert await journal.last() == before
    assert await engine.ask(tickets_of) == 0
