"""Accounts: made, changed, disabled, and the first of them."""

import asyncio
import hashlib
import json
from typing import Any

import pytest

from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import Code
from queue_server.web.auth.codes import code_hash, fresh_code
from tests.support.house import PASSWORD, House, problem

NEW = {"name": "Nguyễn Văn An", "role": "officer", "password": "một mật khẩu mới", "counter": "2"}


async def _sign_in(house: House, name: str, password: str) -> int:
    answer = await house.post("/api/v1/session", None, {"name": name, "password": password})
    return answer.status


async def test_an_administrator_makes_an_account(house: House) -> None:
    answer = await house.post("/accounts", "admin", NEW)
    made = await answer.json()

    assert answer.status == 201
    assert made["id"].startswith("a-")
    assert made["centre"] == "mau"
    assert "password" not in await answer.text()
    assert await (await house.get(f"/accounts/{made['id']}", "admin")).json() == made
    assert await _sign_in(house, "Nguyễn Văn An", NEW["password"]) == 200
    event = house.journal.entries[-1].body
    assert b'"account_changed"' in event
    assert b'"change":"created"' in event
    assert "Nguyễn".encode() not in event


async def test_accounts_are_listed_for_those_who_answer_for_them(house: House) -> None:
    mine = (await (await house.get("/accounts", "admin")).json())["accounts"]
    all_of_them = (await (await house.get("/accounts", "chief")).json())["accounts"]

    assert "chief" not in [account["name"] for account in mine]
    assert {account["centre"] for account in mine} == {"mau"}
    assert "chief" in [account["name"] for account in all_of_them]


async def test_an_administrator_of_one_centre_has_no_say_over_others(house: House) -> None:
    for path in ("/accounts/id-chief", "/accounts/id-officer-elsewhere", "/accounts/none"):
        await problem(await house.get(path, "admin"), 404, "unknown_account")
        changed = await house.ask("PATCH", path, "admin", json={"disabled": True})
        await problem(changed, 404, "unknown_account")
        password = await house.post(f"{path}/password", "admin", {"password": "taken over!"})
        await problem(password, 404, "unknown_account")


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_what_a_change_leaves_out_stays(house: House, method: str) -> None:
    path = "/accounts/id-officer"
    answer = await house.ask(method, path, "admin", json={"counter": None, "name": " Bình  An "})
    told = await answer.json()

    assert (told["name"], told["counter"], told["role"]) == ("Bình An", None, "officer")
    assert b'"change":"name,counter"' in house.journal.entries[-1].body


async def test_changing_nothing_leaves_no_trace(house: House) -> None:
    before = len(house.journal.entries)
    answer = await house.ask("PATCH", "/accounts/id-officer", "admin", json={"role": "officer"})

    assert answer.status == 200
    assert len(house.journal.entries) == before


async def test_a_disabled_account_is_out_at_once_and_may_come_back(house: House) -> None:
    assert (await house.get("/floor", "officer")).status == 200
    gone = await house.ask("DELETE", "/accounts/id-officer", "admin")
    again = await house.ask("DELETE", "/accounts/id-officer", "admin")

    assert (gone.status, again.status) == (204, 204)
    await problem(await house.get("/floor", "officer"), 401, "not_signed_in")
    assert await _sign_in(house, "officer", PASSWORD) == 401
    back = await house.ask("PATCH", "/accounts/id-officer", "admin", json={"disabled": False})
    assert (await back.json())["disabled"] is False
    await problem(await house.get("/floor", "officer"), 401, "not_signed_in")
    assert await _sign_in(house, "officer", PASSWORD) == 200


async def test_a_new_password_signs_everybody_out(house: House) -> None:
    answer = await house.post(
        "/accounts/id-officer/password", "admin", {"password": "mật khẩu khác"}
    )

    assert answer.status == 200
    await problem(await house.get("/floor", "officer"), 401, "not_signed_in")
    assert await _sign_in(house, "officer", PASSWORD) == 401
    assert await _sign_in(house, "officer", "mật khẩu khác") == 200


