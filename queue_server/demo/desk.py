"""What an officer at one counter pressed on a past day: mostly as it should be, sometimes not."""

import secrets
from collections.abc import Callable
from datetime import time
from functools import partial

from queue_server.demo.shift import Shift
from queue_server.demo.visitors import dossiers, outcome, service_s
from queue_server.domain.ticket import Ticket
from queue_server.protocol import commands as c
from queue_server.protocol.events import Event, TicketCalled
from queue_server.protocol.vocabulary import ActorId, CounterId, FieldCode, Outcome, TicketId

OPENS, LUNCH, AFTER_LUNCH, CLOSES = time(7, 30), time(11, 30), time(13, 30), time(17, 0)
LUNCH_AT_LATEST, GONE = time(12, 0), time(17, 5)
"""Those who hold a number are still served a while; then officers leave."""

_ABSENT_SHARE = 0.075
_COMES_BACK_SHARE = 0.35
_CALLED_TWICE_SHARE = 0.1
_WRONG_PRESS_SHARE = 0.012
_FORGETS_START_SHARE = 0.07
_FORGETS_FINISH_SHARE = 0.03
_FETCHES_SHARE = 0.02
_SENT_ON_SHARE = 0.025
_BREAK_SHARE = 0.01
_NAMED_SHARE = 0.006

_LUNCH_BREAK = "Nghỉ trưa"
_SHORT_BREAK = "Giải lao"
_COPIES = "Công dân đi phô tô giấy tờ"
_OUT_OF_TURN = (
    "Đã hẹn trước theo phiếu hẹn",
    "Bổ sung giấy tờ cho hồ sơ vừa nộp",
    "Công dân ở xa, phải kịp chuyến xe",
)


