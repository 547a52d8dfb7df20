"""Every verb of the floor by HTTP, and presses that come twice."""

import asyncio
from typing import Any

import pytest

from queue_server.protocol.commands import DoubtClock
from queue_server.protocol.vocabulary import TIMER
from queue_server.store.contract import StoreError
from tests.support.house import House, problem


async def _open(house: House) -> None:
    await house.told("/counters/1/open", "officer")


async def test_a_ticket_is_made_with_an_id_nobody_can_guess(house: House) -> None:
    await _open(house)
    first, second = await house.ticket(), await house.ticket()

    assert len(first["id"]) >= 32
    assert first["id"] != second["id"]
    assert {
        "id", "label", "field", "procedure", "kind", "priority", "state", "issued_at",
        "service_day", "ahead", "estimate", "counter", "called_at", "started_at", "finished_at",
        "outcome", "link",
    } <= first.keys()  # fmt: skip
    assert first["estimate"].keys() == {"low_s", "high_s", "basis"}
    assert second["ahead"] == 1


async def test_a_ticket_says_where_it_was_asked_for(house: House) -> None:
    await house.ticket()
    await house.told("/tickets", "officer", {"procedure": "2.000815"})
    await house.told("/tickets", "manager", {"kind": "collect"})

    bodies = [entry.body for entry in house.journal.entries[-3:]]
    assert [b'"channel":"kiosk"' in body for body in bodies] == [True, False, False]
    assert b'"by":"id-kiosk"' in bodies[0]


async def test_an_empty_body_is_as_good_as_an_empty_object(house: House) -> None:
    await problem(await house.post("/tickets", "kiosk"), 422, "field_needed")
    await problem(await house.post("/tickets", "kiosk", {}), 422, "field_needed")
    await problem(await house.post("/counters/1/pause", "officer"), 400, "bad_json")


async def test_an_officer_serves_a_visit(house: House) -> None:
    ticket = await house.ticket()
    await _open(house)
    called = await house.told("/counters/1/next", "officer", {"after": None})
    recalled = await house.told("/counters/1/recall", "officer")
    started = await house.told("/counters/1/start", "officer")
    dossiers = [{"code": "H59.1", "procedure": "1.001193", "due_on": "2026-11-25"}]
    finished = await house.told(
        "/counters/1/finish",
        "officer",
        {"outcome": "received", "dossiers": dossiers, "note": "thiếu bản sao"},
    )
    mended = await house.told(
        f"/tickets/{ticket['id']}/outcome", "officer", {"outcome": "supplement"}
    )

    assert called["ticket"]["counter"] == "1"
    assert recalled["current"]["calls"] == 2
    assert started["current"]["state"] == "serving"
    assert started.keys() >= {"id", "name", "state", "officer", "fields", "helps", "current"}
    assert finished["current"] is None
    assert mended["outcome"] == "supplement"
    assert not any("thiếu bản sao".encode() in entry.body for entry in house.journal.entries)


async def test_a_ticket_may_be_missed_and_returned(house: House) -> None:
    ticket = await house.ticket()
    await _open(house)
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/miss", "officer")
    back = await house.told(f"/tickets/{ticket['id']}/return", "officer")

    assert back["state"] == "waiting"


async def test_a_ticket_may_be_held_and_called_by_name(house: House) -> None:
    ticket = await house.ticket()
    await _open(house)
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/hold", "officer", {"reason": "đi photo"})
    body = {"ticket": ticket["id"], "reason": "đã quay lại"}
    called = await house.told("/counters/1/call", "officer", body)

    assert called["current"]["id"] == ticket["id"]


async def test_a_ticket_is_transferred_to_a_field_or_to_a_counter(house: House) -> None:
    await house.ticket()
    await _open(house)
    await house.told("/counters/2/open", "officer-2")
    await house.told("/counters/1/next", "officer")
    moved = await house.told("/counters/1/transfer", "officer", {"field": "CT", "keep_place": True})
    await house.told("/counters/2/next", "officer-2")
    back = await house.told(
        "/counters/2/transfer", "officer-2", {"counter": "1", "keep_place": False}
    )
    again = await house.told("/counters/1/next", "officer")

    assert moved["current"] is None
    assert back["current"] is None
    assert again["ticket"]["label"] == "A001"


async def test_a_press_is_undone(house: House) -> None:
    await house.ticket()
    await _open(house)
    await house.told("/counters/1/next", "officer")
    undone = await house.told("/counters/1/undo", "officer")

    assert undone["current"] is None
    late = await house.post("/counters/1/undo", "officer")
    await problem(late, 409, "too_late_to_undo")


async def test_a_counter_pauses_and_closes(house: House) -> None:
    await _open(house)
    paused = await house.told("/counters/1/pause", "officer", {"reason": "họp"})
    reopened = await house.told("/counters/1/open", "officer")
    left = await house.told("/counters/1/close", "officer")

    assert [paused["state"], reopened["state"], left["state"]] == ["paused", "open", "closed"]


