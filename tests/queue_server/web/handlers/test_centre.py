"""What anybody, and what staff, may read of a centre."""

from base64 import b64encode

import pytest

from tests.support.house import House, problem

LOGO = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x40\x08\x06"
"""As much of a picture as is looked at."""


@pytest.mark.parametrize("path", ["", "/"])
async def test_the_centre_is_public(house: House, path: str) -> None:
    told = await (await house.get(house.base + path)).json()

    assert (told["id"], told["open"], told["service_day"]) == ("mau", True, "2026-11-20")
    assert told["fields"][0]["series"] == "A"
    assert told["fields"][0]["open"] is False
    assert {"code", "name_vi", "name_en", "series", "open"} <= told["fields"][0].keys()
    assert told["counters"][0] == {
        "id": "1",
        "name": "Quầy 1",
        "fields": ["HT"],
        "helps": ["CT"],
        "state": "closed",
        "kinds": [],
    }


async def test_a_head_is_answered_like_a_get_without_its_body(house: House) -> None:
    answer = await house.ask("HEAD", house.base)

    assert (answer.status, await answer.read()) == (200, b"")


async def test_the_centres_of_the_server_are_public(house: House) -> None:
    told = await (await house.get("/api/v1/centres")).json()

    assert [centre["id"] for centre in told["centres"]] == ["mau", "khac"]
    assert told["centres"][0]["name_vi"] == "Trung tâm mẫu"


@pytest.mark.parametrize("query", ["sao+y", "SAO%20Y", "chung thuc", "ch%E1%BB%A9ng+th%E1%BB%B1c"])
async def test_procedures_are_found_as_people_write(house: House, query: str) -> None:
    told = await (await house.get(f"/procedures?q={query}")).json()

    assert [found["code"] for found in told["procedures"]] == ["2.000815"]
    assert told["procedures"][0] == {
        "code": "2.000815",
        "name": "Chứng thực bản sao từ bản chính",
        "short_name": "Chứng thực bản sao",
        "field": "CT",
        "days": None,
        "days_unit": None,
        "fee": "2.000 đồng/trang",
        "papers": "",
        "source": "",
        "checked_on": None,
        "valid_from": None,
        "valid_to": None,
    }


async def test_procedures_may_be_asked_for_by_field_and_number(house: House) -> None:
    by_field = await (await house.get("/procedures?field=HT")).json()
    first = await (await house.get("/procedures?limit=1")).json()
    many = await house.get("/procedures?limit=100000")

    assert [found["code"] for found in by_field["procedures"]] == ["1.001193"]
    assert len(first["procedures"]) == 1
    assert many.status == 200


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5"])
async def test_a_strange_limit_is_refused(house: House, limit: str) -> None:
    await problem(await house.get(f"/procedures?limit={limit}"), 422, "wrong_value")


@pytest.mark.parametrize("query", ["%ff%fe", "%00", "%ED%A0%80", "x" * 5000, "((((", "%"])
async def test_a_strange_search_finds_nothing_and_harms_nobody(house: House, query: str) -> None:
    answer = await house.get(f"/procedures?q={query}")

    assert answer.status == 200


async def test_a_new_plan_is_searched_at_once(house: House) -> None:
    await house.get("/procedures?q=sao+y")
    plan = await (await house.get("/plan", "admin")).json()
    plan["procedures"][1]["keywords"] = ["phô tô"]
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})

    told = await (await house.get("/procedures?q=pho+to")).json()
    assert [found["code"] for found in told["procedures"]] == ["2.000815"]


async def test_staff_see_the_floor_and_each_counter(house: House) -> None:
    await house.ticket()
    floor = await (await house.get("/floor", "manager")).json()
    counter = await (await house.get("/counters/1", "officer")).json()

    assert floor["waiting"] == 1
    assert counter["state"] == "closed"
    await problem(await house.get("/counters/9", "officer"), 404, "unknown_counter")


async def test_the_logo_of_the_plan_is_given_out_as_a_picture(house: House) -> None:
    await problem(await house.get("/logo"), 404, "no_logo")
    plan = await (await house.get("/plan", "admin")).json()
    plan["logo"] = b64encode(LOGO).decode()
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})

    centre = await (await house.get("")).json()
    answer = await house.get("!" + centre["logo"])
    assert (answer.content_type, await answer.read()) == ("image/png", LOGO)
    assert "immutable" in answer.headers["Cache-Control"]
