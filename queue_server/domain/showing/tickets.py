"""A ticket and a counter as they are shown."""

import re
from datetime import datetime, timedelta

from queue_server.domain import estimating
from queue_server.domain.numbering import label
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Ticket
from queue_server.protocol.events import Estimate, TicketIssued
from queue_server.protocol.views import CounterView, TicketsView, TicketView
from queue_server.protocol.vocabulary import CounterId, TicketId

_SAID = re.compile("([A-Z]{0,2})([0-9]{1,6})", re.ASCII)
"""What may be meant as a number; anything else is nobody's."""


def ticket(floor: Standing, ticket_id: TicketId, now: datetime) -> TicketView:
    """Return a ticket of today as its holder sees it.

    Raises:
        Refused: `unknown_ticket`.
    """
    return shown(floor, floor.ticket(ticket_id), now)


def shown(floor: Standing, ticket: Ticket, now: datetime) -> TicketView:
    """Return `ticket` as its holder sees it."""
    if not ticket.waits:
        return _picture(floor, ticket, None, None, now)
    ahead, estimate = estimating.of_ticket(floor, ticket, now)
    return _picture(floor, ticket, ahead, None if ticket.doubted else estimate, now)


def labelled(floor: Standing, text: str, now: datetime) -> TicketsView:
    """Return today's tickets with a label as people say it: `A005`, `a5`, or `5` of any series."""
    parts = _SAID.fullmatch(text.strip().upper())
    if parts is None:
        return TicketsView(tickets=())
    prefix, number = parts[1], int(parts[2])
    labels = {prefix + parts[2], label(prefix, number)}
    found = (
        ticket
        for ticket in floor.tickets.values()
        if ticket.label in labels or (not prefix and ticket.number == number)
    )
    return TicketsView(tickets=tuple(shown(floor, ticket, now) for ticket in found))


def issued(floor: Standing, event: TicketIssued, now: datetime) -> TicketView:
    """Return a ticket right after it was issued: what lies before it was just counted."""
    ticket = floor.ticket(event.ticket)
    return _picture(floor, ticket, event.ahead, event.estimate, now)


def _picture(
    floor: Standing,
    ticket: Ticket,
    ahead: int | None,
    estimate: Estimate | None,
    now: datetime,
) -> TicketView:
    field = floor.planned.field(ticket.leg_field) if ticket.leg_field is not None else None
    return TicketView(
        id=ticket.id,
        label=ticket.label,
        field=ticket.leg_field,
        procedure=ticket.procedure,
        kind=ticket.kind,
        priority=ticket.priority,
        state=ticket.state,
        issued_at=ticket.issued_at,
        service_day=ticket.day,
        ahead=ahead,
        estimate=estimate,
        counter=ticket.counter,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        finished_at=ticket.finished_at,
        outcome=ticket.outcome,
        link=_link(floor, ticket.id),
        field_name_vi=field.name_vi if field is not None else "",
        field_name_en=field.name_en if field is not None else "",
        counters=_counter_names(floor, ticket.line),
        calls=ticket.calls,
        quantity=ticket.quantity,
        dossiers=ticket.dossier_count,
        rated=ticket.satisfaction is not None,
        implied=ticket.implied,
        after_break=_after_break(floor, estimate, now),
    )


def counter(floor: Standing, counter_id: CounterId, now: datetime) -> CounterView:
    """Return a counter as officers see it.

    Raises:
        Refused: `unknown_counter`.
    """
    counter = floor.counter(counter_id)
    plan = floor.counter_plan(counter_id)
    current = counter.current
    return CounterView(
        id=counter.id,
        name=plan.name,
        state=counter.state,
        officer=counter.officer,
        fields=plan.fields,
        helps=plan.helps,
        current=ticket(floor, current, now) if current is not None else None,
        kinds=plan.kinds,
    )


def _link(floor: Standing, ticket_id: TicketId) -> str | None:
    url = floor.plan.public_url if floor.plan is not None else ""
    return f"{url.rstrip('/')}/t/{ticket_id}" if url else None


def _counter_names(floor: Standing, line: str) -> tuple[str, ...]:
    """Return the counters to wait for: those open now, or all that serve the line."""
    counters = floor.open_counters(line) or floor.serving_counters(line)
    return tuple(floor.counter_plan(c).name for c in counters if c in floor.counters)


def _after_break(floor: Standing, estimate: Estimate | None, now: datetime) -> str | None:
    """Return the clock time service goes on, if the wait runs into a break today."""
    if estimate is None:
        return None
    end = now + timedelta(seconds=estimate.low_s)
    spans = estimating.working_today(floor, now)
    starts = [span.start for span in spans if now < span.start <= end]
    return f"{starts[-1]:%H:%M}" if starts else None
