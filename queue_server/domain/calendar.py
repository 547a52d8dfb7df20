"""Working time: when a centre serves, when it gives numbers, and the seconds in between.

Rule 1: instants are compared and subtracted as UTC; two clock times of one zone are not, for
Python would ignore the hour that summer time adds or takes.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from queue_server.protocol.plan import Holiday, Hours, Interval, Week

_DAY = timedelta(days=1)
_OPENING_DAYS = 30
"""How far ahead an opening is looked for: longer than any Tết."""
_WORK_DAYS = 366
"""How far ahead working time is added up."""


class Span(NamedTuple):
    """From one instant to a later one, the end not included."""

    start: datetime
    end: datetime


Intervals = Callable[[Hours, ZoneInfo, date], tuple[Span, ...]]
"""`service_intervals` or `ticket_intervals`."""


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """Return the centre's date at `now`."""
    return now.astimezone(zone).date()


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which `day` is over."""
    return _instant(day, "24:00", zone)


def service_intervals(hours: Hours, zone: ZoneInfo, day: date) -> tuple[Span, ...]:
    """Return when the centre serves on `day`."""
    return _intervals(hours, zone, day, lambda week: week.days)


def ticket_intervals(hours: Hours, zone: ZoneInfo, day: date) -> tuple[Span, ...]:
    """Return when numbers are given on `day`: never after its service has ended.

    A day worked by exception has its service hours.
    """
    spans = _intervals(hours, zone, day, lambda week: week.tickets or week.days)
    end = last_end(hours, zone, day)
    if end is None or not spans or spans[-1].end <= end:
        return spans
    return tuple(Span(span.start, min(span.end, end)) for span in spans if span.start < end)


def last_end(hours: Hours, zone: ZoneInfo, day: date) -> datetime | None:
    """Return when service ends on `day`; None on a day off."""
    spans = service_intervals(hours, zone, day)
    return spans[-1].end if spans else None


def is_open(spans: Sequence[Span], now: datetime) -> bool:
    """Tell whether `now` lies in one of `spans`."""
    instant = now.timestamp()
    return any(span.start.timestamp() <= instant < span.end.timestamp() for span in spans)


def next_opening(
    hours: Hours, zone: ZoneInfo, now: datetime, intervals: Intervals = service_intervals
) -> datetime | None:
    """Return when the centre is next open: `now` while it is, None if not within 30 days."""
    for span in _spans_from(hours, zone, now, _OPENING_DAYS, intervals):
        return span.start
    return None


def work_seconds(hours: Hours, zone: ZoneInfo, start: datetime, end: datetime) -> int:
    """Return the seconds of service between two instants; 0 when `end` is not after `start`."""
    first, last = start.timestamp(), end.timestamp()
    if last <= first:
        return 0
    if hours.always_open:
        return int(last - first)
    days = (day_of(end, zone) - day_of(start, zone)).days
    spans = _spans_from(hours, zone, start, days, service_intervals)
    return int(sum(max(0.0, min(_upto(span), last) - span.start.timestamp()) for span in spans))


def add_work_seconds(
    hours: Hours, zone: ZoneInfo, start: datetime, seconds: int
) -> datetime | None:
    """Return the first instant by which `seconds` of service have passed since `start`.

    None when the plan does not hold so much service within a year.
    """
    left = float(seconds)
    if left <= 0:
        return start
    for span in _spans_from(hours, zone, start, _WORK_DAYS, service_intervals):
        length = _upto(span) - span.start.timestamp()
        if left <= length:
            return datetime.fromtimestamp(span.start.timestamp() + left, zone)
        left -= length
    return None


def describe(spans: Sequence[Span]) -> str:
    """Return the clock times of one day's spans, as in `07:30-11:30, 13:30-17:30`."""
    return ", ".join(f"{span.start:%H:%M}-{_end_clock(span)}" for span in spans)


def _end_clock(span: Span) -> str:
    return "24:00" if span.end.date() > span.start.date() else f"{span.end:%H:%M}"


def _upto(span: Span) -> float:
    return span.end.timestamp()


def _spans_from(
    hours: Hours, zone: ZoneInfo, start: datetime, days: int, intervals: Intervals
) -> Iterator[Span]:
    """Yield what is left of the spans from `start` on, for its day and `days` more."""
    today = day_of(start, zone)
    for ahead in range(days + 1):
        for span in intervals(hours, zone, today + ahead * _DAY):
            if _upto(span) > start.timestamp():
                yield span if span.start.timestamp() >= start.timestamp() else Span(start, span.end)


def _intervals(
    hours: Hours,
    zone: ZoneInfo,
    day: date,
    days_of: Callable[[Week], tuple[tuple[Interval, ...], ...]],
) -> tuple[Span, ...]:
    if hours.always_open:
        return (Span(_instant(day, "00:00", zone), midnight_after(day, zone)),)
    holiday = _holiday(hours, day)
    if holiday is not None:
        return _spans(holiday.intervals if holiday.kind == "work" else (), zone, day)
    week = _week(hours, day)
    return _spans(days_of(week)[day.weekday()], zone, day) if week else ()


def _holiday(hours: Hours, day: date) -> Holiday | None:
    return next((holiday for holiday in hours.holidays if holiday.date == day), None)


def _week(hours: Hours, day: date) -> Week | None:
    begun = (week for week in hours.weeks if week.starts <= day)
    return max(begun, key=lambda week: week.starts, default=None)


@lru_cache(maxsize=256)
def _spans(intervals: tuple[Interval, ...], zone: ZoneInfo, day: date) -> tuple[Span, ...]:
    spans = (
        Span(_instant(day, interval.start, zone), _instant(day, interval.end, zone))
        for interval in intervals
    )
    # an interval inside the hour that summer time takes does not exist
    return tuple(span for span in spans if span.start < span.end)


@lru_cache(maxsize=4096)
def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return the first instant of `day` at which the clock shows `clock` or later."""
    hour, minute = divmod(int(clock[:2]) * 60 + int(clock[3:]), 60)
    wall = datetime.combine(day + hour // 24 * _DAY, time(hour % 24, minute))
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    other = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if other >= first:
        return first.astimezone(zone)
    return _after_gap(wall, other, first, zone)


def _after_gap(wall: datetime, before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks jump over `wall`."""

    def is_past(seconds: int) -> bool:
        return (before + timedelta(seconds=seconds)).astimezone(zone).replace(tzinfo=None) >= wall

    length = int((after - before).total_seconds())
    jump = bisect_left(range(length), True, key=is_past)
    return (before + timedelta(seconds=jump)).astimezone(zone)
