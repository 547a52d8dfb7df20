"""Whether what a centre file says has the shape of a plan.

Rule 1: each table is checked alone, so that no fault hides another.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from queue_server.cli.files.lines import Way
from queue_server.cli.files.text import OFF
from queue_server.protocol.plan import (
    CaseColumns,
    Counter,
    Field,
    Holiday,
    Hours,
    KindPlan,
    Plan,
    Policy,
    PriorityGroup,
    Reporting,
    Series,
    Week,
)

_TABLES: dict[Way, type[Struct]] = {
    (): Plan,
    ("policy",): Policy,
    ("hours",): Hours,
    ("reporting",): Reporting,
    ("reporting", "columns"): CaseColumns,
}
_ARRAYS: dict[Way, type[Struct]] = {
    ("series",): Series,
    ("fields",): Field,
    ("kinds",): KindPlan,
    ("counters",): Counter,
    ("policy", "groups"): PriorityGroup,
    ("hours", "weeks"): Week,
    ("hours", "holidays"): Holiday,
}
_CLOCK = "((?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)"
_INTERVAL = re.compile(f"{_CLOCK}-{_CLOCK}")
_STEP = re.compile(r"\.?(\w+)|\[(\d+)\]")
_REPLACED = {
    "Invalid RFC3339 encoded date": "a date such as 2026-11-23 is wanted",
    "Expected `date`, got `datetime`": "a date such as 2026-11-23 is wanted",
}


def faults(data: dict[str, object]) -> Iterator[tuple[Way, str]]:
    """Bring `data` into the shape of a plan; yield what does not fit, and where."""
    if data.pop("procedures", None) is not None:
        yield ("procedures",), "procedures: they stand in the catalogue file"
    _switch_off(data)
    yield from _intervals(data)
    for way, kind in _TABLES.items():
        table = _at(data, way)
        if isinstance(table, dict):
            yield from _table(way, kind, _alone(way, table))
    for way, kind in _ARRAYS.items():
        for place, table in enumerate(_list_at(data, way)):
            yield from _table((*way, place), kind, table)


def steps_of(where: str) -> Way:
    """Return the way that `fields[2].minutes` names."""
    return tuple(found[1] or int(found[2]) for found in _STEP.finditer(where))


def lower(sentence: str) -> str:
    """Return `sentence` as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _at(data: object, way: Way) -> object:
    for key in way:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _list_at(data: object, way: Way) -> list[object]:
    found = _at(data, way)
    return found if isinstance(found, list) else []


def _alone(way: Way, table: Mapping[str, object]) -> dict[str, object]:
    """Return `table` without the tables in it, which are checked alone."""
    kept = {}
    for key, value in table.items():
        inner = (*way, key)
        is_checked_alone = (inner in _ARRAYS and isinstance(value, list)) or (
            inner in _TABLES and isinstance(value, dict)
        )
        if not is_checked_alone:
            kept[key] = value
    return kept


def _switch_off(data: Mapping[str, object]) -> None:
    policy = data.get("policy")
    if isinstance(policy, dict) and policy.get("guard_minutes") == OFF:
        policy["guard_minutes"] = None


def _intervals(data: Mapping[str, object]) -> Iterator[tuple[Way, str]]:
    for table, keys in (("weeks", ("days", "tickets")), ("holidays", ("intervals",))):
        for place, entry in enumerate(_list_at(data, ("hours", table))):
            for key in keys:
                way: Way = ("hours", table, place, key)
                yield from _clocks(_list_at(entry, (key,)), way)


def _clocks(values: list[object], way: Way) -> Iterator[tuple[Way, str]]:
    """Put intervals in the place of words such as `07:30-11:30`."""
    for place, value in enumerate(values):
        if isinstance(value, list):
            yield from _clocks(value, (*way, place))
        elif isinstance(value, str):
            clocks = _INTERVAL.fullmatch(value)
            if clocks is None:
                yield (*way, place), f"interval {value!r} is not like 07:30-11:30"
            start, end = clocks.groups() if clocks else ("00:00", "24:00")
            values[place] = {"start": start, "end": end}


def _table(way: Way, kind: type[Struct], table: object) -> Iterator[tuple[Way, str]]:
    if not isinstance(table, dict):
        yield way, f"{way[-2]}: a table is wanted"
        return
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    for key in table:
        if key not in known:
            yield (*way, key), f"unknown key {key}"
    rest = {key: value for key, value in table.items() if key in known}
    try:
        msgspec.convert(rest, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        steps = steps_of(where.rstrip("`"))
        yield (*way, *steps), _sentence(what, steps, rest)


def _sentence(what: str, steps: Way, table: object) -> str:
    if what.startswith("Object missing required field"):
        return f"{what.split('`')[1]} is missing"
    name = next(step for step in reversed(steps) if isinstance(step, str))
    if "matching regex" in what or what.startswith("Invalid enum value"):
        return f"{name} {_value(table, steps)!r} has not one of the allowed forms"
    return f"{name}: {_REPLACED.get(what, lower(what))}"


def _value(table: object, steps: Way) -> object:
    for step in steps:
        if isinstance(table, dict):
            table = table[step]
        elif isinstance(table, list):
            table = table[int(step)]
    return table
