"""Section 5: the journal as an auditor's program reads it."""

import hashlib
import json
from typing import Any

import pytest

from tests.contract.conftest import People
from tests.support.outside import Caller

AT_OFFICE = "+07:00"


def canonical(event: dict[str, Any]) -> bytes:
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


async def all_lines(people: People, step: int = 10_000) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    while True:
        after = lines[-1]["event"]["seq"] if lines else 0
        more = (await people.auditor.get(f"journal?after={after}&limit={step}")).ok()
        if not more:
            return lines
        lines += more


async def test_the_chain_holds_from_the_centres_name_on(people: People) -> None:
    link = hashlib.sha256(b"cam-xuyen").digest()
    for number, line in enumerate(await all_lines(people), start=1):
        assert line.keys() == {"hash", "event"}
        assert line["event"]["seq"] == number
        link = hashlib.sha256(link + canonical(line["event"])).digest()
        assert line["hash"] == link.hex()


async def test_every_event_says_where_when_what_and_by_whom(people: People) -> None:
    for line in await all_lines(people):
        event = line["event"]
        assert event["centre"] == "cam-xuyen"
        assert event["at"].endswith(AT_OFFICE)
        assert isinstance(event["type"], str)
        assert isinstance(event["by"], str)
        assert event.get("clock_doubt") in (False, None)
        assert only_plain_values(event), event


def only_plain_values(value: Any) -> bool:
    if isinstance(value, dict):
        return all(only_plain_values(member) for member in value.values())
    if isinstance(value, list):
        return all(only_plain_values(member) for member in value)
    return not isinstance(value, float)


async def test_it_can_be_read_in_steps(people: People) -> None:
    whole = await all_lines(people)

    assert await all_lines(people, step=50) == whole
    first = (await people.admin.get("journal")).ok()
    assert first == whole[:1000]


@pytest.mark.parametrize(
    ("limit", "status"), [("50000", 200), ("9" * 30, 200), ("x", 422), ("-1", 422)]
)
async def test_a_limit_is_cut_and_never_refused(people: People, limit: str, status: int) -> None:
    answer = await people.auditor.get(f"journal?limit={limit}")

    assert answer.status == status
    if status == 200:
        assert answer.headers["Content-Type"].split(";")[0] == "application/x-ndjson"


MEMBERS = {
    "plan_changed": "plan",
    "day_opened": "",
    "ticket_issued": "ticket label series field procedure kind priority channel estimate",
    "ticket_printed": "ticket result",
    "counter_opened": "counter officer",
    "counter_paused": "counter",
    "counter_closed": "counter",
    "ticket_called": "ticket label counter officer reason call",
    "service_started": "ticket counter",
    "service_finished": "ticket counter outcome dossiers",
    "ticket_missed": "ticket counter",
    "ticket_held": "ticket counter",
    "ticket_returned": "ticket",
    "ticket_transferred": "ticket keep_place",
    "ticket_cancelled": "ticket",
    "priority_changed": "ticket",
    "ticket_rated": "ticket",
    "move_undone": "counter undone",
    "outcome_recorded": "ticket outcome dossiers",
    "series_paused": "series",
    "series_resumed": "series",
    "server_started": "",
    "account_changed": "account",
    "device_changed": "device",
}
SECRETS = ("LÝ DO", "GHI CHÚ", "NHẬN XÉT", "CHI TIẾT")


async def test_a_day_leaves_every_kind_of_event(people: People) -> None:
    await a_whole_day(people)
    events = await people.journal()
    kinds = {event["type"] for event in events}

    assert kinds >= MEMBERS.keys()
    for event in events:
        assert event.keys() >= set(MEMBERS.get(event["type"], "").split()), event
        if "ticket" in event:
            assert isinstance(event["ticket"], str)


async def test_no_free_text_stands_in_an_event(people: People) -> None:
    before = await people.last_seq()
    await a_whole_day(people)
    text = json.dumps(await people.journal(before), ensure_ascii=False)

    assert [secret for secret in SECRETS if secret in text] == []


async def test_nobody_is_named(people: People) -> None:
    text = json.dumps(await people.journal(), ensure_ascii=False)
    names = [account["name"] for account in people.demo.credentials()["accounts"]]

    assert [name for name in names if f'"{name}"' in text] == []


