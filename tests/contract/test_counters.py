"""Section 3: an officer's keys."""

import asyncio
from typing import Any

import pytest

from tests.contract.conftest import People

MEMBERS = {"id", "name", "state", "officer", "fields", "helps", "current"}


async def test_a_counter_opens_pauses_and_closes(people: People) -> None:
    officer = people.officer("6")
    opened = await officer.press("6", "open")
    paused = await officer.press("6", "pause", reason="họp")
    again = await officer.press("6", "open")
    closed = await officer.press("6", "close")

    states = [answer["state"] for answer in (opened, paused, again, closed)]
    assert states == ["open", "paused", "open", "closed"]
    assert opened.keys() >= MEMBERS
    assert (opened["id"], opened["fields"], opened["current"]) == ("6", ["CA"], None)
    assert isinstance(opened["officer"], str)
    assert closed["officer"] is None


async def test_a_closed_or_paused_counter_calls_nobody(people: People) -> None:
    officer = people.officer("6")
    (await officer.post("counters/6/next")).refused("counter_closed")
    await people.open("6")
    await officer.press("6", "pause", reason="họp")

    (await officer.post("counters/6/next")).refused("counter_closed")


async def test_a_counter_belongs_to_who_opened_it(people: People) -> None:
    await people.open("6")

    (await people.officer("8").post("counters/6/next")).refused("counter_taken")
    (await people.officer("8").post("counters/6/open")).refused("counter_taken")


async def test_next_gives_the_longest_waiting_and_says_why(people: People) -> None:
    officer = await people.open("6")
    tickets = [await people.kiosk.take("CA") for _ in range(2)]
    called = await officer.press("6", "next")

    assert called["ticket"]["id"] == tickets[0]["id"]
    assert called["ticket"]["state"] == "called"
    assert called["ticket"]["counter"] == "6"
    assert called["reason"] == "turn"


async def test_next_with_nobody_waiting_is_refused(people: People) -> None:
    officer = await people.open("6")

    (await officer.post("counters/6/next", {})).refused("nobody_waiting")


async def test_next_finishes_what_was_being_served(people: People) -> None:
    officer = await people.open("6")
    first, second = [await people.kiosk.take("CA") for _ in range(2)]
    await officer.press("6", "next")
    await officer.press("6", "start")
    called = await officer.press("6", "next", after=first["id"])

    assert called["ticket"]["id"] == second["id"]
    assert (await people.nobody.ticket(first["id"]))["state"] == "served"


async def test_next_after_an_unanswered_call_leaves_it_missed(people: People) -> None:
    officer = await people.open("6")
    first, _ = [await people.kiosk.take("CA") for _ in range(2)]
    await officer.press("6", "next")
    await officer.press("6", "next")

    assert (await people.nobody.ticket(first["id"]))["state"] == "missed"


async def test_after_absent_checks_nothing_null_and_ids_do(people: People) -> None:
    officer = await people.open("6")
    first, second, third = [await people.kiosk.take("CA") for _ in range(3)]
    await officer.press("6", "next", after=None)

    told = (await officer.post("counters/6/next", {"after": None})).refused("already_called")
    assert told["counter"]["current"]["id"] == first["id"]
    (await officer.post("counters/6/next", {"after": second["id"]})).refused("already_called")
    assert (await officer.press("6", "next", after=first["id"]))["ticket"]["id"] == second["id"]
    assert (await officer.press("6", "next"))["ticket"]["id"] == third["id"]


async def test_a_double_press_calls_one(people: People) -> None:
    officer = await people.open("6")
    for _ in range(3):
        await people.kiosk.take("CA")
    presses = await asyncio.gather(
        *(officer.post("counters/6/next", {"after": None}) for _ in range(16))
    )

    assert sorted(answer.status for answer in presses) == [200] + [409] * 15
    assert {answer.code for answer in presses if answer.status == 409} == {"already_called"}


async def test_sixteen_presses_at_once_call_nobody_twice(people: People) -> None:
    officers = [people.officer(number) for number in "12"]
    await people.open("1", "2")
    await asyncio.gather(*(people.kiosk.take("CT") for _ in range(16)))
    presses = [officers[n % 2].press("12"[n % 2], "next") for n in range(16)]
    called = [answer["ticket"]["id"] for answer in await asyncio.gather(*presses)]

    assert len(set(called)) == 16


