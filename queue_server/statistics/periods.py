"""The periods that are reported on: from which day to which, and when they are due.

Rule 1: both ends belong to a period; days are days of the centre's zone.
Rule 2: by the official basis a month runs from the day after the cut-off day of the month before
to its own cut-off day (15th to 14th), and all longer periods are made of such months.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from queue_server.protocol.refusals import Refused

CUTOFF_DAY = 14
"""The last day of an official month (NĐ 09/2019), where a centre's plan says nothing else."""
FIRST_YEAR, LAST_YEAR = 2000, 2999
_DAY = timedelta(days=1)


class Basis(StrEnum):
    """What a month is."""

    OFFICIAL = "official"
    """From the day after the cut-off day to the next one."""
    CALENDAR = "calendar"


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    RANGE = "range"


class Reckoning(NamedTuple):
    """How a centre reckons its months."""

    basis: Basis = Basis.CALENDAR
    cutoff_day: int = CUTOFF_DAY
    """0 is the end of the calendar's month."""

    @property
    def cutoff(self) -> int:
        """The last day of a month; 0 is the calendar's last."""
        return self.cutoff_day if self.basis is Basis.OFFICIAL else 0


CALENDAR = Reckoning()


class Period(Struct, frozen=True, kw_only=True):
    """A stretch of days that is reported on."""

    text: str
    """As it is asked for: `2026-Q4`."""
    kind: PeriodKind
    year: int
    number: int
    """Which one of its year, from 1."""
    first: date
    last: date
    reckoning: Reckoning

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def due_on(self) -> date | None:
        """The last day to hand its report in; None for days and ranges, which nobody waits for."""
        days = _DUE_DAYS.get(self.kind)
        return self.last + timedelta(days=days) if days is not None else None

    def is_over(self, day: date) -> bool:
        """Tell whether it is over on `day`."""
        return day > self.last


class _Months(NamedTuple):
    """A kind of period that is made of months."""

    length: int
    a_year: int
    text: str


_MONTHLY = {
    PeriodKind.MONTH: _Months(1, 12, "{year}-{number:02}"),
    PeriodKind.QUARTER: _Months(3, 4, "{year}-Q{number}"),
    PeriodKind.HALF: _Months(6, 2, "{year}-H{number}"),
    PeriodKind.NINE_MONTHS: _Months(9, 1, "{year}-9M"),
    PeriodKind.YEAR: _Months(12, 1, "{year}"),
}
_DUE_DAYS = {
    PeriodKind.WEEK: 1,
    PeriodKind.MONTH: 3,
    PeriodKind.QUARTER: 5,
    PeriodKind.HALF: 7,
    PeriodKind.NINE_MONTHS: 7,
    PeriodKind.YEAR: 10,
}
"""How many days after its end the report of a period is due."""
_FORMS = (
    (PeriodKind.MONTH, re.compile(r"([0-9]{4})-([0-9]{2})")),
    (PeriodKind.QUARTER, re.compile(r"([0-9]{4})-Q([1-4])")),
    (PeriodKind.HALF, re.compile(r"([0-9]{4})-H([12])")),
    (PeriodKind.NINE_MONTHS, re.compile(r"([0-9]{4})-9M()")),
    (PeriodKind.YEAR, re.compile(r"([0-9]{4})()")),
    (PeriodKind.WEEK, re.compile(r"([0-9]{4})-W([0-9]{2})")),
)


def parse(text: str, reckoning: Reckoning = CALENDAR) -> Period:
    """Return the period that `text` asks for.

    Raises:
        Refused: `wrong_period`, there is no such period.
    """
    asked = text.strip().upper()
    try:
        if ".." in asked:
            first, _, last = asked.partition("..")
            return between(_day(first), _day(last))
        for kind, form in _FORMS:
            if found := form.fullmatch(asked):
                return _numbered(kind, int(found[1]), int(found[2] or 1), reckoning)
        return one_day(_day(asked))
    except ValueError as error:
        raise Refused("wrong_period", period=text[:40]) from error


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return _plain(PeriodKind.DAY, day.isoformat(), day, day)


