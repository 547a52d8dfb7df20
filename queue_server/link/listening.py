"""One live connection: dialled, heard, and given up after too long a silence."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Generic, TypeVar

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from queue_server.link.frames import Envelope, Frame, envelopes
from queue_server.link.patience import Limits

V = TypeVar("V")

LARGEST_VIEW = 8 * 1024 * 1024


class Ear(Generic[V]):
    """Hears one kind of view."""

    def __init__(self, view: type[V], limits: Limits) -> None:
        self._decoder = msgspec.json.Decoder(view)
        self._limits = limits

    async def hear(
        self, address: str, headers: Mapping[str, str]
    ) -> AsyncGenerator[Envelope | Frame[V], None]:
        """Yield what one connection says, until it ends or falls silent: each envelope first."""
        async with self._dialled(address, headers) as wire:
            while (said := await self._next(wire)) is not None:
                yield said
                if said.type == "view":
                    yield Frame(said.serial, said.at, self._decoder.decode(said.view))

    def _dialled(self, address: str, headers: Mapping[str, str]) -> connect:
        return connect(
            "ws" + address.removeprefix("http"),
            additional_headers=headers,
            compression=None,
            ping_interval=5,
            ping_timeout=5,
            close_timeout=1,
            open_timeout=self._limits.dial_s,
            max_size=LARGEST_VIEW,
            proxy=None,
        )

    async def _next(self, wire: ClientConnection) -> Envelope | None:
        """Return what is said next, or None after too long a silence."""
        try:
            async with asyncio.timeout(self._limits.silence_s):
                text = await wire.recv(decode=False)
        except TimeoutError:
            # no farewell to a peer that is silent: it would hold up the sign on the screen
            wire.transport.abort()
            return None
        return envelopes.decode(text)
