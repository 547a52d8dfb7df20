"""Whether a plan makes sense: its faults, which forbid it, and its warnings, which do not.

Rule 1: each sentence names the code it is about, for whoever mends the plan by hand.
"""

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import msgspec

from queue_server.protocol.plan import Hours, Interval, Plan, Procedure, Week
from queue_server.protocol.vocabulary import Kind

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_URL = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST = {
    "series": 99,
    "fields": 64,
    "counters": 99,
    "procedures": 3000,
}
"""Every change of the plan carries the whole of it, and every screen shows much of it."""
_MOST_HEADER_LINES = 4
_MOST_NUMBERS = 9999
_TILE = 22
"""Letters that fit a tile of the kiosk."""


def faults(plan: Plan) -> list[str]:
    """Return what is wrong with `plan`, one sentence each; nothing when it may be used."""
    checks = (_sizes, _texts, _codes, _twice, _unknown, _unserved, _prefixes, _rest, _hours)
    return [fault for check in checks for fault in check(plan)]


def warnings(plan: Plan) -> list[str]:
    """Return what is doubtful or incomplete in `plan`, one sentence each."""
    checks = (_unused_series, _served_and_helped, _long_names, _silent_priority, _incomplete)
    return [warning for check in checks for warning in check(plan)]


def _sizes(plan: Plan) -> Iterator[str]:
    for name, most in _MOST.items():
        count = len(getattr(plan, name))
        if count > most:
            yield f"{name}: {count} are too many, at most {most} are allowed"
    if max(len(plan.header_vi), len(plan.header_en)) > _MOST_HEADER_LINES:
        yield f"header: at most {_MOST_HEADER_LINES} lines are allowed"
    if not plan.fields and not plan.kinds:
        yield "fields: there is neither a field nor a kind, so nobody can take a number"
    if not plan.counters:
        yield "counters: there is no counter"


def _texts(plan: Plan) -> Iterator[str]:
    yield from (f"{where}: the text holds a control character" for where in _marred(plan))
    if not plan.name_vi.strip():
        yield "centre: name_vi is empty"
    for field in plan.fields:
        if not field.name_vi.strip():
            yield f"field {field.code}: name_vi is empty"
    for counter in plan.counters:
        if not counter.name.strip():
            yield f"counter {counter.id}: name is empty"
    for procedure in plan.procedures:
        yield from _procedure_texts(procedure)


def _procedure_texts(procedure: Procedure) -> Iterator[str]:
    if not procedure.name.strip():
        yield f"procedure {procedure.code}: name is empty"
    for keyword in procedure.keywords:
        if not keyword or keyword != keyword.strip() or "|" in keyword:
            yield (
                f"procedure {procedure.code}: keyword {keyword!r} is empty, "
                "has spaces around it or holds a |"
            )


def _marred(plan: Plan) -> Iterator[str]:
    """Yield where a text holds a control character; only the papers may have line breaks."""
    for name in plan.__struct_fields__:
        part = getattr(plan, name)
        for where, text in _strings(name, msgspec.to_builtins(part)):
            if _CONTROL.search(text) or ("\n" in text and not where.endswith(".papers")):
                yield where