async def test_at_most_two_priority_calls_in_a_row_then_one_other(people: People) -> None:
    officer = await people.open("6")
    first = await people.kiosk.take("CA")
    await officer.press("6", "next")
    ordinary = [await people.kiosk.take("CA") for _ in range(2)]
    priority = [await people.kiosk.take("CA", priority="elder") for _ in range(4)]

    order = []
    after = first["id"]
    for _ in range(6):
        answer = await officer.press("6", "next", after=after)
        after = answer["ticket"]["id"]
        order.append((after, answer["reason"]))
    expected = [*priority[:2], ordinary[0], *priority[2:], ordinary[1]]
    assert [ticket for ticket, _ in order] == [ticket["id"] for ticket in expected]
    assert [why for _, why in order][:3] == ["priority", "priority", "turn"]


async def test_helped_fields_come_when_the_own_are_empty(people: People) -> None:
    officer = await people.open("2")
    helped = await people.kiosk.take("BT")
    own = await people.kiosk.take("HT")

    assert (await officer.press("2", "next"))["ticket"]["id"] == own["id"]
    called = await officer.press("2", "next")
    assert (called["ticket"]["id"], called["reason"]) == (helped["id"], "helping")


async def test_undo_takes_back_both_halves_of_a_next(people: People) -> None:
    officer = await people.open("6")
    first, second = [await people.kiosk.take("CA") for _ in range(2)]
    await officer.press("6", "next")
    await officer.press("6", "start")
    before = await people.nobody.ticket(first["id"])
    waiting = await people.nobody.ticket(second["id"])
    await officer.press("6", "next", after=first["id"])
    counter = await officer.press("6", "undo")

    assert counter["current"]["id"] == first["id"]
    assert times(await people.nobody.ticket(first["id"])) == times(before)
    assert times(await people.nobody.ticket(second["id"])) == times(waiting)
    assert (await people.nobody.ticket(second["id"]))["ahead"] == 0


def times(ticket: dict[str, Any]) -> list[Any]:
    members = ("state", "issued_at", "called_at", "started_at", "finished_at", "outcome", "counter")
    return [ticket[name] for name in members]


@pytest.mark.parametrize("verb", ["start", "finish", "miss", "hold", "transfer", "recall"])
async def test_undo_takes_back_the_last_press(people: People, verb: str) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await officer.press("6", "next")
    if verb in ("finish", "hold", "transfer"):
        await officer.press("6", "start")
    before = times(await people.nobody.ticket(ticket["id"]))
    wishes: dict[str, dict[str, object]] = {
        "finish": {"outcome": "received"},
        "hold": {"reason": "photo"},
        "transfer": {"field": "BH", "keep_place": True},
    }
    await officer.press("6", verb, **wishes.get(verb, {}))
    counter = await officer.press("6", "undo")

    assert counter["current"]["id"] == ticket["id"]
    assert times(await people.nobody.ticket(ticket["id"])) == before


async def test_undo_needs_a_press(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "undo")

    (await officer.post("counters/6/undo")).refused("too_late_to_undo")


async def test_undo_is_refused_once_the_ticket_went_on(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "miss")
    (await officer.post(f"tickets/{ticket['id']}/return")).ok()

    (await officer.post("counters/6/undo")).refused("too_late_to_undo")


async def test_undo_gives_a_call_back_to_the_line(people: People) -> None:
    officer = await people.open("6")
    first, second = [await people.kiosk.take("CA") for _ in range(2)]
    await officer.press("6", "next")
    await officer.press("6", "undo")

    assert (await officer.press("6", "next"))["ticket"]["id"] == first["id"]
    assert (await officer.press("6", "next"))["ticket"]["id"] == second["id"]


@pytest.mark.parametrize("keep", [True, False])
async def test_a_transfer_keeps_its_place_when_asked(people: People, keep: bool) -> None:
    police = await people.open("6", "7")
    early = await people.kiosk.take("CA")
    later = await people.kiosk.take("BH")
    await police.press("6", "next")
    await police.press("6", "start")
    counter = await police.press("6", "transfer", field="BH", keep_place=keep)

    assert counter["current"] is None
    moved = await people.nobody.ticket(early["id"])
    assert (moved["state"], moved["field"], moved["label"]) == ("waiting", "BH", early["label"])
    called = (await people.officer("7").press("7", "next"))["ticket"]
    assert called["id"] == (early if keep else later)["id"]


