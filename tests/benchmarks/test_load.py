"""The callers of the benchmarks, against a bare server."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from benchmarks.limits import make_app
from benchmarks.load import Load, call, percentile_ms, post
from benchmarks.processes import Address

BODY = b'{"field":"HT"}'


@pytest.fixture
async def bare() -> AsyncIterator[Address]:
    """A bare server that echoes."""
    runner = web.AppRunner(make_app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield Address("127.0.0.1", runner.addresses[0][1])
    await runner.cleanup()


async def called(address: Address, path: str, callers: int, each: int, seconds: float) -> Load:
    request = post(path, "token", BODY, key="key")
    requests = [itertools.repeat(request, each) for _ in range(callers)]
    return await asyncio.to_thread(call, address, requests, seconds)


@pytest.mark.parametrize("path", ["/echo", "/insert"])
async def test_every_caller_is_answered_each_time(bare: Address, path: str) -> None:
    load = await called(bare, path, callers=8, each=5, seconds=30)

    assert load.statuses == {201: 40}
    assert len(load.latencies_s) == 40
    assert {body.replace(b" ", b"") for body in load.bodies} == {BODY}


async def test_callers_stop_when_their_time_is_over(bare: Address) -> None:
    load = await called(bare, "/echo", callers=2, each=10**9, seconds=0.05)

    assert 0.05 <= load.seconds < 5
    assert load.per_s == len(load.latencies_s) / load.seconds


async def test_other_answers_are_counted_too(bare: Address) -> None:
    load = await called(bare, "/nowhere", callers=1, each=3, seconds=30)

    assert load.statuses == {404: 3}


def test_percentiles_are_of_the_nearest_rank() -> None:
    latencies = [n / 1000 for n in range(1, 101)]

    assert percentile_ms(latencies, 0.5) == 50
    assert percentile_ms(latencies, 0.99) == 99
    assert percentile_ms([0.007], 0.99) == 7