def _strings(where: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(f"{where}.{key}", inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value, 1):
            yield from _strings(f"{where}[{place}]", inner)


def _codes(plan: Plan) -> Iterator[str]:
    named: list[tuple[str, Sequence[str]]] = [
        ("centre", [str(plan.centre)]),
        ("series", [series.id for series in plan.series]),
        ("field", [field.code for field in plan.fields]),
        ("counter", [counter.id for counter in plan.counters]),
        ("procedure", [procedure.code for procedure in plan.procedures]),
    ]
    for what, codes in named:
        for code in codes:
            if not _CODE.fullmatch(code):
                yield f"{what} {code!r}: a code is 1 to 32 of the signs A-Z a-z 0-9 _ . -"


def _twice(plan: Plan) -> Iterator[str]:
    named: list[tuple[str, Iterable[object]]] = [
        ("series", (series.id for series in plan.series)),
        ("prefix", (series.prefix for series in plan.series)),
        ("field", (field.code for field in plan.fields)),
        ("kind", (kind.kind for kind in plan.kinds)),
        ("counter", (counter.id for counter in plan.counters)),
        ("procedure", (procedure.code for procedure in plan.procedures)),
        ("priority group", (group.code for group in plan.policy.groups)),
        ("week of", (week.starts for week in plan.hours.weeks)),
        ("holiday", (holiday.date for holiday in plan.hours.holidays)),
    ]
    for counter in plan.counters:
        named += [
            (f"counter {counter.id}: field", counter.fields),
            (f"counter {counter.id}: kind", counter.kinds),
            (f"counter {counter.id}: helped field", counter.helps),
        ]
    for what, codes in named:
        yield from (f"{what} {code}: stands more than once" for code in _repeated(codes))


def _repeated(codes: Iterable[object]) -> list[object]:
    return [code for code, times in Tally(codes).items() if times > 1]


def _unknown(plan: Plan) -> Iterator[str]:
    series = {series.id for series in plan.series}
    fields = {field.code for field in plan.fields}
    kinds = {kind.kind for kind in plan.kinds}
    wanted: list[tuple[str, str, Iterable[str], AbstractSet[str]]] = [
        *((f"field {field.code}", "series", [field.series], series) for field in plan.fields),
        *((f"kind {kind.kind}", "series", [kind.series], series) for kind in plan.kinds),
        *((f"counter {one.id}", "field", one.fields + one.helps, fields) for one in plan.counters),
        *((f"counter {one.id}", "kind", one.kinds, kinds) for one in plan.counters),
        *((f"procedure {one.code}", "field", [one.field], fields) for one in plan.procedures),
        ("policy: agents_series", "series", filter(None, [plan.policy.agents_series]), series),
    ]
    for where, what, codes, known in wanted:
        yield from (f"{where}: {what} {code} does not exist" for code in codes if code not in known)


def _unserved(plan: Plan) -> Iterator[str]:
    served = {code for counter in plan.counters for code in (*counter.fields, *counter.helps)}
    kinds = {kind for counter in plan.counters for kind in counter.kinds}
    for field in plan.fields:
        if field.code not in served:
            yield f"field {field.code}: no counter serves or helps it"
    for kind in plan.kinds:
        if kind.kind not in kinds:
            yield f"kind {kind.kind}: no counter serves it"


def _prefixes(plan: Plan) -> Iterator[str]:
    """Numbers grow from three digits to four, so 1 + 1001 would read as 11 + 001."""
    digits = [series for series in plan.series if series.prefix.isdigit()]
    for one, other in permutations(digits, 2):
        if one.prefix != other.prefix and other.prefix.startswith(one.prefix):
            yield (
                f"series {one.id} and {other.id}: prefix {other.prefix} begins with {one.prefix}, "
                "so that their numbers could be the same"
            )


def _rest(plan: Plan) -> Iterator[str]:
    if not _is_zone(plan.zone):
        yield f"zone {plan.zone!r}: there is no such time zone"
    if plan.public_url and not _URL.fullmatch(plan.public_url):
        yield f"public_url {plan.public_url!r}: not an http address without / at its end"
    for kind in plan.kinds:
        if kind.kind is Kind.SUBMIT:
            yield "kind submit: it always belongs to a field and has no series of its own"
    for series in plan.series:
        if series.quota is not None and series.quota > _MOST_NUMBERS:
            yield f"series {series.id}: quota {series.quota} is more than {_MOST_NUMBERS}"
    for procedure in plan.procedures:
        begin, end = procedure.valid_from, procedure.valid_to
        if begin is not None and end is not None and end < begin:
            yield f"procedure {procedure.code}: valid_to {end} is before valid_from {begin}"
        if procedure.replaced_by == procedure.code:
            yield f"procedure {procedure.code}: it is replaced by itself"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # unknown; a path; a folder such as "Asia"
        return False
    return True


def _hours(plan: Plan) -> Iterator[str]:
    hours = plan.hours
    if not hours.weeks and not hours.always_open:
        yield "hours: there is no week, so the centre would never open"
    for week in hours.weeks:
        yield from _week(week)
    yield from _holidays(hours)


def _week(week: Week) -> Iterator[str]:
    for name, days in (("days", week.days), ("tickets", week.tickets)):
        if days is None:
            continue
        where = f"week of {week.starts}, {name}"
        if len(days) != len(_DAYS):
            yield f"{where}: {len(days)} days, a week has 7 (Monday first)"
        for day, intervals in zip(_DAYS, days, strict=False):
            yield from _intervals(f"{where}, {day}", intervals)


def _holidays(hours: Hours) -> Iterator[str]:
    for holiday in hours.holidays:
        where = f"holiday {holiday.date}"
        if holiday.kind == "off" and holiday.intervals:
            yield f"{where}: a day off has no intervals"
        if holiday.kind == "work" and not holiday.intervals:
            yield f"{where}: a day of work needs intervals"
        yield from _intervals(where, holiday.intervals)


def _intervals(where: str, intervals: Sequence[Interval]) -> Iterator[str]:
    for interval in intervals:
        if interval.start >= interval.end:
            yield f"{where}: {interval.start}-{interval.end} does not end after its start"
    for one, then in pairwise(intervals):
        if then.start < one.end:
            yield (
                f"{where}: {then.start}-{then.end} begins before {one.start}-{one.end} has ended"
            )


def _unused_series(plan: Plan) -> Iterator[str]:
    used = {field.series for field in plan.fields} | {kind.series for kind in plan.kinds}
    for series in plan.series:
        if series.id not in used and series.id != plan.policy.agents_series:
            yield f"series {series.id}: nothing uses it"


def _served_and_helped(plan: Plan) -> Iterator[str]:
    for counter in plan.counters:
        for code in counter.fields:
            if code in counter.helps:
                yield f"counter {counter.id}: it serves field {code}, so helping it says nothing"


def _long_names(plan: Plan) -> Iterator[str]:
    for field in plan.fields:
        name = field.short_vi or field.name_vi
        if len(name) > _TILE:
            yield f"field {field.code}: {name!r} is longer than a tile ({_TILE} letters)"


def _silent_priority(plan: Plan) -> Iterator[str]:
    policy = plan.policy
    if policy.groups and not policy.sentence_vi:
        yield "policy: sentence_vi is empty, so nobody is told how priority works"
    if policy.agents_series is not None and not policy.dossiers_per_ticket:
        yield "policy: agents_series is never used, for dossiers_per_ticket is 0"


def _incomplete(plan: Plan) -> Iterator[str]:
    """The catalogue is posted in public: what it does not say is counted."""
    every = plan.procedures
    missing = {
        "processing time": sum(procedure.days is None for procedure in every),
        "unit of the processing time": sum(
            procedure.days is not None and procedure.days_unit is None for procedure in every
        ),
        "fee": sum(not procedure.fee for procedure in every),
        "list of papers": sum(not procedure.papers for procedure in every),
        "short name": sum(not procedure.short_name for procedure in every),
    }
    for what, count in missing.items():
        if count:
            yield f"procedures: {count} of {len(every)} have no {what}"
    known = {procedure.code for procedure in every}
    for procedure in every:
        if procedure.replaced_by is not None and procedure.replaced_by not in known:
            yield f"procedure {procedure.code}: its successor {procedure.replaced_by} is missing"
