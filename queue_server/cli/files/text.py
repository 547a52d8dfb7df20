"""A plan written as TOML that people can read and edit; the reader is Python's own."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from msgspec import NODEFAULT, Struct

from queue_server.protocol.plan import Interval, Plan, Policy

OFF = "off"
"""TOML has no null: this is how "no guard" is written."""
_INDENT = "  "


def text_of(plan: Plan, catalogue: str) -> str:
    """Return the whole centre file of `plan`, without its procedures."""
    lines = [
        *_keys(plan, skip=("series", "fields", "kinds", "counters", "procedures")),
        f"catalogue = {_value(catalogue)}",
        *(line for part in plan.series for line in _table("[[series]]", part)),
        *(line for part in plan.fields for line in _table("[[fields]]", part)),
        *(line for part in plan.kinds for line in _table("[[kinds]]", part)),
        *(line for part in plan.counters for line in _table("[[counters]]", part)),
        *_table("[policy]", plan.policy, skip=("groups",)),
        *(line for part in plan.policy.groups for line in _table("[[policy.groups]]", part)),
        *_if_any("[reporting]", plan.reporting),
        *_if_any("[reporting.columns]", plan.reporting.columns),
        *_table("[hours]", plan.hours, skip=("weeks", "holidays")),
        *(line for part in plan.hours.weeks for line in _table("[[hours.weeks]]", part)),
        *(line for part in plan.hours.holidays for line in _table("[[hours.holidays]]", part)),
    ]
    return "\n".join(lines) + "\n"


def _if_any(header: str, part: Struct) -> list[str]:
    """Return a table with what differs from the default; nothing if nothing does."""
    lines = list(_keys(part, ()))
    return ["", header, *lines] if lines else []


def _table(header: str, part: Struct, skip: Sequence[str] = ()) -> Iterator[str]:
    yield ""
    yield header
    yield from _keys(part, skip)


def _keys(part: Struct, skip: Sequence[str]) -> Iterator[str]:
    """Yield what differs from the default; of the policy all, for it is read to be changed."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        is_usual = value == field.default and not (isinstance(part, Policy) and value is not None)
        if field.name in skip or isinstance(value, Struct) or is_usual:
            continue
        if value is None and field.default is not NODEFAULT:
            value = OFF
        yield f"{field.name} = {_value(value)}"


def _value(value: object, depth: int = 0) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Interval):
        return _string(f"{value.start}-{value.end}")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _array(value, depth)
    return _string(str(value))


def _array(values: Sequence[object], depth: int) -> str:
    items = [_value(value, depth + 1) for value in values]
    is_nested = any(isinstance(value, tuple) for value in values)
    if not is_nested:
        return f"[{', '.join(items)}]"
    rows = "".join(f"\n{_INDENT * (depth + 1)}{item}," for item in items)
    return f"[{rows}\n{_INDENT * depth}]"


def _string(text: str) -> str:
    # a JSON string is a TOML string, but for one sign that TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
