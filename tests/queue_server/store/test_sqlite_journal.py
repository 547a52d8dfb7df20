"""The journal on SQLite when things go wrong, and what only it can do."""

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.protocol.events import ServerStarted
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import (
    Batch,
    CommitUnknown,
    Entry,
    JournalCorrupt,
    Statement,
    StoreError,
)
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_journal import KEPT_S, PURGE_EVERY_S, SqliteJournal
from tests.support.breaking import FailingCommit
from tests.support.pen import CENTRE, Pen


async def do(journal: SqliteJournal, sql: str, *values: object) -> None:
    """Run one statement on the writing connection."""
    await journal.append(Batch(statements=[Statement(sql, values)]))


async def fill(journal: SqliteJournal, pen: Pen, tickets: int) -> None:
    for _ in range(tickets):
        await journal.append(pen.ticket())


async def assert_nothing_kept(journal: SqliteJournal, batch: Batch, last: int) -> None:
    assert (await journal.last())[0] == last
    for visit in batch.visits:
        assert await journal.visit(visit.ticket) is None
        assert await journal.legs(visit.ticket) == []
    assert await journal.answered([answer.key for answer in batch.answers]) == {}
    assert await journal.kept_texts([text.ref for text in batch.texts]) == []


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("INSERT INTO nowhere VALUES (1)", ()),
        ("INSERT INTO openings VALUES (?, ?, ?)", (1,)),
        ("INSERT INTO openings VALUES (?, ?, ?)", ("mau", "word", "day")),
        ("INSERT INTO openings VALUES (?, ?, ?)", ("mau", 1 << 70, "day")),
        ("INSERT INTO openings VALUES (?, ?, ?)", ("\ud800", 1, "day")),
        ("INSERT INTO openings VALUES (?, ?, ?)", (object(), 1, "day")),
        ("INSERT INTO sessions VALUES (?, 'nobody', 1, 1)", (b"s",)),
        ("SELECT 1; SELECT 2", ()),
    ],
)
async def test_a_statement_that_is_refused_takes_its_whole_batch_along(
    journal: SqliteJournal, pen: Pen, sql: str, values: tuple[object, ...]
) -> None:
    batch = pen.ticket()

    with pytest.raises(StoreError):
        await journal.append(batch._replace(statements=[Statement(sql, values)]))

    await assert_nothing_kept(journal, batch, 0)
    await journal.append(batch)
    assert (await journal.last())[0] == 1


async def test_a_full_disk_keeps_nothing_and_says_so(journal: SqliteJournal, pen: Pen) -> None:
    await fill(journal, pen, 3)
    await do(journal, "PRAGMA max_page_count = 1")
    big = pen.ticket()
    big = big._replace(entries=[*big.entries, pen.write(ServerStarted, program="x" * 100_000)])

    with pytest.raises(StoreError, match="The disk is full") as refusal:
        await journal.append(big)

    assert not isinstance(refusal.value, CommitUnknown)
    await assert_nothing_kept(journal, big, 3)
    await do(journal, "PRAGMA max_page_count = 1000000")
    await journal.append(big)
    assert (await journal.last())[0] == 5


async def test_a_file_that_may_not_be_written_keeps_nothing(
    journal: SqliteJournal, pen: Pen
) -> None:
    await do(journal, "PRAGMA query_only = ON")
    batch = pen.ticket()

    with pytest.raises(StoreError, match="may not be written"):
        await journal.append(batch)

    await assert_nothing_kept(journal, batch, 0)


async def test_a_record_that_would_move_to_another_day_is_refused(
    journal: SqliteJournal, pen: Pen
) -> None:
    batch = pen.ticket()
    await journal.append(batch)
    moved = replace(batch.visits[0], day="2026-11-21", state="called")

    with pytest.raises(StoreError, match="another day"):
        await journal.append(Batch(visits=[moved]))

    assert await journal.visit(moved.ticket) == batch.visits[0]


async def test_an_opening_that_cannot_be_read_is_refused(journal: SqliteJournal) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        await journal.append(Batch(entries=[Entry(1, b"h", b'{"type":"day_opened"}')]))

    assert (await journal.last())[0] == 0


