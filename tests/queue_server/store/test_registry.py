"""Accounts, devices, sessions, codes and texts on disk."""

import pytest
from msgspec.structs import replace

from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import (
    Account,
    Batch,
    Code,
    Device,
    Session,
    Sighting,
    Statement,
    StoreError,
)
from queue_server.store.registry import purge_expired, purge_texts
from queue_server.store.sqlite import SqliteStore
from queue_server.store.sqlite_journal import SqliteJournal
from tests.support.pen import CENTRE, NOTE, Pen

LAN = Account(
    id="a-1", name="Nguyễn Thị Lan", role=Role.OFFICER, password_hash="argon", created_at=1
)
ANH = Account(
    id="a-2",
    name="Anh",
    role=Role.ADMIN,
    centre=CENTRE,
    counter="3",
    password_hash="argon",
    disabled=True,
    created_at=2,
)
KIOSK = Device(
    id="d-1", name="Kiosk", role=Role.KIOSK, centre=CENTRE, token_hash=b"\x00\xff", created_at=3
)
SESSION = Session(token_hash=b"s1", account="a-1", created_at=4, expires_at=100)
CODE = Code(code_hash=b"c1", purpose="pair", about="{}", expires_at=100)


async def keep(journal: SqliteJournal, *statements: Statement) -> None:
    await journal.append(Batch(statements=statements))


async def test_accounts_are_found_by_id_and_by_name(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    registry = store.registry
    await keep(journal, registry.put_account(LAN), registry.put_account(ANH))

    assert await registry.account("a-1") == LAN
    assert await registry.account_named("Anh") == ANH
    assert await registry.account_named("anh") is None
    assert await registry.accounts() == [ANH, LAN]


async def test_a_role_comes_back_as_the_word_it_was(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    rows = [store.registry.put_account(ANH), store.registry.put_device(KIOSK)]
    await journal.append(Batch(statements=rows))

    account, device = await store.registry.account("a-2"), await store.registry.device("d-1")

    assert account is not None
    assert account.role is Role.ADMIN
    assert device is not None
    assert device.role is Role.KIOSK


async def test_a_changed_account_keeps_its_sessions(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    registry = store.registry
    await keep(journal, registry.put_account(LAN), registry.put_session(SESSION))

    await keep(journal, registry.put_account(replace(LAN, counter="5")))

    assert await registry.account("a-1") == replace(LAN, counter="5")
    assert await registry.session(b"s1") == SESSION


async def test_two_accounts_cannot_have_one_name(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    await keep(journal, store.registry.put_account(LAN))

    with pytest.raises(StoreError):
        await keep(journal, store.registry.put_account(replace(ANH, name=LAN.name)))

    assert await store.registry.accounts() == [LAN]


async def test_sessions_end_one_by_one_or_all_of_an_account(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    registry = store.registry
    others = [replace(SESSION, token_hash=token) for token in (b"s2", b"s3")]
    puts = [registry.put_session(session) for session in (SESSION, *others)]
    await keep(journal, registry.put_account(LAN), *puts)

    await keep(journal, registry.end_session(b"s1"))
    assert await registry.session(b"s1") is None
    assert await registry.session(b"s2") == others[0]

    await keep(journal, registry.end_sessions_of("a-1"))
    assert await registry.session(b"s3") is None


async def test_devices_are_found_by_id_and_by_token(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    registry = store.registry
    board = replace(KIOSK, id="d-2", name="Bảng", token_hash=b"other", revoked=True)
    await keep(journal, registry.put_device(KIOSK), registry.put_device(board))

    assert await registry.device("d-1") == KIOSK
    assert await registry.device_with(b"other") == board
    assert await registry.device_with(b"none") is None
    assert await registry.devices() == [board, KIOSK]


async def test_it_is_known_when_a_device_was_last_there(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    for at in (5, 9):
        await keep(journal, store.registry.put_sighting(Sighting(device="d-1", at=at)))

    assert await store.registry.sightings() == {"d-1": 9}


async def test_a_code_is_used_once(store: SqliteStore, journal: SqliteJournal) -> None:
    registry = store.registry
    await keep(journal, registry.put_code(CODE))
    assert await registry.code(b"c1") == CODE

    await keep(journal, registry.use_code(b"c1"))

    assert await registry.code(b"c1") is None


async def test_a_row_and_its_event_are_kept_together(
    store: SqliteStore, journal: SqliteJournal, pen: Pen
) -> None:
    broken = Statement("INSERT INTO nowhere VALUES (?)", (1,))
    batch = pen.ticket()

    with pytest.raises(StoreError):
        await journal.append(batch._replace(statements=[store.registry.put_account(LAN), broken]))

    assert await store.registry.accounts() == []
    assert (await journal.last())[0] == 0


async def test_texts_are_there_until_their_time_is_over(
    store: SqliteStore, journal: SqliteJournal, pen: Pen
) -> None:
    await journal.append(pen.ticket())
    batch = pen.note("ticket-1")
    text = batch.texts[0]
    await journal.append(batch)
    assert await store.registry.texts([text.ref, "text-other"]) == {text.ref: NOTE}

    await keep(journal, purge_texts(text.kept_until - 1))
    assert await store.registry.texts([text.ref]) == {text.ref: NOTE}

    await keep(journal, purge_texts(text.kept_until))
    assert await store.registry.texts([text.ref]) == {}


async def test_sessions_and_codes_are_forgotten_when_they_have_expired(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    registry = store.registry
    young = replace(SESSION, token_hash=b"s2", expires_at=101)
    await keep(
        journal,
        registry.put_account(LAN),
        registry.put_session(SESSION),
        registry.put_session(young),
        registry.put_code(CODE),
    )

    await keep(journal, *purge_expired(100))

    assert await registry.session(b"s1") is None
    assert await registry.session(b"s2") == young
    assert await registry.code(b"c1") is None


async def test_rows_of_one_centre_are_seen_from_every_centre(
    store: SqliteStore, journal: SqliteJournal
) -> None:
    await keep(store.journal(CentreId("khac")), store.registry.put_account(LAN))

    assert await store.registry.accounts() == [LAN]
