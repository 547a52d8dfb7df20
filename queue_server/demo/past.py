"""The demo centre's past: the days before today that nothing is written of yet.

Rule 1: it goes through the same rules as every press; nothing is put into a table by hand.
Rule 2: a day is kept whole or not at all, so that a start that was cut short goes on with the next.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from queue_server.demo.book import Book
from queue_server.demo.day import write_day
from queue_server.demo.shift import Staff
from queue_server.demo.visitors import Visitors
from queue_server.domain import calendar
from queue_server.protocol.commands import ChangePlan, TurnDay
from queue_server.protocol.plan import Hours, Plan
from queue_server.protocol.vocabulary import TIMER, ActorId
from queue_server.store.contract import Journal

DAYS = 31
"""How far back the past goes on a first start."""
MOST_DAYS = 92
"""Somebody who comes back after years does not wait for all of them."""
SATURDAY = 5


async def write_past(
    journal: Journal, plan: Plan, staff: Staff, by: ActorId, now: datetime, *, days: int = DAYS
) -> int:
    """Write the days that are missing up to yesterday, and return how many visits they had.

    Raises:
        StoreError: it could not be kept.
    """
    book = await Book.open(journal)
    zone = book.floor.zone
    if book.floor.plan is None:
        begin = calendar.day_of(now, zone) - timedelta(days=days)
        book.write(_morning(book, begin), ChangePlan(by=by, plan=plan))
    if book.floor.plan is None or book.floor.clock_doubted is not None:
        return 0
    visitors = Visitors(book.floor.plan, staff.officers.keys())
    visits = 0
    for day in _missing(book, calendar.day_of(now, book.floor.zone), days):
        book.write(_morning(book, day), TurnDay(by=TIMER))
        if is_working(book.floor.plan.hours, day):
            write_day(book, visitors, staff, day)
        visits += len(book.floor.tickets)
        await book.keep()
    await book.keep()
    return visits


def _missing(book: Book, today: date, days: int) -> Iterator[date]:
    """Return the days after the last one that is written, yesterday the last."""
    last = book.floor.last_day
    first = today - timedelta(days=days) if last is None else last + timedelta(days=1)
    first = max(first, today - timedelta(days=MOST_DAYS))
    return (first + timedelta(days=n) for n in range((today - first).days))


def is_working(hours: Hours, day: date) -> bool:
    """Return whether visitors came on `day`: though the demo is always open, they keep the week."""
    for holiday in hours.holidays:
        if holiday.date == day:
            return holiday.kind == "work"
    return day.weekday() < SATURDAY


def _morning(book: Book, day: date) -> datetime:
    return datetime.combine(day, time(0, 0), book.floor.zone)
