"""The plan: read, changed by one, not by two."""

from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.support.house import House, problem


async def _plan(house: House) -> Any:
    return await (await house.get("/plan", "manager")).json()


async def _put(house: House, plan: Any, tag: str | None, who: str = "manager") -> ClientResponse:
    headers = {} if tag is None else {"If-Match": tag}
    return await house.ask("PUT", "/plan", who, json=plan, headers=headers)


async def test_the_plan_comes_with_its_version(house: House) -> None:
    answer = await house.get("/plan", "manager")

    assert answer.headers["ETag"] == '"1"'
    assert (await answer.json())["version"] == 1


async def test_a_plan_put_back_takes_effect(house: House) -> None:
    plan = await _plan(house)
    plan["notice_vi"] = "Chiều nay nghỉ họp"
    answer = await _put(house, plan, '"1"')

    assert answer.status == 200
    assert answer.headers["ETag"] == '"2"'
    assert await answer.json() == {**plan, "version": 2}
    assert await _plan(house) == {**plan, "version": 2}


async def test_of_two_changes_the_second_must_look_again(house: House) -> None:
    plan = await _plan(house)
    assert (await _put(house, plan, '"1"')).status == 200

    await problem(await _put(house, plan, '"1"'), 412, "stale_plan")
    await problem(await _put(house, plan, 'W/"2"'), 412, "stale_plan")
    await problem(await _put(house, plan, "2"), 412, "stale_plan")
    assert (await _put(house, plan, '"7", "2"')).status == 200
    assert (await _put(house, plan, "*")).status == 200


@pytest.mark.parametrize("tag", [None, "", " , "])
async def test_a_change_must_say_what_it_was_made_from(house: House, tag: str | None) -> None:
    await problem(await _put(house, await _plan(house), tag), 428, "precondition_needed")


async def test_a_plan_that_makes_no_sense_is_refused_with_its_faults(house: House) -> None:
    plan = await _plan(house)
    plan["counters"][0]["fields"] = ["XX"]
    told = await problem(await _put(house, plan, '"1"'), 422, "bad_plan")

    assert "XX" in told["detail"]


async def test_a_plan_with_a_wrong_or_unknown_part_is_refused(house: House) -> None:
    plan = await _plan(house)
    strange = {**plan, "counters": [{**plan["counters"][0], "colour": "red"}]}
    wrong = {**plan, "series": [{**plan["series"][0], "quota": 0}]}

    await problem(await _put(house, {**plan, "colour": 1}, '"1"'), 400, "unknown_member")
    await problem(await _put(house, strange, '"1"'), 400, "unknown_member")
    await problem(await _put(house, wrong, '"1"'), 422, "wrong_value")
    await problem(await _put(house, {}, '"1"'), 422, "wrong_value")


async def test_a_plan_belongs_to_its_centre(house: House) -> None:
    plan = await _plan(house)

    await problem(await _put(house, {**plan, "centre": "khac"}, '"1"'), 422, "wrong_value")
    del plan["centre"]
    assert (await _put(house, plan, '"1"')).status == 200


async def test_a_large_plan_goes_through(house: House) -> None:
    plan = await _plan(house)
    one = plan["procedures"][0]
    plan["procedures"] = [{**one, "code": f"1.{n:06}", "name": "x" * 300} for n in range(1000)]

    assert (await _put(house, plan, '"1"')).status == 200
