"""One past working day at the demo centre: who came when, and when the officers sat down."""

from datetime import date, datetime, time, timedelta
from functools import partial

from queue_server.demo.book import Book
from queue_server.demo.desk import AFTER_LUNCH, CLOSES, LUNCH, OPENS, Desk
from queue_server.demo.shift import Shift, Staff
from queue_server.demo.visitors import Visitors
from queue_server.protocol.commands import CancelTicket, RecordPrint
from queue_server.protocol.events import TicketIssued
from queue_server.protocol.vocabulary import HOLDER, PrintResult, TicketId

MONDAY = 0
LEAST, MOST = 230, 260
"""How many come in a day."""
MONDAY_LEAST = 250

_CURVE = (
    (time(7, 15), 15, 2.5),
    (time(7, 30), 30, 9),
    (time(8, 0), 30, 10),
    (time(8, 30), 30, 9),
    (time(9, 0), 30, 7),
    (time(9, 30), 30, 7.5),
    (time(10, 0), 30, 7),
    (time(10, 30), 30, 5.5),
    (time(11, 0), 30, 3),
    (time(11, 30), 90, 1),
    (time(13, 0), 30, 3),
    (time(13, 30), 30, 8),
    (time(14, 0), 30, 8),
    (time(14, 30), 30, 6.5),
    (time(15, 0), 30, 5),
    (time(15, 30), 30, 3.5),
    (time(16, 0), 30, 2.5),
    (time(16, 30), 30, 1.5),
)
"""From when, for how many minutes, how many of a hundred come: a peak, a dip, an afternoon."""

_PRINT_FAILS_SHARE = 0.005
_GIVES_UP_SHARE = 0.04
_LOAD, _MONDAY_LOAD = 0.71, 0.9
"""How much of the officers' time the day asks for."""
_BETWEEN_M = 1.2
"""Minutes between two services: the call, the walk, the greeting."""


def write_day(book: Book, visitors: Visitors, staff: Staff, day: date, crowd: float = 1.0) -> None:
    """Write a whole working day on which a part of the usual crowd comes."""
    shift = Shift(book, visitors, day)
    monday = day.weekday() == MONDAY
    usual = shift.chance.randint(MONDAY_LEAST if monday else LEAST, MOST)
    shift.pace = _pace(visitors, _MONDAY_LOAD if monday else _LOAD, len(staff.officers), usual)
    people = round(usual * crowd)
    for at in _arrivals(shift, people):
        shift.plan(at, partial(_arrive, shift, staff))
    for counter, officer in staff.officers.items():
        desk = Desk(shift, counter, officer)
        shift.plan(shift.around(OPENS, 6), desk.open)
        for clock in (LUNCH, CLOSES):
            shift.plan(shift.at(clock) + timedelta(minutes=4 * shift.chance.random()), desk.look_up)
    shift.run()


def _pace(visitors: Visitors, load: float, officers: int, people: int) -> float:
    """Return by what the usual minutes are multiplied, so that the day is as busy as meant."""
    hours = LUNCH.hour - OPENS.hour + CLOSES.hour - AFTER_LUNCH.hour
    minutes = load * officers * hours * 60 / people
    return max(0.2, (minutes - _BETWEEN_M) / visitors.usual_minutes())


def _arrivals(shift: Shift, people: int) -> list[datetime]:
    slots = shift.chance.choices(_CURVE, [share for *_, share in _CURVE], k=people)
    return sorted(
        shift.at(start) + timedelta(minutes=minutes * shift.chance.random())
        for start, minutes, _ in slots
    )


def _arrive(shift: Shift, staff: Staff) -> None:
    wish = shift.visitors.draw(shift.chance).wish(staff.kiosk)
    for issued in shift.book.tried(shift.now, wish):
        if isinstance(issued, TicketIssued):
            _print(shift, staff, issued.ticket)
            shift.wake(shift.book.floor.tickets[issued.ticket].line)
            if shift.happens(_GIVES_UP_SHARE):
                shift.later(300, 2400, partial(_give_up, shift, issued.ticket))


def _print(shift: Shift, staff: Staff, ticket: TicketId) -> None:
    failed = shift.happens(_PRINT_FAILS_SHARE)
    result = PrintResult.FAILED if failed else PrintResult.PRINTED
    shift.book.tried(shift.now, RecordPrint(by=staff.kiosk, ticket=ticket, result=result))


def _give_up(shift: Shift, ticket: TicketId) -> None:
    shift.book.tried(shift.now, CancelTicket(by=HOLDER, ticket=ticket))
