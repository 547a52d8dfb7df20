"""A small centre: its plan, and the things people ask of it."""

import itertools
from datetime import date
from typing import Any

from queue_server.protocol import commands as c
from queue_server.protocol.plan import (
    Counter,
    Field,
    Hours,
    Interval,
    Plan,
    Policy,
    PriorityGroup,
    Series,
    Week,
)
from queue_server.protocol.vocabulary import (
    ActorId,
    CentreId,
    CounterId,
    FieldCode,
    Outcome,
    SeriesId,
    TicketId,
)

CENTRE = CentreId("mau")
MANAGER = ActorId("manager")
KIOSK = ActorId("kiosk")
OFFICE_DAY = (Interval(start="07:30", end="11:30"), Interval(start="13:30", end="17:00"))
OFFICE_HOURS = Hours(weeks=(Week(starts=date(2026, 1, 1), days=(OFFICE_DAY,) * 7),))
_numbers = itertools.count(1)


def plan(counters: int = 2, hours: Hours | None = None, **changes: Any) -> Plan:
    """Return the plan of a centre with two fields, which every counter serves."""
    fields = (FieldCode("HT"), FieldCode("CT"))
    parts: dict[str, Any] = {
        "centre": CENTRE,
        "name_vi": "Trung tâm mẫu",
        "series": tuple(Series(id=SeriesId(letter), prefix=letter) for letter in "AB"),
        "fields": (
            Field(code=fields[0], name_vi="Hộ tịch", name_en="Civil status", series=SeriesId("A")),
            Field(code=fields[1], name_vi="Chứng thực", name_en="Copies", series=SeriesId("B")),
        ),
        "counters": tuple(
            Counter(id=CounterId(str(n)), name=f"Quầy {n}", fields=fields)
            for n in range(1, counters + 1)
        ),
        "hours": hours if hours is not None else Hours(always_open=True),
        "policy": Policy(
            recall_gap_s=0,
            groups=(PriorityGroup(code="elder", name_vi="Người cao tuổi", name_en="Elders"),),
        ),
    }
    return Plan(**(parts | changes))


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
