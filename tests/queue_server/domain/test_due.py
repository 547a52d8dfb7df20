"""When a dossier is due: working days, calendar days, hours, holidays, and the 15:00 rule."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from queue_server.domain.due import is_working_day, suggested, suggestion
from queue_server.protocol.plan import Holiday, Hours, Interval, Plan, Procedure, Week
from queue_server.protocol.vocabulary import DaysUnit, FieldCode, ProcedureCode
from tests.support.small import small_plan

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = (Interval(start="07:30", end="11:30"), Interval(start="13:30", end="17:30"))
OFFICE = Hours(
    weeks=(Week(starts=date(2026, 1, 1), days=(DAY,) * 5 + ((),) * 2),),
    holidays=(
        Holiday(date=date(2026, 11, 24), kind="off", note="Ngày Văn hóa Việt Nam"),
        Holiday(date=date(2026, 11, 28), kind="work", intervals=DAY[:1]),
    ),
)
FRIDAY = date(2026, 11, 20)


def plan(days: int | None, unit: DaysUnit | None, *, late: bool = False) -> Plan:
    usual = small_plan()
    entry = Procedure(
        code=ProcedureCode("1.1"), field=FieldCode("HT"), name="x", days=days, days_unit=unit
    )
    fields = (replace(usual.fields[0], next_day_after_15=late), *usual.fields[1:])
    return replace(usual, hours=OFFICE, procedures=(entry,), fields=fields)


def at(hour: int, minute: int = 0, day: date = FRIDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


W, C, H = DaysUnit.WORKING, DaysUnit.CALENDAR, DaysUnit.HOURS


@pytest.mark.parametrize(
    ("days", "unit", "hour", "due"),
    [
        (0, W, 9, date(2026, 11, 20)),
        (1, W, 9, date(2026, 11, 23)),
        (2, W, 9, date(2026, 11, 25)),
        (5, W, 9, date(2026, 11, 28)),
        (1, C, 9, date(2026, 11, 23)),
        (4, C, 9, date(2026, 11, 25)),
        (10, C, 9, date(2026, 11, 30)),
        (4, H, 9, date(2026, 11, 20)),
        (8, H, 9, date(2026, 11, 23)),
        (24, H, 9, date(2026, 11, 26)),
    ],
)
def test_it_counts_in_the_procedures_unit_over_weekends_and_holidays(
    days: int, unit: DaysUnit, hour: int, due: date
) -> None:
    assert suggested(plan(days, unit), "1.1", at(hour)) == due


def test_after_15_it_counts_from_the_next_working_day_where_the_field_says_so() -> None:
    assert suggested(plan(0, W, late=True), "1.1", at(15, 0)) == FRIDAY
    assert suggested(plan(0, W, late=True), "1.1", at(15, 1)) == date(2026, 11, 23)
    assert suggested(plan(0, W), "1.1", at(15, 1)) == FRIDAY
    assert suggested(plan(1, W, late=True), "1.1", at(16)) == date(2026, 11, 25)


def test_what_is_received_on_a_day_off_counts_from_the_next_working_day() -> None:
    saturday = at(9, day=date(2026, 11, 21))
    assert suggested(plan(0, W), "1.1", saturday) == date(2026, 11, 23)


@pytest.mark.parametrize(("days", "unit"), [(None, W), (3, None), (None, None)])
def test_what_is_unknown_is_not_guessed(days: int | None, unit: DaysUnit | None) -> None:
    assert suggested(plan(days, unit), "1.1", at(9)) is None
    assert suggested(plan(3, W), "9.9", at(9)) is None
    assert suggested(plan(3, W), None, at(9)) is None


def test_a_plan_without_working_days_has_no_due_day() -> None:
    assert suggested(replace(plan(3, W), hours=Hours()), "1.1", at(9)) is None


def test_a_centre_that_is_always_open_keeps_the_legal_week() -> None:
    hours = Hours(always_open=True, holidays=OFFICE.holidays[:1])
    days = [date(2026, 11, n) for n in (20, 21, 22, 23, 24, 25)]
    assert [is_working_day(hours, day) for day in days] == [True, False, False, True, False, True]


@pytest.mark.parametrize(
    ("days", "unit", "hour", "vi", "en"),
    [
        (10, W, 9, "10 ngày làm việc, tính từ 20/11", "10 working days, from 20/11 on"),
        (30, C, 9, "30 ngày, tính từ 20/11", "30 days, from 20/11 on"),
        (1, H, 9, "1 giờ làm việc, tính từ 20/11", "1 working hour, from 20/11 on"),
        (0, W, 9, "trả trong ngày, tính từ 20/11", "on the same day, from 20/11 on"),
        (
            *(2, W, 16, "2 ngày làm việc, nhận sau 15 giờ nên tính từ 23/11"),
            "2 working days, came after 15:00, so from 23/11 on",
        ),
    ],
)
def test_it_says_in_a_few_words_how_it_was_reckoned(
    days: int, unit: DaysUnit, hour: int, vi: str, en: str
) -> None:
    found = suggestion(plan(days, unit, late=True), "1.1", at(hour))
    assert found is not None
    assert found.reason() == (vi, en)
