"""The screens of the benchmarks, against a bare server."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from benchmarks.limits import make_app
from benchmarks.load import Caller, post
from benchmarks.processes import Address
from benchmarks.screens import watching


@pytest.fixture
async def bare() -> AsyncIterator[Address]:
    """A bare server that passes frames on."""
    runner = web.AppRunner(make_app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield Address("127.0.0.1", runner.addresses[0][1])
    await runner.cleanup()


def shown(address: Address, texts: list[bytes], screens: int) -> list[tuple[int, bytes]]:
    """Show texts on so many screens; return how many had each, and what they had."""
    seen = []
    with watching(address, "/watch", "", screens) as boards:
        caller = Caller(address)
        for text in texts:
            caller.ask(post("/broadcast", "", text))
            latencies, frame = boards.wait(caller.sent_at, lambda frame, text=text: frame == text)
            caller.answer()
            seen.append((len(latencies), frame))
            assert all(0 < latency < time.perf_counter() for latency in latencies)
        caller.socket.close()
    return seen


@pytest.mark.parametrize("size", [5, 125, 126, 65_535, 65_536, 200_000])
async def test_frames_of_every_size_are_read(bare: Address, size: int) -> None:
    texts = [b"a" * size, b"b" * size]

    assert await asyncio.to_thread(shown, bare, texts, 1) == [(1, text) for text in texts]


async def test_every_screen_is_waited_for(bare: Address) -> None:
    assert await asyncio.to_thread(shown, bare, [b"call"], 20) == [(20, b"call")]


async def test_an_address_without_screens_is_told(bare: Address) -> None:
    def look() -> None:
        with watching(bare, "/nowhere", "", 1):
            pass

    with pytest.raises(ConnectionError, match="no screen"):
        await asyncio.to_thread(look)
