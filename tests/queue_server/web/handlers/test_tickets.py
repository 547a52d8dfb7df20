"""Tickets of today and of days gone by."""

from tests.support.house import House, problem


async def test_whoever_holds_the_id_sees_the_ticket(house: House) -> None:
    ticket = await house.ticket()
    for who in (None, "kiosk", "auditor", "officer-elsewhere", "gone"):
        assert await (await house.get(f"/tickets/{ticket['id']}", who)).json() == ticket


async def test_nobody_finds_a_ticket_by_its_number(house: House) -> None:
    await house.ticket()
    for guess in ("A001", "1", "%00", "%ff"):
        await problem(await house.get(f"/tickets/{guess}"), 404, "unknown_ticket")


async def test_officers_find_todays_tickets_by_their_number(house: House) -> None:
    one, other = await house.ticket("HT"), await house.ticket("CT")
    found = {
        said: await (await house.get("/floor/tickets", "officer", params={"label": said})).json()
        for said in (one["label"], "1", "khong", "")
    }
    nothing_asked = await (await house.get("/floor/tickets", "manager")).json()

    assert found == {
        one["label"]: {"tickets": [one]},
        "1": {"tickets": [one, other]},
        "khong": {"tickets": []},
        "": {"tickets": []},
    }
    assert nothing_asked == {"tickets": []}


async def test_a_ticket_of_another_centre_is_unknown_here(house: House) -> None:
    ticket = await house.ticket()
    answer = await house.get(f"/api/v1/centres/khac/tickets/{ticket['id']}")

    await problem(answer, 404, "unknown_ticket")


async def test_a_ticket_of_yesterday_is_still_shown(house: House) -> None:
    served = await house.served()
    dropped = await house.ticket("CT")
    today = await (await house.get(f"/tickets/{served['id']}")).json()
    house.clock.move(24 * 3600)
    await house.engine.tick()
    yesterday = await (await house.get(f"/tickets/{served['id']}")).json()
    left = await (await house.get(f"/tickets/{dropped['id']}")).json()

    assert yesterday == {**today, "counters": []}
    assert (left["state"], left["called_at"], left["counter"]) == ("abandoned", None, None)
    assert left["service_day"] == "2026-11-20"


async def test_a_ticket_of_yesterday_says_how_it_ended(house: House) -> None:
    served, dropped = await house.served(), await house.ticket("CT")
    house.clock.move(24 * 3600)
    await house.engine.tick()
    late = {f"/tickets/{dropped['id']}/rating": {"satisfaction": 3}}
    late |= {f"/tickets/{one['id']}/cancel": {} for one in (served, dropped)}

    for path, body in late.items():
        told = await problem(await house.post(path, None, body), 409, "wrong_state")
        assert "{state}" not in told["sentence"]["vi"]
    again = await house.post(f"/tickets/{dropped['id']}/return", "officer")
    await problem(again, 409, "wrong_state")


async def test_a_visit_is_rated_up_to_a_day_later_and_once(house: House) -> None:
    served = await house.served()
    house.clock.move(20 * 3600)
    await house.engine.tick()
    path, marks = f"/tickets/{served['id']}/rating", {"satisfaction": 1, "comment": "chờ lâu"}
    key = {"Idempotency-Key": "once"}

    first = await house.post(path, None, marks, headers=key)
    assert (first.status, (await first.json())["rated"]) == (200, True)
    assert (await (await house.get(f"/tickets/{served['id']}")).json())["rated"]
    assert house.journal.visits[served["id"]].satisfaction == 1
    again = await house.post(path, None, marks, headers=key)
    assert (again.status, again.headers["Idempotency-Replayed"]) == (200, "true")
    await problem(await house.post(path, None, marks), 409, "already_rated")
    given = await house.post(path, None, {**marks, "served_at": 1})
    await problem(given, 400, "unknown_member")


async def test_a_visit_cannot_be_rated_more_than_a_day_later(house: House) -> None:
    served = await house.served()
    house.clock.move(25 * 3600)
    await house.engine.tick()

    late = await house.post(f"/tickets/{served['id']}/rating", None, {"satisfaction": 3})
    await problem(late, 409, "too_late_to_rate")


async def test_an_outcome_is_mended_days_later(house: House) -> None:
    served = await house.served()
    dropped = await house.ticket("CT")
    house.clock.move(3 * 24 * 3600)
    await house.engine.tick()
    path = f"/tickets/{served['id']}/outcome"
    body = {"outcome": "supplement", "dossiers": [{"code": "a", "quantity": 2}, {"code": "b"}]}
    mended = await house.told(path, "officer", body)

    assert (mended["outcome"], mended["dossiers"], mended["state"]) == ("supplement", 3, "served")
    assert await (await house.get(f"/tickets/{served['id']}")).json() == mended
    never = await house.post(f"/tickets/{dropped['id']}/outcome", "officer", body)
    await problem(never, 409, "wrong_state")
    unknown = await house.post("/tickets/none/outcome", "officer", body)
    await problem(unknown, 404, "unknown_ticket")
    given = await house.post(path, "officer", {**body, "past": True})
    await problem(given, 400, "unknown_member")
