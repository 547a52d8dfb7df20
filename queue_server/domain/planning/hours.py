"""The hours of a plan, and the few values that stand alone."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from queue_server.domain.planning.problem import Problem
from queue_server.protocol.plan import Hours, Interval, Plan, Week
from queue_server.protocol.vocabulary import Kind

_URL = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_NUMBERS = 9999


def rest(plan: Plan) -> Iterator[Problem]:
    """Yield the single values that make no sense."""
    if not _is_zone(plan.zone):
        en = f"zone {plan.zone!r}: there is no such time zone"
        yield Problem("zone", en, "Không có múi giờ này.")
    if plan.public_url and not _URL.fullmatch(plan.public_url):
        yield Problem(
            "public_url",
            f"public_url {plan.public_url!r}: not an http address without / at its end",
            "Địa chỉ phải bắt đầu bằng http:// hoặc https:// và không có dấu / ở cuối.",
        )
    for place, kind in enumerate(plan.kinds):
        if kind.kind is Kind.SUBMIT:
            yield Problem(
                f"kinds[{place}].kind",
                "kind submit: it always belongs to a field and has no series of its own",
                "Nộp hồ sơ luôn theo lĩnh vực, không có dãy số riêng.",
            )
    for place, series in enumerate(plan.series):
        if series.quota is not None and series.quota > _MOST_NUMBERS:
            yield Problem(
                f"series[{place}].quota",
                f"series {series.id}: quota {series.quota} is more than {_MOST_NUMBERS}",
                f"Mỗi ngày nhiều nhất {_MOST_NUMBERS} số.",
            )
    yield from _procedures(plan)


def _procedures(plan: Plan) -> Iterator[Problem]:
    for place, procedure in enumerate(plan.procedures):
        begin, end = procedure.valid_from, procedure.valid_to
        if begin is not None and end is not None and end < begin:
            yield Problem(
                f"procedures[{place}].valid_to",
                f"procedure {procedure.code}: valid_to {end} is before valid_from {begin}",
                "Ngày hết hiệu lực đứng trước ngày bắt đầu.",
            )
        if procedure.replaced_by == procedure.code:
            yield Problem(
                f"procedures[{place}].replaced_by",
                f"procedure {procedure.code}: it is replaced by itself",
                "Thủ tục không thể được thay bằng chính nó.",
            )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # unknown; a path; a folder such as "Asia"
        return False
    return True


def hours(plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with the weeks and the holidays."""
    planned = plan.hours
    if not planned.weeks and not planned.always_open:
        yield Problem(
            "hours.weeks",
            "hours: there is no week, so the centre would never open",
            "Chưa có lịch tuần nào nên trung tâm sẽ không bao giờ mở cửa.",
        )
    for place, week in enumerate(planned.weeks):
        yield from _week(f"hours.weeks[{place}]", week)
    yield from _holidays(planned)


def _week(way: str, week: Week) -> Iterator[Problem]:
    for name, days in (("days", week.days), ("tickets", week.tickets)):
        if days is None:
            continue
        where = f"week of {week.starts}, {name}"
        if len(days) != len(_DAYS):
            yield Problem(
                f"{way}.{name}",
                f"{where}: {len(days)} days, a week has 7 (Monday first)",
                "Một tuần phải có đủ 7 ngày, bắt đầu từ thứ hai.",
            )
        for number, (day, intervals) in enumerate(zip(_DAYS, days, strict=False)):
            yield from _intervals(f"{way}.{name}[{number}]", f"{where}, {day}", intervals)


def _holidays(hours: Hours) -> Iterator[Problem]:
    for place, holiday in enumerate(hours.holidays):
        way, where = f"hours.holidays[{place}]", f"holiday {holiday.date}"
        if holiday.kind == "off" and holiday.intervals:
            en = f"{where}: a day off has no intervals"
            yield Problem(f"{way}.intervals", en, "Ngày nghỉ thì không có giờ làm việc.")
        if holiday.kind == "work" and not holiday.intervals:
            en = f"{where}: a day of work needs intervals"
            yield Problem(f"{way}.intervals", en, "Ngày làm bù phải có giờ làm việc.")
        yield from _intervals(f"{way}.intervals", where, holiday.intervals)


def _intervals(way: str, where: str, intervals: Sequence[Interval]) -> Iterator[Problem]:
    for place, interval in enumerate(intervals):
        if interval.start >= interval.end:
            yield Problem(
                f"{way}[{place}]",
                f"{where}: {interval.start}-{interval.end} does not end after its start",
                f"{interval.start}–{interval.end}: giờ kết thúc phải sau giờ bắt đầu.",
            )
    for place, (one, then) in enumerate(pairwise(intervals)):
        if then.start < one.end:
            first, second = f"{one.start}-{one.end}", f"{then.start}-{then.end}"
            yield Problem(
                f"{way}[{place + 1}]",
                f"{where}: {second} begins before {first} has ended",
                f"{second} bắt đầu khi {first} chưa kết thúc.",
            )
