"""The audit trail, and the search in it."""

import json

import pytest

from tests.support.house import House, problem


async def test_the_audit_tells_changes_newest_first(house: House) -> None:
    ticket = await house.ticket()
    body = {"group": "elder", "reason": "cụ già"}
    await house.told(f"/tickets/{ticket['id']}/priority", "officer", body)
    await house.told("/devices", "admin", {"name": "Bảng", "role": "display"})
    told = await (await house.get("/audit", "admin")).json()

    types = [entry["type"] for entry in told["entries"]]
    assert types == ["device_changed", "priority_changed", "plan_changed"]
    assert told["before"] is None
    assert told["entries"][0]["by_name"] == "admin"
    assert told["entries"][1]["ticket"] == ticket["id"]
    assert told["entries"][2]["plan_version"] == 1
    assert "cụ" not in json.dumps(told, ensure_ascii=False)


async def test_the_audit_is_read_page_by_page(house: House) -> None:
    for number in range(5):
        await house.told("/devices", "admin", {"name": f"Bảng {number}", "role": "display"})
    seen: list[int] = []
    query = "?limit=2"
    while True:
        told = await (await house.get(f"/audit{query}", "admin")).json()
        seen += [entry["seq"] for entry in told["entries"]]
        if told["before"] is None:
            break
        query = f"?limit=2&before={told['before']}"

    assert len(seen) == 6
    assert seen == sorted(set(seen), reverse=True)


async def found(house: House, query: str) -> list[str]:
    told = await (await house.get(f"/audit?{query}", "admin")).json()
    return [entry.get("device_name") or entry["type"] for entry in told["entries"]]


async def paired(house: House, name: str) -> None:
    code = (await house.told("/devices", "admin", {"name": name, "role": "display"}))["code"]
    await house.told("/api/v1/pair", None, {"code": code})


async def test_the_audit_is_searched_by_words_type_person_and_day(house: House) -> None:
    await paired(house, "Bảng sảnh")
    await house.told("/devices", "chief", {"name": "Kiosk", "role": "kiosk"})
    house.clock.move(24 * 3600)
    await house.engine.tick()
    ticket = await house.ticket()
    body = {"group": "elder", "reason": "cụ già"}
    await house.told(f"/tickets/{ticket['id']}/priority", "officer", body)

    assert await found(house, "q=bang+sanh") == ["Bảng sảnh", "Bảng sảnh"]
    assert await found(house, "q=chief") == ["device_changed"]
    assert await found(house, "type=priority_changed") == ["priority_changed"]
    assert await found(house, "by=id-officer") == ["priority_changed"]
    assert await found(house, "from=2026-11-21") == ["priority_changed"]
    assert "priority_changed" not in await found(house, "to=2026-11-20")
    assert await found(house, "q=zzz") == []


@pytest.mark.parametrize("query", ["from=x", "to=2026-13-01"])
async def test_a_strange_day_is_refused(house: House, query: str) -> None:
    await problem(await house.get(f"/audit?{query}", "admin"), 422, "wrong_value")


async def test_a_version_of_the_plan_tells_what_it_changed(house: House) -> None:
    plan = await (await house.get("/plan", "admin")).json()
    plan["notice_vi"] = "Nghỉ trưa"
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})

    told = await (await house.get("/plan/2/changes", "admin")).json()
    assert [(c["member"], c["after"]) for c in told["changes"]] == [("notice_vi", "Nghỉ trưa")]
    first = await (await house.get("/plan/1/changes", "manager")).json()
    assert first == {"version": 1, "changes": []}
    await problem(await house.get("/plan/9/changes", "admin"), 404, "unknown_version")
    await problem(await house.get("/plan/x/changes", "admin"), 422, "wrong_value")
