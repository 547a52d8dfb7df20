"""What is missing: every period that has ended, by the reports a centre has to file."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from queue_server.protocol.papers import Filing
from queue_server.protocol.plan import Reporting
from queue_server.statistics import periods
from queue_server.statistics.periods import Basis, Reckoning
from queue_server.statistics.reports import gaps
from queue_server.statistics.reports.cover import Cover
from tests.support.small import small_plan

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TITLES = {"ii06a": ("Biểu II.06a", Basis.OFFICIAL)}
BEGUN = date(2026, 7, 1)


def cover(period: str) -> Cover:
    plan = replace(small_plan(), reporting=Reporting(expected=("ii06a",)))
    return Cover(plan, periods.parse(period, Reckoning(Basis.OFFICIAL)), "manager", NOW)


def filing(period: str) -> Filing:
    return Filing(
        id="f",
        report="ii06a",
        period=period,
        basis="official",
        first=BEGUN,
        last=BEGUN,
        by="m",
        at=0,
        digest="",
    )


def wanted(period: str) -> list[gaps.Expected]:
    return list(gaps.expected(cover(period), TITLES, BEGUN))


def test_every_kind_of_period_that_has_ended_since_the_beginning_is_expected() -> None:
    found = {one.period.text for one in wanted("2026")}

    assert found == {
        *("2026-07", "2026-08", "2026-09", "2026-10", "2026-11"),
        *("2026-Q3", "2026-9M"),
    }


def test_nothing_is_expected_before_anybody_came() -> None:
    assert list(gaps.expected(cover("2026"), TITLES, None)) == []


def test_what_was_filed_is_not_missing_and_the_rest_says_how_late_it_is() -> None:
    every = wanted("2026-Q4")
    made = gaps.report(cover("2026-Q4"), every, [filing("2026-10")], [], {})

    assert [one.period.text for one in gaps.not_filed(every, [filing("2026-10")])] == ["2026-11"]
    row = dict(zip((c.key for c in made.tables[0].columns), made.tables[0].rows[0], strict=True))
    assert (row["period"], row["due_on"]) == ("Tháng 11 năm 2026", date(2026, 11, 17))
    assert row["late"] == "Quá hạn 3 ngày"
    assert made.tables[0].notes == ("Đã nộp 1/2 báo cáo của các kỳ đã hết.",)
