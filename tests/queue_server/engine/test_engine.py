"""The engine's promises to those who ask: order, batches, patience and an end."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.engine.hub import Watch
from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import Event, TicketIssued
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Statement, StoreError
from tests.support.centre import CENTRE, cancel, next_at, number
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.looking import labels, let_others_run, tickets_of


def label(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
    issued = events[-1]
    assert isinstance(issued, TicketIssued)
    return 201, issued.label.encode()


async def test_a_hundred_presses_at_once_are_few_appends(
    engine: Engine, journal: GuardedJournal
) -> None:
    before = len(journal.batches)
    journal.shut()
    presses = [asyncio.create_task(engine.carry_out(number(), label)) for _ in range(100)]
    await journal.knocked.wait()
    journal.gate.set()
    answers = await asyncio.gather(*presses)

    assert [done.body for done in answers] == [b"A%03d" % n for n in range(1, 101)]
    assert len(journal.batches) - before <= 2


async def test_nothing_is_answered_or_shown_before_it_is_on_disk(
    engine: Engine, journal: GuardedJournal
) -> None:
    hall = await engine.watch(Watch("hall"))
    await hall.get()
    journal.shut()
    press = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    question = asyncio.create_task(engine.ask(tickets_of))
    shown = asyncio.create_task(hall.get())
    await let_others_run()

    assert not press.done()
    assert not question.done()
    assert not shown.done()

    journal.gate.set()
    await press
    assert await question == 1
    assert b'"count":1' in await shown


async def test_each_press_sees_what_the_ones_before_it_did(
    engine: Engine, journal: GuardedJournal
) -> None:
    presses = [number(), next_at(1), number(), next_at(2)]
    answers = await asyncio.gather(*(engine.carry_out(press) for press in presses))

    assert answers[1].events[-1].ticket == presses[0].id
    assert answers[3].events[-1].ticket == presses[2].id


async def test_a_batch_has_an_end_however_many_wait(
    engine: Engine, journal: GuardedJournal
) -> None:
    before = len(journal.batches)
    await asyncio.gather(*(engine.carry_out(number()) for _ in range(600)))

    sizes = [len(batch.entries) for batch in journal.batches[before:]]
    assert max(sizes) == 256
    assert sum(sizes) == 600


async def test_a_refused_press_leaves_nothing_behind(
    engine: Engine, journal: GuardedJournal
) -> None:
    before = await journal.last()
    with pytest.raises(Refused, match="nobody_waiting"):
        await engine.carry_out(next_at(1))

    assert await journal.last() == before


async def test_a_refused_press_does_not_refuse_its_neighbours(engine: Engine) -> None:
    presses = [number(), cancel("nobody's"), number()]
    outcomes = await asyncio.gather(
        *(engine.carry_out(press) for press in presses), return_exceptions=True
    )

    assert isinstance(outcomes[1], Refused)
    assert await engine.ask(labels) == ["A001", "A002"]


async def test_a_press_is_carried_out_though_its_caller_left(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    press = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    press.cancel()
    with pytest.raises(asyncio.CancelledError):
        await press
    journal.gate.set()

    assert await engine.ask(labels) == ["A001"]
    assert decode_event((await journal.read(0, 100))[-1].body).label == "A001"
    assert (await engine.carry_out(number(), label)).body == b"A002"


async def test_a_refusal_nobody_waits_for_any_more_harms_nobody(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    first = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    refused = asyncio.create_task(engine.carry_out(cancel("nobody's")))
    await let_others_run()
    refused.cancel()
    journal.gate.set()
    await first

    assert (await engine.carry_out(number(), label)).body == b"A002"


async def test_a_question_that_is_refused_reaches_its_asker_only(engine: Engine) -> None:
    def unknown(floor: Floor, now: datetime) -> None:
        floor.ticket("nobody's")

    refused, answered = await asyncio.gather(
        engine.ask(unknown), engine.ask(tickets_of), return_exceptions=True
    )

    assert isinstance(refused, Refused)
    assert answered == 0


async def test_a_question_with_a_fault_reaches_its_asker_only(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        await engine.ask(lambda floor, now: 1 / 0)

    assert await engine.ask(tickets_of) == 0


async def test_a_question_whose_asker_left_is_not_asked(
    engine: Engine, journal: GuardedJournal
) -> None:
    asked = []
    journal.shut()
    press = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    question = asyncio.create_task(engine.ask(lambda floor, now: asked.append(floor)))
    await let_others_run()
    question.cancel()
    journal.gate.set()
    await press
    await engine.ask(tickets_of)

    assert asked == []


async def test_rows_without_an_event_are_kept_in_turn(
    engine: Engine, journal: GuardedJournal
) -> None:
    row = Statement("DELETE FROM sessions WHERE expires_at < ?", (0,))
    await engine.keep([row])

    assert list(journal.batches[-1].statements) == [row]
    assert not journal.batches[-1].entries


async def test_a_stop_finishes_what_has_begun_and_takes_nothing_new(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    begun = [asyncio.create_task(engine.carry_out(number(), label)) for _ in range(3)]
    await journal.knocked.wait()
    stop = asyncio.create_task(engine.stop())
    await let_others_run()
    with pytest.raises(Refused, match="stopping"):
        await engine.carry_out(number())
    with pytest.raises(Refused, match="stopping"):
        await engine.ask(tickets_of)
    journal.gate.set()
    await stop

    assert [(await press).body for press in begun] == [b"A001", b"A002", b"A003"]
    assert await engine.died is None


async def test_stopping_twice_or_before_the_start_is_fine(
    journal: GuardedJournal, clock: HandClock
) -> None:
    engine = Engine(CENTRE, journal, clock)
    await engine.stop()
    await engine.stop()


async def test_a_broken_engine_leaves_nobody_waiting(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    at_work = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    in_line = asyncio.create_task(engine.carry_out(number()))
    asking = asyncio.create_task(engine.ask(tickets_of))
    await let_others_run()
    next(t for t in asyncio.all_tasks() if t.get_name() == f"engine {CENTRE}").cancel()
    outcomes = await asyncio.gather(at_work, in_line, asking, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
    with pytest.raises(StoreError):
        await engine.died
    with pytest.raises(Refused, match="stopping"):
        await engine.carry_out(number())


async def test_a_fault_in_the_engine_itself_ends_it_loudly(
    engine: Engine, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    monkeypatch.setattr(clock, "now", broken)
    with pytest.raises(StoreError):
        await engine.ask(tickets_of)

    assert isinstance(engine.died.exception(), StoreError)
