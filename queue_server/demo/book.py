"""Writes into a journal what would have been pressed at other times, through the same rules.

Rule 1: nobody else runs the floor meanwhile: the engine starts after this has ended.
"""

from datetime import datetime
from typing import Self

from queue_server.domain.floor import Floor
from queue_server.engine.replay import load
from queue_server.engine.turn import Turn
from queue_server.protocol.commands import Command
from queue_server.protocol.events import Event
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Journal


class Book:
    """A floor whose clock is wherever the writer says."""

    def __init__(self, journal: Journal, floor: Floor, last_hash: bytes) -> None:
        self.floor = floor
        self._journal = journal
        self._last_hash = last_hash
        self._turn: Turn | None = None

    @classmethod
    async def open(cls, journal: Journal) -> Self:
        """Return the book of a centre, at the end of what is written in it.

        Raises:
            StoreError: the journal cannot be read.
        """
        floor, last_hash = await load(journal)
        return cls(journal, floor, last_hash)

    def write(self, at: datetime, command: Command) -> list[Event]:
        """Write what follows from `command` at `at`; the day turns first if it is due.

        Raises:
            Refused: the rules say no.
        """
        if self._turn is None:
            self._turn = Turn(self.floor, at, self._last_hash, {})
        self._turn.now = at
        turn = self.floor.day_turn(at)
        if turn is not None:
            self._turn.follow(turn)
        return self._turn.follow(command)

    def tried(self, at: datetime, command: Command) -> list[Event]:
        """Write what follows from `command`; nothing if the rules say no."""
        try:
            return self.write(at, command)
        except Refused:
            return []

    async def keep(self) -> None:
        """Keep all that was written since the last time, in one transaction.

        Raises:
            StoreError: nothing of it was kept.
        """
        turn, self._turn = self._turn, None
        batch = turn.batch() if turn is not None else None
        if turn is not None and batch is not None:
            self._last_hash = turn.last_hash
            await self._journal.append(batch)
