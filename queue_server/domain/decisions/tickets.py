"""Decisions about tickets: taking a number, and what may be done to it apart from a counter."""

from datetime import datetime, timedelta

from queue_server.domain import calendar, estimating, numbering
from queue_server.domain.decisions.draft import Draft
from queue_server.domain.decisions.hoarding import check_hoarding
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Move, Ticket, check_move
from queue_server.domain.waiting import line_of
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Series
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import (
    Channel,
    CounterId,
    FieldCode,
    TicketId,
    TicketState,
)

RATE_WITHIN = timedelta(hours=24)
"""How long after its service a visit of an earlier day may be judged."""


def issue(floor: Standing, command: c.IssueTicket, draft: Draft) -> None:
    """Give a number, if the centre gives numbers now and the series has one."""
    _check_open(floor, draft)
    field = _field(floor, command, draft)
    line = line_of(field, command.kind)
    _check_priority(floor, command, draft)
    series = _series(floor, command, field, draft)
    refused = line_refusal(floor, series, line, draft.at)
    if refused is not None:
        raise refused
    check_hoarding(floor, command, line, draft)
    rank = floor.planned.rank(command.priority)
    ahead, estimate = estimating.of_new(floor, line, rank, draft.at)
    number = floor.numbers.get(series.prefix, 0) + 1
    draft.add(
        e.TicketIssued,
        ticket=TicketId(command.id),
        label=numbering.label(series.prefix, number),
        series=series.id,
        number=number,
        field=field,
        procedure=command.procedure,
        kind=command.kind,
        priority=command.priority,
        channel=command.channel,
        quantity=command.quantity,
        language=command.language,
        ahead=ahead,
        estimate=estimate,
    )


def opening(floor: Standing, now: datetime) -> Refused | None:
    """Return why no numbers are given now; None while they are."""
    plan = floor.plan
    if plan is None:
        return Refused("closed_now")
    if floor.day is None and floor.clock_doubted is not None:
        return Refused("clock_doubted")
    if plan.hours.always_open or floor.clock_doubted is not None:
        return None if floor.day is not None else Refused("closed_now")
    day = calendar.day_of(now, floor.zone)
    spans = calendar.ticket_intervals(plan.hours, floor.zone, day)
    if floor.day is not None and calendar.is_open(spans, now):
        return None
    if not spans:
        return Refused(
            "closed_now", hours_vi="Hôm nay trung tâm nghỉ.", hours_en="The centre is closed today."
        )
    hours = calendar.describe(spans)
    return Refused(
        "closed_now", hours_vi=f"Giờ lấy số: {hours}.", hours_en=f"Ticket hours: {hours}."
    )


def _check_open(floor: Standing, draft: Draft) -> None:
    refused = opening(floor, draft.at)
    if refused is not None:
        raise refused


def _field(floor: Standing, command: c.IssueTicket, draft: Draft) -> FieldCode | None:
    """Return the field asked for, by itself or through a procedure; None for a kind alone."""
    field = command.field
    if field is not None and floor.planned.field(field) is None:
        raise Refused("unknown_field")
    if command.procedure is not None:
        procedure = floor.planned.procedure(command.procedure)
        if procedure is None or field not in (None, procedure.field):
            raise Refused("unknown_procedure")
        return procedure.field
    if field is None and floor.planned.kind(command.kind) is None:
        raise Refused("field_needed")
    return field


def _check_priority(floor: Standing, command: c.IssueTicket, draft: Draft) -> None:
    if command.priority is None:
        return
    if not floor.planned.knows_group(command.priority):
        raise Refused("unknown_priority")
    if command.channel is Channel.KIOSK and not draft.policy.priority_at_kiosk:
        raise Refused("priority_by_staff")


def _series(
    floor: Standing, command: c.IssueTicket, field: FieldCode | None, draft: Draft
) -> Series:
    """Return the series that owns the number: agents', the kind's or the field's."""
    policy = draft.policy
    if not policy.dossiers_per_ticket or command.quantity <= policy.dossiers_per_ticket:
        return floor.planned.numbered_by(field, command.kind)
    if policy.agents_series is None:
        raise Refused("too_many_dossiers", cap=policy.dossiers_per_ticket)
    return floor.planned.series(policy.agents_series)


def line_refusal(floor: Standing, series: Series, line: str, at: datetime) -> Refused | None:
    """Return why a line gives no numbers now; None while it does."""
    if series.id in floor.paused_series:
        return Refused("series_paused")
    if series.quota is not None and floor.given.get(series.id, 0) >= series.quota:
        return Refused("sold_out")
    if not floor.open_counters(line) and not floor.in_force.policy.issue_without_counter:
        return Refused("no_counter")
    return Refused("sold_out") if _is_full(floor, line, at) else None