async def a_whole_day(people: People) -> None:
    """Do everything once."""
    officer = await people.open("6")
    tickets = [(await people.kiosk.take("CA"))["id"] for _ in range(8)]
    (await people.kiosk.post(f"tickets/{tickets[0]}/printed", printed())).ok()
    await call_recall_and_serve(officer)
    await miss_return_hold_transfer(officer)
    (await people.nobody.post(f"tickets/{tickets[7]}/cancel")).ok()
    await mend_and_rate(people, tickets[0])
    priority = {"group": "elder", "reason": "LÝ DO"}
    (await people.manager.post(f"tickets/{tickets[6]}/priority", priority)).ok()
    (await people.manager.post("series/T/pause", {"reason": "LÝ DO"})).ok()
    (await people.manager.post("series/T/resume")).ok()
    await officer.press("6", "pause", reason="LÝ DO")
    await officer.press("6", "open")
    await officer.press("6", "close")


def printed() -> dict[str, str]:
    return {"result": "printed", "detail": "CHI TIẾT"}


async def call_recall_and_serve(officer: Caller) -> None:
    await officer.press("6", "next")
    await officer.press("6", "recall")
    await officer.press("6", "start")
    await officer.press("6", "finish", outcome="received", note="GHI CHÚ")


async def miss_return_hold_transfer(officer: Caller) -> None:
    missed = (await officer.press("6", "next"))["ticket"]["id"]
    await officer.press("6", "miss")
    (await officer.post(f"tickets/{missed}/return")).ok()
    await officer.press("6", "next")
    await officer.press("6", "start")
    await officer.press("6", "hold", reason="LÝ DO")
    held = (await officer.press("6", "next"))["ticket"]["id"]
    wish = {"ticket": missed, "reason": "LÝ DO"}
    (await officer.post("counters/6/call", wish)).ok()
    await officer.press("6", "undo")
    assert (await officer.ticket(held))["state"] == "called"
    await officer.press("6", "transfer", field="BH", keep_place=False)


async def mend_and_rate(people: People, ticket: str) -> None:
    body = {"outcome": "supplement", "note": "GHI CHÚ"}
    (await people.officer("6").post(f"tickets/{ticket}/outcome", body)).ok()
    rating = {"satisfaction": 2, "comment": "NHẬN XÉT"}
    (await people.nobody.post(f"tickets/{ticket}/rating", rating)).ok()


async def test_a_recall_counts_the_call_and_an_undo_names_what_it_took_back(
    people: People,
) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    before = await people.last_seq()
    for verb in ("next", "recall", "undo"):
        await officer.press("6", verb)
    first, second, undone = await people.journal(before)

    assert [event["call"] for event in (first, second)] == [1, 2]
    assert {event["ticket"] for event in (first, second)} == {ticket["id"]}
    assert (undone["type"], undone["undone"]) == ("move_undone", [second["seq"]])
    assert undone["counter"] == "6"


async def test_undoing_a_next_names_both_halves(people: People) -> None:
    officer = await people.open("6")
    for _ in range(2):
        await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    before = await people.last_seq()
    await officer.press("6", "next")
    await officer.press("6", "undo")
    finished, called, undone = await people.journal(before)

    assert (finished["type"], called["type"]) == ("service_finished", "ticket_called")
    assert undone["undone"] == [finished["seq"], called["seq"]]


@pytest.mark.parametrize(
    ("role", "channel"), [("kiosk", "kiosk"), ("officer", "staff"), ("manager", "staff")]
)
async def test_who_gave_a_ticket_stands_in_it(people: People, role: str, channel: str) -> None:
    before = await people.last_seq()
    await people.anyone(role).take("HT")
    (event,) = await people.journal(before)

    me = (await people.anyone(role).get("/api/v1/session")).ok()
    assert event["by"] == (me["account"] or me["device"])
    assert event["channel"] == channel


async def test_the_holder_is_the_holder(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    before = await people.last_seq()
    await people.nobody.post(f"tickets/{ticket['id']}/cancel")
    (event,) = await people.journal(before)

    assert event["by"] == "holder"
