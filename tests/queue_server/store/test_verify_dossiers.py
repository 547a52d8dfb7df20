"""Dossiers that differ from what the journal entered are found, by the event that entered them."""

import pytest

from queue_server.domain.dossiers import entered
from queue_server.protocol import events as e
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.events import AnyEvent
from queue_server.protocol.vocabulary import CounterId, Outcome, TicketId
from queue_server.store.contract import Batch, Statement
from queue_server.store.sqlite_journal import SqliteJournal
from queue_server.store.verify import Finding, verify
from tests.support import pen as pens
from tests.support.pen import Pen

ONE = DossierLine(code="H29-1", due_on="2026-11-27")
TWO = DossierLine(code="H29-2", procedure=None, quantity=2)


def records(event: AnyEvent) -> Batch:
    return pens.records(event)._replace(entered=entered(event))


async def record(journal: SqliteJournal, pen: Pen, ticket: str, *dossiers: DossierLine) -> None:
    entry = pen.write(
        e.OutcomeRecorded, ticket=TicketId(ticket), outcome=Outcome.RECEIVED, dossiers=dossiers
    )
    await journal.append(records(decode_event(entry.body))._replace(entries=[entry]))


@pytest.fixture
async def whole(journal: SqliteJournal, pen: Pen) -> SqliteJournal:
    """Tickets 3 to 5; dossiers entered at 6 and 7, the first mended at 8, the last undone at 10."""
    await journal.append(Batch(entries=[pen.plan(), pen.day()]))
    for _ in range(3):
        await journal.append(pen.ticket())
    await record(journal, pen, "ticket-3", ONE)
    await record(journal, pen, "ticket-4", TWO)
    await record(journal, pen, "ticket-3", ONE, TWO)
    await record(journal, pen, "ticket-5", ONE)
    undone = pen.write(
        e.MoveUndone, counter=CounterId("1"), undone=(9,), tickets=(TicketId("ticket-5"),)
    )
    await journal.append(records(decode_event(undone.body))._replace(entries=[undone]))
    return journal


async def test_what_was_mended_and_undone_is_whole(whole: SqliteJournal) -> None:
    assert await verify(whole, records) is None
    assert [dossier.code for dossier in await whole.entered_for("ticket-3")] == ["H29-1", "H29-2"]
    assert await whole.entered_for("ticket-5") == []


@pytest.mark.parametrize(
    ("sql", "seq"),
    [
        ("DELETE FROM dossiers WHERE ticket = 'ticket-4'", 7),
        ("DELETE FROM dossiers WHERE ticket = 'ticket-3' AND line = 2", 8),
        ("UPDATE dossiers SET due_on = '2026-12-01' WHERE ticket = 'ticket-3'", 8),
        ("UPDATE dossiers SET quantity = 5 WHERE ticket = 'ticket-4'", 7),
        ("UPDATE dossiers SET ticket = 'ticket-5' WHERE ticket = 'ticket-4'", 10),
        (
            "INSERT INTO dossiers VALUES ('mau', 'ticket-5', 1, 9, 0, 'x', NULL, 1, NULL)",
            10,
        ),
        ("INSERT INTO dossiers VALUES ('mau', 'other', 1, 3, 0, 'x', NULL, 1, NULL)", 3),
    ],
)
async def test_a_forged_dossier_is_found(whole: SqliteJournal, sql: str, seq: int) -> None:
    await whole.append(Batch(statements=[Statement(sql, ())]))

    found = await verify(whole, records) or Finding(0, "")

    assert found.seq == seq
