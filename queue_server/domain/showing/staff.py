"""What officers and managers see: the console of a counter and the whole floor."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain, islice

from queue_server.domain import figures, routing
from queue_server.domain.decisions.counters import can_undo
from queue_server.domain.decisions.tickets import opening
from queue_server.domain.showing.boards import KIND_NAMES, homes
from queue_server.domain.showing.centre import open_view
from queue_server.domain.showing.tickets import counter as counter_view
from queue_server.domain.showing.tickets import shown
from queue_server.domain.standing import CounterNow, Standing
from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import Line, line_of, returned_to
from queue_server.protocol.plan import Plan, Policy
from queue_server.protocol.screens import (
    Alert,
    ConsoleView,
    DashboardCounter,
    DashboardField,
    DashboardView,
    DayFigures,
    Today,
)
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import CounterId, FieldCode, TicketId, TicketState

LIST_SHOWN = 100
"""An officer reads the first few; a line of thousands would make every frame heavy."""


def console(floor: Standing, counter_id: CounterId, now: datetime) -> ConsoleView:
    """Return all that an officer needs at one counter.

    Raises:
        Refused: `unknown_counter`.
    """
    counter = floor.counter(counter_id)
    policy = floor.in_force.policy
    view = counter_view(floor, counter_id, now)
    lines = _lines_for(floor, counter)
    current = floor.tickets[counter.current] if counter.current is not None else None
    called = current if current and current.state is TicketState.CALLED else None
    return ConsoleView(
        counter=view,
        current=view.current,
        waiting=_list(floor, _in_turn(floor, counter, lines, now), now),
        waiting_count=sum(len(line) for part in lines for line in part),
        held=_list(floor, _held_for(floor, counter_id), now),
        missed=_list(floor, _callable(floor, counter_id, reversed(floor.missed)), now),
        no_outcome=_list(
            floor, (t for t in floor.no_outcome if floor.tickets[t].counter == counter_id), now
        ),
        today=_today(counter),
        alerts=alerts(floor, now),
        suggest_miss=called is not None and called.calls >= policy.calls_before_miss,
        can_undo=can_undo(floor, counter, now, policy),
        start_by=_start_by(called, policy),
    )


def _start_by(called: Ticket | None, policy: Policy) -> datetime | None:
    if called is None or called.last_call_at is None:
        return None
    return called.last_call_at + timedelta(seconds=policy.presence_s)


def _lines_for(floor: Standing, counter: CounterNow) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the lines of a counter: of who comes back to it, its own, those it helps."""
    own = routing.own_lines(floor, counter.id)
    helps = [name for name in floor.counter_plan(counter.id).helps if name not in own]
    back, mine, helped = ([returned_to(counter.id)], own, helps)
    return _standing(floor, back), _standing(floor, mine), _standing(floor, helped)


def _standing(floor: Standing, names: Iterable[str]) -> list[Line]:
    return [line for name in names if (line := floor.lines.get(name)) is not None]


def _in_turn(
    floor: Standing,
    counter: CounterNow,
    lines: tuple[list[Line], list[Line], list[Line]],
    now: datetime,
) -> Iterator[TicketId]:
    """Yield who waits for a counter, the one it would call now first.

    The lines stand in order already: whoever reads only the head pays for the head alone.
    """
    back, own, helped = lines
    choice = routing.choose(floor, counter, floor.in_force.policy, now)
    if choice is None:
        return
    yield choice.ticket
    came_back = (ticket for line in back for ticket in line.by_place())
    for ticket in chain(came_back, _merged(own), _merged(helped)):
        if ticket != choice.ticket:
            yield ticket


def _merged(lines: list[Line]) -> Iterator[TicketId]:
    """Yield who stands in some lines: those with priority, then the others."""
    for entry in merge(*(line.priority for line in lines)):
        yield entry[-1]
    for other in merge(*(line.others for line in lines)):
        yield other[-1]