def between(first: date, last: date) -> Period:
    """Return the period between two days, both within it.

    Raises:
        Refused: `wrong_period`, it ends before it begins.
    """
    text = f"{first.isoformat()}..{last.isoformat()}"
    if last < first:
        raise Refused("wrong_period", period=text)
    return _plain(PeriodKind.RANGE, text, first, last)


def containing(kind: PeriodKind, day: date, reckoning: Reckoning = CALENDAR) -> Period:
    """Return the period of a kind in which `day` lies.

    Nine months are the first nine of the year in which `day` lies. A range is its day.
    """
    if kind in (PeriodKind.DAY, PeriodKind.RANGE):
        return one_day(day)
    if kind is PeriodKind.WEEK:
        year, week, _ = day.isocalendar()
        return _week(year, week)
    month = day.year * 12 + day.month - 1 + _is_after(day, reckoning.cutoff)
    monthly = _MONTHLY[kind]
    number = min(month % 12 // monthly.length, monthly.a_year - 1) + 1
    return _monthly(kind, month // 12, number, reckoning)


def previous(period: Period) -> Period:
    """Return the period of the same kind before.

    Of a range as many days, of nine months last year's.

    Raises:
        Refused: `wrong_period`, we do not reckon as far back.
    """
    return _neighbour(period, -1)


def following(period: Period) -> Period:
    """Return the period of the same kind after.

    Raises:
        Refused: `wrong_period`, we do not reckon as far ahead.
    """
    return _neighbour(period, 1)


def ended(
    kind: PeriodKind, since: date, until: date, reckoning: Reckoning = CALENDAR
) -> Iterator[Period]:
    """Yield the periods of a kind whose last day lies from `since` to `until`, in order."""
    period = containing(kind, since, reckoning)
    while period.last <= until:
        if period.last >= since:
            yield period
        period = following(period)


def _neighbour(period: Period, step: int) -> Period:
    try:
        if period.kind in _MONTHLY:
            a_year = _MONTHLY[period.kind].a_year
            place = period.year * a_year + period.number - 1 + step
            return _numbered(period.kind, place // a_year, place % a_year + 1, period.reckoning)
        away = timedelta(days=step * period.days)
        if period.kind is PeriodKind.WEEK:
            return containing(PeriodKind.WEEK, period.first + away)
        if period.kind is PeriodKind.DAY:
            return one_day(period.first + away)
        return between(period.first + away, period.last + away)
    except (ValueError, OverflowError) as error:
        raise Refused("wrong_period", period=period.text) from error


def _numbered(kind: PeriodKind, year: int, number: int, reckoning: Reckoning) -> Period:
    _check_year(year)
    if kind is PeriodKind.WEEK:
        return _week(year, number)
    if not 1 <= number <= _MONTHLY[kind].a_year:
        raise ValueError(number)
    return _monthly(kind, year, number, reckoning)


def _monthly(kind: PeriodKind, year: int, number: int, reckoning: Reckoning) -> Period:
    monthly = _MONTHLY[kind]
    month = year * 12 + (number - 1) * monthly.length
    return Period(
        text=monthly.text.format(year=year, number=number),
        kind=kind,
        year=year,
        number=number,
        first=_begin(month, reckoning.cutoff),
        last=_begin(month + monthly.length, reckoning.cutoff) - _DAY,
        reckoning=reckoning,
    )


def _begin(month: int, cutoff: int) -> date:
    """Return the first day of a month, counted from the year 0."""
    month -= cutoff > 0
    return date(month // 12, month % 12 + 1, cutoff + 1)


def _is_after(day: date, cutoff: int) -> int:
    return int(0 < cutoff < day.day)


def _week(year: int, week: int) -> Period:
    first = date.fromisocalendar(year, week, 1)
    return Period(
        text=f"{year}-W{week:02}",
        kind=PeriodKind.WEEK,
        year=year,
        number=week,
        first=first,
        last=first + 6 * _DAY,
        reckoning=CALENDAR,
    )


def _plain(kind: PeriodKind, text: str, first: date, last: date) -> Period:
    return Period(
        text=text,
        kind=kind,
        year=last.year,
        number=last.timetuple().tm_yday,
        first=first,
        last=last,
        reckoning=CALENDAR,
    )


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    _check_year(day.year)
    return day


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