async def test_a_transfer_to_a_counter_waits_for_that_counter(people: People) -> None:
    officer = await people.open("1", "2", "8")
    ticket = await people.kiosk.take("HT")
    await officer.press("1", "next")
    await officer.press("1", "start")
    await officer.press("1", "transfer", counter="8", keep_place=True)

    (await people.officer("2").post("counters/2/next")).refused("nobody_waiting")
    called = (await people.officer("8").press("8", "next"))["ticket"]
    assert called["id"] == ticket["id"]


async def test_a_held_ticket_that_returns_is_next_where_it_was_held(people: People) -> None:
    officer = await people.open("6", "8")
    held = await people.kiosk.take("CA")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    counter = await officer.press("6", "hold", reason="chụp ảnh")
    assert counter["current"] is None
    assert (await people.nobody.ticket(held["id"]))["state"] == "held"
    back = (await officer.post(f"tickets/{held['id']}/return")).ok()

    assert back["state"] == "waiting"
    called = await officer.press("6", "next")
    assert (called["ticket"]["id"], called["reason"]) == (held["id"], "returned")


async def test_a_missed_ticket_returns_to_its_place(people: People) -> None:
    officer = await people.open("6")
    missed = await people.kiosk.take("CA")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    counter = await officer.press("6", "miss")
    assert counter["current"] is None
    assert (await people.nobody.ticket(missed["id"]))["state"] == "missed"
    back = (await officer.post(f"tickets/{missed['id']}/return")).ok()

    assert (back["state"], back["ahead"]) == ("waiting", 0)
    assert (await officer.press("6", "next"))["ticket"]["id"] == missed["id"]


@pytest.mark.parametrize("state", ["waiting", "missed", "held"])
async def test_a_named_one_is_called(people: People, state: str) -> None:
    officer = await people.open("6")
    first = await people.kiosk.take("CA")
    if state != "waiting":
        await officer.press("6", "next")
        await officer.press("6", "start" if state == "held" else "miss")
    if state == "held":
        await officer.press("6", "hold", reason="chụp ảnh")
    await people.kiosk.take("CA")
    wish = {"ticket": first["id"], "reason": "đã hẹn"}
    answer = (await officer.post("counters/6/call", wish)).ok()

    assert answer["ticket"]["id"] == first["id"]
    assert answer["reason"] == "named"
    assert (await people.nobody.ticket(first["id"]))["state"] == "called"


async def test_a_named_call_of_another_field_is_refused(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("HT")
    wish = {"ticket": ticket["id"], "reason": "đã hẹn"}

    (await officer.post("counters/6/call", wish)).refused("not_your_field")


async def test_a_named_call_of_an_ended_ticket_is_refused(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await people.nobody.post(f"tickets/{ticket['id']}/cancel")
    wish = {"ticket": ticket["id"], "reason": "đã hẹn"}

    (await officer.post("counters/6/call", wish)).refused("wrong_state")


@pytest.mark.parametrize("verb", ["recall", "start", "miss", "hold", "finish", "transfer"])
async def test_a_press_on_nobody_is_refused(people: People, verb: str) -> None:
    officer = await people.open("6")
    wishes: dict[str, dict[str, object]] = {
        "finish": {"outcome": "received"},
        "hold": {"reason": "photo"},
        "transfer": {"field": "BH", "keep_place": True},
    }

    (await officer.post(f"counters/6/{verb}", wishes.get(verb, {}))).refused("no_current_ticket")


async def test_what_has_begun_does_not_begin_again(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")

    (await officer.post("counters/6/start")).refused("wrong_state")


async def test_a_finish_with_dossiers_is_written_down(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    before = await people.last_seq()
    dossier = {"code": "G01.1", "procedure": "1.001193", "quantity": 3, "due_on": "2027-01-31"}
    counter = await officer.press(
        "6", "finish", outcome="received", dossiers=[dossier], note="ông Nguyễn Văn A"
    )

    assert counter["current"] is None
    (event,) = await people.journal(before)
    assert event["type"] == "service_finished"
    assert event["dossiers"] == [dossier]
    assert "Nguyễn" not in str(event)
