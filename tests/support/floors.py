"""A floor to play on: a clock that moves when told, and everything that happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from queue_server.domain.floor import Floor
from queue_server.domain.standing import CounterNow
from queue_server.domain.ticket import Ticket
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import (
    TIMER,
    ActorId,
    Channel,
    CounterId,
    FieldCode,
    Kind,
    Outcome,
    PrintResult,
    TicketId,
)
from tests.support.plans import CENTRE
from tests.support.replays import photo

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A Friday."""
MANAGER = ActorId("manager")
KIOSK = ActorId("kiosk")
_E = TypeVar("_E", bound=e.Event)


def officer(counter: str) -> ActorId:
    """Return the one who sits at a counter."""
    return ActorId(f"officer-{counter}")


class Stage:
    """A floor, its clock, and the presses of those who work on it."""

    def __init__(self, plan: Plan | None = None, at: datetime = MORNING) -> None:
        self.floor = Floor(plan.centre if plan is not None else CENTRE)
        self.now = at
        self.events: list[e.Event] = []
        self._ids = count(1)
        if plan is not None:
            self.plan(plan)
            self.tick()

    def later(self, **time: float) -> "Stage":
        """Let time pass, as in `later(minutes=5)`."""
        return self.set_clock(self.now + timedelta(**time))

    def set_clock(self, at: datetime) -> "Stage":
        """Set the clock."""
        self.now = at
        return self

    def clock(self, hour: int, minute: int = 0) -> "Stage":
        """Set the clock to a time of its present day."""
        local = self.now.astimezone(self.floor.zone)
        return self.set_clock(local.replace(hour=hour, minute=minute, second=0, microsecond=0))

    def do(self, command: c.Command) -> list[e.Event]:
        """Carry out a command as the engine does: the day turns first."""
        if not isinstance(command, c.DoubtClock | c.StartServer):
            self.tick()
        return self._follow(command)

    def tick(self) -> list[e.Event]:
        """Do what the timer does."""
        turn = self.floor.day_turn(self.now)
        return self._follow(turn) if turn is not None else []

    def _follow(self, command: c.Command) -> list[e.Event]:
        events = self.floor.decide(command, self.now)
        for event in events:
            self.floor.apply(event)
        self.events += events
        return events

    @contextmanager
    def refuses(self, code: str) -> Iterator[None]:
        """Check that what is done is refused with `code` and changes nothing."""
        self.tick()
        before = photo(self.floor)
        with pytest.raises(Refused) as refused:
            yield
        assert refused.value.code == code
        assert photo(self.floor) == before

    def plan(self, plan: Plan, **changes: Any) -> list[e.Event]:
        """Let a plan hold, with changes to it."""
        return self.do(c.ChangePlan(by=MANAGER, plan=replace(plan, **changes)))

    def replan(self, **changes: Any) -> list[e.Event]:
        """Change the plan in force."""
        assert self.floor.plan is not None
        return self.plan(self.floor.plan, **changes)

    def repolicy(self, **changes: Any) -> list[e.Event]:
        """Change the policy in force."""
        assert self.floor.plan is not None
        return self.replan(policy=replace(self.floor.plan.policy, **changes))

    def issue(
        self,
        field: str | None = "HT",
        priority: str | None = None,
        kind: Kind = Kind.SUBMIT,
        by: ActorId = KIOSK,
        **more: Any,
    ) -> TicketId:
        """Take a number."""
        ident = self.name("ticket")
        self.do(
            c.IssueTicket(
                by=by,
                id=ident,
                field=FieldCode(field) if field is not None else None,
                priority=priority,
                kind=kind,
                **more,
            )
        )
        return TicketId(ident)

    def issue_by_staff(self, field: str = "HT", priority: str | None = None) -> TicketId:
        """Take a number at the desk."""
        return self.issue(field, priority, channel=Channel.STAFF)

    def cancel(self, ticket: TicketId) -> None:
        """Give a number up."""
        self.do(c.CancelTicket(by=KIOSK, ticket=ticket))

    def rate(self, ticket: TicketId, satisfaction: int = 3, **more: Any) -> None:
        """Judge a service."""
        self.do(c.RateTicket(by=KIOSK, ticket=ticket, satisfaction=satisfaction, **more))

    def printed(
        self,
        ticket: TicketId,
        result: PrintResult = PrintResult.PRINTED,
        *,
        paper_low: bool = False,
    ) -> None:
        """Say what became of the paper."""
        self.do(c.RecordPrint(by=KIOSK, ticket=ticket, result=result, paper_low=paper_low))

    def open(self, *counters: str) -> "Stage":
        """Sit down at counters."""
        for counter in counters:
            self.do(c.OpenCounter(by=officer(counter), counter=CounterId(counter)))
        return self

    def pause(self, counter: str) -> None:
        """Pause a counter."""
        self._at(c.PauseCounter, counter, reason="nghỉ giải lao")

    def close(self, counter: str) -> None:
        """Leave a counter."""
        self._at(c.CloseCounter, counter)

    def next(self, counter: str = "1", after: TicketId | UnsetType | None = UNSET) -> TicketId:
        """Press next; return who was called."""
        return last(self._at(c.CallNext, counter, after=after), e.TicketCalled).ticket

    def call(self, ticket: TicketId, counter: str = "1") -> None:
        """Call a named ticket."""
        self._at(c.CallTicket, counter, ticket=ticket, reason="gọi đích danh")

    def recall(self, counter: str = "1") -> None:
        """Call the current ticket again."""
        self._at(c.Recall, counter)

    def start(self, counter: str = "1") -> None:
        """Begin."""
        self._at(c.StartService, counter)

    def miss(self, counter: str = "1") -> None:
        """Say that nobody came."""
        self._at(c.MissTicket, counter)

    def hold(self, counter: str = "1") -> None:
        """Set the current ticket aside."""
        self._at(c.HoldTicket, counter, reason="đi phô tô")

    def finish(self, counter: str = "1", outcome: Outcome = Outcome.RECEIVED, **more: Any) -> None:
        """End the service."""
        self._at(c.FinishService, counter, outcome=outcome, **more)

    def undo(self, counter: str = "1") -> None:
        """Take the last press back."""
        self._at(c.Undo, counter)

    def transfer(
        self,
        counter: str = "1",
        *,
        field: str | None = None,
        to: str | None = None,
        keep_place: bool = False,
    ) -> None:
        """Send the current ticket on."""
        self._at(
            c.Transfer,
            counter,
            field=FieldCode(field) if field is not None else None,
            to_counter=CounterId(to) if to is not None else None,
            keep_place=keep_place,
        )

    def put_back(self, ticket: TicketId) -> None:
        """Put a missed or held ticket back in line."""
        self.do(c.ReturnTicket(by=MANAGER, ticket=ticket))

    def prioritise(self, ticket: TicketId, group: str | None) -> None:
        """Give a priority group, or take it."""
        command = c.ChangePriority(by=MANAGER, ticket=ticket, group=group, reason="xem giấy tờ")
        self.do(replace(command, id=self.name("text"), salt="muối"))

    def record(self, ticket: TicketId, outcome: Outcome, **more: Any) -> None:
        """Enter an outcome after service."""
        self.do(c.RecordOutcome(by=MANAGER, ticket=ticket, outcome=outcome, **more))

    def serve(self, counter: str = "1", *, minutes: float = 5) -> TicketId:
        """Call, start and finish one."""
        ticket = self.next(counter)
        self.start(counter)
        self.later(minutes=minutes).finish(counter)
        return ticket

    def doubt(self, why: str = "step", by_s: int = 900) -> None:
        """Distrust the clock."""
        self.do(c.DoubtClock(by=TIMER, why=why, by_s=by_s))

    def confirm(self) -> None:
        """Trust the clock again."""
        self.do(c.ConfirmClock(by=MANAGER))

    def _at(self, kind: type[c.CounterCommand], counter: str, **more: Any) -> list[e.Event]:
        about: dict[str, Any] = {"by": officer(counter), "counter": CounterId(counter)}
        if kind.free_text is not None:
            about |= {"id": self.name("text"), "salt": "muối"}
        return self.do(kind(**(about | more)))

    def name(self, what: str) -> str:
        """Return a new id."""
        return f"{what}-{next(self._ids)}"

    def ticket(self, ticket: TicketId) -> Ticket:
        """Return a ticket as it stands."""
        return self.floor.tickets[ticket]

    def label(self, ticket: TicketId) -> str:
        """Return a ticket's number."""
        return self.floor.tickets[ticket].label

    def counter(self, counter: str = "1") -> CounterNow:
        """Return a counter as it stands."""
        return self.floor.counters[CounterId(counter)]

    def current(self, counter: str = "1") -> TicketId | None:
        """Return the ticket at a counter."""
        return self.counter(counter).current

    def last(self, kind: type[_E]) -> _E:
        """Return the last event of a kind."""
        return last(self.events, kind)

    def calls(self) -> list[TicketId]:
        """Return who was called, in order."""
        return [event.ticket for event in self.events if isinstance(event, e.TicketCalled)]


def last(events: list[e.Event], kind: type[_E]) -> _E:
    """Return the last of `events` that is of a kind."""
    return next(event for event in reversed(events) if isinstance(event, kind))
