"""The export and the audit."""

import hashlib
import json
from typing import Any

import aiohttp
import pytest

from queue_server.store.contract import Entry, StoreError
from tests.support.house import House, problem


async def _lines(house: House, query: str = "") -> list[Any]:
    answer = await house.get(f"/journal{query}", "auditor")
    assert answer.status == 200
    assert answer.content_type == "application/x-ndjson"
    return [json.loads(line) for line in (await answer.text()).splitlines()]


async def test_the_chain_can_be_checked_from_outside(house: House) -> None:
    await house.served()
    lines = await _lines(house)

    chain = hashlib.sha256(b"mau").digest()
    for number, line in enumerate(lines, 1):
        event = line["event"]
        canonical = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        chain = hashlib.sha256(chain + canonical.encode()).digest()
        assert event["seq"] == number
        assert line["hash"] == chain.hex()
    assert len(lines) == len(house.journal.entries)


async def test_the_export_goes_on_where_it_was_left(house: House) -> None:
    await house.served()
    assert [line["event"]["seq"] for line in await _lines(house, "?after=2&limit=2")] == [3, 4]
    assert await _lines(house, "?after=100000") == []
    assert await _lines(house, "?limit=0") == []


async def test_a_large_limit_is_cut_and_never_refused(house: House) -> None:
    template = house.journal.entries[-1]
    for seq in range(len(house.journal.entries) + 1, 10_101):
        house.journal.entries.append(Entry(seq, template.hash, template.body))

    assert len(await _lines(house)) == 1000
    assert len(await _lines(house, "?limit=1000000")) == 10_000


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=-5", "limit=1e3"])
async def test_a_strange_number_is_refused(house: House, query: str) -> None:
    await problem(await house.get(f"/journal?{query}", "auditor"), 422, "wrong_value")


async def test_an_export_that_breaks_off_does_not_look_whole(house: House) -> None:
    template = house.journal.entries[-1]
    house.journal.entries += [Entry(seq, b"", template.body) for seq in range(9, 700)]
    whole = house.journal.read

    async def breaking(after: int, limit: int) -> list[Entry]:
        if after:
            raise StoreError("The disk is gone.")
        return await whole(after, limit)

    house.journal.read = breaking  # type: ignore[method-assign]
    answer = await house.get("/journal", "auditor")

    with pytest.raises(aiohttp.ClientError):
        await answer.read()
