"""Accounts, devices, sessions and codes in dictionaries, and a journal that keeps them too."""

from collections.abc import Mapping, Sequence

from queue_server.protocol.vocabulary import CentreId
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
from tests.support.memory import MemoryJournal


class MemoryRegistry:
    """Reads from dictionaries; its statements name what a journal shall do to them."""

    def __init__(self) -> None:
        self.broken = False
        """Every read fails."""
        self.account_rows: dict[str, Account] = {}
        self.device_rows: dict[str, Device] = {}
        self.session_rows: dict[bytes, Session] = {}
        self.code_rows: dict[bytes, Code] = {}
        self.sighting_rows: dict[str, int] = {}
        self.text_rows: dict[str, str] = {}

    def _check(self) -> None:
        if self.broken:
            raise StoreError("The registry is broken.")

    async def account(self, account: str) -> Account | None:
        self._check()
        return self.account_rows.get(account)

    async def account_named(self, name: str) -> Account | None:
        self._check()
        return next((a for a in self.account_rows.values() if a.name == name), None)

    async def accounts(self) -> list[Account]:
        self._check()
        return sorted(self.account_rows.values(), key=lambda account: account.name)

    async def device(self, device: str) -> Device | None:
        self._check()
        return self.device_rows.get(device)

    async def device_with(self, token_hash: bytes) -> Device | None:
        self._check()
        return next((d for d in self.device_rows.values() if d.token_hash == token_hash), None)

    async def devices(self) -> list[Device]:
        self._check()
        return sorted(self.device_rows.values(), key=lambda device: device.name)

    async def sightings(self) -> Mapping[str, int]:
        self._check()
        return dict(self.sighting_rows)

    async def session(self, token_hash: bytes) -> Session | None:
        self._check()
        return self.session_rows.get(token_hash)

    async def code(self, code_hash: bytes) -> Code | None:
        self._check()
        return self.code_rows.get(code_hash)

    async def texts(self, refs: Sequence[str]) -> Mapping[str, str]:
        return {ref: self.text_rows[ref] for ref in refs if ref in self.text_rows}

    def put_account(self, account: Account) -> Statement:
        return Statement("put_account", (account,))

    def put_device(self, device: Device) -> Statement:
        return Statement("put_device", (device,))

    def put_sighting(self, sighting: Sighting) -> Statement:
        return Statement("put_sighting", (sighting,))

    def put_session(self, session: Session) -> Statement:
        return Statement("put_session", (session,))

    def end_session(self, token_hash: bytes) -> Statement:
        return Statement("end_session", (token_hash,))

    def end_sessions_of(self, account: str) -> Statement:
        return Statement("end_sessions_of", (account,))

    def put_code(self, code: Code) -> Statement:
        return Statement("put_code", (code,))

    def use_code(self, code_hash: bytes) -> Statement:
        return Statement("use_code", (code_hash,))

    def execute(self, statement: Statement) -> None:
        """Do what a statement says."""
        match statement:
            case Statement("put_account", (Account() as account,)):
                self.account_rows[account.id] = account
            case Statement("put_device", (Device() as device,)):
                self.device_rows[device.id] = device
            case Statement("put_sighting", (Sighting() as sighting,)):
                self.sighting_rows[sighting.device] = sighting.at
            case Statement("put_session", (Session() as session,)):
                self.session_rows[session.token_hash] = session
            case Statement("end_session", (bytes() as hashed,)):
                self.session_rows.pop(hashed, None)
            case Statement("end_sessions_of", (str() as account_id,)):
                left = {h: s for h, s in self.session_rows.items() if s.account != account_id}
                self.session_rows = left
            case Statement("put_code", (Code() as code,)):
                self.code_rows[code.code_hash] = code
            case Statement("use_code", (bytes() as hashed,)):
                self.code_rows.pop(hashed, None)
            case _:
                raise AssertionError(f"no such statement: {statement.sql}")


class RowKeepingJournal(MemoryJournal):
    """A journal in memory that also keeps the rows of a registry."""

    def __init__(self, centre: CentreId, registry: MemoryRegistry) -> None:
        super().__init__(centre)
        self._registry = registry

    async def append(self, batch: Batch) -> None:
        await super().append(batch)
        for statement in batch.statements:
            self._registry.execute(statement)
