"""Working time, in Việt Nam and where summer time exists."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import calendar
from queue_server.domain.calendar import Span
from queue_server.protocol.plan import Holiday, Hours, Interval, Week

HCM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
SANTIAGO = ZoneInfo("America/Santiago")


def interval(words: str) -> Interval:
    start, end = words.split("-")
    return Interval(start=start, end=end)


def day(*words: str) -> tuple[Interval, ...]:
    return tuple(interval(word) for word in words)


WORKDAYS = 5
WINTER = day("07:30-11:30", "13:30-17:30")
SUMMER = day("07:00-11:30", "14:00-17:30")
TICKETS = day("07:15-11:00", "13:15-16:30")
HOURS = Hours(
    weeks=(
        Week(starts=date(2026, 4, 16), days=(SUMMER,) * WORKDAYS + ((), ())),
        Week(
            starts=date(2026, 10, 16),
            days=(WINTER,) * WORKDAYS + ((), ()),
            tickets=(TICKETS,) * WORKDAYS + ((), ()),
        ),
    ),
    holidays=(
        Holiday(date=date(2026, 11, 24), kind="off"),
        Holiday(date=date(2026, 11, 28), kind="work", intervals=day("08:00-11:00")),
    ),
)
ALWAYS = Hours(always_open=True)
NEVER = Hours()
NIGHTS = Hours(
    weeks=(Week(starts=date(2026, 1, 1), days=(day("00:00-03:00", "22:00-24:00"),) * 7),)
)


def at(words: str, zone: ZoneInfo = HCM) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zone)


def service(words: str, hours: Hours = HOURS, zone: ZoneInfo = HCM) -> str:
    spans = calendar.service_intervals(hours, zone, date.fromisoformat(words))
    return calendar.describe(spans)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-04-15", ""),
        ("2026-04-16", "07:00-11:30, 14:00-17:30"),
        ("2026-10-15", "07:00-11:30, 14:00-17:30"),
        ("2026-10-16", "07:30-11:30, 13:30-17:30"),
        ("2026-11-21", ""),
        ("2026-11-24", ""),
        ("2026-11-28", "08:00-11:00"),
        ("2030-01-01", "07:30-11:30, 13:30-17:30"),
    ],
)
def test_the_latest_week_holds_and_a_holiday_goes_before_it(words: str, expected: str) -> None:
    assert service(words) == expected


def test_the_order_of_the_weeks_in_the_plan_does_not_matter() -> None:
    turned = Hours(weeks=HOURS.weeks[::-1])

    assert service("2026-10-16", turned) == service("2026-10-16")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-10-15", "07:00-11:30, 14:00-17:30"),
        ("2026-10-16", "07:15-11:00, 13:15-16:30"),
        ("2026-11-24", ""),
        ("2026-11-28", "08:00-11:00"),
    ],
)
def test_numbers_have_a_window_of_their_own_where_the_week_says_so(
    words: str, expected: str
) -> None:
    spans = calendar.ticket_intervals(HOURS, HCM, date.fromisoformat(words))

    assert calendar.describe(spans) == expected


def test_a_centre_that_never_closes_has_one_span_from_midnight_to_midnight() -> None:
    spans = calendar.service_intervals(ALWAYS, HCM, date(2026, 11, 24))

    assert spans == (Span(at("2026-11-24"), at("2026-11-25")),)
    assert calendar.describe(spans) == "00:00-24:00"


def test_open_begins_with_the_first_second_and_ends_before_the_last() -> None:
    spans = calendar.service_intervals(HOURS, HCM, date(2026, 11, 23))

    assert not calendar.is_open(spans, at("2026-11-23T07:29:59"))
    assert calendar.is_open(spans, at("2026-11-23T07:30"))
    assert calendar.is_open(spans, at("2026-11-23T11:29:59"))
    assert not calendar.is_open(spans, at("2026-11-23T11:30"))
    assert calendar.is_open(spans, at("2026-11-23T13:30").astimezone(UTC))
    assert not calendar.is_open((), at("2026-11-23T13:30"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T06:00", "2026-11-23T07:30"),
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T11:30", "2026-11-23T13:30"),
        ("2026-11-23T17:30", "2026-11-25T07:30"),
        ("2026-11-27T18:00", "2026-11-28T08:00"),
    ],
)
def test_the_next_opening_steps_over_lunch_holidays_and_weekends(now: str, expected: str) -> None:
    assert calendar.next_opening(HOURS, HCM, at(now)) == at(expected)


def test_the_next_opening_can_be_asked_of_the_ticket_window() -> None:
    opening = calendar.next_opening(
        HOURS, HCM, at("2026-11-23T11:10"), intervals=calendar.ticket_intervals
    )

    assert opening == at("2026-11-23T13:15")


def test_an_opening_more_than_thirty_days_ahead_is_none() -> None:
    assert calendar.next_opening(NEVER, HCM, at("2026-11-23T11:30")) is None
    assert calendar.next_opening(HOURS, HCM, at("2026-03-16T12:00")) is None
    assert calendar.next_opening(HOURS, HCM, at("2026-03-17T12:00")) == at("2026-04-16T07:00")


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-11-23T07:30", "2026-11-23T08:30", 3600),
        ("2026-11-23T11:00", "2026-11-23T14:00", 3600),
        ("2026-11-23T11:30", "2026-11-23T13:30", 0),
        ("2026-11-23T17:00", "2026-11-25T08:00", 3600),
        ("2026-11-20T00:00", "2026-11-23T00:00", 8 * 3600),
        ("2026-11-23T08:30", "2026-11-23T07:30", 0),
        ("2026-11-23T08:30", "2026-11-23T08:30", 0),
    ],
)
def test_working_time_leaves_closed_hours_out(start: str, end: str, seconds: int) -> None:
    assert calendar.work_seconds(HOURS, HCM, at(start), at(end)) == seconds


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        ("2026-11-23T07:00", 0, "2026-11-23T07:00"),
        ("2026-11-23T07:00", 60, "2026-11-23T07:31"),
        ("2026-11-23T11:00", 1800, "2026-11-23T11:30"),
        ("2026-11-23T11:00", 1801, "2026-11-23T13:30:01"),
        ("2026-11-23T17:00", 3600, "2026-11-25T08:00"),
    ],
)
def test_adding_working_time_goes_on_after_the_break(start: str, seconds: int, end: str) -> None:
    assert calendar.add_work_seconds(HOURS, HCM, at(start), seconds) == at(end)


def test_more_working_time_than_the_plan_holds_in_a_year_is_none() -> None:
    assert calendar.add_work_seconds(NEVER, HCM, at("2026-11-23T07:00"), 1) is None


def test_service_ends_with_the_last_interval() -> None:
    assert calendar.last_end(HOURS, HCM, date(2026, 11, 23)) == at("2026-11-23T17:30")
    assert calendar.last_end(HOURS, HCM, date(2026, 11, 24)) is None
    assert calendar.last_end(ALWAYS, HCM, date(2026, 11, 24)) == at("2026-11-25")


def test_the_day_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    assert calendar.day_of(late, HCM) == date(2026, 11, 24)
    assert calendar.day_of(late, BERLIN) == date(2026, 11, 23)
    assert calendar.midnight_after(date(2026, 11, 23), HCM) == late


SPRING = date(2026, 3, 29)  # Berlin: 02:00 becomes 03:00
AUTUMN = date(2026, 10, 25)  # Berlin: 03:00 becomes 02:00


def length_of(hours: Hours, on: date, zone: ZoneInfo) -> int:
    end = calendar.midnight_after(on, zone)
    return calendar.work_seconds(
        hours, zone, calendar.midnight_after(on - timedelta(days=1), zone), end
    )


def nightly(*words: str) -> Hours:
    return Hours(weeks=(Week(starts=date(2026, 1, 1), days=(day(*words),) * 7),))


def test_a_day_of_summer_time_has_an_hour_less_or_more() -> None:
    assert length_of(ALWAYS, SPRING, BERLIN) == 23 * 3600
    assert length_of(ALWAYS, AUTUMN, BERLIN) == 25 * 3600
    assert length_of(NIGHTS, SPRING, BERLIN) == 4 * 3600
    assert length_of(NIGHTS, AUTUMN, BERLIN) == 6 * 3600


def test_clock_times_in_the_missing_hour_are_the_instant_of_the_jump() -> None:
    hours = nightly("01:30-02:15", "02:20-02:40", "02:45-04:00")

    assert service("2026-03-29", hours, BERLIN) == "01:30-03:00, 03:00-04:00"
    assert length_of(hours, SPRING, BERLIN) == 5400


def test_clock_times_in_the_double_hour_are_the_first_of_the_two() -> None:
    spans = calendar.service_intervals(nightly("02:15-02:45"), BERLIN, AUTUMN)
    second_time = at("2026-10-25T02:30", BERLIN).replace(fold=1)

    assert calendar.is_open(spans, at("2026-10-25T02:30", BERLIN))
    assert not calendar.is_open(spans, second_time)


def test_a_midnight_that_does_not_exist_is_the_jump() -> None:
    # Santiago: midnight of 6 September 2026 becomes one o'clock
    before = date(2026, 9, 5)

    assert calendar.midnight_after(before, SANTIAGO) == at("2026-09-06T01:00", SANTIAGO)
    assert length_of(ALWAYS, before, SANTIAGO) == 24 * 3600
    assert length_of(ALWAYS, date(2026, 9, 6), SANTIAGO) == 23 * 3600
    assert service("2026-09-05", ALWAYS, SANTIAGO) == "00:00-24:00"


ZONES = st.sampled_from([HCM, BERLIN, SANTIAGO])
PLANS = st.sampled_from([HOURS, ALWAYS, NIGHTS, nightly("01:30-02:15", "02:20-05:00")])
INSTANTS = st.integers(
    min_value=int(datetime(2026, 3, 20, tzinfo=UTC).timestamp()),
    max_value=int(datetime(2026, 12, 1, tzinfo=UTC).timestamp()),
)


@given(ZONES, PLANS, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_and_is_never_more_than_time(
    zone: ZoneInfo, hours: Hours, seconds: list[int]
) -> None:
    a, b, c = (datetime.fromtimestamp(second, zone) for second in seconds)
    first = calendar.work_seconds(hours, zone, a, b)
    then = calendar.work_seconds(hours, zone, b, c)

    assert first + then == calendar.work_seconds(hours, zone, a, c)
    assert 0 <= first <= seconds[1] - seconds[0]
    assert calendar.work_seconds(hours, zone, b, a) == 0


@given(ZONES, PLANS, INSTANTS, st.integers(min_value=0, max_value=200_000))
def test_adding_working_time_is_the_inverse_of_measuring_it(
    zone: ZoneInfo, hours: Hours, second: int, seconds: int
) -> None:
    start = datetime.fromtimestamp(second, zone)
    end = calendar.add_work_seconds(hours, zone, start, seconds)

    assert end is not None
    assert calendar.work_seconds(hours, zone, start, end) == seconds
    if seconds:
        before = (end.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
        assert calendar.work_seconds(hours, zone, start, before) == seconds - 1


@given(ZONES, PLANS, INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    zone: ZoneInfo, hours: Hours, second: int
) -> None:
    now = datetime.fromtimestamp(second, zone)
    opening = calendar.next_opening(hours, zone, now)
    if opening is None:
        return

    spans = calendar.service_intervals(hours, zone, calendar.day_of(opening, zone))
    assert calendar.is_open(spans, opening)
    assert calendar.work_seconds(hours, zone, now, opening) == 0


@given(ZONES, PLANS, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_spans_are_in_order_and_never_overlap(zone: ZoneInfo, hours: Hours, on: date) -> None:
    spans = calendar.service_intervals(hours, zone, on)
    edges = [edge.timestamp() for span in spans for edge in span]

    assert edges == sorted(edges)
    assert all(span.start.timestamp() < span.end.timestamp() for span in spans)
