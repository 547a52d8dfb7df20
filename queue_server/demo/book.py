"""Writes into a journal what would have been pressed at other times, through the same rules.

Rule 1: nobody else runs the floor meanwhile: the engine starts after this has ended.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from queue_server.domain.floor import Floor
from queue_server.engine.replay import load
from queue_server.engine.turn import Turn
from queue_server.protocol.commands import Command
from queue_server.protocol.events import Event
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Batch, Journal, Statement


class Book:
    """A floor whose clock is wherever the writer says."""

    def __init__(self, journal: Journal, floor: Floor, last_hash: bytes) -> None:
        self.floor = floor
        self._journal = journal
        self._last_hash = last_hash
        self._turn: Turn | None = None
        self._no_turn_in: object = None
        """The state and the hour in which the day was found not to turn."""
        self._keeping: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, journal: Journal) -> Self:
        """Return the book of a centre, at the end of what is written in it.

        Raises:
            StoreError: the journal cannot be read.
        """
        floor, last_hash = await load(journal)
        return cls(journal, floor, last_hash)

    def write(self, at: datetime, command: Command) -> list[Event]:
        """Write what follows from `command` at `at`; the day turns first if it is due by the hour.

        Raises:
            Refused: the rules say no.
        """
        if self._turn is None:
            self._turn = Turn(self.floor, at, self._last_hash, {})
        self._turn.now = at
        if self._state(at) != self._no_turn_in and (turn := self.floor.day_turn(at)) is not None:
            self._turn.follow(turn)
        self._no_turn_in = self._state(at)
        return self._turn.follow(command)

    def _state(self, at: datetime) -> object:
        return at.date(), at.hour, self.floor.day, self.floor.plan_hash

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
        await self.hand_over()
        await self._settle()

    async def hand_over(self) -> None:
        """Begin to keep all that was written since the last time; whoever writes goes on meanwhile.

        Raises:
            StoreError: nothing was kept of what was written the time before.
        """
        turn, self._turn = self._turn, None
        batch = turn.batch() if turn is not None else None
        await self._settle()
        if turn is not None and batch is not None:
            self._last_hash = turn.last_hash
            self._keeping = asyncio.create_task(self._journal.append(batch), name="keep a day")
            await asyncio.sleep(0)

    async def keep_rows(self, statements: Sequence[Statement]) -> None:
        """Keep rows beside the journal, after all that was written.

        Raises:
            StoreError: they could not be kept.
        """
        await self.keep()
        await self._journal.append(Batch(statements=statements))

    async def _settle(self) -> None:
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            await keeping
