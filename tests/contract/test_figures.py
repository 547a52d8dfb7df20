"""Sections 6 and 7: the figures of the centre, and the reports that are filed."""

from typing import Any

import pytest

from tests.contract.conftest import People
from tests.contract.test_rights import ROLES

VISITS = [
    "issued",
    "called",
    "served",
    "no_show",
    "abandoned",
    "cancelled",
    "transferred",
    "waiting",
    "in_service",
]
WAITS = [
    "wait_mean_s",
    "wait_p50_s",
    "wait_p90_s",
    "wait_p95_s",
    "wait_max_s",
    "wait_work_mean_s",
    "wait_work_p90_s",
    "abandoned_wait_p90_s",
    "visit_wait_mean_s",
    "within_15_min",
    "within_30_min",
]
SERVICES = [
    "implied",
    "service_mean_s",
    "service_p50_s",
    "service_p90_s",
    "dossiers",
    "service_per_dossier_s",
    "rated",
    "satisfied",
    "reasons",
]
REASONS = {"turn", "priority", "helping", "returned", "waited_too_long", "named"}
KEYS = [
    "field",
    "procedure",
    "counter",
    "officer",
    "kind",
    "priority",
    "hour",
    "day",
    "weekday",
    "month",
]
REPORTS = ["queue", "register", "ii06a", "officers", "ratings", "posting", "gaps"]
FORMATS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "pdf": ("application/pdf", b"%PDF-"),
    "csv": ("text/csv", "\ufeff"),
}
PERIODS = {
    "2026-11-20": ("2026-11-20", "2026-11-20", "2026-11-20"),
    "2026-W47": ("2026-11-16", "2026-11-16", "2026-11-22"),
    "2026-11": ("2026-10-15", "2026-11-01", "2026-11-30"),
    "2026-Q4": ("2026-09-15", "2026-10-01", "2026-12-31"),
    "2026-H1": ("2025-12-15", "2026-01-01", "2026-06-30"),
    "2026-9M": ("2025-12-15", "2026-01-01", "2026-09-30"),
    "2026": ("2025-12-15", "2026-01-01", "2026-12-31"),
    "2026-11-01..2026-11-20": ("2026-11-01", "2026-11-01", "2026-11-20"),
}
"""First days by the official and the calendar basis, and the calendar's last day."""


async def statistics(people: People, by: str = "", **days: str) -> Any:
    wish = "&".join(f"{name}={day}" for name, day in days.items())
    return (await people.manager.get(f"statistics?by={by}&{wish}")).ok()


async def test_every_figure_of_a_row_is_there_and_the_identity_holds(people: People) -> None:
    await one_of_each_end(people)
    for key in KEYS:
        answer = await statistics(people, key)

        assert answer["exact"] is True
        assert answer["by"] == [key]
        assert answer["rows"]
        for row in [*answer["rows"], answer["total"]]:
            assert row.keys() >= {*VISITS, *WAITS, *SERVICES}
            assert row["reasons"].keys() == REASONS
            ends = ("served", "no_show", "abandoned", "cancelled", "waiting", "in_service")
            assert row["issued"] == sum(row[end] for end in ends)
        for count in VISITS:
            assert sum(row[count] for row in answer["rows"]) == answer["total"][count], key
    both = await statistics(people, "field,kind")
    assert all({"field", "kind"} <= row.keys() for row in both["rows"])


async def one_of_each_end(people: People) -> str:
    """Let one be served, one not come, one give up; give the officer's counter."""
    officer = await people.open("6")
    for _ in range(2):
        await people.kiosk.take("CA")
    gone = await people.kiosk.take("CA")
    (await people.nobody.post(f"tickets/{gone['id']}/cancel")).ok()
    called = (await officer.press("6", "next"))["ticket"]
    await officer.press("6", "recall")
    await officer.press("6", "start")
    await officer.press("6", "finish", outcome="received", dossiers=[{"code": "H.1"}])
    rating = {"satisfaction": 3, "attitude": 2}
    (await people.nobody.post(f"tickets/{called['id']}/rating", rating)).ok(200, 201)
    missed = (await officer.press("6", "next"))["ticket"]
    await officer.press("6", "miss")
    (await officer.post(f"tickets/{missed['id']}/return")).ok()
    return "6"


