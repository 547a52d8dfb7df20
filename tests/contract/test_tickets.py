"""Section 3: a ticket's life as an integrator sees it."""

import asyncio
import re

import pytest

from tests.contract.conftest import People
from tests.support.promises import DAY, MOMENT

MEMBERS = {
    "id",
    "label",
    "field",
    "procedure",
    "kind",
    "priority",
    "state",
    "issued_at",
    "service_day",
    "ahead",
    "estimate",
    "counter",
    "called_at",
    "started_at",
    "finished_at",
    "outcome",
    "link",
}
LATER = ("counter", "called_at", "started_at", "finished_at", "outcome")


async def test_a_new_ticket_has_every_member(people: People) -> None:
    ticket = await people.kiosk.take("HT")

    assert ticket.keys() >= MEMBERS
    assert (ticket["field"], ticket["kind"], ticket["state"]) == ("HT", "submit", "waiting")
    assert re.fullmatch(r"A\d{3,4}", ticket["label"])
    assert (ticket["priority"], ticket["procedure"]) == (None, None)
    assert [ticket[name] for name in LATER] == [None] * len(LATER)
    assert MOMENT.fullmatch(ticket["issued_at"])
    assert ticket["issued_at"].endswith("+07:00")
    assert DAY.fullmatch(ticket["service_day"])
    assert type(ticket["ahead"]) is int


async def test_a_tickets_id_cannot_be_guessed(people: People) -> None:
    ids = [(await people.kiosk.take("HT"))["id"] for _ in range(3)]

    # 22 letters of base64 hold 128 bits
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,}", one) for one in ids)
    assert len({one[-22:-14] for one in ids}) == len({one[-8:] for one in ids}) == 3


async def test_a_tickets_link_leads_to_the_citizens_page(people: People) -> None:
    ticket = await people.kiosk.take("HT")

    assert ticket["link"].endswith(f"/t/{ticket['id']}")


async def test_who_holds_the_id_sees_the_ticket(people: People) -> None:
    ticket = await people.kiosk.take("HT")

    assert (await people.nobody.ticket(ticket["id"]))["label"] == ticket["label"]
    assert (await people.nobody.get(f"tickets/{ticket['label']}")).status == 404


async def test_labels_of_a_series_go_up_by_one(people: People) -> None:
    numbers = [int((await people.kiosk.take("MT"))["label"][1:]) for _ in range(3)]

    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


async def test_a_refused_wish_skips_no_number(people: People) -> None:
    first = await people.kiosk.take("MT")
    await people.kiosk.post("tickets", {"field": "MT", "priority": "vip"})
    (await people.kiosk.post("tickets", {"field": "MT", "procedure": "9.999999"})).refused(
        "unknown_procedure"
    )
    second = await people.kiosk.take("MT")

    assert int(second["label"][1:]) == int(first["label"][1:]) + 1


async def test_ahead_counts_those_in_front(people: People) -> None:
    tickets = [await people.kiosk.take("CA") for _ in range(3)]

    assert [ticket["ahead"] for ticket in tickets] == [0, 1, 2]
    await people.nobody.post(f"tickets/{tickets[0]['id']}/cancel")
    assert (await people.nobody.ticket(tickets[2]["id"]))["ahead"] == 1


async def test_an_estimate_is_a_range_with_its_basis(people: People) -> None:
    await people.open("6")
    await people.kiosk.take("CA")
    estimate = (await people.kiosk.take("CA"))["estimate"]

    assert 0 <= estimate["low_s"] < estimate["high_s"]
    assert isinstance(estimate["basis"], str)


async def test_a_procedure_brings_its_field(people: People) -> None:
    ticket = await people.kiosk.take(procedure="1.001193")

    assert (ticket["field"], ticket["procedure"]) == ("HT", "1.001193")


async def test_field_and_procedure_must_fit(people: People) -> None:
    answer = await people.kiosk.post("tickets", {"field": "CA", "procedure": "1.001193"})

    assert answer.status in (409, 422)


@pytest.mark.parametrize("kind", ["collect", "guidance"])
async def test_collecting_and_guidance_need_no_field(people: People, kind: str) -> None:
    ticket = await people.kiosk.take(kind=kind)

    assert (ticket["kind"], ticket["field"]) == (kind, None)


async def test_submitting_needs_a_field_or_a_procedure(people: People) -> None:
    assert (await people.kiosk.post("tickets", {})).status == 422


async def test_what_the_plan_does_not_know_is_refused(people: People) -> None:
    (await people.kiosk.post("tickets", {"field": "ZZ"})).refused("unknown_field")
    wish = {"field": "HT", "procedure": "9.999999"}
    (await people.kiosk.post("tickets", wish)).refused("unknown_procedure")