async def test_a_series_pauses_and_goes_on(house: House) -> None:
    paused = await house.told("/series/ht/pause", "manager", {"reason": "quá tải"})
    refused = await house.post("/tickets", "kiosk", {"field": "HT"})
    resumed = await house.told("/series/ht/resume", "manager")

    assert paused == {"series": "ht", "paused": True}
    assert resumed == {"series": "ht", "paused": False}
    await problem(refused, 409, "series_paused")
    await problem(await house.post("/series/no/resume", "manager"), 404, "unknown_series")


async def test_priority_is_given_by_staff(house: House) -> None:
    ticket = await house.ticket()
    path = f"/tickets/{ticket['id']}/priority"
    given = await house.told(path, "manager", {"group": "elder", "reason": "75 tuổi"})
    taken = await house.told(path, "officer", {"group": None, "reason": "nhầm"})

    assert (given["priority"], taken["priority"]) == ("elder", None)
    await problem(await house.post(path, "officer", {"reason": "x"}), 422, "wrong_value")


async def test_a_holder_cancels_without_signing_in(house: House) -> None:
    ticket = await house.ticket()
    cancelled = await house.told(f"/tickets/{ticket['id']}/cancel")

    assert cancelled["state"] == "cancelled"
    assert b'"by":"holder"' in house.journal.entries[-1].body


async def test_a_ticket_is_rated_once_after_service(house: House) -> None:
    waiting = await house.ticket("CT")
    early = await house.post(f"/tickets/{waiting['id']}/rating", None, {"satisfaction": 3})
    ticket = await house.served()
    path = f"/tickets/{ticket['id']}/rating"
    body = {"satisfaction": 2, "attitude": 3, "reasons": ["fast"], "comment": "tốt"}
    rated = await house.told(path, None, body)

    await problem(early, 409, "wrong_state")
    assert rated["rated"] is True
    await problem(await house.post(path, None, body), 409, "already_rated")
    await problem(await house.post(path, None, {"satisfaction": 4}), 422, "wrong_value")


async def test_a_tablet_rates_only_what_was_served_at_its_counter(house: House) -> None:
    ticket = await house.served()
    await house.told("/counters/2/open", "officer-2")
    await house.ticket("CT")
    elsewhere = (await house.told("/counters/2/next", "officer-2"))["ticket"]["id"]
    foreign = await house.post(f"/tickets/{elsewhere}/rating", "rating", {"satisfaction": 3})
    own = await house.told(f"/tickets/{ticket['id']}/rating", "rating", {"satisfaction": 3})

    await problem(foreign, 403, "not_allowed")
    assert own["rated"] is True


@pytest.mark.parametrize("named", ["kiosk", "id-kiosk"])
async def test_a_kiosk_is_named_for_a_reprint_by_name_or_id(house: House, named: str) -> None:
    ticket = await house.ticket()
    path = f"/tickets/{ticket['id']}/reprint"
    await house.told(path, "officer", {"kiosk": named})

    assert b'"kiosk":"id-kiosk"' in house.journal.entries[-1].body
    for wrong in ("nowhere", "display", "kiosk-gone", "kiosk-elsewhere"):
        await problem(await house.post(path, "officer", {"kiosk": wrong}), 404, "unknown_device")
    await problem(await house.post(path, "officer", {"kiosk": 5}), 422, "wrong_value")


async def test_a_kiosk_says_what_became_of_the_paper(house: House) -> None:
    ticket = await house.ticket()
    path = f"/tickets/{ticket['id']}/printed"
    told = await house.told(path, "kiosk", {"result": "failed", "detail": "hết giấy"})

    assert told["id"] == ticket["id"]
    await problem(await house.post(path, "kiosk", {"result": "perhaps"}), 422, "wrong_value")


async def test_staff_confirm_the_clock(house: House) -> None:
    await problem(await house.post("/clock/confirm", "manager"), 409, "clock_not_doubted")
    await house.carry_out(DoubtClock(by=TIMER, why="step", by_s=3600))

    assert (await house.told("/clock/confirm", "manager"))["clock_doubted"] is False


async def test_a_second_press_is_told_how_the_counter_stands(house: House) -> None:
    await house.ticket()
    await house.ticket()
    await _open(house)
    first = await house.told("/counters/1/next", "officer", {"after": None})
    second = await house.post("/counters/1/next", "officer", {"after": None})

    told = await problem(second, 409, "already_called")
    assert told["counter"]["current"]["id"] == first["ticket"]["id"]
    assert told["counter"]["state"] == "open"
    third = await house.told("/counters/1/next", "officer", {"after": first["ticket"]["id"]})
    assert third["ticket"]["label"] == "A002"


