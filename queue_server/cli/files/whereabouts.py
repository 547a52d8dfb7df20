"""Where in its files a centre's plan says what a fault is about."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from queue_server.cli.files.lines import Lines, Way
from queue_server.cli.files.shape import steps_of
from queue_server.domain.catalogue import Row
from queue_server.protocol.plan import Plan


class Place(NamedTuple):
    """A line of a file."""

    file: Path
    line: int


class Whereabouts:
    """Where the things stand that the plan's faults name."""

    def __init__(
        self,
        path: Path,
        lines: Lines,
        source: Path,
        rows: list[Row],
        plan: Plan,
    ) -> None:
        self._path, self._lines = path, lines
        self._source = source
        self._rows = [row.line for row in rows]
        self._subjects = {subject: way for way, subjects in _named(plan) for subject in subjects}

    def of(self, fault: str) -> Place:
        """Return the place of what `fault` begins with."""
        subjects = (one for one in self._subjects if re.match(rf"{re.escape(one)}(?!\w)", fault))
        best = max(subjects, key=len, default=None)
        way = _places(fault) if best is None else self._subjects[best]
        if way[:1] == ("procedures",) and len(way) > 1:
            return Place(self._source, self._rows[int(way[1])])
        return Place(self._path, self._lines.of(way))


def _places(fault: str) -> Way:
    """Return the way to `fields[2].name_vi`, whose places count from 1."""
    steps = steps_of(fault.partition(":")[0].split(" ")[0])
    return tuple(step - 1 if isinstance(step, int) else step for step in steps)


def _named(plan: Plan) -> Iterator[tuple[Way, tuple[str, ...]]]:
    """Yield how the sentences of `planning` name each part; the later of two twins wins."""
    for place, series in enumerate(plan.series):
        yield ("series", place), (*_names("series", series.id), f"prefix {series.prefix}")
    for place, field in enumerate(plan.fields):
        yield ("fields", place), _names("field", field.code)
    for place, kind in enumerate(plan.kinds):
        yield ("kinds", place), _names("kind", kind.kind)
    for place, counter in enumerate(plan.counters):
        yield ("counters", place), _names("counter", counter.id)
    for place, procedure in enumerate(plan.procedures):
        yield ("procedures", place), _names("procedure", procedure.code)
    for place, week in enumerate(plan.hours.weeks):
        yield ("hours", "weeks", place), _names("week of", str(week.starts))
    for place, holiday in enumerate(plan.hours.holidays):
        yield ("hours", "holidays", place), _names("holiday", str(holiday.date))
    for place, group in enumerate(plan.policy.groups):
        yield ("policy", "groups", place), _names("priority group", group.code)
    yield ("policy", "agents_series"), ("policy: agents_series",)
    yield ("header_vi",), ("header",)
    yield ("centre",), ("centre",)
    yield ("name_vi",), ("centre: name_vi",)


def _names(what: str, code: str) -> tuple[str, ...]:
    return f"{what} {code}", f"{what} {code!r}"
