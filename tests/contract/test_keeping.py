"""Section 3: the plan, accounts, devices and the audit of a centre."""

import uuid
from typing import Any

import pytest

from tests.contract.conftest import People
from tests.support.outside import view_that

HERE = "/api/v1/session"


async def the_plan(people: People) -> tuple[dict[str, Any], str]:
    answer = await people.manager.get("plan")
    plan: dict[str, Any] = answer.ok()
    return plan, answer.headers["ETag"]


async def put(people: People, plan: object, tag: str | None) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return await people.manager.send("PUT", "plan", json=plan, headers=headers)


async def test_a_plan_has_a_version(people: People) -> None:
    plan, tag = await the_plan(people)

    assert type(plan["version"]) is int
    assert str(plan["version"]) in tag
    assert len(plan["fields"]) == 16
    assert len(plan["procedures"]) >= 221


async def test_a_plan_that_is_put_holds_at_once(people: People) -> None:
    plan, tag = await the_plan(people)
    async with people.display.watch("hall") as hall:
        await hall.recv()
        changed = await put(people, plan | {"notice_vi": "Hôm nay nghỉ sớm"}, tag)
        assert changed.status in (200, 204)
        await view_that(hall, lambda v: v["notice"] == "Hôm nay nghỉ sớm")
    now, new_tag = await the_plan(people)

    assert now["version"] == plan["version"] + 1
    assert new_tag != tag
    await put(people, now | {"notice_vi": plan["notice_vi"]}, new_tag)


async def test_a_plan_written_over_somebody_elses_is_refused(people: People) -> None:
    plan, tag = await the_plan(people)
    (await put(people, plan, tag)).ok()

    assert (await put(people, plan, tag)).status == 412


async def test_a_plan_is_not_put_without_its_version(people: People) -> None:
    plan, _ = await the_plan(people)

    assert (await put(people, plan, None)).status in (400, 412, 428)


@pytest.mark.parametrize("fault", ["field", "zone", "member"])
async def test_a_plan_that_makes_no_sense_is_refused(people: People, fault: str) -> None:
    plan, tag = await the_plan(people)
    before = await people.last_seq()
    if fault == "field":
        plan["counters"][0]["fields"] = ["ZZ"]
    elif fault == "zone":
        plan["zone"] = "Nowhere/At_All"
    else:
        plan["colour"] = "red"
    answer = await put(people, plan, tag)

    assert answer.status == (400 if fault == "member" else 422)
    assert await people.last_seq() == before


async def test_a_quota_is_the_last_number_of_a_day(people: People) -> None:
    plan, tag = await the_plan(people)
    given = int((await people.kiosk.take("VH"))["label"][1:])
    series = [one | {"quota": given} if one["id"] == "P" else one for one in plan["series"]]
    (await put(people, plan | {"series": series}, tag)).ok()
    (await people.kiosk.post("tickets", {"field": "VH"})).refused("sold_out")
    await put(people, plan, (await the_plan(people))[1])

    assert int((await people.kiosk.take("VH"))["label"][1:]) == given + 1


def new_account(role: str = "officer", **more: object) -> dict[str, object]:
    name = f"person-{uuid.uuid4().hex[:8]}"
    return {"name": name, "role": role, "password": "a-long-enough-word", **more}


async def test_an_account_is_made_read_changed_and_closed(people: People) -> None:
    wish = new_account(counter="4")
    made = (await people.admin.post("accounts", wish)).ok(201)
    address = f"accounts/{made['id']}"
    listed = (await people.admin.get("accounts")).ok()["accounts"]
    known = {name: wish[name] for name in ("name", "password")}
    token = (await people.nobody.post(HERE, known)).ok(200, 201)

    assert made["name"] in [account["name"] for account in listed]
    assert "password" not in str(made)
    assert (await people.admin.get(address)).ok()["counter"] == "4"
    changed = await people.admin.send("PATCH", address, json={"counter": "5"})
    assert changed.ok()["counter"] == "5"
    assert (await people.admin.send("DELETE", address)).status in (200, 204)
    assert (await people.holding(token["token"]).get("floor")).status == 401
    assert (await people.nobody.post(HERE, known)).status == 401


async def test_a_new_password_ends_the_old_one(people: People) -> None:
    wish = new_account("auditor")
    made = (await people.admin.post("accounts", wish)).ok(201)
    old = {"name": wish["name"], "password": wish["password"]}
    (await people.nobody.post(HERE, old)).ok(200, 201)
    body = {"password": "another-long-word"}
    (await people.admin.post(f"accounts/{made['id']}/password", body)).ok()

    assert (await people.nobody.post(HERE, old)).status == 401
    (await people.nobody.post(HERE, old | body)).ok(200, 201)
    await people.admin.send("DELETE", f"accounts/{made['id']}")


@pytest.mark.parametrize(
    ("change", "status"),
    [({"role": "king"}, 422), ({"password": "x"}, 422), ({"name": ""}, 422), ({"x": 1}, 400)],
)
async def test_an_account_that_makes_no_sense_is_refused(
    people: People, change: dict[str, object], status: int
) -> None:
    assert (await people.admin.post("accounts", new_account() | change)).status == status


async def test_a_name_is_given_once(people: People) -> None:
    taken = people.demo.one("manager")["name"]

    assert (await people.admin.post("accounts", new_account(name=taken))).status in (409, 422)


async def test_a_device_is_paired_by_a_code_that_works_once(people: People) -> None:
    wish = {"name": "Bảng tầng hai", "role": "display"}
    code = (await people.admin.post("devices", wish)).ok(201)["code"]
    paired = (await people.nobody.post("/api/v1/pair", {"code": code})).ok(201)
    board = people.holding(paired["token"])

    async with board.watch("hall") as screen:
        await screen.recv()
    assert (await people.nobody.post("/api/v1/pair", {"code": code})).status == 403
    listed = (await people.admin.get("devices")).ok()["devices"]
    ours = next(device for device in listed if device["name"] == "Bảng tầng hai")
    assert (await people.admin.send("DELETE", f"devices/{ours['id']}")).status in (200, 204)
    assert (await board.get(HERE)).status == 401


async def test_no_secret_is_listed(people: People) -> None:
    known = people.demo.credentials()
    text = str((await people.admin.get("accounts")).body) + str(
        (await people.admin.get("devices")).body
    )

    secrets = [*known["devices"].values(), *(a["password"] for a in known["accounts"])]
    assert [secret for secret in secrets if secret in text] == []


async def test_changes_of_people_and_plan_are_audited(people: People) -> None:
    made = (await people.admin.post("accounts", new_account("auditor"))).ok(201)
    await people.admin.send("DELETE", f"accounts/{made['id']}")
    entries = (await people.admin.get("audit")).ok()["entries"]
    latest = entries[0]
    me = (await people.admin.get(HERE)).ok()["account"]

    assert (latest["type"], latest["account"], latest["by"]) == ("account_changed", made["id"], me)
    assert [entry["seq"] for entry in entries] == sorted(
        (entry["seq"] for entry in entries), reverse=True
    )
