"""The doors tell a kiosk that gave too many numbers, whatever program it runs."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId
from tests.support.house import House, open_house, problem
from tests.support.small import small_plan


@pytest.fixture
async def house() -> AsyncIterator[House]:
    plan = small_plan()
    guarded = replace(plan, policy=replace(plan.policy, tickets_a_minute=6, tickets_in_a_row=3))
    async with open_house() as opened:
        await opened.carry_out(ChangePlan(by=ActorId("test"), plan=guarded))
        yield opened


async def test_a_hundred_presses_give_three_numbers_and_a_sentence(house: House) -> None:
    answers = [await house.post("/tickets", "kiosk", {"field": "HT"}) for _ in range(100)]

    assert [answer.status for answer in answers] == [201] * 3 + [409] * 97
    told = await problem(answers[-1], 409, "too_many_tickets")
    assert "Vui lòng gọi nhân viên" in told["sentence"]["vi"]
    assert "staff" in told["sentence"]["en"]


async def test_a_press_asked_for_again_is_the_same_press(house: House) -> None:
    key = {"Idempotency-Key": "one press"}
    answers = [
        await house.post("/tickets", "kiosk", {"field": "HT"}, headers=key) for _ in range(20)
    ]

    assert {answer.status for answer in answers} == {201}
    assert len({(await answer.json())["label"] for answer in answers}) == 1
    await house.ticket()


async def test_staff_go_on_giving_numbers(house: House) -> None:
    for _ in range(3):
        await house.ticket()

    for _ in range(10):
        await house.told("/tickets", "officer", {"field": "HT"})
