"""Columns of Biểu II.06a, for any dossiers whatever: what the form promises always holds."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.protocol.papers import Case, CaseChannel, CaseImport, CaseState
from queue_server.statistics.dossiers.settling import Standing, covered, settle

NOVEMBER = date(2026, 10, 15), date(2026, 11, 14)
BEFORE = date(2026, 9, 15), date(2026, 10, 14)
DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 1))
LATER = st.integers(0, 40).map(lambda n: timedelta(days=n))


@st.composite
def some_case(draw: st.DrawFn) -> Case:
    received = draw(DAYS)
    return Case(
        code=f"H29-{draw(st.integers(0, 10**9))}",
        field=draw(st.sampled_from(["HT", "CT", None])),
        procedure=None,
        received_on=received,
        due_on=draw(st.none() | LATER.map(lambda d: received + d)),
        done_on=draw(st.none() | LATER.map(lambda d: received + d)),
        channel=draw(st.sampled_from(CaseChannel)),
        state=draw(st.sampled_from(CaseState)),
    )


CASES = st.lists(some_case(), max_size=25)
SETTINGS = st.sampled_from(["left_out", "settled"])


def case(received: date, due: date | None, done: date | None, **more: object) -> Case:
    usual = {"code": "H29-1", "field": "HT", "procedure": None, "channel": CaseChannel.DIRECT}
    return Case(received_on=received, due_on=due, done_on=done, **usual | more)  # type: ignore[arg-type]


def whole(cases: list[Case], setting: str = "left_out") -> Standing:
    standings = settle(cases, *NOVEMBER, setting).by_field.values()  # type: ignore[arg-type]
    return sum(standings, Standing())


@settings(max_examples=60)
@given(CASES, SETTINGS)
def test_the_identities_of_the_form_hold_in_every_row(cases: list[Case], setting: str) -> None:
    found = settle(cases, *NOVEMBER, setting)  # type: ignore[arg-type]

    for row in found.by_field.values():
        assert row.received == row.online + row.direct + row.carried
        assert row.settled == row.early + row.on_time + row.late
        assert row.open == row.in_time + row.overdue
        assert row.received == row.settled + row.open


@settings(max_examples=60)
@given(CASES, SETTINGS)
def test_what_is_open_at_an_end_is_carried_into_the_next_period(
    cases: list[Case], setting: str
) -> None:
    earlier = settle(cases, *BEFORE, setting)  # type: ignore[arg-type]
    later = settle(cases, *NOVEMBER, setting)  # type: ignore[arg-type]

    left = {field: row.open for field, row in earlier.by_field.items() if row.open}
    came = {field: row.carried for field, row in later.by_field.items() if row.carried}
    assert came == left


@settings(max_examples=40)
@given(CASES)
def test_each_dossier_is_in_one_row_or_named(cases: list[Case]) -> None:
    found = settle(cases, *NOVEMBER, "left_out")
    first, last = NOVEMBER

    alive = [c for c in cases if c.received_on <= last and (not c.done_on or c.done_on >= first)]
    counted = sum(row.received for row in found.by_field.values())
    assert counted + len(found.undated) + len(found.given_up) == len(alive)


def test_early_on_time_and_late_are_told_by_the_day() -> None:
    received, due = date(2026, 10, 20), date(2026, 10, 25)
    found = whole([case(received, due, due + timedelta(days=n)) for n in (-1, 0, 1)])

    assert (found.early, found.on_time, found.late) == (1, 1, 1)
    assert found.on_time_rate == 2 / 3


def test_open_ones_are_overdue_only_after_their_day() -> None:
    last = NOVEMBER[1]
    received = last - timedelta(days=9)
    found = whole([case(received, last + timedelta(days=n), None) for n in (-1, 0, 1)])

    assert (found.overdue, found.in_time) == (1, 2)


def test_what_was_settled_after_the_period_is_open_in_it() -> None:
    found = whole([case(date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 15))])

    assert (found.settled, found.open, found.in_time) == (0, 1, 1)


def test_post_counts_with_the_counter_and_online_apart() -> None:
    day = date(2026, 11, 1)
    found = whole([case(day, day, None, channel=channel) for channel in CaseChannel])

    assert (found.online, found.direct) == (1, 2)


def test_withdrawn_dossiers_go_by_the_setting() -> None:
    day = date(2026, 11, 1)
    gone = [case(day, day, day, state=CaseState.WITHDRAWN)]

    assert whole(gone, "left_out").received == 0
    assert whole(gone, "settled").settled == 1


def test_a_dossier_without_a_due_day_is_neither_on_time_nor_late() -> None:
    unknown = case(date(2026, 11, 1), None, date(2026, 11, 2))
    found = settle([unknown], *NOVEMBER, "left_out")

    assert found.by_field == {}
    assert found.undated == (unknown,)


def test_without_a_settled_dossier_there_is_no_rate() -> None:
    assert Standing(in_time=3).on_time_rate is None


def taken(first: date, last: date) -> CaseImport:
    return CaseImport(
        id="i", digest="", by="m", at=0, first=first, last=last, taken=0, same=0, refused=0
    )


def test_imports_cover_a_period_only_together_and_without_a_gap() -> None:
    first, last = NOVEMBER
    early = taken(first - timedelta(days=3), date(2026, 10, 31))
    late = taken(date(2026, 11, 1), last)

    assert covered([late, early], first, last)
    assert not covered([early], first, last)
    assert not covered([early, taken(date(2026, 11, 2), last)], first, last)
    assert not covered([], first, last)
