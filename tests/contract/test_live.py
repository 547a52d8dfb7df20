"""Section 4: what the screens see."""

import asyncio
import json
from typing import Any

from tests.contract.conftest import People
from tests.support.outside import frame, labels, view, view_that
from tests.support.promises import MOMENT, keeps_its_word


def is_a_frame(news: dict[str, Any]) -> dict[str, Any]:
    """Check what every view frame holds, and give its view."""
    assert news.keys() == {"type", "serial", "at", "view"}
    assert news["type"] == "view"
    assert type(news["serial"]) is int
    assert MOMENT.fullmatch(news["at"])
    keeps_its_word(200, {}, news["view"])
    shown: dict[str, Any] = news["view"]
    return shown


async def test_the_hall_sees_who_is_called_where(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA", priority="elder")
    await people.kiosk.take("CA")
    async with people.display.watch("hall") as screen:
        first = await view(screen)
        await officer.press("6", "next")
        news = await view_that(screen, lambda v: v["calls"] and v["serving"])
    hall, call = is_a_frame(news), news["view"]["calls"][0]

    assert hall["centre"] == "cam-xuyen"
    assert news["serial"] > first["serial"]
    assert (call["label"], call["counter"], call["field"]) == (ticket["label"], "6", "CA")
    assert (call["counter_name"], call["priority"], call["again"]) == ("Quầy 6", True, False)
    assert call["sentence_vi"].startswith("Mời số")
    assert "counter" in call["sentence_en"]
    assert "audio" in call
    assert MOMENT.fullmatch(call["at"])
    assert {"counter": "6", "label": ticket["label"]}.items() <= hall["serving"][0].items()
    waiting = {row["field"]: row for row in hall["waiting"]}
    assert waiting["CA"]["count"] == 1
    assert waiting["CA"]["name_vi"]
    assert hall["missed"] == []
    assert hall["blank"] is False
    assert "notice" in hall


async def test_a_calls_serial_is_its_events_seq(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    before = await people.last_seq()
    await officer.press("6", "next")
    async with people.display.watch("hall") as screen:
        news = await view(screen)
    (event,) = await people.journal(before)

    assert event["type"] == "ticket_called"
    assert news["view"]["calls"][0]["serial"] == event["seq"] == news["serial"]


async def test_calls_stand_newest_first_and_at_least_twelve(people: People) -> None:
    officer = await people.open("6")
    for _ in range(13):
        await people.kiosk.take("CA")
    called = [(await officer.press("6", "next"))["ticket"]["label"] for _ in range(13)]
    async with people.display.watch("hall") as screen:
        calls = is_a_frame(await view(screen))["calls"]

    assert labels(calls)[:12] == called[::-1][:12]
    serials = [call["serial"] for call in calls]
    assert serials == sorted(serials, reverse=True)


async def test_a_recall_is_a_new_call_again(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "recall")
    async with people.display.watch("hall") as screen:
        latest, earlier = is_a_frame(await view(screen))["calls"][:2]

    assert labels([latest, earlier]) == [ticket["label"]] * 2
    assert (latest["again"], earlier["again"]) == (True, False)
    assert latest["serial"] > earlier["serial"]


async def test_a_missed_number_stands_in_the_hall_until_it_returns(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "miss")
    async with people.display.watch("hall") as screen:
        missed = (await view(screen))["view"]["missed"]
        assert [row["label"] for row in missed] == [ticket["label"]]
        (await officer.post(f"tickets/{ticket['id']}/return")).ok()
        await view_that(screen, lambda v: not v["missed"])


async def test_an_undone_call_leaves_the_boards(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    async with people.display.watch("hall") as screen:
        await officer.press("6", "next")
        await view_that(screen, lambda v: ticket["label"] in labels(v["calls"]))
        await officer.press("6", "undo")
        await view_that(screen, lambda v: ticket["label"] not in labels(v["calls"]))


async def test_a_counters_board_shows_its_number(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA", priority="elder")
    async with people.display.watch("counter/6") as screen:
        empty = is_a_frame(await view(screen))
        await officer.press("6", "next")
        shown = is_a_frame(await view_that(screen, lambda v: v["label"]))
        await officer.press("6", "pause", reason="họp")
        paused = is_a_frame(await view_that(screen, lambda v: v["state"] != "open"))

    assert (empty["counter"], empty["name"], empty["label"]) == ("6", "Quầy 6", None)
    assert (shown["state"], shown["label"], shown["priority"]) == ("open", ticket["label"], True)
    assert MOMENT.fullmatch(shown["since"])
    assert len(shown["fields"]) == 1
    assert paused["state"] == "paused"


async def test_a_console_shows_what_its_counter_may_serve(people: People) -> None:
    officer = await people.open("6")
    tickets = [await people.kiosk.take("CA") for _ in range(4)]
    await people.kiosk.take("HT")
    for verb in ("miss", "hold"):
        await officer.press("6", "next")
        await officer.press("6", verb, **({"reason": "x"} if verb == "hold" else {}))
    await officer.press("6", "next")
    async with officer.watch("console/6") as screen:
        console = is_a_frame(await view(screen))

    assert console["current"]["id"] == tickets[2]["id"]
    assert labels(console["missed"]) == [tickets[0]["label"]]
    assert labels(console["held"]) == [tickets[1]["label"]]
    assert labels(console["waiting"]) == [tickets[3]["label"]]
    assert isinstance(console["today"], dict)
    assert isinstance(console["alerts"], list)


async def test_a_failed_print_alerts_the_console(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    async with officer.watch("console/6") as screen:
        quiet = len((await view(screen))["view"]["alerts"])
        body = {"result": "failed", "detail": "out of paper"}
        (await people.kiosk.post(f"tickets/{ticket['id']}/printed", body)).ok()
        await view_that(screen, lambda v: len(v["alerts"]) > quiet)
        body = {"result": "printed"}
        (await people.kiosk.post(f"tickets/{ticket['id']}/printed", body)).ok()
        await view_that(screen, lambda v: len(v["alerts"]) == quiet)


async def test_a_kiosk_sees_whether_it_is_open_and_who_waits(people: People) -> None:
    await people.open("6")
    await people.kiosk.take("CA")
    async with people.kiosk.watch("kiosk") as screen:
        kiosk = is_a_frame(await view(screen))
    police = next(field for field in kiosk["fields"] if field["code"] == "CA")

    assert kiosk["open"]["open"] is True
    assert len(kiosk["fields"]) == 16
    assert police["waiting"] == 1
    assert police["estimate"].keys() == {"low_s", "high_s", "basis"}
    assert any(name.startswith("notice") for name in kiosk)


async def test_a_reprint_is_a_job_of_the_named_kiosk(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    devices = (await people.admin.get("devices")).ok()["devices"]
    me = (await people.kiosk.get("/api/v1/session")).ok()["device"]
    other = next(d["id"] for d in devices if d["role"] == "kiosk" and d["id"] != me)
    async with people.kiosk.watch("kiosk") as screen:
        await view(screen)
        address = f"tickets/{ticket['id']}/reprint"
        (await people.officer("1").post(address, {"kiosk": other})).ok()
        (await people.officer("1").post(address, {"kiosk": me})).ok()
        news = await view_that(screen, lambda v: v["jobs"])
        assert ticket["label"] in str(news["view"]["jobs"])
        assert len(news["view"]["jobs"]) == 1
        body = {"result": "printed"}
        (await people.kiosk.post(f"tickets/{ticket['id']}/printed", body)).ok()
        await view_that(screen, lambda v: not v["jobs"])


async def test_a_dashboard_shows_fields_counters_and_todays_figures(people: People) -> None:
    await people.open("6")
    await people.kiosk.take("CA")
    async with people.manager.watch("dashboard") as screen:
        live = is_a_frame(await view(screen))
    floor = (await people.manager.get("floor")).ok()
    police = next(row for row in live["fields"] if row["field"] == "CA")

    assert live.keys() == floor.keys()
    assert police["waiting"] == 1
    assert "breaches" in police
    assert [counter["id"] for counter in live["counters"]] == list("12345678")
    assert {"issued", "served"} <= live["today"].keys()


async def test_todays_figures_add_up(people: People) -> None:
    officer = await people.open("6")
    for _ in range(3):
        await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    today = (await people.manager.get("floor")).ok()["today"]
    parts = ("served", "no_show", "abandoned", "cancelled", "waiting", "in_service")

    assert today["issued"] == sum(today[part] for part in parts)
    assert (today["waiting"], today["in_service"]) == (2, 1)


async def test_a_ticket_is_seen_as_the_ticket(people: People) -> None:
    officer = await people.open("6")
    ticket = await people.kiosk.take("CA")
    async with people.nobody.watch(f"ticket/{ticket['id']}") as screen:
        shown = is_a_frame(await view(screen))
        assert shown == await people.nobody.ticket(ticket["id"])
        await officer.press("6", "next")
        called = is_a_frame(await view_that(screen, lambda v: v["state"] != "waiting"))

    assert (called["state"], called["counter"]) == ("called", "6")


async def test_serials_never_go_back_and_the_last_view_is_the_truth(people: People) -> None:
    officer = await people.open("6")
    async with people.display.watch("hall") as screen:
        await asyncio.gather(*(people.kiosk.take("CA") for _ in range(30)))
        for _ in range(10):
            await officer.press("6", "next")
        last = await people.last_seq()
        serials = []
        while not serials or serials[-1] < last:
            news = await view(screen)
            serials.append(news["serial"])

    assert serials == sorted(serials)
    counted = {row["field"]: row["count"] for row in news["view"]["waiting"]}
    assert counted["CA"] == 20


async def test_a_quiet_view_beats_every_five_seconds(people: People) -> None:
    async with people.display.watch("counter/5") as screen:
        loop = asyncio.get_running_loop()
        await view(screen)
        started = loop.time()
        while (news := await frame(screen))["type"] != "beat":
            pass

    assert news.keys() == {"type", "at"}
    assert MOMENT.fullmatch(news["at"])
    assert loop.time() - started < 6


async def test_no_board_shows_a_dossier_or_a_name(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    await officer.press("6", "next")
    await officer.press("6", "start")
    dossier = {"code": "H36.99-secret", "quantity": 1}
    await officer.press("6", "finish", outcome="received", dossiers=[dossier], note="ông Bảy")
    for watch in ("hall", "counter/6"):
        async with people.display.watch(watch) as screen:
            text = json.dumps(await view(screen), ensure_ascii=False)
        assert "H36.99" not in text
        assert "ông Bảy" not in text
        assert "officer6" not in text