def _held_for(floor: Standing, counter: CounterId) -> Iterator[TicketId]:
    """Return who was set aside here, or where nobody sits now: else nobody would find them."""

    def is_ours(ticket: Ticket) -> bool:
        if ticket.counter == counter:
            return True
        return not floor.staffed(ticket.counter) and routing.may_call(floor, counter, ticket)

    return (ticket for ticket in floor.held if is_ours(floor.tickets[ticket]))


def _callable(
    floor: Standing, counter: CounterId, tickets: Iterable[TicketId]
) -> Iterator[TicketId]:
    return (t for t in tickets if routing.may_call(floor, counter, floor.tickets[t]))


def _list(floor: Standing, tickets: Iterable[TicketId], now: datetime) -> tuple[TicketView, ...]:
    head = islice(tickets, LIST_SHOWN)
    return tuple(shown(floor, floor.tickets[ticket], now) for ticket in head)


def _today(counter: CounterNow) -> Today:
    mean = round(counter.service_s / counter.measured) if counter.measured else None
    return Today(
        called=counter.called, served=counter.served, missed=counter.missed, service_mean_s=mean
    )


def alerts(floor: Standing, now: datetime) -> tuple[Alert, ...]:
    """Return what staff should look at, the most pressing first."""
    found: list[Alert] = []
    if floor.clock_doubted is not None:
        found.append(
            Alert(
                code="clock_doubted",
                sentence_vi="Đồng hồ máy chủ có thể sai. Hãy kiểm tra rồi xác nhận giờ.",
                sentence_en="The server's clock may be wrong. Check it and confirm the time.",
                since=floor.clock_doubted,
            )
        )
    for device, since in floor.print_faults.items():
        found.append(
            Alert(
                code="printer_failed",
                sentence_vi="Máy lấy số không in được phiếu. Hãy kiểm tra giấy và máy in.",
                sentence_en="A kiosk could not print a ticket. Check its paper and printer.",
                since=since,
                about=device,
            )
        )
    return (*found, *_long_services(floor, now), *_unserved_lines(floor))


def _low_papers(floor: Standing) -> list[Alert]:
    """Return who needs paper soon: for whoever fetches it, not for officers at their counters."""
    return [
        Alert(
            code="paper_low",
            sentence_vi="Máy lấy số sắp hết giấy. Hãy chuẩn bị cuộn mới.",
            sentence_en="A kiosk's paper is nearly at its end. Have a new roll ready.",
            since=since,
            about=device,
        )
        for device, since in floor.paper_low.items()
        if device not in floor.print_faults
    ]


def _long_services(floor: Standing, now: datetime) -> list[Alert]:
    limit = timedelta(minutes=floor.plan.policy.long_service_minutes if floor.plan else 60)
    found = []
    for counter in floor.counters.values():
        ticket = floor.tickets[counter.current] if counter.current is not None else None
        if ticket is None or ticket.started_at is None or ticket.state is not TicketState.SERVING:
            continue
        if now - ticket.started_at > limit:
            name = floor.counter_plan(counter.id).name
            found.append(
                Alert(
                    code="long_service",
                    sentence_vi=f"{name} phục vụ số {ticket.label} đã quá lâu.",
                    sentence_en=f"{name} has been serving {ticket.label} for very long.",
                    since=ticket.started_at,
                    about=counter.id,
                )
            )
    return found


def _unserved_lines(floor: Standing) -> list[Alert]:
    counts: dict[str, int] = {}
    for line, people in floor.lines.by_name.items():
        if not floor.open_counters(line):
            for home, count in homes(floor, line, people).items():
                counts[home] = counts.get(home, 0) + count
    return [_unserved(floor, name, count) for name, count in counts.items()]


def _unserved(floor: Standing, line: str, count: int) -> Alert:
    vi, en = line_names(floor, line)
    return Alert(
        code="no_open_counter",
        sentence_vi=f"{count} người chờ {vi} nhưng chưa có quầy nào mở.",
        sentence_en=f"{count} waiting for {en}, but no counter is open.",
        about=line.lstrip("*"),
    )


