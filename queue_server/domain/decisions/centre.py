"""Decisions about the centre as a whole: its plan, its day, its clock, its series."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from queue_server.domain import calendar, estimating, figures, planning
from queue_server.domain.decisions.draft import Draft, keep_time
from queue_server.domain.planning.affected import in_the_way
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
    hindrances = (problem.en for problem in in_the_way(floor, command.plan))
    faults = [*planning.faults(command.plan), *hindrances]
    if command.plan.centre != floor.centre:
        faults.append(f"the plan is for the centre {command.plan.centre}")
    if faults:
        raise Refused("bad_plan", faults="; ".join(faults))
    _put(command.plan, version, draft)


def _put(plan: Plan, version: int, draft: Draft) -> None:
    """Let a plan hold from now on, as the one after `version`."""
    next_one = replace(plan, version=version + 1)
    draft.add(e.PlanChanged, plan=next_one, plan_hash=plan_hash(next_one))


def blank_boards(floor: Standing, command: c.BlankBoards, draft: Draft) -> None:
    """Let the boards show nothing; doing it twice changes nothing."""
    _let_boards_be(draft, blank=True)


def show_boards(floor: Standing, command: c.ShowBoards, draft: Draft) -> None:
    """Let the boards show again; doing it twice changes nothing."""
    _let_boards_be(draft, blank=False)


def _let_boards_be(draft: Draft, *, blank: bool) -> None:
    if draft.plan.blank != blank:
        _put(replace(draft.plan, blank=blank), draft.plan.version, draft)


def start_server(floor: Standing, command: c.StartServer, draft: Draft) -> None:
    """Keep that a server began, and how long nobody ran the floor."""
    gap_s = figures.seconds(floor.last_at, draft.at)
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


def note_import(floor: Standing, command: c.NoteImport, draft: Draft) -> None:
    """Keep that an export of the case system was taken in."""
    draft.add(
        e.DossiersImported,
        import_id=command.import_id,
        digest=command.digest,
        first=command.first,
        last=command.last,
        taken=command.taken,
    )


def note_filing(floor: Standing, command: c.NoteFiling, draft: Draft) -> None:
    """Keep that a report was filed."""
    draft.add(
        e.ReportFiled,
        filing=command.filing,
        report=command.report,
        period=command.period,
        basis=command.basis,
        digest=command.digest,
    )


def turn_day(floor: Standing, command: c.TurnDay, draft: Draft) -> None:
    """Close the day that is over and open the one that has come, if so."""
    if not day_is_due(floor, draft.at):
        return
    today = calendar.day_of(draft.at, floor.zone)
    begins = _begins(floor, today)
    if floor.day is not None:
        lived_on = floor.turned_on if floor.turned_on is not None else floor.day
        at = calendar.midnight_after(lived_on, floor.zone) if begins else draft.at
        _close_day(floor, draft, floor.day, at)
    if begins and not _has_ended(floor, today, draft.at):
        _open_day(floor, draft, today)


def day_is_due(floor: Standing, now: datetime) -> bool:
    """Return whether `turn_day` would do anything at `now`."""
    if floor.plan is None or floor.clock_doubted is not None:
        return False
    at = keep_time(floor, now)
    today = calendar.day_of(at, floor.zone)
    ended = _has_ended(floor, today, at)
    if _begins(floor, today):
        return floor.day is not None or not ended
    all_closed = all(counter.state is CounterState.CLOSED for counter in floor.counters.values())
    return floor.day is not None and ended and all_closed


def _begins(floor: Standing, today: date) -> bool:
    """Return whether a day has come that is not open yet.

    The open day may lie ahead of `today` where a clock that ran ahead was set right: nobody who
    waits is sent away by that, it goes on until the next true midnight.
    """
    return today != floor.day and (floor.turned_on is None or today > floor.turned_on)


def _has_ended(floor: Standing, day: date, now: datetime) -> bool:
    """Return whether the service hours of a day are over."""
    hours = floor.in_force.hours
    end = calendar.last_end(hours, floor.zone, day)
    return not hours.always_open and end is not None and now >= end


def _close_day(floor: Standing, draft: Draft, day: date, at: datetime) -> None:
    """End what is open: nobody who only waited is ever called served."""
    draft.by = TIMER
    for ticket in floor.open_tickets():
        if ticket.started_at is not None:
            serving = ticket.state is TicketState.SERVING
            draft.add(
                e.ServiceFinished,
                at=at,
                ticket=ticket.id,
                counter=ticket.counter,
                outcome=None if serving else Outcome.SUPPLEMENT,
            )
        elif ticket.waits:
            draft.add(e.TicketAbandoned, at=at, ticket=ticket.id)
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
        latest=floor.last_day,
        top=dict(sorted(floor.top.items())),
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
