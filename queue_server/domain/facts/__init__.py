"""What an event changes. It follows facts and decides nothing.

Rule 1: a fact that does not fit is a broken record and stops the start, by BrokenRecord.
"""

from collections.abc import Callable
from typing import Any

from queue_server.domain.facts import centre, counters, pressing, tickets
from queue_server.domain.standing import Standing
from queue_server.domain.ticket import Move
from queue_server.protocol import events as e


class BrokenRecord(Exception):
    """An event does not fit what went before: the journal is damaged."""


def apply(now: Standing, event: e.Event) -> None:
    """Follow one event.

    Raises:
        BrokenRecord: the event does not fit.
    """
    if event.seq != now.seq + 1:
        raise BrokenRecord(f"event {event.seq} follows {now.seq}")
    try:
        pressing.remember_press(now, event)
        _FACTS[type(event)](now, event)
    except LookupError as error:
        raise BrokenRecord(f"event {event.seq} does not fit: {error!r}") from error
    now.seq = event.seq
    if not event.clock_doubt and (now.last_at is None or event.at > now.last_at):
        now.last_at = event.at


def _nothing(now: Standing, event: e.Event) -> None:
    """Is kept for the record alone."""


_FACTS: dict[type[e.Event], Callable[[Standing, Any], None]] = {
    e.PlanChanged: centre.plan_changed,
    e.DayOpened: centre.day_opened,
    e.DayClosed: centre.day_closed,
    e.TicketIssued: tickets.ticket_issued,
    e.TicketPrinted: tickets.ticket_printed,
    e.ReprintAsked: tickets.reprint_asked,
    e.CounterOpened: counters.counter_opened,
    e.CounterPaused: counters.counter_paused,
    e.CounterClosed: counters.counter_closed,
    e.TicketCalled: counters.ticket_called,
    e.ServiceStarted: counters.service_started,
    e.ServiceFinished: counters.service_finished,
    e.TicketMissed: counters.ticket_missed,
    e.TicketHeld: counters.ticket_held,
    e.TicketReturned: tickets.ticket_returned,
    e.TicketTransferred: counters.ticket_transferred,
    e.TicketCancelled: tickets.ended(Move.CANCEL),
    e.TicketAbandoned: tickets.ended(Move.CLOSE),
    e.TicketNoShow: tickets.ended(Move.CLOSE),
    e.PriorityChanged: tickets.priority_changed,
    e.TicketRated: tickets.ticket_rated,
    e.OutcomeRecorded: tickets.outcome_recorded,
    e.MoveUndone: pressing.move_undone,
    e.SeriesPaused: centre.series_paused,
    e.SeriesResumed: centre.series_resumed,
    e.ServerStarted: _nothing,
    e.ClockDoubted: centre.clock_doubted,
    e.ClockConfirmed: centre.clock_confirmed,
    e.AccountChanged: _nothing,
    e.DeviceChanged: _nothing,
    e.DossiersImported: _nothing,
    e.ReportFiled: _nothing,
}