class Desk:
    """One officer at one counter, for one day."""

    def __init__(self, shift: Shift, counter: CounterId, officer: ActorId) -> None:
        self._shift = shift
        self._counter = counter
        self._by = officer

    def open(self) -> None:
        """Sit down, at the beginning or after a break, and call."""
        self._say(c.OpenCounter(by=self._by, counter=self._counter))
        self._shift.later(5, 40, self._next)

    def _say(self, command: c.Command) -> list[Event]:
        return self._shift.book.tried(self._shift.now, command)

    def _when(self, ticket: TicketId, act: Callable[[], None]) -> Callable[[], None]:
        """Return `act`, to be done only while `ticket` is still the current one."""

        def still() -> None:
            if self._shift.book.floor.counters[self._counter].current == ticket:
                act()

        return still

    def _ticket(self, ticket: TicketId) -> Ticket:
        return self._shift.book.floor.tickets[ticket]

    def look_up(self) -> None:
        """Look at the clock while nobody is here."""
        if self._shift.wait_no_more(self._counter):
            self._next()

    def _next(self) -> None:
        self._shift.wait_no_more(self._counter)
        if self._leaves() or self._calls():
            return
        clock = self._shift.now.time()
        if clock >= CLOSES:
            self._close()
        elif LUNCH <= clock < AFTER_LUNCH:
            self._pause(_LUNCH_BREAK)
        else:
            self._shift.wait_for_people(self._counter, self._next)

    def _calls(self) -> bool:
        """Press next, now and then call a number out of turn; return whether anybody was called."""
        press = self._named() if self._shift.happens(_NAMED_SHARE) else None
        for event in self._say(press or c.CallNext(by=self._by, counter=self._counter)):
            if isinstance(event, TicketCalled):
                self._called(event.ticket)
                return True
        return False

    def _named(self) -> c.CallTicket | None:
        """Return the call of somebody in the middle of a line; None while nobody stands there."""
        floor = self._shift.book.floor
        lines = (floor.lines.get(name) for name in floor.own_lines(self._counter))
        passed = [ticket for line in lines if line is not None for ticket in line.in_order()[1:]]
        if not passed:
            return None
        id_, salt = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        return c.CallTicket(
            by=self._by,
            counter=self._counter,
            ticket=self._shift.chance.choice(passed),
            reason=self._shift.chance.choice(_OUT_OF_TURN),
            id=id_,
            salt=salt,
        )

    def _leaves(self) -> bool:
        """Go for lunch, home or a short break, if it is time, and return whether so."""
        clock = self._shift.now.time()
        if clock >= GONE:
            self._close()
        elif LUNCH_AT_LATEST <= clock < AFTER_LUNCH:
            self._pause(_LUNCH_BREAK)
        elif self._shift.happens(_BREAK_SHARE):
            self._pause(_SHORT_BREAK)
        else:
            return False
        return True

    def _pause(self, reason: str) -> None:
        id_, salt = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        self._say(
            c.PauseCounter(by=self._by, counter=self._counter, reason=reason, id=id_, salt=salt)
        )
        if reason == _LUNCH_BREAK:
            self._shift.plan(self._shift.around(AFTER_LUNCH, 4), self.open)
        else:
            self._shift.later(300, 900, self.open)

    def _close(self) -> None:
        self._say(c.CloseCounter(by=self._by, counter=self._counter))

    def _called(self, ticket: TicketId) -> None:
        shift = self._shift
        if shift.happens(_WRONG_PRESS_SHARE):
            shift.later(4, 15, self._when(ticket, self._take_back))
        elif shift.happens(_ABSENT_SHARE):
            shift.later(30, 50, self._when(ticket, partial(self._call_again, ticket, absent=True)))
        elif shift.happens(_CALLED_TWICE_SHARE):
            shift.later(20, 35, self._when(ticket, partial(self._call_again, ticket, absent=False)))
        else:
            shift.later(8, 40, self._when(ticket, partial(self._receive, ticket)))

    def _take_back(self) -> None:
        self._say(c.Undo(by=self._by, counter=self._counter))
        self._shift.later(5, 15, self._next)

    def _call_again(self, ticket: TicketId, *, absent: bool) -> None:
        self._say(c.Recall(by=self._by, counter=self._counter))
        if not absent:
            self._shift.later(8, 30, self._when(ticket, partial(self._receive, ticket)))
        elif self._ticket(ticket).calls < 3:
            again = partial(self._call_again, ticket, absent=True)
            self._shift.later(25, 40, self._when(ticket, again))
        else:
            self._shift.later(20, 40, self._when(ticket, partial(self._miss, ticket)))

    def _miss(self, ticket: TicketId) -> None:
        self._say(c.MissTicket(by=self._by, counter=self._counter))
        if self._shift.happens(_COMES_BACK_SHARE):
            self._shift.later(180, 1500, partial(self._put_back, ticket))
        self._shift.later(1, 5, self._next)

    def _put_back(self, ticket: TicketId) -> None:
        if self._say(c.ReturnTicket(by=self._by, ticket=ticket)):
            self._shift.wake(self._ticket(ticket).line)

    def _receive(self, ticket: TicketId) -> None:
        shift = self._shift
        if not shift.happens(_FORGETS_START_SHARE):
            self._say(c.StartService(by=self._by, counter=self._counter))
        minutes = shift.visitors.minutes(self._ticket(ticket).home) * shift.pace
        lasts = service_s(shift.chance, minutes)
        if shift.happens(_FETCHES_SHARE):
            shift.later(lasts * 0.2, lasts * 0.4, self._when(ticket, partial(self._hold, ticket)))
        elif shift.happens(_SENT_ON_SHARE) and self._ticket(ticket).leg == 1:
            shift.later(lasts * 0.2, lasts * 0.5, self._when(ticket, partial(self._send, ticket)))
        elif shift.happens(_FORGETS_FINISH_SHARE):
            shift.later(lasts, lasts, self._when(ticket, partial(self._next_without_end, ticket)))
        else:
            shift.later(lasts, lasts, self._when(ticket, partial(self._finish, ticket)))

    def _hold(self, ticket: TicketId) -> None:
        id_, salt = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        self._say(
            c.HoldTicket(by=self._by, counter=self._counter, reason=_COPIES, id=id_, salt=salt)
        )
        self._shift.later(240, 900, partial(self._put_back, ticket))
        self._shift.later(1, 5, self._next)

    def _send(self, ticket: TicketId) -> None:
        """Send somebody on to another field, where one is served elsewhere."""
        here = self._ticket(ticket).home
        own = self._shift.book.floor.own_lines(self._counter)
        others = [name for name in self._shift.visitors.lines if not name.startswith("*")]
        others = [name for name in others if name != here and name not in own]
        if others:
            field = FieldCode(self._shift.chance.choice(others))
            keeps = self._shift.happens(0.5)
            self._say(c.Transfer(by=self._by, counter=self._counter, field=field, keep_place=keeps))
            self._shift.wake(field)
            self._shift.later(2, 10, self._next)
        else:
            self._finish(ticket)

    def _next_without_end(self, ticket: TicketId) -> None:
        if not self._calls():
            self._finish(ticket)
        elif self._shift.happens(0.5):
            self._shift.later(600, 3600, partial(self._mend, ticket))

    def _mend(self, ticket: TicketId) -> None:
        self._say(c.RecordOutcome(by=self._by, ticket=ticket, outcome=Outcome.RECEIVED))

    def _finish(self, ticket: TicketId) -> None:
        shift, served = self._shift, self._ticket(ticket)
        end = outcome(shift.chance, served.kind)
        received = dossiers(end, served.procedure, served.quantity, shift.day, next(shift.dossiers))
        for _ in received[1:]:
            next(shift.dossiers)
        self._say(
            c.FinishService(by=self._by, counter=self._counter, outcome=end, dossiers=received)
        )
        shift.let_rate(ticket)
        shift.later(3, 25, self._next)