def _is_full(floor: Standing, line: str, at: datetime) -> bool:
    """Return whether more wait than the open counters can serve before closing time."""
    plan, counters = floor.in_force, floor.open_counters(line)
    if not plan.policy.last_ticket_by_capacity or not counters or floor.clock_doubted is not None:
        return False
    end = calendar.last_end(plan.hours, floor.zone, at.date())
    if end is None:
        return False
    left_s = calendar.work_seconds(plan.hours, floor.zone, at, end)
    mean_s, _ = estimating.service_mean(floor, line)
    waiting = sum(floor.lines.count(name) for name in floor.pool(line))
    return waiting * mean_s >= len(counters) * left_s


def record_print(floor: Standing, command: c.RecordPrint, draft: Draft) -> None:
    """Keep what became of the paper."""
    ticket = floor.ticket(command.ticket)
    detail = draft.words(command.detail)
    draft.add(
        e.TicketPrinted,
        ticket=ticket.id,
        result=command.result,
        detail=detail,
        paper_low=command.paper_low,
    )


def cancel(floor: Standing, command: c.CancelTicket, draft: Draft) -> None:
    """Give a place up; somebody who was already being served cannot."""
    ticket = _movable(floor, command.ticket, Move.CANCEL)
    if ticket.started_at is not None:
        raise Refused("wrong_state", state=ticket.state.value)
    draft.add(e.TicketCancelled, ticket=ticket.id)


def rate(floor: Standing, command: c.RateTicket, draft: Draft) -> None:
    """Keep a judgement, once; midnight takes nobody's right to judge away."""
    if command.served_at is None or command.ticket in floor.tickets:
        rated = _movable(floor, command.ticket, Move.RATE).satisfaction is not None
    else:
        rated = command.ticket in floor.judged_late
        if draft.at.timestamp() - command.served_at > RATE_WITHIN.total_seconds():
            raise Refused("too_late_to_rate")
    if rated:
        raise Refused("already_rated")
    draft.add(
        e.TicketRated,
        ticket=command.ticket,
        satisfaction=command.satisfaction,
        attitude=command.attitude,
        reasons=command.reasons,
        comment=draft.words(command.comment),
    )


def record_outcome(floor: Standing, command: c.RecordOutcome, draft: Draft) -> None:
    """Enter or mend outcome and dossiers after service."""
    if not command.past or command.ticket in floor.tickets:
        _movable(floor, command.ticket, Move.RECORD)
    draft.add(
        e.OutcomeRecorded,
        ticket=command.ticket,
        outcome=command.outcome,
        dossiers=command.dossiers,
        note=draft.words(command.note),
    )


def ask_reprint(floor: Standing, command: c.AskReprint, draft: Draft) -> None:
    """Ask a kiosk for the paper once more."""
    ticket = floor.ticket(command.ticket)
    draft.add(e.ReprintAsked, ticket=ticket.id, kiosk=command.kiosk)


def put_back(floor: Standing, command: c.ReturnTicket, draft: Draft) -> None:
    """Put a missed or held ticket in line again, where the rules put it."""
    ticket = _movable(floor, command.ticket, Move.RETURN)
    to, counter = _place_again(floor, ticket, draft)
    draft.add(e.TicketReturned, ticket=ticket.id, to=to, counter=counter)


def _place_again(floor: Standing, ticket: Ticket, draft: Draft) -> tuple[str, CounterId | None]:
    """Return where a ticket goes back to, and the counter if it waits for that one alone."""
    held = ticket.state is TicketState.HELD
    if held and floor.staffed(ticket.counter):
        return "next", ticket.counter
    grace = timedelta(minutes=draft.policy.grace_minutes)
    in_time = held or ticket.missed_at is None or draft.at - ticket.missed_at <= grace
    line, counter = ticket.line[0], ticket.line[1:]
    if line == "!" and in_time and floor.staffed(counter):
        return "next", CounterId(counter)
    sent = line == "@" and floor.staffed(counter)
    return "place" if in_time else "end", CounterId(counter) if sent else None


def change_priority(floor: Standing, command: c.ChangePriority, draft: Draft) -> None:
    """Give or take priority; the record keeps who did and why."""
    ticket = _movable(floor, command.ticket, Move.PRIORITY)
    if command.group is not None and not floor.planned.knows_group(command.group):
        raise Refused("unknown_priority")
    reason = draft.words(command.reason)
    draft.add(e.PriorityChanged, ticket=ticket.id, priority=command.group, reason=reason)


def _movable(floor: Standing, ticket: TicketId, move: Move) -> Ticket:
    found = floor.ticket(ticket)
    check_move(found, move)
    return found
