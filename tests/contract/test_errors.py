"""Section 3: which status, which code, and a sentence for people with every no."""

import pytest

from tests.contract.conftest import People

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("text", [b"{", b"", b"[1", b"\xff\xfe", b"nothing"])
async def test_what_is_not_json_is_400(people: People, text: bytes) -> None:
    answer = await people.kiosk.send("POST", "tickets", data=text, headers=JSON)

    # an empty body is an empty wish: it lacks the field
    assert answer.status == (422 if text == b"" else 400)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("tickets", {"field": "HT", "colour": "red"}),
        ("counters/1/next", {"now": True}),
        ("counters/1/finish", {"outcome": "received", "dossiers": [{"code": "1", "x": 1}]}),
        ("counters/1/open", {"officer": "somebody"}),
    ],
)
async def test_a_member_we_do_not_know_is_400(people: People, path: str, body: object) -> None:
    caller = people.kiosk if path == "tickets" else people.officer("1")

    assert (await caller.post(path, body)).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"field": 7},
        {"field": "HT", "kind": "chat"},
        {"field": "HT", "language": "xx"},
        {"field": "HT", "quantity": 0},
        {"field": "HT", "quantity": "two"},
        {"field": "HT", "priority": "vip"},
    ],
)
async def test_a_wrong_value_is_422(people: People, body: object) -> None:
    assert (await people.kiosk.post("tickets", body)).status == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("counters/1/finish", {}),
        ("counters/1/finish", {"outcome": "splendid"}),
        ("counters/1/finish", {"outcome": "received", "dossiers": [{"code": "1", "quantity": 0}]}),
        ("counters/1/finish", {"outcome": "received", "dossiers": [{"code": "1", "due_on": "x"}]}),
        ("counters/1/call", {"ticket": "x"}),
        ("counters/1/transfer", {"keep_place": True}),
        ("counters/1/transfer", {"field": "HT", "counter": "2", "keep_place": True}),
        ("counters/1/transfer", {"field": "HT", "keep_place": "yes"}),
    ],
)
async def test_a_wrong_press_is_422(people: People, path: str, body: object) -> None:
    officer = await people.open("1")
    ticket = await people.kiosk.take("HT")
    await officer.press("1", "next")
    await officer.press("1", "start")

    assert (await officer.post(path, body)).status == 422
    assert (await people.nobody.ticket(ticket["id"]))["state"] == "serving"


@pytest.mark.parametrize("wish", ["satisfaction", "attitude"])
@pytest.mark.parametrize("stars", [0, 4, "3", None])
async def test_a_rating_outside_the_scale_is_422(people: People, wish: str, stars: object) -> None:
    ticket = await people.kiosk.take("HT")
    body = {"satisfaction": 3, wish: stars}
    allowed = (409,) if (wish, stars) == ("attitude", None) else (422,)

    answer = await people.nobody.post(f"tickets/{ticket['id']}/rating", body)

    assert answer.status in allowed


async def test_a_token_nobody_gave_is_401(people: People) -> None:
    answer = await people.holding("made-up").post("tickets", {"field": "HT"})

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/api/v1/nothing",
        "/api/v1/centres/elsewhere",
        "nothing",
        "tickets/nonesuch",
        "tickets/nonesuch/nothing",
    ],
)
async def test_what_is_not_there_is_404(people: People, path: str) -> None:
    assert (await people.nobody.get(path)).status == 404


@pytest.mark.parametrize("path", ["counters/77/open", "tickets/nonesuch/return"])
async def test_a_press_on_what_is_not_there_is_404(people: People, path: str) -> None:
    assert (await people.officer("1").post(path)).status == 404


async def test_a_series_that_is_not_there_is_404(people: People) -> None:
    assert (await people.manager.post("series/ZZ/pause", {"reason": "x"})).status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "tickets", {"POST"}),
        ("GET", "tickets", {"POST"}),
        ("POST", "plan", {"GET", "PUT"}),
        ("PUT", "counters/1/next", {"POST"}),
        ("GET", "counters/1/next", {"POST"}),
        ("POST", "floor", {"GET"}),
        ("PUT", "/api/v1/session", {"GET", "POST", "DELETE"}),
        ("POST", "/healthz", {"GET"}),
    ],
)
async def test_another_verb_is_405_and_told_which(
    people: People, method: str, path: str, allowed: set[str]
) -> None:
    answer = await people.admin.send(method, path, json={})

    assert answer.status == 405
    assert {verb.strip() for verb in answer.headers["Allow"].split(",")} - {"HEAD"} == allowed


async def test_nothing_changes_on_get(people: People) -> None:
    await people.open("6")
    before = await people.last_seq()
    for verb in ("open", "next", "close"):
        await people.officer("6").get(f"counters/6/{verb}")
    for path in ("floor", "tickets", "procedures?q=x", ""):
        await people.officer("6").get(path)

    assert await people.last_seq() == before


async def test_too_much_is_413(people: People) -> None:
    body = {"field": "HT" * 200_000}

    assert (await people.kiosk.post("tickets", body)).status == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_another_media_type_is_415(people: People, kind: str) -> None:
    headers = {"Content-Type": kind}
    answer = await people.kiosk.send("POST", "tickets", data=b'{"field":"HT"}', headers=headers)

    assert answer.status == 415


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_may_name_its_charset(people: People, kind: str) -> None:
    headers = {"Content-Type": kind}
    answer = await people.kiosk.send("POST", "tickets", data=b'{"field":"HT"}', headers=headers)

    answer.ok(201)


async def test_an_action_without_wishes_needs_no_body(people: People) -> None:
    officer = people.officer("6")

    assert (await officer.send("POST", "counters/6/open")).ok()["state"] == "open"
    assert (await officer.send("POST", "counters/6/next")).code == "nobody_waiting"
    assert (await officer.send("POST", "counters/6/close")).ok()["state"] == "closed"


async def test_letters_travel_as_utf8(people: People) -> None:
    answer = await people.nobody.get("")

    assert answer.headers["Content-Type"].split(";")[0] == "application/json"
    assert "Cẩm Xuyên" in answer.body["name_vi"]


async def test_a_sentence_is_in_one_language(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    address = f"tickets/{ticket['id']}/cancel"
    await people.nobody.post(address)
    told = (await people.nobody.post(address)).refused("wrong_state")

    assert "đã hủy" in told["sentence"]["vi"]
    assert "cancelled" in told["sentence"]["en"]
