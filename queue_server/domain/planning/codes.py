"""The codes of a plan: well formed, not twice, and each known where it is named."""

import re
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import permutations
from typing import NamedTuple

from queue_server.domain.planning.problem import Problem
from queue_server.protocol.plan import Plan

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


class _Named(NamedTuple):
    """A list of codes that shall differ."""

    what: str
    vi: str
    where: str
    """The way to one of them, its place as `{}`."""
    codes: list[object]


def codes(plan: Plan) -> Iterator[Problem]:
    """Yield the codes that are not well formed."""
    if not _CODE.fullmatch(plan.centre):
        yield _badly_formed("centre", "centre", str(plan.centre))
    for named in _lists(plan)[:5]:
        if named.what == "prefix":
            continue
        for place, code in enumerate(named.codes):
            if not _CODE.fullmatch(str(code)):
                yield _badly_formed(named.what, named.where.format(place), str(code))


def _badly_formed(what: str, where: str, code: str) -> Problem:
    return Problem(
        where,
        f"{what} {code!r}: a code is 1 to 32 of the signs A-Z a-z 0-9 _ . -",
        "Mã gồm 1 đến 32 ký tự: chữ không dấu, số và các dấu _ . -",
    )


def twice(plan: Plan) -> Iterator[Problem]:
    """Yield what stands more than once."""
    for named in [*_lists(plan), *_counter_lists(plan)]:
        for code, places in _repeated(named.codes):
            yield Problem(
                named.where.format(places[-1]),
                f"{named.what} {code}: stands more than once",
                f"{named.vi} {code} bị trùng.",
            )


def _lists(plan: Plan) -> list[_Named]:
    policy, hours = plan.policy, plan.hours
    return [
        _Named("series", "Dãy số", "series[{}].id", [one.id for one in plan.series]),
        _Named("prefix", "Ký hiệu", "series[{}].prefix", [one.prefix for one in plan.series]),
        _Named("field", "Mã lĩnh vực", "fields[{}].code", [one.code for one in plan.fields]),
        _Named("counter", "Mã quầy", "counters[{}].id", [one.id for one in plan.counters]),
        _Named(
            "procedure", "Mã thủ tục", "procedures[{}].code", [one.code for one in plan.procedures]
        ),
        _Named("kind", "Loại", "kinds[{}].kind", [one.kind for one in plan.kinds]),
        _Named(
            "priority group",
            "Mã nhóm ưu tiên",
            "policy.groups[{}].code",
            [one.code for one in policy.groups],
        ),
        _Named(
            "week of", "Lịch từ ngày", "hours.weeks[{}].starts", [one.starts for one in hours.weeks]
        ),
        _Named("holiday", "Ngày", "hours.holidays[{}].date", [one.date for one in hours.holidays]),
    ]


def _counter_lists(plan: Plan) -> Iterator[_Named]:
    for place, counter in enumerate(plan.counters):
        what, where = f"counter {counter.id}:", f"counters[{place}]"
        yield _Named(f"{what} field", "Lĩnh vực", f"{where}.fields", list(counter.fields))
        yield _Named(f"{what} kind", "Loại", f"{where}.kinds", list(counter.kinds))
        yield _Named(f"{what} helped field", "Lĩnh vực", f"{where}.helps", list(counter.helps))


def _repeated(codes: list[object]) -> Iterator[tuple[object, list[int]]]:
    for code, times in Tally(codes).items():
        if times > 1:
            yield code, [place for place, one in enumerate(codes) if one == code]


def unknown(plan: Plan) -> Iterator[Problem]:
    """Yield what is named but does not exist."""
    series = {one.id for one in plan.series}
    fields = {one.code for one in plan.fields}
    kinds = {one.kind for one in plan.kinds}
    for place, field in enumerate(plan.fields):
        where = f"fields[{place}].series"
        yield from _missing(where, f"field {field.code}", "series", [field.series], series)
    for place, kind in enumerate(plan.kinds):
        where = f"kinds[{place}].series"
        yield from _missing(where, f"kind {kind.kind}", "series", [kind.series], series)
    for place, one in enumerate(plan.counters):
        where, what = f"counters[{place}]", f"counter {one.id}"
        yield from _missing(f"{where}.fields", what, "field", one.fields, fields)
        yield from _missing(f"{where}.helps", what, "field", one.helps, fields)
    for place, one in enumerate(plan.counters):
        where, what = f"counters[{place}].kinds", f"counter {one.id}"
        yield from _missing(where, what, "kind", one.kinds, kinds)
    for place, entry in enumerate(plan.procedures):
        where, what = f"procedures[{place}].field", f"procedure {entry.code}"
        yield from _missing(where, what, "field", [entry.field], fields)
    agents = list(filter(None, [plan.policy.agents_series]))
    where = "policy.agents_series"
    yield from _missing(where, "policy: agents_series", "series", agents, series)


_WHAT_VI = {"series": "dãy số", "field": "lĩnh vực", "kind": "loại"}


def _missing(
    where: str, subject: str, what: str, codes: Iterable[str], known: AbstractSet[str]
) -> Iterator[Problem]:
    for code in codes:
        if code not in known:
            yield Problem(
                where,
                f"{subject}: {what} {code} does not exist",
                f"Không có {_WHAT_VI[what]} {code}.",
            )


def unserved(plan: Plan) -> Iterator[Problem]:
    """Yield the fields and kinds that no counter serves."""
    served = {code for counter in plan.counters for code in (*counter.fields, *counter.helps)}
    kinds = {kind for counter in plan.counters for kind in counter.kinds}
    for place, field in enumerate(plan.fields):
        if field.code not in served:
            yield Problem(
                f"fields[{place}].code",
                f"field {field.code}: no counter serves or helps it",
                f"Chưa có quầy nào nhận lĩnh vực {field.code}. Chọn nó ở một quầy.",
            )
    for place, kind in enumerate(plan.kinds):
        if kind.kind not in kinds:
            yield Problem(
                f"kinds[{place}].kind",
                f"kind {kind.kind}: no counter serves it",
                "Chưa có quầy nào nhận loại này. Chọn nó ở một quầy.",
            )


def prefixes(plan: Plan) -> Iterator[Problem]:
    """Numbers grow from three digits to four, so 1 + 1001 would read as 11 + 001."""
    digits = [(n, series) for n, series in enumerate(plan.series) if series.prefix.isdigit()]
    for (_, one), (place, other) in permutations(digits, 2):
        if one.prefix != other.prefix and other.prefix.startswith(one.prefix):
            yield Problem(
                f"series[{place}].prefix",
                f"series {one.id} and {other.id}: prefix {other.prefix} begins with {one.prefix}, "
                "so that their numbers could be the same",
                f"Ký hiệu {other.prefix} bắt đầu giống {one.prefix} nên số có thể trùng.",
            )
