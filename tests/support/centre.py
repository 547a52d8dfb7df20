"""What people ask of a small centre: numbers at the kiosk, presses at two counters."""

import itertools
from typing import Any

from queue_server.protocol import commands as c
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterId, FieldCode, Outcome, TicketId
from tests.support import plans
from tests.support.plans import CENTRE, OFFICE_HOURS

__all__ = [
    "CENTRE",
    "KIOSK",
    "MANAGER",
    "OFFICE_HOURS",
    "cancel",
    "finish_at",
    "next_at",
    "number",
    "officer",
    "opened",
    "plan",
    "start_at",
]

MANAGER = ActorId("manager")
KIOSK = ActorId("kiosk")
_numbers = itertools.count(1)


def plan(**changes: Any) -> Plan:
    """Return the plan of a centre with two fields and two counters that serve both."""
    parts = {
        "series": (plans.series("A"), plans.series("B")),
        "fields": (plans.field("HT", "A"), plans.field("CT", "B")),
        "kinds": (),
        "counters": (plans.counter("1", "HT CT"), plans.counter("2", "HT CT")),
    }
    return plans.plan(**(parts | changes))


def officer(counter: int) -> ActorId:
    """Return the one who sits at a counter."""
    return ActorId(f"officer-{counter}")


def number(field: str = "HT", priority: str | None = None) -> c.IssueTicket:
    """Return the wish for a number."""
    return c.IssueTicket(
        by=KIOSK, id=f"ticket-{next(_numbers)}", field=FieldCode(field), priority=priority
    )


def opened(counter: int) -> c.OpenCounter:
    """Return the wish to sit down at a counter."""
    return c.OpenCounter(by=officer(counter), counter=CounterId(str(counter)))


def next_at(counter: int) -> c.CallNext:
    """Return a press on next."""
    return c.CallNext(by=officer(counter), counter=CounterId(str(counter)))


def start_at(counter: int) -> c.StartService:
    """Return a press on start."""
    return c.StartService(by=officer(counter), counter=CounterId(str(counter)))


def finish_at(counter: int, note: str | None = None) -> c.FinishService:
    """Return a press on finish."""
    return c.FinishService(
        by=officer(counter),
        counter=CounterId(str(counter)),
        outcome=Outcome.RECEIVED,
        id=f"text-{next(_numbers)}",
        salt="salt",
        note=note,
    )


def cancel(ticket: str) -> c.CancelTicket:
    """Return the wish to give a number up."""
    return c.CancelTicket(by=KIOSK, ticket=TicketId(ticket))
