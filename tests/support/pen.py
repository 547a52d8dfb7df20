"""Writes what an engine would keep: chained events, their records and their answers."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from typing import Any

from queue_server.protocol import events as e
from queue_server.protocol.codec import canonical, chain, chain_start, decode_event
from queue_server.protocol.plan import Plan, plan_hash
from queue_server.protocol.records import Judged, Leg, Mended, Text, Visit
from queue_server.protocol.vocabulary import (
    ActorId,
    CentreId,
    Channel,
    FieldCode,
    Kind,
    Outcome,
    ProcedureCode,
    SeriesId,
    TicketId,
)
from queue_server.store.contract import Answered, Batch, Entry, Key

CENTRE = CentreId("mau")
KIOSK = ActorId("kiosk-1")
NINE = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=7)))
FRIDAY = NINE.date()
NOTE = "Thiếu giấy chứng sinh"


class Pen:
    """Goes on with the journal of one centre, event by event."""

    def __init__(self, centre: CentreId = CENTRE) -> None:
        self.centre = centre
        self.seq = 0
        self.hash = chain_start(centre)
        self.at = NINE

    def write(self, kind: type[e.Event], /, **members: Any) -> Entry:
        """Return the next event."""
        self.seq += 1
        event = kind(centre=self.centre, seq=self.seq, at=self.at, by=KIOSK, **members)
        body = canonical(event)
        self.hash = chain(self.hash, body)
        return Entry(self.seq, self.hash, body)

    def plan(self, version: int = 1, **changes: Any) -> Entry:
        """Return a change of the plan."""
        plan = Plan(centre=self.centre, version=version, name_vi="Trung tâm mẫu", **changes)
        return self.write(e.PlanChanged, plan=plan, plan_hash=plan_hash(plan))

    def day(self, day: date = FRIDAY) -> Entry:
        """Return the opening of a day, at nine."""
        self.at = NINE + (day - FRIDAY)
        return self.write(e.DayOpened, day=day, plan_version=1, plan_hash="")

    def ticket(self) -> Batch:
        """Return a number that was given, with its records and the kiosk's answer."""
        entry = self.write(
            e.TicketIssued,
            ticket=TicketId(f"ticket-{self.seq + 1}"),
            label=f"A{self.seq % 1000:03d}",
            series=SeriesId("A"),
            number=self.seq,
            field=FieldCode("HT"),
            procedure=ProcedureCode("1.001193"),
            kind=Kind.SUBMIT,
            priority=None,
            channel=Channel.KIOSK,
            estimate=e.Estimate(300, 900, "recent"),
        )
        answer = self.answer(f"press-{self.seq}")
        return records(decode_event(entry.body))._replace(entries=[entry], answers=[answer])

    def note(self, ticket: str, text: str = NOTE) -> Batch:
        """Return an outcome that was mended, with a note in somebody's own words."""
        ref = f"text-{self.seq + 1}"
        words = e.text_ref(ref, "muối", text)
        members: dict[str, Any] = {
            "ticket": TicketId(ticket),
            "outcome": Outcome.SUPPLEMENT,
            "note": words,
        }
        entry = self.write(e.OutcomeRecorded, **members)
        until = int(self.at.timestamp()) + 60
        kept = Text(ref=ref, salt="muối", text=text, seq=self.seq, kept_until=until)
        return records(decode_event(entry.body))._replace(entries=[entry], texts=[kept])

    def marks(self, ticket: str) -> Batch:
        """Return a judgement of a visit of an earlier day."""
        members: dict[str, Any] = {"satisfaction": 3, "attitude": 2}
        entry = self.write(e.TicketRated, ticket=TicketId(ticket), **members)
        return records(decode_event(entry.body))._replace(entries=[entry])

    def answer(self, key: str) -> Answered:
        """Return the answer to a press of now."""
        request = hashlib.sha256(b"{}").digest()
        asked = Key(KIOSK, "POST /tickets", key)
        return Answered(asked, request, 201, '{"số":"A001"}'.encode(), int(self.at.timestamp()))


def records(event: e.Event) -> Batch:
    """Return the records that an event changes: the smallest rules there can be."""
    if isinstance(event, e.TicketIssued):
        return Batch(visits=[visit(event)], legs=[leg(event)])
    if isinstance(event, e.OutcomeRecorded):
        mended = Mended(ticket=event.ticket, outcome=event.outcome.value, dossiers=0)
        return Batch(mended=[mended])
    if isinstance(event, e.TicketRated):
        marks = {"satisfaction": event.satisfaction, "attitude": event.attitude}
        return Batch(judged=[Judged(ticket=event.ticket, **marks)])
    return Batch()


def visit(event: e.TicketIssued, **changes: Any) -> Visit:
    """Return the visit of a ticket that was just issued."""
    members: dict[str, Any] = {
        "ticket": event.ticket,
        "day": event.at.date().isoformat(),
        "label": event.label,
        "series": event.series,
        "field": event.field,
        "procedure": event.procedure,
        "kind": event.kind.value,
        "priority": event.priority,
        "channel": event.channel.value,
        "quantity": event.quantity,
        "issued_at": int(event.at.timestamp()),
        "hour": event.at.hour,
        "state": "waiting",
        "ended_at": None,
        "legs": 1,
        "wait_s": None,
        "counter": None,
        "officer": None,
        "outcome": None,
        "dossiers": 0,
        "satisfaction": None,
        "attitude": None,
        "estimate_low_s": 300,
        "estimate_high_s": 900,
        "doubted": event.clock_doubt,
    }
    return Visit(**(members | changes))


def leg(event: e.TicketIssued, **changes: Any) -> Leg:
    """Return the first leg of a ticket that was just issued."""
    members: dict[str, Any] = {
        "ticket": event.ticket,
        "leg": 1,
        "day": event.at.date().isoformat(),
        "hour": event.at.hour,
        "field": event.field,
        "procedure": event.procedure,
        "kind": event.kind.value,
        "priority": event.priority,
        "entered_at": int(event.at.timestamp()),
        "called_at": None,
        "started_at": None,
        "finished_at": None,
        "counter": None,
        "officer": None,
        "reason": None,
        "calls": 0,
        "wait_s": None,
        "wait_work_s": None,
        "left_s": None,
        "service_s": None,
        "implied": False,
        "end": None,
        "outcome": None,
        "dossiers": 0,
        "doubted": event.clock_doubt,
    }
    return Leg(**(members | changes))
