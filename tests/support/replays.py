"""A floor rebuilt from its journal, and pictures by which two floors can be compared."""

from collections import deque
from typing import Any

from queue_server.domain.floor import Floor
from queue_server.protocol import events as e
from queue_server.protocol.codec import canonical, decode_event


def replayed(events: list[e.Event]) -> Floor:
    """Return the floor that the journal's bytes of these events give."""
    floor = Floor(events[0].centre)
    for event in events:
        floor.apply(decode_event(canonical(event)))
    return floor


def replayed_day(events: list[e.Event]) -> Floor:
    """Return the floor as a start gives it: from the last opening of a day, with its plan."""
    openings = [n for n, event in enumerate(events) if isinstance(event, e.DayOpened)]
    if not openings:
        return replayed(events)
    floor = Floor(events[0].centre)
    opened = events[openings[-1]]
    plans = [p for p in events[: openings[-1]] if isinstance(p, e.PlanChanged)]
    floor.seq = opened.seq - 1
    floor.take_plan(plans[-1].plan, plans[-1].plan_hash)
    for event in events[openings[-1] :]:
        floor.apply(decode_event(canonical(event)))
    return floor


_REMEMBERED = {"planned", "_open_for", "_pools"}
"""Follow from the plan and the counters."""
_FOR_THE_RECORDS = {"unwritten"}


def photo(floor: Floor) -> dict[str, object]:
    """Return all of a floor's state, so that two can be compared."""
    picture = {
        name: value
        for name, value in vars(floor).items()
        if name not in _REMEMBERED | _FOR_THE_RECORDS
    }
    picture["lines"] = {
        name: (list(line.priority), list(line.others), list(line.by_since))
        for name, line in floor.lines.by_name.items()
    }
    picture["tally"] = {name: getattr(floor.tally, name) for name in floor.tally.__slots__}
    return {name: _copied(value) for name, value in picture.items()}


def _copied(value: Any) -> object:
    if isinstance(value, dict):
        return {key: list(kept) if isinstance(kept, deque) else kept for key, kept in value.items()}
    if isinstance(value, list | set):
        return type(value)(value)
    return value