async def test_a_copy_of_a_plan_that_cannot_be_read_is_damage(
    journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(Batch(entries=[pen.plan()]))
    await do(journal, "UPDATE plans SET body = ?", b"{")

    with pytest.raises(JournalCorrupt, match="plan 1"):
        await journal.plan(1)


@pytest.fixture
def failing() -> Iterator[type[FailingCommit]]:
    yield FailingCommit
    FailingCommit.fails = FailingCommit.keeps = False


@pytest.fixture
async def doubtful(tmp_path: Path, failing: type[FailingCommit]) -> AsyncIterator[SqliteJournal]:
    """A journal whose commits fail as soon as they are told to."""
    store = await SqliteStore.open(tmp_path, factory=failing)
    yield store.journal(CENTRE)
    failing.fails = False
    await store.close()


@pytest.mark.parametrize("keeps", [False, True])
async def test_a_commit_that_fails_is_unknown_until_the_journal_is_read_back(
    doubtful: SqliteJournal, pen: Pen, failing: type[FailingCommit], keeps: bool
) -> None:
    await doubtful.append(pen.ticket())
    assert await doubtful.answered([pen.answer("other").key]) == {}
    batch = pen.ticket()
    failing.fails, failing.keeps = True, keeps

    with pytest.raises(CommitUnknown):
        await doubtful.append(batch)

    failing.fails = False
    keys = [answer.key for answer in batch.answers]
    assert (await doubtful.last())[0] == (2 if keeps else 1)
    assert len(await doubtful.answered(keys)) == keeps
    await doubtful.append(pen.ticket() if keeps else batch)
    assert (await doubtful.last())[0] == (3 if keeps else 2)
    assert len(await doubtful.answered(keys)) == 1


async def test_a_caller_that_goes_away_leaves_a_whole_batch_and_a_working_journal(
    journal: SqliteJournal, pen: Pen
) -> None:
    batches = [pen.ticket() for _ in range(50)]
    tasks = [asyncio.create_task(journal.append(batch)) for batch in batches]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    await journal.append(pen.ticket())

    assert [entry.seq for entry in await journal.read(0, 100)] == list(range(1, 52))
    answers = [answer.key for batch in batches for answer in batch.answers]
    assert len(await journal.answered(answers)) == 50


async def test_two_centres_write_at_the_same_time_without_mixing(store: SqliteStore) -> None:
    pens = [Pen(), Pen(CentreId("khac"))]

    await asyncio.gather(*(fill(store.journal(pen.centre), pen, 40) for pen in pens))

    for pen in pens:
        journal = store.journal(pen.centre)
        assert await journal.last() == (40, pen.hash)
        assert len(await journal.visits_of("2026-11-20")) == 40
    key = pens[0].answer("press-1").key
    assert len(await store.journal(CENTRE).answered([key])) == 1
    assert await store.journal(CentreId("dau")).answered([key]) == {}


async def test_a_reader_never_sees_half_of_a_batch(journal: SqliteJournal, pen: Pen) -> None:
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    writing = asyncio.create_task(fill(journal, pen, 60))

    while not writing.done():
        visits = len(await journal.visits_of("2026-11-20"))
        seq, _ = await journal.last()
        again = len(await journal.visits_of("2026-11-20"))
        assert visits <= seq - 2 <= again

    assert (await journal.last())[0] == 62


async def test_answers_are_known_again_after_a_restart(tmp_path: Path, pen: Pen) -> None:
    batch = pen.ticket()
    for _ in range(2):
        store = await SqliteStore.open(tmp_path)
        journal = store.journal(CENTRE)
        if (await journal.last())[0] == 0:
            await journal.append(batch)
        known = await journal.answered([batch.answers[0].key])
        await store.close()

        assert known == {batch.answers[0].key: batch.answers[0]}


async def test_an_answer_is_kept_for_a_day_and_then_forgotten(
    store: SqliteStore, journal: SqliteJournal, pen: Pen
) -> None:
    old, young = pen.answer("old"), pen.answer("young")
    old, young = old._replace(at=1_000_000), young._replace(at=1_000_000 + PURGE_EVERY_S)
    later = pen.answer("later")._replace(at=old.at + KEPT_S)
    await journal.append(Batch(answers=[old]))
    await journal.append(Batch(answers=[young]))
    await journal.append(Batch(answers=[later]))
    assert len(await journal.answered([old.key, young.key])) == 2

    last = pen.answer("last")._replace(at=old.at + KEPT_S + PURGE_EVERY_S)
    await journal.append(Batch(answers=[last]))

    keys = [old.key, young.key, later.key, last.key]
    assert await journal.answered(keys) == {a.key: a for a in (young, later, last)}
    fresh = SqliteJournal(CENTRE, journal._writer, journal._reader)
    assert await fresh.answered(keys) == {a.key: a for a in (young, later, last)}


async def test_all_answers_may_be_old_at_once(journal: SqliteJournal, pen: Pen) -> None:
    old = pen.answer("old")._replace(at=0)
    await journal.append(Batch(answers=[old]))
    assert len(await journal.answered([old.key])) == 1

    await journal.append(Batch(answers=[pen.answer("new")]))

    assert list(await journal.answered([old.key, pen.answer("new").key])) == [pen.answer("new").key]


async def test_a_key_used_again_has_the_newer_answer(journal: SqliteJournal, pen: Pen) -> None:
    first = pen.answer("key")
    second = first._replace(status=200)
    await journal.append(Batch(answers=[first]))
    await journal.append(Batch(answers=[second]))

    assert await journal.answered([first.key]) == {first.key: second}
    fresh = SqliteJournal(CENTRE, journal._writer, journal._reader)
    assert await fresh.answered([first.key]) == {first.key: second}


async def test_days_are_counted_and_read_one_by_one(journal: SqliteJournal, pen: Pen) -> None:
    batch = pen.ticket()
    leg = batch.legs[0]
    await journal.append(batch._replace(legs=[replace(leg, leg=2), leg]))

    assert await journal.counts() == {"2026-11-20": (1, 2)}
    assert await journal.visits_of("2026-11-20") == list(batch.visits)
    assert await journal.legs_of("2026-11-20") == [leg, replace(leg, leg=2)]
    assert await journal.legs_of("2026-11-21") == []


async def test_what_is_purged_is_nowhere_in_the_file(
    tmp_path: Path, store: SqliteStore, journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(pen.ticket())
    await journal.append(pen.note("ticket-1", "Canary-7391"))
    await do(journal, "DELETE FROM texts")
    await store.close()

    with sqlite3.connect(tmp_path / "queue.db") as raw:
        assert raw.execute("SELECT count(*) FROM texts").fetchone() == (0,)
    raw.close()
    assert b"Canary-7391" not in (tmp_path / "queue.db").read_bytes()


async def test_a_plan_kept_by_an_older_program_still_has_its_hash(
    journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(Batch(entries=[pen.plan()]))
    older = b'{"centre":"mau","name_vi":"Trung t\xc3\xa2m m\xe1\xba\xabu"}'
    await do(journal, "UPDATE plans SET body = ?", older)

    kept = await journal.plan(1)

    assert kept is not None
    assert kept.plan.policy.cutoff_day == 14
    assert kept.hash == hashlib.sha256(older).hexdigest()
