"""Rows of the register: joined by code, nothing lost, a suggestion marked as one."""

from datetime import date

from msgspec.structs import replace

from queue_server.protocol.papers import Case, CaseChannel, Handled, Uncoded
from queue_server.statistics.dossiers.joining import Entry, Joined, as_cases, entries, lacking
from tests.support.small import small_plan

DAY = date(2026, 11, 20)
PLAN = small_plan()
AT_NINE = 1_795_140_000


def handled(code: str, **more: object) -> Handled:
    usual = {
        "ticket": f"t-{code}",
        "label": "A001",
        "day": DAY,
        "at": AT_NINE,
        "code": code,
        "procedure": "1.001193",
        "quantity": 1,
        "due_on": None,
        "field": "HT",
        "outcome": "received",
        "officer": "a-1",
        "ended_at": AT_NINE,
    }
    return Handled(**usual | more)  # type: ignore[arg-type]


def case(code: str, due_on: date | None) -> Case:
    return Case(
        code=code,
        field="HT",
        procedure=None,
        received_on=DAY,
        due_on=due_on,
        done_on=None,
        channel=CaseChannel.ONLINE,
    )


def rows(
    cases: tuple[Case, ...] = (),
    entered: tuple[Handled, ...] = (),
    uncoded: tuple[Uncoded, ...] = (),
    collected: dict[str, date] | None = None,
) -> list[Entry]:
    found = Joined(cases=cases, handled=entered, uncoded=uncoded, collected=collected or {})
    return entries(PLAN, found)


def test_the_case_systems_day_wins_over_the_receipts_and_both_over_a_suggestion() -> None:
    receipt = handled("H1", due_on=date(2026, 11, 25))
    [imported] = rows((case("H1", date(2026, 11, 30)),), (receipt,))
    [on_receipt] = rows((case("H1", None),), (receipt,))
    [suggested] = rows((), (handled("H1"),))

    assert (imported.due_on, imported.due_is_suggested) == (date(2026, 11, 30), False)
    assert (on_receipt.due_on, on_receipt.due_is_suggested) == (date(2026, 11, 25), False)
    assert (suggested.due_on, suggested.due_is_suggested) == (date(2026, 11, 23), True)


def test_what_both_know_is_one_row_with_officer_procedure_and_day_of_collection() -> None:
    [row] = rows((case("H1", None),), (handled("H1"),), collected={"H1": date(2026, 11, 26)})

    assert (row.officer, row.procedure, row.channel) == ("a-1", "1.001193", CaseChannel.ONLINE)
    assert row.collected_on == date(2026, 11, 26)


def test_a_visit_without_a_code_still_has_its_row() -> None:
    lost = Uncoded(ticket="t-9", label="A009", day=DAY, field="HT", procedure=None, officer="a-2")
    found = rows((), (handled("H1"), handled("", ticket="t-2", label="A002")), (lost,))

    assert [(row.code, row.label) for row in found] == [("H1", "A001"), ("", "A002"), ("", "A009")]
    assert lacking(found[2], ("code", "procedure", "received", "due")) == [
        "code",
        "procedure",
        "due",
    ]


def test_only_what_was_received_makes_a_row_or_a_draft() -> None:
    returned = handled("H2", outcome="returned")

    assert rows((), (returned,)) == []
    assert list(as_cases(PLAN, (returned,))) == []


def test_a_draft_counts_what_counters_entered_by_the_procedures_field() -> None:
    [made] = as_cases(PLAN, (handled("H1", field="CT"),))

    assert (made.field, made.done_on, made.channel) == ("HT", None, CaseChannel.DIRECT)


def test_rows_stand_in_the_order_of_receipt() -> None:
    later = replace(case("H0", None), received_on=date(2026, 11, 21))

    assert [row.code for row in rows((later, case("H1", None)))] == ["H1", "H0"]