async def test_a_visit_is_counted_once_in_each_figure(people: People) -> None:
    before = (await statistics(people))["total"]
    await one_of_each_end(people)
    after = (await statistics(people))["total"]

    grown = {name: after[name] - before[name] for name in [*VISITS, "dossiers", "rated", "implied"]}
    assert grown == {
        **dict.fromkeys(VISITS, 0),
        "issued": 3,
        "called": 2,
        "served": 1,
        "cancelled": 1,
        "waiting": 1,
        "dossiers": 1,
        "rated": 1,
        "implied": 0,
    }
    assert after["reasons"]["turn"] - before["reasons"]["turn"] == 2


async def test_an_undone_call_never_was(people: People) -> None:
    officer = await people.open("6")
    await people.kiosk.take("CA")
    before = (await statistics(people))["total"]
    await officer.press("6", "next")
    await officer.press("6", "undo")

    assert (await statistics(people))["total"] == before


async def test_nothing_counted_is_null_and_not_nought(people: People) -> None:
    total = (await statistics(people, **{"from": "2020-01-01", "to": "2020-01-31"}))["total"]

    assert {total[name] for name in VISITS} == {0}
    assert {total[name] for name in WAITS} == {None}
    assert (total["service_mean_s"], total["satisfied"]) == (None, None)


@pytest.mark.parametrize(
    "wish", ["by=shoe_size", "from=yesterday", "from=2026-02-30&to=2026-03-01", "to=2026-13-01"]
)
async def test_a_wrong_question_gets_a_sentence(people: People, wish: str) -> None:
    answer = await people.manager.get(f"statistics?{wish}")

    answer.refused("wrong_value", 422)
    assert answer.body["sentence"].keys() == {"vi", "en"}


@pytest.mark.parametrize("path", ["statistics", "reports", "reports/queue?period=2026-11"])
async def test_figures_are_for_managers_and_auditors(people: People, path: str) -> None:
    statuses = {role: (await people.anyone(role).get(path)).status for role in ROLES}

    assert {role for role in ROLES if statuses[role] == 200} == {"manager", "auditor"}
    assert statuses["nobody"] == 401


async def test_every_report_is_listed_with_its_basis(people: People) -> None:
    listed = (await people.manager.get("reports")).ok()["reports"]

    basis = {report["name"]: report["basis"] for report in listed}
    assert set(basis) >= set(REPORTS)
    official = {name for name in REPORTS if basis[name] == "official"}
    assert official == {"ii06a", "register", "gaps"}


@pytest.mark.parametrize("name", REPORTS)
async def test_a_report_comes_in_every_form(people: People, name: str) -> None:
    listed = (await people.manager.get(f"reports/{name}?period=2026-11&format=json")).ok()
    assert {"from", "to"} <= listed.keys()
    for form, (kind, first) in FORMATS.items():
        answer = await people.manager.get(f"reports/{name}?period=2026-11&format={form}")

        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.ok()[: len(first)] == first


@pytest.mark.parametrize("period", PERIODS)
async def test_a_period_has_its_days_by_both_bases(people: People, period: str) -> None:
    official, first, last = PERIODS[period]
    where = f"reports/queue?format=json&period={period}"
    by_law = (await people.manager.get(f"{where}&basis=official")).ok()
    by_calendar = (await people.manager.get(f"{where}&basis=calendar")).ok()

    assert by_law["from"] == official
    assert (by_calendar["from"], by_calendar["to"]) == (first, last)
    assert (await people.manager.get(where)).ok()["from"] == first


@pytest.mark.parametrize(
    "period", ["2026-W54", "2026-13", "2026-Q5", "x", "2026-11-20..2026-11-01"]
)
async def test_a_period_that_is_none_is_refused(people: People, period: str) -> None:
    (await people.manager.get(f"reports/queue?period={period}")).refused("wrong_period", 422)


async def test_an_unknown_report_is_not_found(people: People) -> None:
    assert (await people.manager.get("reports/none?period=2026-11")).status == 404