def line_names(floor: Standing, line: str) -> tuple[str, str]:
    """Return the Vietnamese and English name of a field's or kind's line."""
    for kind, names in KIND_NAMES.items():
        if line == line_of(None, kind):
            return names
    field = floor.planned.field(FieldCode(line))
    return (field.name_vi, field.name_en) if field is not None else (line, line)


def dashboard(floor: Standing, now: datetime) -> DashboardView:
    """Return the floor as managers watch it; nobody in line is looked at, however many wait."""
    plan = floor.plan
    return DashboardView(
        service_day=floor.day,
        open=open_view(opening(floor, now)),
        fields=_fields(floor, plan, now) if plan is not None else (),
        counters=tuple(_counter(floor, counter) for counter in floor.counters.values()),
        waiting=len(floor.lines),
        breaches_15=_all_over(floor, figures.SHORT_WAIT_S, now),
        breaches_30=_all_over(floor, figures.LONG_WAIT_S, now),
        today=_day_figures(floor),
        alerts=(*alerts(floor, now), *_low_papers(floor)),
        paused_series=tuple(sorted(floor.paused_series)),
        clock_doubted=floor.clock_doubted is not None,
        plan_version=plan.version if plan is not None else 0,
    )


def _all_over(floor: Standing, limit_s: int, now: datetime) -> int:
    return sum(_over(floor, home, limit_s, now) for home in floor.lines.by_home)


def _over(floor: Standing, home: str, limit_s: int, now: datetime) -> int:
    """Return how many of a field or kind have waited longer than some whole seconds."""
    return floor.lines.since(home, now - timedelta(seconds=limit_s + 1))


def _fields(floor: Standing, plan: Plan, now: datetime) -> tuple[DashboardField, ...]:
    names: list[str] = [field.code for field in plan.fields]
    names += [line_of(None, kind.kind) for kind in plan.kinds]
    return tuple(_field(floor, name, plan.policy.breach_wait_minutes * 60, now) for name in names)


def _field(floor: Standing, name: str, limit_s: int, now: datetime) -> DashboardField:
    vi, en = line_names(floor, name)
    return DashboardField(
        field=name.lstrip("*"),
        name_vi=vi,
        name_en=en,
        waiting=len(floor.lines.by_home.get(name, ())),
        longest_wait_s=figures.seconds(floor.lines.longest(name), now),
        breaches=_over(floor, name, limit_s, now),
        served=floor.tally.served.get(name, 0),
        open=bool(floor.open_counters(name)),
    )


def _counter(floor: Standing, counter: CounterNow) -> DashboardCounter:
    current: Ticket | None = floor.tickets[counter.current] if counter.current is not None else None
    return DashboardCounter(
        id=counter.id,
        name=floor.counter_plan(counter.id).name,
        state=counter.state,
        officer=counter.officer,
        label=current.label if current is not None else None,
        since=counter.since,
        ticket_state=current.state if current is not None else None,
        served=counter.served,
    )


def _day_figures(floor: Standing) -> DayFigures:
    """Return today's visits; called, held and missed ones count as waiting until they end."""
    states, tally = floor.states, floor.tally
    waiting = sum(
        states[state]
        for state in (
            TicketState.WAITING,
            TicketState.CALLED,
            TicketState.HELD,
            TicketState.MISSED,
        )
    )
    return DayFigures(
        issued=len(floor.tickets),
        served=states[TicketState.SERVED],
        no_show=states[TicketState.NO_SHOW],
        abandoned=states[TicketState.ABANDONED],
        cancelled=states[TicketState.CANCELLED],
        waiting=waiting,
        in_service=states[TicketState.SERVING],
        wait_mean_s=round(tally.wait_s / tally.wait_n) if tally.wait_n else None,
        service_mean_s=round(tally.service_s / tally.service_n) if tally.service_n else None,
        within_15_min=round(tally.short / tally.wait_n, 4) if tally.wait_n else None,
        within_30_min=round(tally.long / tally.wait_n, 4) if tally.wait_n else None,
    )
