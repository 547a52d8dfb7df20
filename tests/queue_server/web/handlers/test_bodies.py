"""What a client may send wrong, and what it is told."""

import io
import json
from typing import Any

import pytest
from aiohttp import ClientResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server.protocol.commands import Transfer
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import PLAN_LIMIT, members, number, shape
from queue_server.web.routes import ROUTES
from tests.support.house import House, open_house, problem
from tests.support.small import CENTRE

JSON = {"Content-Type": "application/json"}


async def _raw(house: House, body: bytes, kind: str | None = "application/json") -> ClientResponse:
    headers = {} if kind is None else {"Content-Type": kind}
    return await house.ask("POST", "/tickets", "kiosk", data=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"HT"',
        b"null",
        b"{} {}",
        b"\xef\xbb\xbf{}",
        b'{"field":"\xff"}',
        b'{"field":"\xed\xa0\x80"}',
        b'{"field":"\\ud800"}',
        b'{"quantity":NaN}',
        b'{"quantity":1e999}',
        b'{"quantity":' + b"9" * 5000 + b"}",
        b'{"field":' + b"[" * 30_000,
        b'{"field":"\x00"}',
        b"{'field':'HT'}",
        b" ",
    ],
)
async def test_what_is_not_json_is_told_so(house: House, body: bytes) -> None:
    answer = await _raw(house, body)

    told = await answer.json()
    assert (answer.status, told["code"]) in ((400, "bad_json"), (422, "wrong_value")), told


@pytest.mark.parametrize(
    "body",
    [
        b'{"field":5}',
        b'{"field":["HT"]}',
        b'{"field":"H\\u0000T"}',
        b'{"field":"HT","quantity":true}',
        b'{"field":"HT","quantity":"1"}',
        b'{"field":"HT","quantity":1.0}',
        b'{"field":"HT","quantity":0}',
        b'{"field":"HT","quantity":-1}',
        b'{"field":"HT","quantity":123456789012345678901234567890}',
        b'{"field":"HT","kind":"SUBMIT"}',
        b'{"field":"HT","language":"fr"}',
        b'{"field":"HT","priority":""}',
    ],
)
async def test_a_wrong_value_is_told_where(house: House, body: bytes) -> None:
    told = await problem(await _raw(house, body), 422, "wrong_value")

    assert told["detail"]


async def test_the_last_of_two_equal_members_counts(house: House) -> None:
    answer = await _raw(house, b'{"field":"HT","field":"CT"}')

    assert (await answer.json())["field"] == "CT"


async def test_an_unknown_member_is_named_also_inside(house: House) -> None:
    outer = await problem(await _raw(house, '{"lĩnh vực":1}'.encode()), 400, "unknown_member")
    ticket = await house.served()
    body = {"outcome": "received", "dossiers": [{"code": "a", "colour": "red"}]}
    inner = await house.post(f"/tickets/{ticket['id']}/outcome", "officer", body)

    assert "lĩnh vực" in outer["detail"]
    assert "colour" in (await problem(inner, 400, "unknown_member"))["detail"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"]
)
async def test_only_json_is_understood(house: House, kind: str) -> None:
    await problem(await _raw(house, b'{"field":"HT"}', kind), 415, "wrong_media_type")


async def test_json_may_say_that_it_is_utf_8(house: House) -> None:
    assert (await _raw(house, b'{"field":"HT"}', "application/json; charset=UTF-8")).status == 201


async def test_no_body_needs_no_type(house: House) -> None:
    assert (await _raw(house, b"", None)).status == 422


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_too_large_is_refused(house: House, chunked: bool) -> None:
    body = b'{"field":"' + b"x" * 70_000 + b'"}'

    async def pieces() -> Any:
        yield body

    answer = await house.ask(
        "POST", "/tickets", "kiosk", data=pieces() if chunked else body, headers=JSON
    )

    await problem(answer, 413, "too_large")


async def test_a_body_larger_than_any_plan_is_refused(house: House) -> None:
    headers = {**JSON, "If-Match": '"1"'}
    body = io.BytesIO(b" " * (PLAN_LIMIT + 100_000))
    answer = await house.ask("PUT", "/plan", "admin", data=body, headers=headers)

    await problem(answer, 413, "too_large")


async def test_a_body_that_is_not_packed_as_it_says_is_refused(house: House) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}
    answer = await house.ask("POST", "/tickets", "kiosk", data=b"no gzip", headers=headers)

    assert answer.status == 400


def test_a_shape_leaves_out_what_the_door_gives() -> None:
    form = shape(Transfer, frozenset({"by", "id", "salt", "at"}))

    assert form.known == {"field", "counter", "keep_place"}
    assert form.may_be_empty


def test_members_keep_strings_that_only_look_like_nul() -> None:
    found = members(b'{"field":"\\\\u0000"}', shape(Transfer))

    assert found == {"field": "\\u0000"}


@pytest.mark.parametrize("body", [b'{"field":{"a":["\\u0000"]}}', b'{"field":{"\\u0000":1}}'])
def test_a_nul_is_found_wherever_it_hides(body: bytes) -> None:
    with pytest.raises(Wrong) as wrong:
        members(body, shape(Transfer))
    assert wrong.value.code == "wrong_value"


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "١", " 1", "+1"])
def test_a_number_in_a_query_is_digits(text: str) -> None:
    with pytest.raises(Wrong):
        number(text, 7, "limit")


def test_a_number_left_out_is_the_usual_one() -> None:
    assert (number(None, 7, "limit"), number("", 7, "limit"), number("3", 7, "limit")) == (7, 7, 3)


def test_a_number_beyond_all_reason_is_cut() -> None:
    assert 10**17 < number("9" * 30, 7, "limit") < 2**63


_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["HT", "1", "received", "elder", "kiosk"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from(
    [
        "field",
        "procedure",
        "kind",
        "priority",
        "quantity",
        "language",
        "result",
        "detail",
        "satisfaction",
        "reasons",
        "outcome",
        "dossiers",
        "note",
        "kiosk",
        "group",
        "reason",
        "after",
        "ticket",
        "counter",
        "keep_place",
        "name",
        "password",
        "role",
        "code",
        "disabled",
        "by",
        "at",
        "do",
    ]
)
_BODIES = st.binary(max_size=80) | st.dictionaries(_NAMES | st.text(), _ANY, max_size=5).map(
    lambda body: json.dumps(body).encode()
)
_PARTS = st.sampled_from(["1", "2", "ht", "none", "%00", "%ff", "%ED%A0%80", "..", "a%2Fb"])
_CHANGING = [route for route in ROUTES if route.method != "GET" and "session" not in route.path]


@pytest.mark.uncounted
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_no_body_makes_the_server_stumble(data: st.DataObject) -> None:
    async with open_house() as house:
        for _ in range(6):
            route = data.draw(st.sampled_from(_CHANGING))
            path = route.address.replace("{centre}", CENTRE)
            for part in ("{counter}", "{ticket}", "{series}", "{account}", "{device}"):
                path = path.replace(part, data.draw(_PARTS))
            who = data.draw(st.sampled_from(["officer", "kiosk", "manager", "chief", None]))
            headers = {**JSON, "Idempotency-Key": data.draw(st.sampled_from(["a", "b"]))}
            body = data.draw(_BODIES)
            answer = await house.ask(route.method, path, who, data=body, headers=headers)

            assert answer.status < 500, (route.method, path, body, await answer.text())
