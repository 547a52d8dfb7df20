"""What is kept for reports: owners go in time, and a filed report cannot be changed unseen."""

import hashlib
from datetime import date

import pytest

from queue_server.protocol import events as e
from queue_server.protocol.papers import Case, CaseChannel, Filing, Owner
from queue_server.store.contract import Batch, Statement
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_archive import purge_owners
from queue_server.store.verify import verify
from tests.support.pen import CENTRE, Pen, records

DAY = date(2026, 11, 20)
LAN = Owner(code="H1", name="Nguyễn Thị Lan", address="Thôn 1", phone="0900")
BODY = b'{"report":"II.06a"}'
FILED = Filing(
    id="f-1",
    report="ii06a",
    period="2026-11",
    basis="official",
    first=DAY,
    last=DAY,
    by="m",
    at=1,
    digest=hashlib.sha256(BODY).hexdigest(),
)


@pytest.fixture
async def filed(store: SqliteStore, pen: Pen) -> SqliteStore:
    """Event 3 notes a filed report; an owner is kept until the second 100."""
    noted = {"filing": "f-1", "report": "ii06a", "period": "2026-11", "basis": "official"}
    entries = [pen.plan(), pen.day(), pen.write(e.ReportFiled, digest=FILED.digest, **noted)]
    put = [store.archive.put_filing(CENTRE, FILED, BODY), store.archive.put_owner(CENTRE, LAN, 100)]
    await store.journal(CENTRE).append(Batch(entries=entries, statements=put))
    return store


async def test_owners_are_forgotten_in_time_and_the_journal_stays_whole(
    filed: SqliteStore,
) -> None:
    journal = filed.journal(CENTRE)
    await journal.append(Batch(statements=[purge_owners(99)]))
    assert await filed.archive.owners(CENTRE, ["H1", "H2"]) == {"H1": LAN}

    await journal.append(Batch(statements=[purge_owners(100)]))

    assert await filed.archive.owners(CENTRE, ["H1"]) == {}
    assert await verify(journal, records) is None


@pytest.mark.parametrize("sql", ["UPDATE filings SET body = x'00'", "DELETE FROM filings"])
async def test_a_filed_report_that_was_changed_is_found(filed: SqliteStore, sql: str) -> None:
    journal = filed.journal(CENTRE)
    await journal.append(Batch(statements=[Statement(sql, ())]))

    found = await verify(journal, records)

    assert found is not None
    assert (found.seq, "f-1" in found.what) == (3, True)


async def test_a_case_is_replaced_by_what_a_later_export_says(store: SqliteStore) -> None:
    case = Case(
        code="H1",
        field="HT",
        procedure=None,
        received_on=DAY,
        due_on=None,
        done_on=None,
        channel=CaseChannel.ONLINE,
    )
    done = Case(
        code="H1",
        field="HT",
        procedure=None,
        received_on=DAY,
        due_on=DAY,
        done_on=DAY,
        channel=CaseChannel.ONLINE,
    )
    for one in (case, done):
        put = store.archive.put_case(CENTRE, one, "i-1")
        await store.journal(CENTRE).append(Batch(statements=[put]))

    assert await store.archive.cases_received(CENTRE, DAY, DAY) == [done]
    assert await store.archive.cases_named(CENTRE, ["H1", "H2"]) == {"H1": done}
