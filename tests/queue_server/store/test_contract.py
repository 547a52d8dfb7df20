"""What every journal does, whichever memory keeps it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace

from queue_server.protocol.codec import chain_start
from queue_server.protocol.events import ServerStarted
from queue_server.protocol.plan import Plan, plan_hash
from queue_server.store.contract import (
    Batch,
    CommitUnknown,
    Journal,
    KeptPlan,
    Key,
    StoreError,
)
from queue_server.store.sqlite import SqliteStore
from tests.support.memory import MemoryJournal
from tests.support.pen import CENTRE, KIOSK, Pen


@pytest.fixture(params=["memory", "sqlite"])
async def journal(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
    if request.param == "memory":
        yield MemoryJournal(CENTRE)
        return
    store = await SqliteStore.open(tmp_path)
    yield store.journal(CENTRE)
    await store.close()


async def test_an_empty_journal_ends_with_the_hash_of_its_centre(journal: Journal) -> None:
    assert await journal.last() == (0, chain_start(CENTRE))
    assert await journal.read(0, 10) == []
    assert await journal.opening() == 0
    assert await journal.plan(1) is None
    assert await journal.visit("ticket-1") is None
    assert await journal.legs("ticket-1") == []


async def test_what_was_appended_is_read_back_byte_for_byte(journal: Journal, pen: Pen) -> None:
    entries = [pen.write(ServerStarted, program=f"chương trình {n}") for n in range(5)]
    await journal.append(Batch(entries=entries[:3]))
    await journal.append(Batch(entries=entries[3:]))

    assert await journal.read(0, 10) == entries
    assert await journal.read(1, 2) == entries[1:3]
    assert await journal.read(5, 10) == []
    assert await journal.last() == (5, pen.hash)


async def test_a_batch_of_nothing_is_kept_without_complaint(journal: Journal) -> None:
    await journal.append(Batch())

    assert (await journal.last())[0] == 0


async def test_an_event_twice_is_refused_and_nothing_of_its_batch_is_kept(
    journal: Journal, pen: Pen
) -> None:
    first = pen.ticket()
    await journal.append(first)
    second = pen.ticket()
    twice = second._replace(entries=[*second.entries, *first.entries])

    with pytest.raises(StoreError):
        await journal.append(twice)

    assert (await journal.last())[0] == 1
    assert await journal.visit("ticket-2") is None
    assert await journal.legs("ticket-2") == []
    assert await journal.answered([answer.key for answer in second.answers]) == {}


async def test_a_gap_is_refused(journal: Journal, pen: Pen) -> None:
    pen.ticket()

    with pytest.raises(StoreError):
        await journal.append(pen.ticket())

    assert (await journal.last())[0] == 0


async def test_the_journal_goes_on_after_a_refusal(journal: Journal, pen: Pen) -> None:
    batch = pen.ticket()
    with pytest.raises(StoreError):
        await journal.append(batch._replace(entries=[*batch.entries, *batch.entries]))

    await journal.append(batch)

    assert (await journal.last())[0] == 1


async def test_records_are_found_by_ticket_and_change_in_place(journal: Journal, pen: Pen) -> None:
    batch = pen.ticket()
    visit, leg = batch.visits[0], batch.legs[0]
    await journal.append(batch)
    assert await journal.visit(visit.ticket) == visit
    assert await journal.legs(visit.ticket) == [leg]

    called = replace(visit, state="called", counter="2", doubted=True)
    first = replace(leg, called_at=leg.entered_at + 60, wait_s=60, implied=True)
    second = replace(leg, leg=2, field=None, end="served")
    await journal.append(Batch(visits=[called], legs=[second, first]))

    assert await journal.visit(visit.ticket) == called
    assert await journal.legs(visit.ticket) == [first, second]


async def test_a_leg_that_was_undone_is_gone_unless_it_came_anew(
    journal: Journal, pen: Pen
) -> None:
    batch = pen.ticket()
    leg = batch.legs[0]
    second = replace(leg, leg=2)
    await journal.append(batch._replace(legs=[leg, second]))

    await journal.append(Batch(gone_legs=[(leg.ticket, 2)]))
    assert await journal.legs(leg.ticket) == [leg]

    again = replace(second, counter="3")
    await journal.append(Batch(gone_legs=[(leg.ticket, 2)], legs=[again]))
    assert await journal.legs(leg.ticket) == [leg, again]


async def test_an_outcome_mended_later_stands_on_the_visit_and_on_its_last_leg(
    journal: Journal, pen: Pen
) -> None:
    batch = pen.ticket()
    ticket = batch.visits[0].ticket
    second = replace(batch.legs[0], leg=2)
    visit = replace(batch.visits[0], legs=2)
    await journal.append(batch._replace(visits=[visit], legs=[*batch.legs, second]))

    await journal.append(pen.note(ticket))

    kept = await journal.visit(ticket)
    assert kept is not None
    assert kept.outcome == "supplement"
    assert [leg.outcome for leg in await journal.legs(ticket)] == [None, "supplement"]


async def test_marks_given_later_stand_on_the_visit(journal: Journal, pen: Pen) -> None:
    batch = pen.ticket()
    ticket = batch.visits[0].ticket
    await journal.append(batch)

    await journal.append(pen.marks(ticket))

    kept = await journal.visit(ticket)
    assert kept is not None
    assert (kept.satisfaction, kept.attitude) == (3, 2)


async def test_an_outcome_of_an_unknown_visit_changes_nothing(journal: Journal, pen: Pen) -> None:
    await journal.append(pen.note("ticket-9"))

    assert (await journal.last())[0] == 1
    assert await journal.visit("ticket-9") is None
    assert await journal.legs("ticket-9") == []


async def test_the_last_opening_is_where_replay_starts(journal: Journal, pen: Pen) -> None:
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    await journal.append(pen.ticket())
    assert await journal.opening() == 2

    await journal.append(Batch(entries=[pen.day(), pen.write(ServerStarted, program="x")]))

    assert await journal.opening() == 4


async def test_a_word_that_looks_like_an_opening_is_none(journal: Journal, pen: Pen) -> None:
    await journal.append(Batch(entries=[pen.write(ServerStarted, program='"type":"day_opened"')]))

    assert await journal.opening() == 0


async def test_each_plan_has_a_copy(journal: Journal, pen: Pen) -> None:
    await journal.append(Batch(entries=[pen.plan(1), pen.plan(2, name_en="Sample")]))

    kept = await journal.plan(2)

    plan = Plan(centre=CENTRE, version=2, name_vi="Trung tâm mẫu", name_en="Sample")
    assert kept == KeptPlan(plan, plan_hash(plan))
    assert await journal.plan(3) is None


async def test_an_answer_is_found_by_caller_route_and_key_together(
    journal: Journal, pen: Pen
) -> None:
    batch = pen.ticket()
    answer = batch.answers[0]
    await journal.append(batch)

    others = [
        Key("kiosk-2", answer.key.route, answer.key.key),
        Key(KIOSK, "POST /other", answer.key.key),
        Key(KIOSK, answer.key.route, "other"),
    ]

    assert await journal.answered([answer.key, *others]) == {answer.key: answer}
    assert await journal.answered(others) == {}
    assert await journal.answered([]) == {}


async def test_the_memory_breaks_when_it_is_told_to(pen: Pen) -> None:
    memory = MemoryJournal(CENTRE)
    memory.broken = True
    batch = pen.ticket()

    with pytest.raises(StoreError):
        await memory.append(batch)

    assert await memory.last() == (0, chain_start(CENTRE))
    memory.broken = False
    await memory.append(batch)
    assert await memory.last() == (1, pen.hash)


@pytest.mark.parametrize(("unknown", "seq"), [("kept", 1), ("lost", 0)])
async def test_the_memory_may_not_know_what_it_kept(
    pen: Pen, unknown: Literal["kept", "lost"], seq: int
) -> None:
    memory = MemoryJournal(CENTRE)
    memory.unknown = unknown

    with pytest.raises(CommitUnknown):
        await memory.append(pen.ticket())

    assert (await memory.last())[0] == seq
