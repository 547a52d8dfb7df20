"""The demo centre's past: the days before today that nothing is written of yet.

Rule 1: it goes through the same rules as every press; nothing is put into a table by hand.
Rule 2: a day is kept whole or not at all, so that a start that was cut short goes on with the next.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from queue_server.demo.book import Book
from queue_server.demo.day import write_day
from queue_server.demo.papers import Papers
from queue_server.demo.shift import Staff
from queue_server.demo.visitors import Visitors
from queue_server.domain import calendar
from queue_server.protocol.commands import ChangePlan, TurnDay
from queue_server.protocol.plan import Hours, Plan
from queue_server.protocol.vocabulary import TIMER, ActorId
from queue_server.statistics import periods
from queue_server.statistics.periods import Basis, PeriodKind, Reckoning
from queue_server.store.contract import Journal

DAYS = 31
"""How many days before today are as busy as today."""
QUARTERS = 4
"""How many whole official quarters the past covers on a first start: before the busy days in the
numbers of a small centre that grows, so that a first start takes seconds and no report is empty."""
QUIET_CROWD, QUIET_GROWTH = 0.06, 0.08
"""How many of a busy day's people came at first, and how many more just before the busy days."""
MOST_DAYS = 92
"""Somebody who comes back after years does not wait for all of them."""
SATURDAY = 5

_PUBLIC_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (11, 24)})
_LUNAR = {
    2026: (date(2026, 2, 17), date(2026, 4, 26)),
    2027: (date(2027, 2, 6), date(2027, 4, 16)),
    2028: (date(2028, 1, 26), date(2028, 4, 4)),
    2029: (date(2029, 2, 13), date(2029, 4, 23)),
    2030: (date(2030, 2, 2), date(2030, 4, 12)),
    2031: (date(2031, 1, 23), date(2031, 4, 1)),
    2032: (date(2032, 2, 11), date(2032, 4, 19)),
    2033: (date(2033, 1, 31), date(2033, 4, 9)),
    2034: (date(2034, 2, 19), date(2034, 4, 28)),
    2035: (date(2035, 2, 8), date(2035, 4, 17)),
    2036: (date(2036, 1, 28), date(2036, 4, 6)),
}
"""First day of Tết and the Kings' day (Giỗ Tổ), for plans that name no holidays."""


async def write_past(
    journal: Journal,
    plan: Plan,
    staff: Staff | None,
    by: ActorId,
    now: datetime,
    *,
    days: int = DAYS,
    since: date | None = None,
    papers: Papers | None = None,
) -> int:
    """Write the days that are missing up to yesterday, and return how many visits they had.

    A first time begins `days` ago; those before, from `since` on, are quiet ones. Without `staff`
    nobody came; but the days went by, and no clock is doubted for their gap. `papers` is what the
    manager did meanwhile.

    Raises:
        StoreError: it could not be kept.
    """
    book = await Book.open(journal)
    today = calendar.day_of(now, book.floor.zone)
    busy = today - timedelta(days=days)
    begin = busy if since is None else min(since, busy)
    if book.floor.plan is None:
        at = _morning(book, begin) if begin < today else now
        book.write(at, ChangePlan(by=by, plan=plan))
    if book.floor.plan is None or book.floor.clock_doubted is not None:
        return 0
    visitors = Visitors(book.floor.plan, staff.officers.keys() if staff is not None else ())
    visits = 0
    for day in _missing(book, today, begin):
        book.write(_morning(book, day), TurnDay(by=TIMER))
        if staff is not None and is_working(book.floor.plan.hours, day):
            write_day(book, visitors, staff, day, _crowd(day, begin, busy))
        visits += len(book.floor.tickets)
        if papers is not None:
            await papers.end_of_day(book, day)
        await book.hand_over()
    await book.keep()
    return visits


def first_day(today: date) -> date:
    """Return the day on which the demo's past begins: the first of some whole official quarters."""
    quarter = periods.containing(PeriodKind.QUARTER, today, Reckoning(Basis.OFFICIAL))
    for _ in range(QUARTERS):
        quarter = periods.previous(quarter)
    return quarter.first


def _missing(book: Book, today: date, begin: date) -> Iterator[date]:
    """Return the days after the last one that is written, yesterday the last."""
    last = book.floor.last_day
    first = begin
    if last is not None:
        first = max(last + timedelta(days=1), today - timedelta(days=MOST_DAYS))
    return (first + timedelta(days=n) for n in range((today - first).days))


def _crowd(day: date, begin: date, busy: date) -> float:
    """Return how many come on `day`, as a part of a busy day."""
    if day >= busy:
        return 1.0
    return QUIET_CROWD + QUIET_GROWTH * (day - begin).days / (busy - begin).days


def is_working(hours: Hours, day: date) -> bool:
    """Return whether visitors came on `day`: though the demo is always open, they keep the week."""
    for holiday in hours.holidays:
        if holiday.date == day:
            return holiday.kind == "work"
    new_year, kings = _LUNAR.get(day.year, (None, None))
    tet = new_year is not None and -1 <= (day - new_year).days <= 3
    public = tet or day == kings or (day.month, day.day) in _PUBLIC_HOLIDAYS
    return day.weekday() < SATURDAY and not public


def _morning(book: Book, day: date) -> datetime:
    return datetime.combine(day, time(0, 0), book.floor.zone)
