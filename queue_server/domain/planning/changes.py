"""What another plan would change: part by part, in words that a form can show."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from queue_server.protocol.plan import Plan

_KEYS: Final = {
    "series": "id",
    "fields": "code",
    "kinds": "kind",
    "counters": "id",
    "procedures": "code",
    "policy.groups": "code",
    "hours.weeks": "starts",
    "hours.holidays": "date",
}
"""What names one of a list."""
_NAMES: Final = ("name_vi", "name", "short_name", "note")
_NEVER_SHOWN: Final = frozenset({"version", "centre"})
_LONGEST: Final = 300
"""Letters of a value that are shown."""

Json = dict[str, object]


class Change(NamedTuple):
    """One difference."""

    part: str
    """Where: `fields`, `policy`; empty is the centre itself."""
    key: str
    """Which one of a list; empty where there is one only."""
    name: str
    """What people call it."""
    member: str
    """What of it; empty is all of it."""
    kind: str
    """added, removed or changed."""
    before: str
    after: str


def changes(before: Plan, after: Plan) -> list[Change]:
    """Return what `after` changes of `before`, in the order of the plan."""
    return list(_tables("", "", "", _json(before), _json(after)))


def _json(plan: Plan) -> Json:
    found = plain(plan)
    return {name: value for name, value in found.items() if name not in _NEVER_SHOWN}


def plain(struct: msgspec.Struct) -> Json:
    """Return what a part of a plan says, as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(struct), type=dict[str, object])


def _tables(part: str, key: str, name: str, before: Json, after: Json) -> Iterator[Change]:
    for member, new in after.items():
        old = before.get(member)
        if old == new:
            continue
        way = f"{part}.{member}" if part and not key else member
        if way in _KEYS and not key and isinstance(old, list) and isinstance(new, list):
            yield from _lists(way, old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _tables(way, "", "", dict(old), dict(new))
        else:
            yield Change(part, key, name, member, "changed", told(old), told(new))


def _lists(part: str, before: list[Json], after: list[Json]) -> Iterator[Change]:
    old = {str(one[_KEYS[part]]): one for one in before}
    new = {str(one[_KEYS[part]]): one for one in after}
    for key, one in old.items():
        if key not in new:
            yield Change(part, key, _name(one), "", "removed", "", "")
    for key, one in new.items():
        if key not in old:
            yield Change(part, key, _name(one), "", "added", "", "")
        else:
            yield from _tables(part, key, _name(one), old[key], one)
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield Change(part, "", "", "order", "changed", ", ".join(kept), ", ".join(new))


def _name(one: Json) -> str:
    return next((str(one[name]) for name in _NAMES if one.get(name)), "")


def told(value: object) -> str:
    """Return a value as it is shown; empty is nothing."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if value.keys() == {"start", "end"}:
            return f"{value['start']}–{value['end']}"
        return ", ".join(told(inner) for inner in value.values() if inner not in (None, "", []))
    if isinstance(value, list):
        between = "; " if any(isinstance(one, list) for one in value) else ", "
        return between.join(told(one) or "–" for one in value)
    text = {True: "✓", False: "✗"}[value] if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