@pytest.mark.parametrize("role", ["kiosk", "officer", "manager"])
async def test_kiosk_officer_and_manager_give_tickets(people: People, role: str) -> None:
    wish = {"field": "HT", "priority": "elder", "quantity": 2, "language": "en"}
    ticket = (await people.anyone(role).post("tickets", wish)).ok(201)

    assert ticket["priority"] == "elder"


async def test_a_kiosk_tells_how_printing_went(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    before = await people.last_seq()
    results = ("printed", "failed", "unknown")
    for result in results:
        body = {"result": result, "detail": "giấy sắp hết"}
        (await people.kiosk.post(f"tickets/{ticket['id']}/printed", body)).ok()
    wrong = await people.kiosk.post(f"tickets/{ticket['id']}/printed", {"result": "eaten"})

    assert wrong.status == 422
    events = await people.journal(before)
    assert [event["result"] for event in events] == list(results)


async def test_a_ticket_is_cancelled_once_and_by_who_holds_it(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    address = f"tickets/{ticket['id']}/cancel"

    assert (await people.nobody.post(address)).ok()["state"] == "cancelled"
    (await people.nobody.post(address)).refused("wrong_state")


async def test_an_officer_may_cancel_too(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    answer = await people.officer("3").post(f"tickets/{ticket['id']}/cancel")

    assert answer.ok()["state"] == "cancelled"


async def test_priority_is_given_and_taken_away(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    address = f"tickets/{ticket['id']}/priority"

    given = await people.officer("1").post(address, {"group": "elder", "reason": "82 tuổi"})
    assert given.ok()["priority"] == "elder"
    taken = await people.manager.post(address, {"group": None, "reason": "nhầm"})
    assert taken.ok()["priority"] is None
    assert (await people.manager.post(address, {"group": "vip", "reason": "x"})).status == 422


async def test_a_paused_series_gives_no_numbers(people: People) -> None:
    (await people.manager.post("series/D/pause", {"reason": "hết biểu mẫu"})).ok()
    (await people.kiosk.post("tickets", {"field": "MT"})).refused("series_paused")
    await people.kiosk.take("HT")
    (await people.manager.post("series/D/resume")).ok()

    await people.kiosk.take("MT")


async def test_a_hundred_taps_at_once_give_a_hundred_numbers(people: People) -> None:
    tickets = await asyncio.gather(*(people.kiosk.take("XD") for _ in range(100)))
    numbers = sorted(int(ticket["label"][1:]) for ticket in tickets)

    assert numbers == list(range(numbers[0], numbers[0] + 100))
    assert len({ticket["id"] for ticket in tickets}) == 100


async def served(people: People) -> str:
    officer = await people.open("8")
    ticket = await people.kiosk.take("CA")
    await officer.press("8", "call", ticket=ticket["id"], reason="thử")
    await officer.press("8", "start")
    await officer.press("8", "finish", outcome="received")
    return str(ticket["id"])


async def test_a_service_is_rated_once(people: People) -> None:
    address = f"tickets/{await served(people)}/rating"
    body = {"satisfaction": 3, "attitude": 2, "reasons": [], "comment": "Cán bộ tận tình"}

    (await people.nobody.post(address, body)).ok()
    (await people.nobody.post(address, {"satisfaction": 1})).refused("already_rated")


async def test_nothing_is_rated_before_it_was_served(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    answer = await people.nobody.post(f"tickets/{ticket['id']}/rating", {"satisfaction": 3})

    answer.refused("wrong_state")


async def test_a_rating_tablet_rates_at_its_own_counter(people: People) -> None:
    address = f"tickets/{await served(people)}/rating"

    (await people.device("rating").post(address, {"satisfaction": 2})).ok()


async def test_an_outcome_is_entered_and_mended_after_service(people: People) -> None:
    ticket = await served(people)
    before = await people.last_seq()
    dossiers = [{"code": "H36.12-1", "procedure": "1.001193", "quantity": 2}]
    body = {"outcome": "supplement", "dossiers": dossiers, "note": "thiếu tờ khai"}
    answer = await people.officer("8").post(f"tickets/{ticket}/outcome", body)

    assert answer.ok()["outcome"] == "supplement"
    (event,) = await people.journal(before)
    assert (event["type"], event["ticket"]) == ("outcome_recorded", ticket)
    assert event["outcome"] == "supplement"
    assert "thiếu" not in str(event)


async def test_no_outcome_before_service(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    body = {"outcome": "received"}

    (await people.officer("1").post(f"tickets/{ticket['id']}/outcome", body)).refused("wrong_state")


@pytest.mark.parametrize(
    "outcome",
    ["received", "supplement", "refused", "returned", "not_ready", "guided", "other"],
)
async def test_every_outcome_is_known(people: People, outcome: str) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    await officer.press("6", "finish", outcome=outcome)
    seen = await people.nobody.ticket(ticket["id"])

    assert (seen["state"], seen["outcome"], seen["counter"]) == ("served", outcome, "6")
    assert seen["called_at"] <= seen["started_at"] <= seen["finished_at"]
