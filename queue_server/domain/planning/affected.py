"""Whom another plan would touch now: those who wait, and whether the doors stay open."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from queue_server.domain import calendar
from queue_server.domain.planning.problem import Problem
from queue_server.domain.standing import Standing
from queue_server.domain.waiting import line_of
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import CounterState


class Affected(NamedTuple):
    """Some people, or all, and what happens to them; nobody is ever lost."""

    en: str
    vi: str
    people: int


def affected(floor: Standing, after: Plan, now: datetime) -> list[Affected]:
    """Return whom `after` would touch if it were put in force now."""
    return [*_waiting(floor, after), *_hours(floor, after, now), *_blank(floor, after)]


def in_the_way(floor: Standing, plan: Plan) -> list[Problem]:
    """Return what of today keeps `plan` from being put in force now."""
    kept = {counter.id for counter in plan.counters}
    closed = [
        Problem(
            "counters",
            f"counter {counter.id} is not closed",
            f"Quầy {counter.id} đang mở. Hãy đóng quầy trước khi bỏ.",
        )
        for counter in floor.counters.values()
        if counter.id not in kept and counter.state is not CounterState.CLOSED
    ]
    return [*closed, *_numbers_again(floor, plan)]


def _numbers_again(floor: Standing, plan: Plan) -> Iterator[Problem]:
    """Yield the digits that could print a number of today again: 1 + 1001 reads as 11 + 001."""
    for place, series in enumerate(plan.series):
        new = series.prefix
        for old in floor.numbers:
            if new.isdigit() and new != old and (new.startswith(old) or old.startswith(new)):
                yield Problem(
                    f"series[{place}].prefix",
                    f"prefix {new} could repeat numbers that {old} gave today; "
                    "it can be used from tomorrow on",
                    f"Ký hiệu {new} có thể in trùng số mà {old} đã phát hôm nay; "
                    "dùng được từ ngày mai.",
                )


def _waiting(floor: Standing, after: Plan) -> Iterator[Affected]:
    planned = _served_by(after)
    names: dict[str, str] = {field.code: field.name_vi for field in floor.in_force.fields}
    for line, people in floor.lines.by_name.items():
        count = len(people)
        if not count or line[0] in "@!":
            continue
        name = names.get(line, line)
        if line not in planned:
            yield Affected(
                f"{count} waiting for {name}: no counter serves it any more; "
                "the counters that did may still call them",
                f"{count} người đang chờ {name}: không còn quầy nào nhận; các quầy đang nhận vẫn "
                "gọi được họ",
                count,
            )
        elif (now_open := set(floor.open_counters(line))) and not now_open & planned[line]:
            yield Affected(
                f"{count} waiting for {name}: no counter that is open now serves it",
                f"{count} người đang chờ {name}: không có quầy nào đang mở nhận họ",
                count,
            )
    yield from _alone(floor, after)


def _alone(floor: Standing, after: Plan) -> Iterator[Affected]:
    """Yield those who wait for one counter that is taken away."""
    kept = {counter.id for counter in after.counters}
    for line, people in floor.lines.by_name.items():
        if line[0] in "@!" and len(people) and line[1:] not in kept:
            yield Affected(
                f"{len(people)} waiting for counter {line[1:]}, which is taken away: "
                "they go to the line of their field",
                f"{len(people)} người đang chờ riêng quầy {line[1:]} bị bỏ: họ về hàng chung của "
                "lĩnh vực",
                len(people),
            )


def _served_by(plan: Plan) -> dict[str, set[str]]:
    served: dict[str, set[str]] = {}
    for counter in plan.counters:
        for line in (*counter.fields, *counter.helps, *(line_of(None, k) for k in counter.kinds)):
            served.setdefault(line, set()).add(counter.id)
    return served


def _hours(floor: Standing, after: Plan, now: datetime) -> Iterator[Affected]:
    before = floor.in_force
    if before.hours == after.hours:
        return
    opens = [_gives_numbers(plan, floor, now) for plan in (before, after)]
    if opens == [True, False]:
        waiting = sum(map(len, floor.lines.by_name.values()))
        yield Affected(
            "From now on no numbers are given today; whoever has one is still served",
            "Từ lúc này hôm nay không phát số nữa; ai đã có số vẫn được phục vụ",
            waiting,
        )
    elif opens == [False, True]:
        yield Affected("From now on numbers are given", "Từ lúc này bắt đầu phát số", 0)


def _gives_numbers(plan: Plan, floor: Standing, now: datetime) -> bool:
    day = calendar.day_of(now, floor.zone)
    return calendar.is_open(calendar.ticket_intervals(plan.hours, floor.zone, day), now)


def _blank(floor: Standing, after: Plan) -> Iterator[Affected]:
    if after.blank and not floor.in_force.blank:
        yield Affected(
            "All boards go dark and silent", "Mọi bảng hiển thị tắt hình và tắt tiếng", 0
        )
