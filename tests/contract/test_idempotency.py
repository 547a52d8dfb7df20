"""Section 3: the `Idempotency-Key`."""

import asyncio
import uuid

import pytest

from tests.contract.conftest import People

WISH = {"field": "HT"}


def new_key() -> str:
    return str(uuid.uuid4())


async def test_a_key_gives_the_first_answer_again(people: People) -> None:
    key = new_key()
    first = await people.kiosk.post("tickets", WISH, key=key)
    again = await people.kiosk.post("tickets", WISH, key=key)

    assert (again.status, again.body) == (first.status, first.body)
    assert first.status == 201


async def test_the_order_of_members_is_no_other_body(people: People) -> None:
    key = new_key()
    first = await people.kiosk.post("tickets", {"field": "HT", "quantity": 1}, key=key)
    again = await people.kiosk.post("tickets", {"quantity": 1, "field": "HT"}, key=key)

    assert again.body == first.body


async def test_the_first_answer_stays_whatever_happened_since(people: People) -> None:
    key = new_key()
    first = (await people.kiosk.post("tickets", WISH, key=key)).ok(201)
    await people.nobody.post(f"tickets/{first['id']}/cancel")

    assert (await people.kiosk.post("tickets", WISH, key=key)).ok(201) == first


async def test_another_body_is_refused(people: People) -> None:
    key = new_key()
    await people.kiosk.post("tickets", WISH, key=key)
    answer = await people.kiosk.post("tickets", {"field": "CT"}, key=key)

    answer.refused("idempotency_mismatch", 422)


async def test_a_key_holds_among_presses_at_once(people: People) -> None:
    key = new_key()
    answers = await asyncio.gather(
        *(people.kiosk.post("tickets", WISH, key=key) for _ in range(20))
    )

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["id"] for answer in answers}) == 1


async def test_bodies_that_differ_at_once_give_one_ticket(people: People) -> None:
    key = new_key()
    answers = await asyncio.gather(
        *(people.kiosk.post("tickets", {"field": f}, key=key) for f in ("HT", "CT") * 5)
    )

    given = {answer.body["id"] for answer in answers if answer.status == 201}
    assert len(given) == 1
    assert {a.code for a in answers if a.status != 201} == {"idempotency_mismatch"}


async def test_a_key_belongs_to_its_caller(people: People) -> None:
    key = new_key()
    one = (await people.kiosk.post("tickets", WISH, key=key)).ok(201)
    other = (await people.officer("1").post("tickets", WISH, key=key)).ok(201)

    assert one["id"] != other["id"]


async def test_a_key_belongs_to_its_route(people: People) -> None:
    key = new_key()
    opened = [await people.officer(n).post(f"counters/{n}/open", key=key) for n in "67"]
    await people.open("6", "7")
    paused = await people.officer("6").post("counters/6/pause", {"reason": "x"}, key=key)

    assert [answer.ok()["id"] for answer in opened] == ["6", "7"]
    assert paused.ok()["state"] == "paused"


async def test_the_same_key_on_another_ticket_is_another_press(people: People) -> None:
    key = new_key()
    tickets = [await people.kiosk.take("HT") for _ in range(2)]
    answers = [await people.nobody.post(f"tickets/{t['id']}/cancel", key=key) for t in tickets]

    assert [answer.ok()["id"] for answer in answers] == [ticket["id"] for ticket in tickets]


async def test_a_refusal_is_decided_anew(people: People) -> None:
    key = new_key()
    officer = await people.open("6")
    (await officer.post("counters/6/next", {}, key=key)).refused("nobody_waiting")
    ticket = await people.kiosk.take("CA")
    called = (await officer.post("counters/6/next", {}, key=key)).ok()
    again = (await officer.post("counters/6/next", {}, key=key)).ok()

    assert called["ticket"]["id"] == ticket["id"]
    assert again == called


async def test_after_a_refusal_the_key_takes_another_body(people: People) -> None:
    key = new_key()
    (await people.kiosk.post("tickets", {"field": "ZZ"}, key=key)).refused("unknown_field")

    (await people.kiosk.post("tickets", WISH, key=key)).ok(201)


async def test_a_repeated_press_leaves_one_event(people: People) -> None:
    key = new_key()
    officer = await people.open("6")
    for _ in range(3):
        await people.kiosk.take("CA")
    before = await people.last_seq()
    presses = [officer.post("counters/6/next", {}, key=key) for _ in range(8)]
    answers = await asyncio.gather(*presses)

    assert len({answer.ok()["ticket"]["id"] for answer in answers}) == 1
    assert [event["type"] for event in await people.journal(before)] == ["ticket_called"]


async def test_a_key_holds_for_accounts_and_devices(people: People) -> None:
    name = f"key-{uuid.uuid4().hex[:6]}"
    wish = {"name": name, "role": "officer", "counter": "3", "password": "long-enough-word"}
    key = new_key()
    first = await people.admin.post("accounts", wish, key=key)
    again = await people.admin.post("accounts", wish, key=key)

    assert (again.status, again.body) == (first.status, first.body) == (201, first.body)
    wish["name"] = name + "x"
    (await people.admin.post("accounts", wish, key=key)).refused("idempotency_mismatch", 422)
    await people.admin.send("DELETE", f"accounts/{first.body['id']}")


async def test_a_key_holds_among_accounts_made_at_once(people: People) -> None:
    name = f"key-{uuid.uuid4().hex[:6]}"
    wish = {"name": name, "role": "officer", "counter": "3", "password": "long-enough-word"}
    key = new_key()
    answers = await asyncio.gather(*(people.admin.post("accounts", wish, key=key) for _ in "123"))

    assert [answer.status for answer in answers] == [201] * 3
    assert len({answer.body["id"] for answer in answers}) == 1


async def test_no_body_and_an_empty_one_are_the_same(people: People) -> None:
    key = new_key()
    officer = people.officer("6")
    headers = {"Idempotency-Key": key}
    first = (await officer.send("POST", "counters/6/open", headers=headers)).ok()

    assert (await officer.post("counters/6/open", {}, key=key)).ok() == first


@pytest.mark.parametrize("key", ["", "x" * 300])
async def test_a_key_that_is_none_is_a_wrong_value(people: People, key: str) -> None:
    answer = await people.kiosk.post("tickets", WISH, key=key)

    assert answer.status in (400, 422)
