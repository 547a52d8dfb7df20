"""What reports ask of the memory beside the figures: dossiers, imports, filings.

Rule 1: all reads are of one centre; what is put is written in an engine's turn.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

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


class Archive(Protocol):
    """What is kept for reports."""

    async def handled(self, centre: CentreId, first: date, last: date) -> list[Handled]:
        """Return the dossiers entered for the visits of these days, in order."""

    async def collected(self, centre: CentreId, since: date) -> Mapping[str, date]:
        """Return when the results of dossiers were handed out, by code, from a day on."""

    async def uncoded(self, centre: CentreId, first: date, last: date) -> list[Uncoded]:
        """Return the visits of these days that received a dossier and entered none."""

    async def first_day(self, centre: CentreId) -> date | None:
        """Return the first day that anybody came; None if nobody has."""

    async def ratings(self, centre: CentreId, first: date, last: date, key: RatedBy) -> list[Rated]:
        """Return what people thought who came on these days."""

    async def picked(self, centre: CentreId, first: date, last: date) -> list[Picked]:
        """Return the reasons that those picked who came on these days, by reason."""

    async def cases(self, centre: CentreId, first: date, last: date) -> list[Case]:
        """Return the case system's dossiers received up to `last` and not settled before `first`,
        by field and code."""

    async def cases_received(self, centre: CentreId, first: date, last: date) -> list[Case]:
        """Return those received on these days, in order."""

    async def cases_named(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Case]:
        """Return those with these codes."""

    async def imports(self, centre: CentreId) -> list[CaseImport]:
        """Return all imports, newest first."""

    async def owners(self, centre: CentreId, codes: Sequence[str]) -> Mapping[str, Owner]:
        """Return whose dossiers these are, as far as it is kept."""

    async def filings(self, centre: CentreId) -> list[Filing]:
        """Return all filed reports, newest first."""

    async def filed(self, centre: CentreId, filing: str) -> bytes | None:
        """Return a filed report as it was frozen."""

    def put_case(self, centre: CentreId, case: Case, taken_by: str) -> Statement:
        """Insert or replace a dossier of the import `taken_by`."""

    def put_import(self, centre: CentreId, taken: CaseImport) -> Statement:
        """Insert an import."""

    def put_owner(self, centre: CentreId, owner: Owner, kept_until: int) -> Statement:
        """Insert or replace an owner."""

    def put_filing(self, centre: CentreId, filing: Filing, body: bytes) -> Statement:
        """Insert a filed report."""
