"""From which day to which a report runs, what it is called and when it is due."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.protocol.refusals import Refused
from queue_server.statistics.periods import (
    CALENDAR,
    Basis,
    Period,
    PeriodKind,
    Reckoning,
    between,
    containing,
    ended,
    following,
    one_day,
    parse,
    previous,
)

OFFICIAL = Reckoning(Basis.OFFICIAL)
DAY = timedelta(days=1)
TILING = [kind for kind in PeriodKind if kind not in (PeriodKind.NINE_MONTHS, PeriodKind.RANGE)]
days = st.dates(date(2001, 1, 1), date(2998, 12, 31))
reckonings = st.builds(Reckoning, st.sampled_from(Basis), st.integers(0, 27))


def span(text: str, reckoning: Reckoning = CALENDAR) -> tuple[str, str]:
    period = parse(text, reckoning)
    return period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-11", "2026-10-15", "2026-11-14"),
        ("2026-01", "2025-12-15", "2026-01-14"),
        ("2026-Q1", "2025-12-15", "2026-03-14"),
        ("2026-Q2", "2026-03-15", "2026-06-14"),
        ("2026-Q3", "2026-06-15", "2026-09-14"),
        ("2026-Q4", "2026-09-15", "2026-12-14"),
        ("2026-H1", "2025-12-15", "2026-06-14"),
        ("2026-H2", "2026-06-15", "2026-12-14"),
        ("2026-9M", "2025-12-15", "2026-09-14"),
        ("2026", "2025-12-15", "2026-12-14"),
        ("2026-11-01..2026-11-20", "2026-11-01", "2026-11-20"),
    ],
)
def test_official_periods_run_from_the_15th_to_the_14th(text: str, first: str, last: str) -> None:
    assert span(text, OFFICIAL) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-9M", "2026-01-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_calendar_periods_are_the_calendars(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


def test_a_centre_may_cut_off_on_another_day_or_at_the_end_of_the_month() -> None:
    assert span("2028-03", Reckoning(Basis.OFFICIAL, 27)) == ("2028-02-28", "2028-03-27")
    assert span("2028-02", Reckoning(Basis.OFFICIAL, 0)) == ("2028-02-01", "2028-02-29")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-H3",
        "2026-12M",
        "2027-W53",
        "2026-W00",
        "2026-02-29",
        "1999",
        "9999",
        "26",
        "2026-11-20..",
        "2026-11-20..2026-11-01",
        "2026-10..2026-11",
        "2026-11-20T08:00",
        "٢٠٢٦",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)

    assert refused.value.code == "wrong_period"
    assert refused.value.status == 422
    assert "2026-Q4" in refused.value.sentence.vi
    assert "2026-Q4" in refused.value.sentence.en


@given(days, reckonings, st.sampled_from(TILING))
def test_periods_of_a_kind_follow_each_other_without_gap_or_overlap(
    day: date, reckoning: Reckoning, kind: PeriodKind
) -> None:
    period = containing(kind, day, reckoning)
    after = following(period)

    assert period.first <= day <= period.last
    assert after.first == period.last + DAY
    assert previous(after) == period


@given(days, reckonings, st.sampled_from(list(PeriodKind)))
def test_a_period_is_what_its_own_text_asks_for(
    day: date, reckoning: Reckoning, kind: PeriodKind
) -> None:
    period = containing(kind, day, reckoning)

    assert parse(period.text, reckoning) == period
    assert parse(f" {period.text.lower()} ", reckoning) == period


@given(st.integers(2001, 2900), reckonings)
def test_the_periods_of_a_year_tile_it(year: int, reckoning: Reckoning) -> None:
    whole = parse(f"{year}", reckoning)
    for names in (
        [f"{year}-{month:02}" for month in range(1, 13)],
        [f"{year}-Q{quarter}" for quarter in range(1, 5)],
        [f"{year}-H1", f"{year}-H2"],
        [f"{year}-9M", f"{year}-Q4"],
    ):
        parts = [parse(name, reckoning) for name in names]
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        for before, after in pairwise(parts):
            assert after.first == before.last + DAY
        assert sum(part.days for part in parts) == whole.days


@pytest.mark.parametrize(("year", "days"), [(2026, 365), (2028, 366), (2029, 365), (2100, 365)])
def test_an_official_year_has_a_leap_day_when_the_calendars_has_one(year: int, days: int) -> None:
    assert parse(f"{year}", OFFICIAL).days == days


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-W47", "2026-11-23"),
        ("2026-11", "2026-11-17"),
        ("2026-Q3", "2026-09-19"),
        ("2026-H1", "2026-06-21"),
        ("2026-9M", "2026-09-21"),
        ("2026", "2026-12-24"),
    ],
)
def test_reports_are_due_some_days_after_their_period(text: str, due: str) -> None:
    assert parse(text, OFFICIAL).due_on == date.fromisoformat(due)


def test_nobody_waits_for_the_report_of_a_day_or_a_range() -> None:
    assert one_day(date(2026, 11, 20)).due_on is None
    assert between(date(2026, 11, 1), date(2026, 11, 20)).due_on is None


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    november = parse("2026-11", OFFICIAL)
    assert not november.is_over(date(2026, 11, 14))
    assert november.is_over(date(2026, 11, 15))


def named(periods: list[Period]) -> list[str]:
    return [period.text for period in periods]


def test_the_periods_that_ended_within_some_days_are_told() -> None:
    since, until = date(2025, 12, 15), date(2026, 12, 14)
    quarters = ended(PeriodKind.QUARTER, since, until, OFFICIAL)
    assert named(list(quarters)) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert named(list(ended(PeriodKind.YEAR, since, until, OFFICIAL))) == ["2026"]
    assert named(list(ended(PeriodKind.NINE_MONTHS, since, until, OFFICIAL))) == ["2026-9M"]
    assert list(ended(PeriodKind.QUARTER, since, date(2026, 3, 13), OFFICIAL)) == []


def test_nine_months_that_ended_before_are_not_told_again() -> None:
    found = ended(PeriodKind.NINE_MONTHS, date(2026, 11, 1), date(2027, 12, 1))
    assert named(list(found)) == ["2027-9M"]


def test_before_a_range_comes_one_of_as_many_days() -> None:
    assert previous(parse("2026-11-11..2026-11-20")).text == "2026-11-01..2026-11-10"
    assert previous(parse("2026-01-01")).text == "2025-12-31"
    assert previous(parse("2026-9M")).text == "2025-9M"


@pytest.mark.parametrize("text", ["2000", "2000-01", "2000-Q1"])
def test_nothing_is_reckoned_before_the_first_year(text: str) -> None:
    with pytest.raises(Refused, match="wrong_period"):
        previous(parse(text))
