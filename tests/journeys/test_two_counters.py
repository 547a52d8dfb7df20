"""Two officers press next at the same moment, and one of them twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.centre import Centre, opened, staffed


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with opened(tmp_path) as centre:
        await staffed(centre)
        yield centre


async def test_two_counters_never_call_the_same_person(centre: Centre) -> None:
    """Counter 1 helps with the copies that are counter 2's own."""
    for _ in range(20):
        await centre.told("/tickets", "kiosk", {"field": "CT"})
    called = []
    for _ in range(10):
        both = await asyncio.gather(
            *(centre.told(f"/counters/{n}/next", f"officer-{n}") for n in (1, 2))
        )
        called += sorted(answer["ticket"]["label"] for answer in both)

    assert called == [f"B{n:03}" for n in range(1, 21)]


async def test_one_person_is_called_by_one_of_two(centre: Centre) -> None:
    await centre.told("/tickets", "kiosk", {"field": "CT"})
    answers = await asyncio.gather(
        *(centre.post(f"/counters/{n}/next", f"officer-{n}") for n in (1, 2))
    )

    assert sorted(answer.status for answer in answers) == [200, 409]
    refused = next(answer.body for answer in answers if answer.status == 409)
    assert refused["code"] == "nobody_waiting"


async def test_a_double_press_harms_nobody(centre: Centre) -> None:
    for _ in range(3):
        await centre.told("/tickets", "kiosk", {"field": "HT"})
    first = await centre.told("/counters/1/next", "officer-1", {"after": None})
    saw = {"after": first["ticket"]["id"]}
    answers = await asyncio.gather(
        *(centre.post("/counters/1/next", "officer-1", saw) for _ in range(2))
    )

    done, refused = sorted(answers, key=lambda answer: answer.status)
    assert done.body["ticket"]["label"] == "A002"
    assert (refused.status, refused.body["code"]) == (409, "already_called")
    assert refused.body["counter"]["current"]["label"] == "A002"


async def test_a_press_said_twice_with_its_key_is_one_press(centre: Centre) -> None:
    for _ in range(3):
        await centre.told("/tickets", "kiosk", {"field": "HT"})
    answers = await asyncio.gather(
        *(centre.post("/counters/1/next", "officer-1", key="press-1") for _ in range(5))
    )

    assert {answer.body["ticket"]["label"] for answer in answers} == {"A001"}
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True, True]
