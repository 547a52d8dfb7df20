"""Today for its manager: curve, machines, names; and the curve as a picture."""

import pytest

from queue_server.protocol.commands import RecordPrint
from queue_server.protocol.vocabulary import ActorId, PrintResult, TicketId
from tests.support.house import House, problem


async def test_the_day_its_machines_and_its_people_are_told(house: House) -> None:
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")

    async with await house.watch("/kiosk", "kiosk"):
        told = await (await house.get("/today", "manager")).json()

    assert told["day"] == "2026-11-20"
    assert told["usual_days"] == 0
    (hour,) = told["hours"]
    assert (hour["hour"], hour["issued"], hour["usual_issued"]) == (8, 1, None)
    assert hour["wait_mean_s"] == 0
    assert told["officers"] == {"id-officer": "officer"}
    machines = {machine["name"]: machine for machine in told["machines"]}
    assert set(machines) == {"kiosk", "display", "rating"}
    assert machines["kiosk"]["watching"] is True
    assert machines["display"]["watching"] is False
    assert machines["kiosk"]["print_fault_at"] is None


async def test_a_kiosk_that_does_not_print_is_told(house: House) -> None:
    ticket = await house.ticket()
    await house.carry_out(
        RecordPrint(
            by=ActorId("id-kiosk"), ticket=TicketId(ticket["id"]), result=PrintResult.FAILED
        )
    )

    told = await (await house.get("/today", "manager")).json()

    machine = next(machine for machine in told["machines"] if machine["name"] == "kiosk")
    assert machine["print_fault_at"].startswith("2026-11-20T08:00")
    assert machine["paper_low_at"] is None


async def test_paper_that_runs_low_is_told_before_a_print_fails(house: House) -> None:
    ticket = await house.ticket()
    printed = f"/tickets/{ticket['id']}/printed"
    await house.told(printed, "kiosk", {"result": "printed", "paper_low": True})
    told = await (await house.get("/today", "manager")).json()
    machine = next(machine for machine in told["machines"] if machine["name"] == "kiosk")
    assert machine["paper_low_at"].startswith("2026-11-20T08:00")
    assert machine["print_fault_at"] is None


@pytest.mark.parametrize("of", ["arrivals", "waits"])
@pytest.mark.parametrize(("language", "said"), [("vi", "Hôm nay"), ("en", "Today")])
async def test_the_curve_is_drawn(house: House, of: str, language: str, said: str) -> None:
    await house.ticket()

    answer = await house.get(f"/today/chart?of={of}&language={language}&theme=dark", "manager")

    assert answer.status == 200
    assert answer.content_type == "image/svg+xml"
    assert said in await answer.text()


@pytest.mark.parametrize("query", ["of=x", "language=fr", "theme=pink"])
async def test_what_is_not_drawn_is_refused(house: House, query: str) -> None:
    await problem(await house.get(f"/today/chart?{query}", "manager"), 422, "wrong_value")
