"""Facts about the centre as a whole: its plan, its day, its clock, its series."""

from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.domain.standing import CounterNow, Standing
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import TicketState


def plan_changed(now: Standing, event: e.PlanChanged) -> None:
    """Let a plan hold; whoever waits stands where the new plan wants them."""
    now.take_plan(event.plan, event.plan_hash)
    for ticket in now.open_tickets():
        planned = now.as_planned(ticket)
        if planned is not ticket:
            now.put_ticket(planned)
    for counter in now.presses.keys() - now.counters.keys():
        del now.presses[counter]


def day_opened(now: Standing, event: e.DayOpened) -> None:
    """Begin with an empty floor, and with what crosses midnight."""
    now.day = now.turned_on = event.day
    comes_again = event.latest is not None and event.day <= event.latest
    now.last_day = event.latest if comes_again else event.day
    now.top = dict(event.top)
    now.numbers = dict(event.top) if comes_again else {}
    now.unwritten.leave(now.tickets)
    now.tickets.clear()
    now.no_outcome.clear()
    now.judged_late.clear()
    now.calls.clear()
    now.reprints.clear()
    now.on_paper.clear()
    now.taken.clear()
    now.given.clear()
    now.recent.clear()
    now.presses.clear()
    now.print_faults.clear()
    now.paper_low.clear()
    now.forget_heirs()
    now.states = dict.fromkeys(TicketState, 0)
    now.tally = figures.Tally()
    now.paused_series = set(event.paused_series)
    now.usual_s = dict(event.usual_s)
    for counter in list(now.counters):
        now.put_counter(CounterNow(id=counter, touched=event.seq))
    now.last_at = event.last_at


def day_closed(now: Standing, event: e.DayClosed) -> None:
    """End the day; whatever was open must have ended before."""
    if now.open_tickets():
        raise LookupError("a day closed with open tickets")
    now.day = None


def series_paused(now: Standing, event: e.SeriesPaused) -> None:
    """Let a series give no numbers."""
    now.paused_series.add(event.series)


def series_resumed(now: Standing, event: e.SeriesResumed) -> None:
    """Let a series give numbers again."""
    now.paused_series.discard(event.series)


def clock_doubted(now: Standing, event: e.ClockDoubted) -> None:
    """Distrust the time, also in the figures of all that is open."""
    now.clock_doubted = event.at
    now.presses.clear()  # nobody knows how long ago they were
    for ticket in now.open_tickets():
        now.put_ticket(replace(ticket, doubted=True))


def clock_confirmed(now: Standing, event: e.ClockConfirmed) -> None:
    """Trust the time again, even if it is earlier than before."""
    now.clock_doubted = None
    now.presses.clear()
    now.last_at = event.at
    today = event.at.date()
    if now.turned_on is not None and today < now.turned_on:
        now.turned_on = today if now.day is not None else None
