"""Accounts, devices, sessions and codes on SQLite, and the texts people left."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import BindParameter, Column, Table, bindparam, delete, select

from queue_server.store import rows
from queue_server.store.contract import Account, Code, Device, Session, Sighting, Statement
from queue_server.store.driver import Connection
from queue_server.store.schema import accounts, codes, devices, sessions, sightings, texts

T = TypeVar("T", bound=Struct)

_NOW: BindParameter[int] = bindparam("now")
_PURGE = rows.sql(delete(texts).where(texts.c.kept_until <= _NOW))
_PURGE_EXPIRED = [
    rows.sql(delete(table).where(table.c.expires_at <= _NOW)) for table in (sessions, codes)
]
_PUT_CODE = rows.insert(codes)
_TEXT = rows.sql(select(texts.c.text).where(texts.c.ref == bindparam("ref")))


class SqliteRegistry:
    """Reads on its own connection; what it puts is written in an engine's turn."""

    def __init__(self, reader: Connection) -> None:
        self._reader = reader

    async def account(self, account: str) -> Account | None:
        """Return the account with this id."""
        return await self._one(Account, accounts.c.id, account)

    async def account_named(self, name: str) -> Account | None:
        """Return the account with this name (NFC, case as kept)."""
        return await self._one(Account, accounts.c.name, name)

    async def accounts(self) -> list[Account]:
        """Return all accounts, by name."""
        return await self._all(Account, accounts.c.name)

    async def device(self, device: str) -> Device | None:
        """Return the device with this id."""
        return await self._one(Device, devices.c.id, device)

    async def device_with(self, token_hash: bytes) -> Device | None:
        """Return the device whose token has this hash, also a revoked one."""
        return await self._one(Device, devices.c.token_hash, token_hash)

    async def devices(self) -> list[Device]:
        """Return all devices, by name."""
        return await self._all(Device, devices.c.name)

    async def sightings(self) -> Mapping[str, int]:
        """Return when each device was last there, in seconds since the epoch."""
        return {one.device: one.at for one in await self._all(Sighting, sightings.c.device)}

    async def session(self, token_hash: bytes) -> Session | None:
        """Return the session whose token has this hash, also an expired one."""
        return await self._one(Session, sessions.c.token_hash, token_hash)

    async def code(self, code_hash: bytes) -> Code | None:
        """Return the code with this hash, also an expired one."""
        return await self._one(Code, codes.c.code_hash, code_hash)

    async def texts(self, refs: Sequence[str]) -> Mapping[str, str]:
        """Return the texts that are still kept, by reference."""
        found = await self._reader.run(
            lambda raw: [(ref, raw.execute(_TEXT, (ref,)).fetchone()) for ref in refs]
        )
        return {ref: row[0] for ref, row in found if row is not None}

    def put_account(self, account: Account) -> Statement:
        """Insert or replace an account."""
        return Statement(_upsert(accounts), astuple(account))

    def put_device(self, device: Device) -> Statement:
        """Insert or replace a device."""
        return Statement(_upsert(devices), astuple(device))

    def put_sighting(self, sighting: Sighting) -> Statement:
        """Note when a device was last there."""
        return Statement(_upsert(sightings), astuple(sighting))

    def put_session(self, session: Session) -> Statement:
        """Insert or replace a session."""
        return Statement(_upsert(sessions), astuple(session))

    def end_session(self, token_hash: bytes) -> Statement:
        """Delete a session."""
        return Statement(_delete(sessions.c.token_hash), (token_hash,))

    def end_sessions_of(self, account: str) -> Statement:
        """Delete all sessions of an account."""
        return Statement(_delete(sessions.c.account), (account,))

    def put_code(self, code: Code) -> Statement:
        """Insert a code."""
        return Statement(_PUT_CODE, astuple(code))

    def use_code(self, code_hash: bytes) -> Statement:
        """Delete a code."""
        return Statement(_delete(codes.c.code_hash), (code_hash,))

    async def _one(self, record: type[T], column: Column[Any], value: object) -> T | None:
        found = await self._reader.rows(_where(column), (value,))
        return _reader(record)(found[0]) if found else None

    async def _all(self, record: type[T], order: Column[Any]) -> list[T]:
        read = _reader(record)
        return [read(row) for row in await self._reader.rows(_by(order))]


def purge_texts(now: int) -> Statement:
    """Return the statement that forgets the texts whose time is over."""
    return Statement(_PURGE, (now,))


def purge_expired(now: int) -> Sequence[Statement]:
    """Return the statements that forget the sessions and codes whose time is over."""
    return [Statement(statement, (now,)) for statement in _PURGE_EXPIRED]


@cache
def _upsert(table: Table) -> str:
    return rows.upsert(table)


@cache
def _delete(column: Column[Any]) -> str:
    return rows.sql(delete(column.table).where(column == bindparam("value")))


@cache
def _where(column: Column[Any]) -> str:
    return rows.sql(select(column.table).where(column == bindparam("value")))


@cache
def _by(column: Column[Any]) -> str:
    return rows.sql(select(column.table).order_by(column))


@cache
def _reader(record: type[T]) -> Callable[[rows.Row], T]:
    return rows.reader(record)
