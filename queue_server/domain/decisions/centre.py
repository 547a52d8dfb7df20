"""Decisions about the centre as a whole: its plan, its day, its clock, its series."""

from datetime import date, datetime, timedelta

from queue_server.domain import calendar, estimating, planning
from queue_server.domain.decisions.draft import Draft
from queue_server.domain.standing import Standing
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Plan, plan_hash
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import (
    TIMER,
    CounterState,
    Outcome,
    SeriesId,
    TicketState,
)


def pause_series(floor: Standing, command: c.PauseSeries, draft: Draft) -> None:
    """Stop giving numbers of a series."""
    _known_series(draft, command.series)
    if command.series in floor.paused_series:
        raise Refused("wrong_state", state="paused")
    draft.add(e.SeriesPaused, series=command.series, reason=draft.words(command.reason))


def resume_series(floor: Standing, command: c.ResumeSeries, draft: Draft) -> None:
    """Give numbers of a series again."""
    _known_series(draft, command.series)
    if command.series not in floor.paused_series:
        raise Refused("wrong_state", state="open")
    draft.add(e.SeriesResumed, series=command.series)


def _known_series(draft: Draft, series: SeriesId) -> None:
    if all(known.id != series for known in draft.plan.series):
        raise Refused("unknown_series")


def change_plan(floor: Standing, command: c.ChangePlan, draft: Draft) -> None:
    """Let another plan hold from now on; nobody who waits is lost by it."""
    version = floor.plan.version if floor.plan is not None else 0
    if command.expected is not None and command.expected != version:
        raise Refused("stale_plan")
    faults = [*planning.faults(command.plan), *_in_use(floor, command.plan)]
    if command.plan.centre != floor.centre:
        faults.append(f"the plan is for the centre {command.plan.centre}")
    if faults:
        raise Refused("bad_plan", faults="; ".join(faults))
    plan = _renumbered(command.plan, version + 1)
    draft.add(e.PlanChanged, plan=plan, plan_hash=plan_hash(plan))


def _renumbered(plan: Plan, version: int) -> Plan:
    return Plan(
        **{name: getattr(plan, name) for name in plan.__struct_fields__} | {"version": version}
    )


def _in_use(floor: Standing, plan: Plan) -> list[str]:
    """Return what the new plan would take away from under somebody."""
    kept = {counter.id for counter in plan.counters}
    return [
        f"counter {counter.id} is not closed"
        for counter in floor.counters.values()
        if counter.id not in kept and counter.state is not CounterState.CLOSED
    ]


def start_server(floor: Standing, command: c.StartServer, draft: Draft) -> None:
    """Keep that a server began, and how long nobody ran the floor."""
    gap = draft.at - floor.last_at if floor.last_at is not None else None
    gap_s = int(gap.total_seconds()) if gap is not None else None
    draft.add(e.ServerStarted, program=command.program, gap_s=gap_s)


def doubt_clock(floor: Standing, command: c.DoubtClock, draft: Draft) -> None:
    """From here on times cannot be trusted; doubting twice changes nothing."""
    if floor.clock_doubted is None:
        draft.doubted = True
        draft.add(e.ClockDoubted, why=command.why, by_s=command.by_s)


def confirm_clock(floor: Standing, command: c.ConfirmClock, draft: Draft) -> None:
    """Staff say that the clock is right: from here on times count again."""
    if floor.clock_doubted is None:
        raise Refused("clock_not_doubted")
    draft.doubted = False
    draft.add(e.ClockConfirmed)


def note_account(floor: Standing, command: c.NoteAccount, draft: Draft) -> None:
    """Keep that an account changed."""
    draft.add(e.AccountChanged, account=command.account, change=command.change)


def note_device(floor: Standing, command: c.NoteDevice, draft: Draft) -> None:
    """Keep that a device changed."""
    draft.add(e.DeviceChanged, device=command.device, change=command.change)


def turn_day(floor: Standing, command: c.TurnDay, draft: Draft) -> None:
    """Close the day that is over and open the one that has come, if so."""
    if floor.plan is None or floor.clock_doubted is not None:
        return
    today = calendar.day_of(draft.at, floor.zone)
    if floor.day is not None and today > floor.day:
        _close_day(floor, draft, floor.day, calendar.midnight_after(floor.day, floor.zone))
        _open_day(floor, draft, today)
    elif floor.day is not None and _is_over(floor, floor.day, draft.at):
        _close_day(floor, draft, floor.day, draft.at)
    elif floor.day is None and (floor.last_day is None or today > floor.last_day):
        _open_day(floor, draft, today)


def day_is_due(floor: Standing, now: datetime) -> bool:
    """Return whether `turn_day` would do anything at `now`."""
    if floor.plan is None or floor.clock_doubted is not None:
        return False
    today = calendar.day_of(now, floor.zone)
    if floor.day is None:
        return floor.last_day is None or today > floor.last_day
    return today > floor.day or (today == floor.day and _is_over(floor, floor.day, now))


def _is_over(floor: Standing, day: date, now: datetime) -> bool:
    """Return whether service hours have ended and every counter is closed."""
    plan = floor.plan
    if plan is None or plan.hours.always_open:
        return False
    if any(counter.state is not CounterState.CLOSED for counter in floor.counters.values()):
        return False
    end = calendar.last_end(plan.hours, floor.zone, day)
    return end is not None and now >= end


def _close_day(floor: Standing, draft: Draft, day: date, at: datetime) -> None:
    """End what is open: nobody who only waited is ever called served."""
    draft.by = TIMER
    for ticket in floor.open_tickets():
        started = ticket.started_at is not None
        if ticket.state is TicketState.WAITING:
            draft.add(e.TicketAbandoned, at=at, ticket=ticket.id)
        elif ticket.state is TicketState.SERVING or (started and ticket.state is TicketState.HELD):
            held = ticket.state is TicketState.HELD
            draft.add(
                e.ServiceFinished,
                at=at,
                ticket=ticket.id,
                counter=ticket.counter,
                outcome=Outcome.SUPPLEMENT if held else None,
            )
        else:
            draft.add(e.TicketNoShow, at=at, ticket=ticket.id)
    for counter in floor.counters.values():
        if counter.state is not CounterState.CLOSED:
            draft.add(e.CounterClosed, at=at, counter=counter.id)
    draft.add(e.DayClosed, at=at, day=day)


def _open_day(floor: Standing, draft: Draft, day: date) -> None:
    plan = draft.plan
    draft.by = TIMER
    draft.add(
        e.DayOpened,
        day=day,
        plan_version=plan.version,
        plan_hash=floor.plan_hash,
        paused_series=tuple(sorted(floor.paused_series)),
        usual_s=estimating.usual_means(floor),
        last_at=floor.last_at,
    )


BACK = timedelta(minutes=10)
AHEAD = timedelta(days=7)


def doubt(floor: Standing, now: datetime, *, starting: bool) -> tuple[str, int] | None:
    """Return why the clock cannot be trusted and by how many seconds; None if it can.

    A step against the monotonic clock while running is measured by the engine itself.
    """
    if floor.last_at is None or floor.clock_doubted is not None:
        return None
    ahead = now - floor.last_at
    if -ahead > BACK:
        return "back", int(-ahead.total_seconds())
    if starting and ahead > AHEAD:
        return "ahead", int(ahead.total_seconds())
    return None
