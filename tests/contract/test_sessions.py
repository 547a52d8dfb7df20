"""Section 3: signing in and out, cookies, and their limits."""

import aiohttp
import pytest

from tests.contract.conftest import People

HERE = "/api/v1/session"


def wish(people: People, role: str) -> dict[str, str]:
    account = people.demo.one(role)
    return {"name": account["name"], "password": account["password"]}


@pytest.mark.parametrize("role", ["admin", "manager", "auditor", "officer"])
async def test_signing_in_gives_a_token_a_role_and_an_end(people: People, role: str) -> None:
    signed_in = (await people.nobody.post(HERE, wish(people, role))).ok(200, 201)
    me = people.holding(signed_in["token"])

    assert signed_in["role"] == role
    assert signed_in["expires_at"]
    assert (await me.get(HERE)).ok()["role"] == role


async def test_the_cookie_is_kept_from_scripts_and_other_sites(people: People) -> None:
    answer = await people.nobody.post(HERE, wish(people, "manager"))
    cookie = answer.headers["Set-Cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_signing_out_ends_the_token(people: People) -> None:
    token = (await people.nobody.post(HERE, wish(people, "manager"))).ok(200, 201)["token"]
    me = people.holding(token)

    assert (await me.send("DELETE", HERE)).status in (200, 204)
    assert (await me.get("floor")).status == 401
    assert (await me.get(HERE)).status == 401


async def test_nobody_is_signed_in_without_a_token(people: People) -> None:
    assert (await people.nobody.get(HERE)).status == 401


async def test_a_wrong_name_and_a_wrong_password_look_the_same(people: People) -> None:
    wrong_name = await people.nobody.post(HERE, {"name": "nobody-here", "password": "x" * 12})
    wrong_word = await people.nobody.post(HERE, {"name": "auditor", "password": "x" * 12})

    assert wrong_name.status == wrong_word.status == 401
    assert wrong_name.body == wrong_word.body


async def test_guessing_meets_a_limit_that_says_when_to_come_back(people: People) -> None:
    guess = {"name": "a-guessers-name", "password": "not-the-password"}
    for _ in range(40):
        answer = await people.nobody.post(HERE, guess)
        if answer.status == 429:
            break

    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0


async def test_signing_in_rightly_many_times_meets_no_limit(people: People) -> None:
    for _ in range(12):
        (await people.nobody.post(HERE, wish(people, "auditor"))).ok(200, 201)


async def test_a_cookie_may_read_without_more(people: People) -> None:
    async with cookied(people) as browser, browser.get(address(people, "floor")) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("missing", ["Origin", "X-Requested-With", "both"])
async def test_a_change_by_cookie_needs_our_origin_and_a_header(
    people: People, missing: str
) -> None:
    headers = own_headers(people)
    for name in list(headers) if missing == "both" else [missing]:
        del headers[name]
    url = address(people, "series/A/pause")

    async with (
        cookied(people) as browser,
        browser.post(url, json={"reason": "x"}, headers=headers) as answer,
    ):
        assert answer.status == 403


async def test_a_change_by_cookie_from_another_site_is_refused(people: People) -> None:
    headers = own_headers(people) | {"Origin": "https://elsewhere.example"}
    url = address(people, "series/A/pause")

    async with (
        cookied(people) as browser,
        browser.post(url, json={"reason": "x"}, headers=headers) as answer,
    ):
        assert answer.status == 403


async def test_a_change_by_cookie_from_our_pages_is_done(people: People) -> None:
    async with cookied(people) as browser:
        for verb in ("pause", "resume"):
            body = {"reason": "x"} if verb == "pause" else {}
            url = address(people, f"series/A/{verb}")
            async with browser.post(url, json=body, headers=own_headers(people)) as answer:
                assert answer.status == 200


async def test_signing_out_by_cookie_ends_the_session(people: People) -> None:
    async with cookied(people) as browser:
        async with browser.delete(people.demo.url + HERE, headers=own_headers(people)) as answer:
            assert answer.status in (200, 204)
        async with browser.get(address(people, "floor")) as answer:
            assert answer.status == 401


def cookied(people: People) -> "Browser":
    return Browser(people)


class Browser:
    """A browser in which the manager has signed in."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> aiohttp.ClientSession:
        wished = wish(self._people, "manager")
        url = self._people.demo.url + HERE
        headers = own_headers(self._people)
        async with self._http.post(url, json=wished, headers=headers) as answer:
            assert answer.status in (200, 201)
        return self._http

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()


def own_headers(people: People) -> dict[str, str]:
    return {"Origin": people.demo.url, "X-Requested-With": "fetch"}


def address(people: People, path: str) -> str:
    return f"{people.demo.url}{people.demo.root}/{path}"