async def test_refusals_of_the_rules_reach_the_caller(house: House) -> None:
    await problem(await house.post("/tickets", "kiosk", {"field": "XX"}), 409, "unknown_field")
    await problem(
        await house.post("/tickets", "kiosk", {"procedure": "9"}), 409, "unknown_procedure"
    )
    await problem(await house.post("/counters/1/next", "officer"), 409, "counter_closed")
    await problem(await house.post("/counters/9/open", "officer"), 404, "unknown_counter")
    await problem(await house.post("/tickets/none/cancel"), 404, "unknown_ticket")
    await _open(house)
    await problem(await house.post("/counters/1/open", "officer-2"), 409, "counter_taken")
    await problem(await house.post("/counters/1/next", "officer"), 409, "nobody_waiting")
    await problem(await house.post("/counters/1/start", "officer"), 409, "no_current_ticket")


@pytest.mark.parametrize("member", ["by", "id", "salt", "channel", "do", "ticket", "at"])
async def test_nobody_sets_what_the_door_gives(house: House, member: str) -> None:
    answer = await house.post("/tickets", "kiosk", {"field": "HT", member: "x"})

    told = await problem(answer, 400, "unknown_member")
    assert member in told["sentence"]["vi"]


async def _press(house: House, body: object, key: str = "key-1", who: str = "kiosk") -> Any:
    return await house.post("/tickets", who, body, headers={"Idempotency-Key": key})


async def test_the_same_press_twice_gives_one_ticket(house: House) -> None:
    first = await _press(house, {"field": "HT"})
    second = await _press(house, {"field": "HT"})

    assert first.status == second.status == 201
    assert await first.read() == await second.read()
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len([e for e in house.journal.entries if b'"ticket_issued"' in e.body]) == 1


async def test_the_same_press_at_once_gives_one_ticket(house: House) -> None:
    answers = await asyncio.gather(*(_press(house, {"field": "HT"}) for _ in range(10)))

    assert len({await answer.read() for answer in answers}) == 1
    assert [answer.status for answer in answers] == [201] * 10


async def test_a_key_with_another_body_is_refused(house: House) -> None:
    await _press(house, {"field": "HT"})

    await problem(await _press(house, {"field": "CT"}), 422, "idempotency_mismatch")


async def test_a_key_belongs_to_its_caller_and_its_route(house: House) -> None:
    first = await (await _press(house, {"field": "HT"})).json()
    other = await (await _press(house, {"field": "HT"}, who="officer")).json()
    cancelled = await house.post(
        f"/tickets/{first['id']}/cancel", None, headers={"Idempotency-Key": "key-1"}
    )

    assert other["id"] != first["id"]
    assert (await cancelled.json())["state"] == "cancelled"


async def test_a_refusal_is_decided_anew(house: House) -> None:
    await _open(house)
    headers = {"Idempotency-Key": "next-1"}
    refused = await house.post("/counters/1/next", "officer", headers=headers)
    await house.ticket()
    called = await house.post("/counters/1/next", "officer", headers=headers)

    await problem(refused, 409, "nobody_waiting")
    assert called.status == 200


@pytest.mark.parametrize("key", ["", "x" * 201, "chìa khóa"])
async def test_a_strange_key_is_refused(house: House, key: str) -> None:
    await problem(await _press(house, {"field": "HT"}, key), 400, "bad_header")


async def test_a_press_that_was_not_kept_is_told_so_and_can_be_tried_again(house: House) -> None:
    house.journal.broken = True
    failed = await _press(house, {"field": "HT"})
    house.journal.broken = False
    again = await _press(house, {"field": "HT"})

    await problem(failed, 503, "storage_gone")
    assert failed.headers["Retry-After"] == "1"
    assert (await again.json())["label"] == "A001"


async def test_a_broken_storage_tells_nothing_of_itself(house: House) -> None:
    house.registry.broken = True
    house.clock.move(3)
    answer = await house.post("/tickets", "kiosk", {"field": "HT"})

    assert "registry" not in await answer.text()
    await problem(answer, 503, "storage_gone")
    assert issubclass(StoreError, Exception)


async def test_boards_go_blank_at_once_and_the_record_says_who(house: House) -> None:
    async with await house.watch("/hall", "display") as board:
        assert (await board.receive_json())["view"]["blank"] is False
        for verb, blank in (("blank", True), ("show", False)):
            assert await house.told(f"/boards/{verb}", "admin") == {"blank": blank}
            assert await house.told(f"/boards/{verb}", "admin") == {"blank": blank}
            assert (await board.receive_json())["view"]["blank"] is blank

    audit = await (await house.get("/audit", "admin")).json()
    newest = audit["entries"][:2]
    assert [(entry["type"], entry["by"]) for entry in newest] == [
        ("plan_changed", "id-admin"),
        ("plan_changed", "id-admin"),
    ]
