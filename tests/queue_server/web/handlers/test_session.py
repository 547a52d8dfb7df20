"""Signing in and out, guessing, and cookies."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientResponse

from queue_server.web.auth.tokens import token_hash
from tests.support.house import PASSWORD, House, open_house, problem

SESSION = "/api/v1/session"


async def _sign_in(house: House, name: str = "officer", password: str = PASSWORD) -> ClientResponse:
    return await house.post(SESSION, None, {"name": name, "password": password})


def _origin(house: House) -> str:
    return str(house.client.make_url("/").origin())


async def test_a_name_and_its_password_give_a_token(house: House) -> None:
    answer = await _sign_in(house)
    told = await answer.json()
    seen = await house.ask("GET", SESSION, headers={"Authorization": f"bearer {told['token']}"})

    assert answer.status == 200
    assert told["role"] == "officer"
    assert told["expires_at"] == "2026-11-20T13:00:00Z"
    assert (told["account"], told["counter"], told["centre"]) == ("id-officer", "1", "mau")
    assert await seen.json() == {name: told[name] for name in told if name != "token"}


async def test_a_token_is_kept_as_a_hash_only(house: House) -> None:
    token = (await (await _sign_in(house)).json())["token"]

    assert token_hash(token) in house.registry.session_rows
    assert token not in str(house.registry.session_rows)


async def test_the_cookie_is_for_this_site_and_not_for_scripts(house: House) -> None:
    cookie = (await _sign_in(house)).headers["Set-Cookie"]

    assert cookie.startswith("queue_session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_over_https_the_cookie_goes_no_other_way() -> None:
    async with open_house(https=True) as house:
        cookie = (await _sign_in(house)).headers["Set-Cookie"]

    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie.split("; ")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("officer", "falsches passwort"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("kiosk", PASSWORD),
    ],
)
async def test_a_wrong_name_is_told_like_a_wrong_password(
    house: House, name: str, password: str
) -> None:
    answer = await _sign_in(house, name, password)

    told = await problem(answer, 401, "wrong_password")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert told["sentence"]["vi"] == "Tên hoặc mật khẩu không đúng."


async def test_a_name_may_be_typed_by_any_keyboard(house: House) -> None:
    decomposed = "mật khẩu đủ dài"

    assert (await _sign_in(house, "  officer ", decomposed)).status == 200


async def test_guessing_slows_down_and_a_success_forgets_it(house: House) -> None:
    statuses = [(await _sign_in(house, password="wrong guess")).status for _ in range(7)]
    blocked = await _sign_in(house)
    other = await _sign_in(house, "manager")
    house.clock.move(2)
    right = await _sign_in(house)

    assert statuses == [401] * 5 + [429] * 2
    await problem(blocked, 429, "too_many_requests")
    assert blocked.headers["Retry-After"] == "1"
    assert other.status == 200
    assert right.status == 200
    assert (await _sign_in(house, password="wrong guess")).status == 401


async def test_many_guesses_at_once_are_still_few(house: House) -> None:
    answers = await asyncio.gather(*(_sign_in(house, password=f"guess {n}") for n in range(60)))

    statuses = [answer.status for answer in answers]
    assert statuses.count(401) <= 6
    assert statuses.count(429) == 60 - statuses.count(401)


async def test_one_address_may_not_try_every_name(house: House) -> None:
    statuses = [(await _sign_in(house, f"name {n}")).status for n in range(25)]

    assert statuses == [401] * 20 + [429] * 5


async def test_the_demo_has_no_limit_by_address() -> None:
    async with open_house(demo=True) as house:
        statuses = {(await _sign_in(house, f"name {n}")).status for n in range(30)}

    assert statuses == {401}


async def test_success_is_never_limited(house: House) -> None:
    statuses = {(await _sign_in(house)).status for _ in range(30)}

    assert statuses == {200}


async def test_a_session_ends_after_a_working_day(house: House) -> None:
    token = (await (await _sign_in(house)).json())["token"]
    headers = {"Authorization": f"Bearer {token}"}
    house.clock.move(12 * 3600 - 1)
    still = await house.ask("GET", SESSION, headers=headers)
    house.clock.move(2)

    assert still.status == 200
    await problem(await house.ask("GET", SESSION, headers=headers), 401, "not_signed_in")


async def test_signing_out_ends_the_session_at_once(house: House) -> None:
    token = (await (await _sign_in(house)).json())["token"]
    headers = {"Authorization": f"Bearer {token}"}
    out = await house.ask("DELETE", SESSION, headers=headers)

    assert out.status == 204
    assert 'queue_session=""' in out.headers["Set-Cookie"]
    await problem(await house.ask("GET", SESSION, headers=headers), 401, "not_signed_in")


async def test_a_device_says_who_it_is_and_cannot_sign_out(house: House) -> None:
    told = await (await house.get(SESSION, "rating")).json()

    assert told == {
        "role": "rating",
        "expires_at": None,
        "account": None,
        "device": "id-rating",
        "name": "rating",
        "counter": "1",
        "centre": "mau",
        "centres": ["mau"],
    }
    await problem(await house.ask("DELETE", SESSION, "rating"), 403, "not_allowed")


async def test_somebody_of_every_centre_is_told_so(house: House) -> None:
    told = await (await house.get(SESSION, "chief")).json()

    assert (told["centre"], told["centres"]) == (None, ["mau", "khac"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Basic b2ZmaWNlcjp4"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \udcff"},
        {"Authorization": ""},
        {"Cookie": "queue_session="},
        {"Cookie": "other=token-officer"},
        {"Cookie": "=;;;queue_session"},
        {"X-Token": "token-officer"},
    ],
)
async def test_what_is_no_token_signs_nobody_in(house: House, headers: dict[str, str]) -> None:
    plain = {name: value.encode("utf-8", "surrogateescape") for name, value in headers.items()}
    sent: Any = {name: value.decode("latin-1") for name, value in plain.items()}

    await problem(await house.ask("GET", SESSION, headers=sent), 401, "not_signed_in")


async def test_a_token_in_the_address_is_not_read(house: House) -> None:
    await problem(await house.get("/floor?token=token-officer"), 401, "not_signed_in")


async def _by_cookie(house: House, **headers: str) -> ClientResponse:
    sent = {
        "Cookie": "queue_session=token-officer",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    return await house.ask("POST", "/counters/1/open", headers=sent)


async def test_a_change_by_cookie_needs_our_page(house: House) -> None:
    ours = await _by_cookie(house, Origin=_origin(house), X_Requested_With="fetch")

    assert ours.status == 200
    for headers in (
        {},
        {"Origin": _origin(house)},
        {"X_Requested_With": "fetch"},
        {"Origin": "http://elsewhere.example", "X_Requested_With": "fetch"},
        {"Origin": "null", "X_Requested_With": "fetch"},
        {"Origin": _origin(house).replace("http:", "ftp:"), "X_Requested_With": "fetch"},
    ):
        await problem(await _by_cookie(house, **headers), 403, "foreign_origin")


async def test_a_holders_change_by_cookie_needs_our_page_too(house: House) -> None:
    ticket = await house.ticket()
    cookie = {"Cookie": "queue_session=token-officer"}
    answer = await house.ask("POST", f"/tickets/{ticket['id']}/cancel", headers=cookie)

    await problem(answer, 403, "foreign_origin")


async def test_reading_by_cookie_needs_no_more(house: House) -> None:
    answer = await house.get("/floor", headers={"Cookie": "queue_session=token-officer"})

    assert answer.status == 200


async def test_a_token_counts_more_than_a_cookie(house: House) -> None:
    headers = {"Cookie": "queue_session=token-officer"}

    assert (await house.post("/counters/1/open", "officer", headers=headers)).status == 200
    await problem(await house.get("/floor", "kiosk", headers=headers), 403, "not_allowed")


async def test_signing_in_again_with_an_old_cookie_is_no_change_by_cookie() -> None:
    async with open_house(cookies=True) as house:
        first, second = await _sign_in(house), await _sign_in(house, "manager")

        assert (first.status, second.status) == (200, 200)
        assert (await (await house.get(SESSION)).json())["role"] == "manager"


async def test_an_account_disabled_while_it_signs_in_stays_out(house: House) -> None:
    account = house.registry.account_rows["id-officer"]

    async def named_then_gone(name: str) -> Any:
        del house.registry.account_rows["id-officer"]
        return account

    house.registry.account_named = named_then_gone  # type: ignore[method-assign]

    await problem(await _sign_in(house), 401, "wrong_password")
