"""What a link down from a figure may narrow tickets by, and how that is told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from queue_server.statistics.figures import Key
from queue_server.statistics.periods import Period
from queue_server.web.pages.statistics.asking import Asking

_MEMBERS: Final = ("field", "procedure", "counter", "officer", "kind", "priority", "day")
_TOLD: Final = ("weekday", "state", "over", "up_to", "reason", "transferred", "rated", "implied")
_LONGEST: Final = 64


def values(query: Mapping[str, str]) -> dict[str, str | int | None]:
    """Return what the members of a record have to be; an empty one has to be unknown."""
    found: dict[str, str | int | None] = {
        name: query[name][:_LONGEST] or None for name in _MEMBERS if name in query
    }
    if (hour := number(query.get("hour"))) is not None:
        found["hour"] = hour
    return found


def days(query: Mapping[str, str], period: Period) -> list[str] | None:
    """Return the days of a period on the wanted weekday; a year has 53 of them at most."""
    weekday = number(query.get("weekday"))
    if weekday is None:
        return None
    first = period.first + timedelta(days=(weekday - period.first.isoweekday()) % 7)
    weeks = range((period.last - first).days // 7 + 1)
    return [(first + timedelta(weeks=week)).isoformat() for week in weeks]


def number(text: str | None) -> int | None:
    """Return a small whole number; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None


def conditions(ask: Asking, query: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was asked for, named."""
    named = [(name, query[name]) for name in (*_MEMBERS, "hour") if name in query]
    told = [(name, ask.name(Key(name), value[:_LONGEST])) for name, value in named]
    rest = [(name, query[name]) for name in _TOLD if query.get(name)]
    return [*told, *((name, value[:_LONGEST]) for name, value in rest)]