@pytest.mark.parametrize("how", ["DELETE", "disabled", "role"])
async def test_the_last_administrator_cannot_be_locked_out(house: House, how: str) -> None:
    await problem(
        await house.ask("DELETE", "/accounts/id-chief", "chief"), 409, "last_administrator"
    )
    del house.registry.account_rows["id-chief"]
    change: dict[str, Any] = {"disabled": True} if how == "disabled" else {"role": "auditor"}
    method = "DELETE" if how == "DELETE" else "PATCH"
    answer = await house.ask(method, "/accounts/id-admin", "admin", json=change)

    await problem(answer, 409, "last_administrator")
    assert (await house.get("/accounts", "admin")).status == 200


@pytest.mark.parametrize("name", ["officer", " officer "])
async def test_a_name_belongs_to_one_account(house: House, name: str) -> None:
    await problem(await house.post("/accounts", "admin", {**NEW, "name": name}), 409, "name_taken")
    changed = await house.ask("PATCH", "/accounts/id-manager", "admin", json={"name": name})
    await problem(changed, 409, "name_taken")


async def test_of_two_who_want_a_name_at_once_one_gets_it(house: House) -> None:
    answers = await asyncio.gather(*(house.post("/accounts", "admin", NEW) for _ in range(4)))

    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "too short"},
        {"role": "kiosk"},
        {"role": "chief"},
        {"name": "  "},
        {"name": "a\u202eb"},
        {"name": "x" * 65},
        {"counter": ""},
    ],
)
async def test_a_bad_account_is_not_made(house: House, wrong: dict[str, str]) -> None:
    await problem(await house.post("/accounts", "admin", {**NEW, **wrong}), 422, "wrong_value")


async def test_the_same_wish_twice_makes_one_account(house: House) -> None:
    headers = {"Idempotency-Key": "k"}
    first = await house.post("/accounts", "admin", NEW, headers=headers)
    second = await house.post("/accounts", "admin", NEW, headers=headers)
    other = await house.post("/accounts", "admin", {**NEW, "name": "x"}, headers=headers)

    assert (first.status, second.status) == (201, 201)
    assert await first.read() == await second.read()
    assert second.headers["Idempotency-Replayed"] == "true"
    await problem(other, 422, "idempotency_mismatch")


async def test_what_is_kept_of_a_password_request_is_hard_to_guess_from(house: House) -> None:
    answer = await house.post("/accounts", "admin", NEW, headers={"Idempotency-Key": "k"})

    assert answer.status == 201
    (kept,) = house.journal.answers.values()
    assert kept.request != hashlib.sha256(json.dumps(NEW).encode()).digest()


def _setup_code(house: House, purpose: str = "setup", expires_at: int = 2**40) -> str:
    code = fresh_code()
    kept = Code(code_hash=code_hash(code), purpose=purpose, about="{}", expires_at=expires_at)
    house.registry.code_rows[kept.code_hash] = kept
    return code


async def test_the_first_administrator_comes_by_a_code(house: House) -> None:
    code = _setup_code(house)
    body = {"code": code.lower().replace("-", " "), "name": "Quản trị", "password": "rất là bí mật"}
    made = await house.told("/api/v1/setup", None, body)

    assert (made["role"], made["centre"]) == ("admin", None)
    assert house.registry.account_rows[made["id"]].role is Role.ADMIN
    assert await _sign_in(house, "Quản trị", "rất là bí mật") == 200
    await problem(await house.post("/api/v1/setup", None, body), 403, "wrong_code")


async def test_a_code_works_once_also_at_once(house: House) -> None:
    code = _setup_code(house)
    bodies = [{"code": code, "name": f"Admin {n}", "password": "rất là bí mật"} for n in range(4)]
    answers = await asyncio.gather(*(house.post("/api/v1/setup", None, body) for body in bodies))

    assert sorted(answer.status for answer in answers) == [201, 403, 403, 403]


async def test_a_wrong_old_or_foreign_code_is_refused_slower_each_time(house: House) -> None:
    body = {"name": "Kẻ lạ", "password": "rất là bí mật"}
    old, foreign = _setup_code(house, expires_at=1), _setup_code(house, "pair")
    codes = ["ABCD-EFGH", old, foreign, "0", "x" * 60]
    statuses = [
        (await house.post("/api/v1/setup", None, {"code": code, **body})).status for code in codes
    ]
    right = await house.post("/api/v1/setup", None, {"code": _setup_code(house), **body})

    assert statuses == [403] * 5
    await problem(right, 429, "too_many_requests")
