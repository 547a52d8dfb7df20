"""Whoever changes what is kept is found out, by the first event that is wrong."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from queue_server.protocol.codec import chain, decode_event
from queue_server.protocol.events import AnyEvent, ServerStarted
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import Batch, Entry, Statement
from queue_server.store.registry import purge_texts
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_journal import SqliteJournal
from queue_server.store.verify import PAGE, Finding, verify
from tests.support.pen import FRIDAY, Pen, records

FORGED = "CAST(replace(body, 'mau', 'nha') AS BLOB)"


@pytest.fixture
async def whole(journal: SqliteJournal, pen: Pen) -> SqliteJournal:
    """Two days: events 1 and 2, tickets 3 to 7, a note at 8; the next day 9, tickets 10 to 12."""
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    for _ in range(5):
        await journal.append(pen.ticket())
    await journal.append(pen.note("ticket-3"))
    await journal.append(Batch(entries=[pen.day(FRIDAY + timedelta(days=1))]))
    for _ in range(3):
        await journal.append(pen.ticket())
    return journal


async def change(journal: SqliteJournal, sql: str, *values: object) -> None:
    await journal.append(Batch(statements=[Statement(sql, values)]))


async def rechain(journal: SqliteJournal, start: int) -> None:
    """Do what a clever forger does: make all hashes from `start` on fit again."""
    last = (await journal.read(start - 2, 1))[0].hash
    for entry in await journal.read(start - 1, PAGE):
        last = chain(last, entry.body)
        await change(journal, "UPDATE journal SET hash = ? WHERE seq = ?", last, entry.seq)


async def test_a_whole_journal_has_no_fault(whole: SqliteJournal) -> None:
    assert await verify(whole, records) is None


async def test_an_empty_journal_has_no_fault(journal: SqliteJournal) -> None:
    assert await verify(journal, records) is None


async def test_a_journal_of_many_pages_is_followed_to_its_end(
    journal: SqliteJournal, pen: Pen
) -> None:
    entries = [pen.write(ServerStarted, program="x") for _ in range(2 * PAGE + 1)]
    await journal.append(Batch(entries=entries))
    assert await verify(journal, records) is None

    await change(journal, "UPDATE journal SET hash = x'00' WHERE seq = ?", 2 * PAGE + 1)

    assert (await verify(journal, records) or Finding(0, "")).seq == 2 * PAGE + 1


@pytest.mark.parametrize(
    ("sql", "seq", "what"),
    [
        (f"UPDATE journal SET body = {FORGED} WHERE seq = 4", 4, "hash"),
        ("UPDATE journal SET hash = x'00' WHERE seq = 6", 6, "hash"),
        ("DELETE FROM journal WHERE seq = 5", 5, "missing; the next one kept is 6"),
        ("DELETE FROM journal WHERE seq = 1", 1, "missing"),
        ("UPDATE legs SET wait_s = 7 WHERE ticket = 'ticket-4'", 4, "another wait_s"),
        ("UPDATE visits SET officer = 'x' WHERE ticket = 'ticket-11'", 11, "another officer"),
        ("UPDATE visits SET day = '2026-11-19' WHERE ticket = 'ticket-5'", 5, "is not kept"),
        ("DELETE FROM visits WHERE ticket = 'ticket-12'", 12, "is not kept"),
        ("DELETE FROM legs WHERE ticket = 'ticket-12'", 12, "has 0 legs, not 1"),
        ("UPDATE legs SET outcome = 'other' WHERE ticket = 'ticket-3'", 8, "another outcome"),
        ("UPDATE visits SET outcome = NULL WHERE ticket = 'ticket-3'", 8, "another outcome"),
        ("UPDATE visits SET dossiers = 9 WHERE ticket = 'ticket-4'", 4, "another dossiers"),
        ("UPDATE visits SET outcome = 'x' WHERE ticket = 'ticket-10'", 10, "another outcome"),
        ("DELETE FROM visits WHERE ticket = 'ticket-3'", 8, "is not kept"),
        ("UPDATE texts SET text = 'other words'", 8, "not the one it refers to"),
        ("UPDATE texts SET seq = 7", 8, "not the one it refers to"),
        (f"UPDATE plans SET body = {FORGED}", 1, "copy of plan 1"),
        ("DELETE FROM plans", 1, "copy of plan 1"),
        ("DELETE FROM openings WHERE seq = 9", 9, "not noted as the last opening"),
    ],
)
async def test_the_first_fault_is_named(
    whole: SqliteJournal, sql: str, seq: int, what: str
) -> None:
    await change(whole, sql)

    found = await verify(whole, records)

    assert found is not None
    assert found.seq == seq
    assert what in found.what


async def test_swapped_events_are_found(whole: SqliteJournal) -> None:
    await change(whole, "UPDATE journal SET seq = -seq WHERE seq IN (4, 5)")
    await change(whole, "UPDATE journal SET seq = 9 + seq WHERE seq < 0")

    found = await verify(whole, records)

    assert found is not None
    assert found.seq == 4


@pytest.mark.parametrize("seq", [3, 12])
async def test_an_event_that_was_swapped_cleverly_still_knows_its_number(
    whole: SqliteJournal, seq: int
) -> None:
    body = (await whole.read(3, 1))[0].body
    await change(whole, "UPDATE journal SET body = ? WHERE seq = ?", body, seq)
    await rechain(whole, seq)

    assert await verify(whole, records) == Finding(seq, "it says to be event 4 of mau")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"{", "its body is no event"),
        (b'{"type":"never_heard_of"}', "its body is no event"),
        (b'{"centre":"mau","seq":4}', "its body is no event"),
        (None, "not in the canonical form"),
    ],
)
async def test_a_body_that_nobody_wrote_is_found(
    whole: SqliteJournal, body: bytes | None, what: str
) -> None:
    before = (await whole.read(3, 1))[0].body
    spaced = msgspec.json.format(before, indent=1)
    await change(whole, "UPDATE journal SET body = ? WHERE seq = 4", body or spaced)
    await rechain(whole, 4)

    found = await verify(whole, records)

    assert found is not None
    assert found.seq == 4
    assert what in found.what


async def test_events_of_another_centre_are_found(store: SqliteStore) -> None:
    other = CentreId("khac")
    pen = Pen()
    entry = pen.write(ServerStarted, program="x")
    forged = Entry(1, chain(Pen(other).hash, entry.body), entry.body)
    await store.journal(other).append(Batch(entries=[forged]))

    found = await verify(store.journal(other), records)

    assert found == Finding(1, "it says to be event 1 of mau")


async def test_a_record_that_no_event_made_is_found(whole: SqliteJournal, pen: Pen) -> None:
    extra = Pen().ticket()
    await whole.append(Batch(visits=[replace(extra.visits[0], ticket="ticket-0")]))

    found = await verify(whole, records)

    assert found is not None
    assert "2026-11-20 has 6 visits and 5 legs, but the events give 5 visits and 5 legs" in str(
        found
    )


async def test_a_purged_text_is_no_fault(whole: SqliteJournal) -> None:
    await whole.append(Batch(statements=[purge_texts(2_000_000_000)]))

    assert await whole.kept_texts(["text-8"]) == []
    assert await verify(whole, records) is None


async def test_an_outcome_may_be_mended_again_and_again(whole: SqliteJournal, pen: Pen) -> None:
    for ticket in ("ticket-3", "ticket-4", "ticket-4", "ticket-10"):
        await whole.append(pen.note(ticket))
    assert await verify(whole, records) is None

    for table in ("visits", "legs"):
        await change(whole, f"UPDATE {table} SET outcome = 'other' WHERE ticket = 'ticket-4'")

    found = await verify(whole, records)
    assert found is not None
    assert (found.seq, found.what.endswith("another outcome")) == (15, True)


async def test_marks_may_come_a_day_late(whole: SqliteJournal, pen: Pen) -> None:
    await whole.append(pen.note("ticket-3"))
    await whole.append(pen.marks("ticket-3"))
    await whole.append(pen.marks("ticket-4"))
    assert await verify(whole, records) is None

    await change(whole, "UPDATE visits SET satisfaction = 1 WHERE ticket = 'ticket-4'")

    found = await verify(whole, records)
    assert found is not None
    assert (found.seq, found.what.endswith("another satisfaction")) == (15, True)


async def test_a_mended_visit_that_is_gone_is_found(whole: SqliteJournal, pen: Pen) -> None:
    await whole.append(pen.note("ticket-99"))

    assert await verify(whole, records) == Finding(13, "the visit ticket-99 is not kept")


async def test_an_event_that_the_rules_cannot_follow_is_named(whole: SqliteJournal) -> None:
    def strict(event: AnyEvent) -> Batch:
        if event.seq == 6:
            raise LookupError("no such ticket")
        return records(event)

    found = await verify(whole, strict)

    assert found is not None
    assert found.seq == 6
    assert "cannot follow" in found.what


async def test_a_running_server_is_no_fault(whole: SqliteJournal, pen: Pen) -> None:
    """Records that are younger than the events that were read look wrong only at first."""
    more = 3

    async def counts() -> dict[str, tuple[int, int]]:
        nonlocal more
        if more:
            more -= 1
            await whole.append(pen.ticket())
        return await SqliteJournal.counts(whole)

    whole.counts = counts  # type: ignore[method-assign]

    assert await verify(whole, records) is None
    assert more == 0


async def test_events_with_members_of_a_newer_program_can_be_verified(
    journal: SqliteJournal, pen: Pen
) -> None:
    entry = pen.write(ServerStarted, program="x")
    plain = msgspec.json.decode(entry.body) | {"new": 1}
    body = msgspec.json.encode(plain, order="sorted")
    await journal.append(Batch(entries=[Entry(1, chain(Pen().hash, body), body)]))

    assert decode_event(body).seq == 1
    assert await verify(journal, records) is None
