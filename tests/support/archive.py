"""An archive in which nothing lies, for doors whose tests are about something else."""

from collections.abc import Mapping, Sequence
from datetime import date

from queue_server.protocol.papers import (
    Case,
    CaseImport,
    Filing,
    Handled,
    Owner,
    Picked,
    Rated,
    RatedBy,
    Uncoded,
)
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import Statement


class EmptyArchive:
    """Knows of no dossier and no filed report."""

    async def handled(self, centre: CentreId, first: date, last: date) -> list[Handled]:
        return []

    async def collected(self, centre: CentreId, since: date) -> Mapping[str, date]:
        return {}

    async def uncoded(self, centre: CentreId, first: date, last: date) -> list[Uncoded]:
        return []

    async def first_day(self, centre: CentreId) -> date | None:
        return None

    async def ratings(self, centre: CentreId, first: date, last: date, key: RatedBy) -> list[Rated]:
        return []

    async def picked(self, centre: CentreId, first: date, last: date) -> list[Picked]:
        return []

    async def cases(self, centre: CentreId, first: date, last: date) -> list[Case]:
        return []

    async def cases_received(self, centre: CentreId, first: date, last: date) -> list[Case]:
        return []

    async def cases_named(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Case]:
        return {}

    async def imports(self, centre: CentreId) -> list[CaseImport]:
        return []

    async def owners(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Owner]:
        return {}

    async def filings(self, centre: CentreId) -> list[Filing]:
        return []

    async def filed(self, centre: CentreId, filing: str) -> bytes | None:
        return None

    def put_case(self, centre: CentreId, case: Case, taken_by: str) -> Statement:
        return _unkept()

    def put_import(self, centre: CentreId, taken: CaseImport) -> Statement:
        return _unkept()

    def put_owner(self, centre: CentreId, owner: Owner, kept_until: int) -> Statement:
        return _unkept()

    def put_filing(self, centre: CentreId, filing: Filing, body: bytes) -> Statement:
        return _unkept()


def _unkept() -> Statement:
    raise AssertionError("nothing is put into an empty archive")
