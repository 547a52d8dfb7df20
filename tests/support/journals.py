"""A journal that stands before another one: it can be held up, and told to fail."""

import asyncio
from typing import Any, Literal

from queue_server.store.contract import Batch, CommitUnknown, Journal, StoreError


class GuardedJournal:
    """Hands everything on to `inner`, unless it was told otherwise."""

    def __init__(self, inner: Journal) -> None:
        self._inner = inner
        self.batches: list[Batch] = []
        """All that was asked to be kept, also in vain."""
        self.gate = asyncio.Event()
        """Nothing is kept while it is shut."""
        self.gate.set()
        self.knocked = asyncio.Event()
        """Somebody stands before the gate, or has gone through."""
        self.refusals = 0
        """So many appends to come keep nothing and say so."""
        self.doubts: list[Literal["kept", "lost"]] = []
        """So many appends to come cannot say whether they kept anything."""
        self.unreadable = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def append(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.knocked.set()
        await self.gate.wait()
        if self.refusals:
            self.refusals -= 1
            raise StoreError("The disk is full.")
        doubt = self.doubts.pop(0) if self.doubts else None
        if doubt != "lost":
            await self._inner.append(batch)
        if doubt is not None:
            raise CommitUnknown("Nobody knows.")

    async def last(self) -> tuple[int, bytes]:
        self._check_readable()
        return await self._inner.last()

    async def opening(self) -> int:
        self._check_readable()
        return await self._inner.opening()

    def shut(self) -> None:
        """Let nothing through from now on."""
        self.gate.clear()
        self.knocked.clear()

    def _check_readable(self) -> None:
        if self.unreadable:
            raise StoreError("The disk does not answer.")
