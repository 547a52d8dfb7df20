"""A plan, and a catalogue, looked at before they hold."""

from typing import Any

import pytest

from tests.support.house import House, problem


async def plan_of(house: House) -> Any:
    return await (await house.get("/plan", "admin")).json()


async def looked_at(house: House, plan: Any) -> Any:
    return await house.told("/plan/check", "admin", plan)


async def test_a_plan_that_is_the_same_changes_nothing(house: House) -> None:
    told = await looked_at(house, await plan_of(house))

    assert (told["version"], told["problems"], told["changes"], told["affected"]) == (1, [], [], [])
    assert told["doubts"]


async def test_each_problem_is_told_at_its_place_and_nothing_is_changed(house: House) -> None:
    plan = await plan_of(house)
    plan["fields"][1]["name_vi"] = ""
    plan["counters"][0]["helps"] = ["XX"]
    told = await looked_at(house, plan)

    assert [(p["where"], p["vi"]) for p in told["problems"]] == [
        ("fields[1].name_vi", "Chưa nhập tên lĩnh vực."),
        ("counters[0].helps", "Không có lĩnh vực XX."),
    ]
    assert (await plan_of(house))["version"] == 1


async def test_values_of_a_wrong_kind_are_all_told(house: House) -> None:
    plan = await plan_of(house)
    plan["series"][0]["quota"] = 0
    plan["fields"][1]["minutes"] = "mười"
    plan["policy"]["priority_run"] = 0
    plan["policy"]["groups"][0]["rank"] = None
    plan["hours"]["holidays"] = [{"date": "mai", "kind": "off"}, {"kind": "off"}]
    plan["hours"]["weeks"] = [{"starts": "2026-01-01", "days": [[{"start": "7h", "end": "11:30"}]]}]
    plan["name_vi"] = "x" * 501
    told = await looked_at(house, plan)

    assert {p["where"]: p["vi"] for p in told["problems"]} == {
        "series[0].quota": "Phải là số từ 1 trở lên.",
        "fields[1].minutes": "Phải là một số nguyên.",
        "policy.priority_run": "Phải là số từ 1 trở lên.",
        "policy.groups[0].rank": "Phải là một số nguyên.",
        "hours.holidays[0].date": "Ngày chưa đúng.",
        "hours.holidays[1].date": "Mục này còn trống.",
        "hours.weeks[0].days[0][0].start": "Chưa đúng dạng.",
        "name_vi": "Nhiều nhất 500 chữ.",
    }


async def test_it_is_told_what_changes_and_who_is_touched(house: House) -> None:
    await house.ticket("CT")
    plan = await plan_of(house)
    plan["fields"] = [field for field in plan["fields"] if field["code"] != "CT"]
    plan["procedures"] = plan["procedures"][:1]
    plan["counters"] = [
        {**plan["counters"][0], "helps": []},
        {**plan["counters"][1], "fields": ["HT"], "name": "Quầy hai"},
    ]
    told = await looked_at(house, plan)

    assert told["problems"] == []
    assert ["removed", "CT"] in [[c["kind"], c["key"]] for c in told["changes"]]
    assert {"Quầy hai"} <= {c["after"] for c in told["changes"]}
    assert told["affected"][0]["people"] == 1
    assert "Chứng thực" in told["affected"][0]["vi"]


HEAD = "field;code;name;fee\n"


async def test_the_catalogue_goes_out_and_comes_back_the_same(house: House) -> None:
    answer = await house.get("/catalogue")
    text = await answer.text()

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "thu-tuc-mau.csv" in answer.headers["Content-Disposition"]
    told = await house.told("/catalogue/check", "manager", {"csv": text, "whole": True})
    assert (told["faults"], told["taken"], told["same"]) == ([], [], 2)


async def test_a_file_is_looked_at_line_by_line_and_then_taken_in(house: House) -> None:
    file = {"csv": f"{HEAD}HT;1.001193;Khai sinh;=1+1\nCT;1.000002;Sao y;\n", "whole": True}
    told = await house.told("/catalogue/check", "admin", file)

    assert [(t["line"], t["code"], t["kind"]) for t in told["taken"]] == [
        (2, "1.001193", "changed"),
        (3, "1.000002", "added"),
        (0, "2.000815", "removed"),
    ]
    put = await house.ask("PUT", "/catalogue", "admin", json=file, headers={"If-Match": '"1"'})
    assert await put.json() == {"version": 2, "procedures": 2}
    again = await house.ask("PUT", "/catalogue", "admin", json=file, headers={"If-Match": '"1"'})
    await problem(again, 412, "stale_plan")
    assert [p["code"] for p in (await plan_of(house))["procedures"]] == ["1.001193", "1.000002"]
    assert "'=1+1" in await (await house.get("/catalogue")).text()


@pytest.mark.parametrize(
    ("csv", "line", "said"),
    [
        ("a;b\n", 1, "Dòng đầu thiếu cột field."),
        (f"{HEAD}XX;1.000001;Tên;\n", 2, "Không có lĩnh vực XX."),
        (f"{HEAD}HT;1.000001;Tên;\nHT;1.000001;Tên;\n", 3, "Mã 1.000001 đã có ở dòng 2."),
        (f"{HEAD}HT;1.2;Tên;\n", 2, "mất số 0"),
    ],
)
async def test_a_faulty_file_is_told_by_its_lines_and_not_taken_in(
    house: House, csv: str, line: int, said: str
) -> None:
    told = await house.told("/catalogue/check", "admin", {"csv": csv})
    assert any(one["line"] == line and said in one["vi"] for one in told["faults"])
    assert told["taken"] == []

    put = await house.ask(
        "PUT", "/catalogue", "admin", json={"csv": csv}, headers={"If-Match": "*"}
    )
    await problem(put, 422, "bad_catalogue")
