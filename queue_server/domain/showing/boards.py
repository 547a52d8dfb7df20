"""What citizens see on the boards of the hall and above a counter."""

from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from queue_server.domain import sentence
from queue_server.domain.standing import Call, CounterNow, Standing
from queue_server.domain.waiting import Line, line_of
from queue_server.protocol.plan import Plan, Policy
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import (
    CallView,
    CounterBoardView,
    FieldCount,
    HallView,
    LabelView,
    RatingAsk,
    RatingView,
    ServingView,
)
from queue_server.protocol.views import CentreCounter
from queue_server.protocol.vocabulary import CounterId, Kind, TicketState

KIND_NAMES = {
    Kind.SUBMIT: ("Nộp hồ sơ", "Submit a dossier"),
    Kind.COLLECT: ("Nhận kết quả", "Collect a result"),
    Kind.GUIDANCE: ("Hỏi - Hướng dẫn", "Guidance"),
}


def hall(floor: Standing, now: datetime) -> HallView:
    """Return the hall's board."""
    plan = floor.plan
    if plan is None:
        return HallView(
            centre=floor.centre, calls=(), serving=(), waiting=(), missed=(), notice="", blank=False
        )
    return HallView(
        centre=floor.centre,
        calls=tuple(_call(floor, call, plan.policy) for call in floor.calls),
        serving=_serving(floor),
        waiting=_waiting(floor, plan),
        missed=_missed(floor),
        notice=plan.notice_vi,
        blank=plan.blank,
        header_vi=plan.header_vi,
        header_en=plan.header_en,
        notice_en=plan.notice_en,
        counters=counters(floor),
        clock_doubted=floor.clock_doubted is not None,
        logo=logo_address(plan),
    )


@lru_cache(maxsize=16)
def _mark(picture: str) -> str:
    return sha256(picture.encode()).hexdigest()[:16]


def logo_address(plan: Plan) -> str | None:
    """Return where the logo is; another picture has another address, so that none is kept."""
    if not plan.logo:
        return None
    return f"/api/v1/centres/{plan.centre}/logo?v={_mark(plan.logo)}"


def counters(floor: Standing) -> tuple[CentreCounter, ...]:
    """Return the counters as anybody may see them."""
    shown = []
    for counter in floor.counters.values():
        plan = floor.counter_plan(counter.id)
        shown.append(
            CentreCounter(
                id=counter.id,
                name=plan.name,
                fields=plan.fields,
                helps=plan.helps,
                state=counter.state,
                kinds=plan.kinds,
            )
        )
    return tuple(shown)


def counter_board(floor: Standing, counter_id: CounterId, now: datetime) -> CounterBoardView:
    """Return the board above a counter.

    Raises:
        Refused: `unknown_counter`.
    """
    counter = floor.counter(counter_id)
    plan = floor.counter_plan(counter_id)
    current = floor.tickets[counter.current] if counter.current is not None else None
    fields = [floor.planned.field(code) for code in plan.fields]
    names = [field.name_vi for field in fields if field is not None]
    return CounterBoardView(
        counter=counter.id,
        name=plan.name,
        state=counter.state,
        label=current.label if current is not None else None,
        since=counter.since,
        priority=current is not None and current.priority is not None,
        fields=plan.fields,
        names_vi=(*names, *(KIND_NAMES[kind][0] for kind in plan.kinds)),
        serving=current is not None and current.state is TicketState.SERVING,
        call=current.calls if current is not None else 0,
        blank=floor.in_force.blank,
    )


RATING_SHOWN = timedelta(seconds=30)
"""How long a tablet asks for a judgement after a service."""


def rating(floor: Standing, counter_id: CounterId, now: datetime) -> RatingView:
    """Return what the rating tablet at a counter shows.

    Raises:
        Refused: `unknown_counter`.
    """
    counter = floor.counter(counter_id)
    plan = floor.in_force
    return RatingView(
        counter=counter.id,
        name=floor.counter_plan(counter_id).name,
        centre_vi=plan.name_vi,
        centre_en=plan.name_en,
        state=counter.state,
        ask=_rating_ask(floor, counter, now),
        blank=plan.blank,
    )


def _rating_ask(floor: Standing, counter: CounterNow, now: datetime) -> RatingAsk | None:
    """Return the question about the last service here; None once answered, undone or too old."""
    last = counter.finished
    ticket = floor.tickets.get(last) if last is not None else None
    if ticket is None or ticket.state is not TicketState.SERVED or ticket.finished_at is None:
        return None
    until = ticket.finished_at + RATING_SHOWN
    if ticket.ended_by_timer or ticket.satisfaction is not None or now >= until:
        return None
    return RatingAsk(
        ticket=ticket.id, label=ticket.label, finished_at=ticket.finished_at, until=until
    )


def call_now(floor: Standing, serial: int) -> CallView:
    """Return one call of the boards.

    Raises:
        Refused: `unknown_call`.
    """
    for call in floor.calls:
        if call.serial == serial and floor.plan is not None:
            return _call(floor, call, floor.plan.policy)
    raise Refused("unknown_call")


def _call(floor: Standing, call: Call, policy: Policy) -> CallView:
    known = call.counter in floor.counters
    name = floor.counter_plan(call.counter).name if known else call.counter
    spoken = sentence.call_sentence(
        call.label, call.counter if call.counter.isdigit() else name, call.call, policy
    )
    return CallView(
        serial=call.serial,
        label=call.label,
        counter=call.counter,
        counter_name=name,
        field=call.field,
        priority=call.priority,
        at=call.at,
        again=call.call > 1,
        sentence_vi=spoken.vi,
        sentence_en=spoken.en,
        audio=f"/api/v1/centres/{floor.centre}/calls/{call.serial}/audio",
    )


def _serving(floor: Standing) -> tuple[ServingView, ...]:
    shown = []
    for counter in floor.counters.values():
        if counter.current is not None:
            ticket = floor.tickets[counter.current]
            name = floor.counter_plan(counter.id).name
            shown.append(
                ServingView(
                    counter=counter.id, label=ticket.label, counter_name=name, state=ticket.state
                )
            )
    return tuple(shown)


def _waiting(floor: Standing, plan: Plan) -> tuple[FieldCount, ...]:
    counts = waiting_counts(floor)
    fields = [
        FieldCount(
            field=field.code,
            name_vi=field.short_vi or field.name_vi,
            count=counts.get(field.code, 0),
            name_en=field.name_en,
        )
        for field in plan.fields
    ]
    kinds = [
        FieldCount(
            field=kind.kind.value,
            name_vi=KIND_NAMES[kind.kind][0],
            count=counts.get(line_of(None, kind.kind), 0),
            name_en=KIND_NAMES[kind.kind][1],
        )
        for kind in plan.kinds
    ]
    return (*fields, *kinds)


def waiting_counts(floor: Standing) -> dict[str, int]:
    """Return how many wait for each field or kind, also those sent to one counter."""
    return {home: len(people) for home, people in floor.lines.by_home.items()}


def homes(floor: Standing, name: str, line: Line) -> dict[str, int]:
    """Return the fields or kinds of those in a line, and how many of each there are."""
    if name[0] not in "@!":
        return {name: len(line)}
    return dict(Counter(floor.tickets[ticket].home for ticket in line.in_order()))


def _missed(floor: Standing) -> tuple[LabelView, ...]:
    """Return the missed numbers, the last one first."""
    return tuple(LabelView(label=floor.tickets[ticket].label) for ticket in reversed(floor.missed))
