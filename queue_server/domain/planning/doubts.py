"""What is doubtful or incomplete in a plan, though it may be used."""

from collections.abc import Iterator

from queue_server.domain.planning.problem import Problem
from queue_server.protocol.plan import Plan

_TILE = 22
"""Letters that fit a tile of the kiosk."""


def unused_series(plan: Plan) -> Iterator[Problem]:
    """Yield the series that nothing uses."""
    used = {field.series for field in plan.fields} | {kind.series for kind in plan.kinds}
    for place, series in enumerate(plan.series):
        if series.id not in used and series.id != plan.policy.agents_series:
            en = f"series {series.id}: nothing uses it"
            yield Problem(f"series[{place}].id", en, f"Dãy số {series.id} chưa dùng vào đâu.")


def served_and_helped(plan: Plan) -> Iterator[Problem]:
    """Yield the fields that a counter both serves and helps."""
    for place, counter in enumerate(plan.counters):
        for code in counter.fields:
            if code in counter.helps:
                yield Problem(
                    f"counters[{place}].helps",
                    f"counter {counter.id}: it serves field {code}, so helping it says nothing",
                    f"{counter.name} đã nhận lĩnh vực {code} nên không cần ghi hỗ trợ.",
                )


def long_names(plan: Plan) -> Iterator[Problem]:
    """Yield the names that do not fit a tile."""
    for place, field in enumerate(plan.fields):
        name = field.short_vi or field.name_vi
        if len(name) > _TILE:
            yield Problem(
                f"fields[{place}].short_vi",
                f"field {field.code}: {name!r} is longer than a tile ({_TILE} letters)",
                f"“{name}” dài hơn một ô kiosk ({_TILE} chữ). Nên đặt tên ngắn.",
            )


def silent_priority(plan: Plan) -> Iterator[Problem]:
    """Yield what nobody is told of priority, and what is never used."""
    policy = plan.policy
    if policy.groups and not policy.sentence_vi:
        yield Problem(
            "policy.sentence_vi",
            "policy: sentence_vi is empty, so nobody is told how priority works",
            "Chưa có câu giải thích ưu tiên nên người dân không biết quy tắc.",
        )
    if policy.agents_series is not None and not policy.dossiers_per_ticket:
        yield Problem(
            "policy.agents_series",
            "policy: agents_series is never used, for dossiers_per_ticket is 0",
            "Dãy số cho người nộp nhiều hồ sơ không bao giờ dùng đến vì không giới hạn hồ sơ.",
        )


def incomplete(plan: Plan) -> Iterator[Problem]:
    """The catalogue is posted in public: what it does not say is counted."""
    every = plan.procedures
    missing = (
        ("processing time", "thời hạn", sum(one.days is None for one in every)),
        (
            "unit of the processing time",
            "đơn vị thời hạn",
            sum(one.days is not None and one.days_unit is None for one in every),
        ),
        ("fee", "phí, lệ phí", sum(not one.fee for one in every)),
        ("list of papers", "giấy tờ", sum(not one.papers for one in every)),
        ("short name", "tên ngắn", sum(not one.short_name for one in every)),
    )
    for what, vi, count in missing:
        if count:
            yield Problem(
                "procedures",
                f"procedures: {count} of {len(every)} have no {what}",
                f"{count} trong {len(every)} thủ tục chưa ghi {vi}.",
            )
    known = {procedure.code for procedure in every}
    for place, one in enumerate(every):
        if one.replaced_by is not None and one.replaced_by not in known:
            yield Problem(
                f"procedures[{place}].replaced_by",
                f"procedure {one.code}: its successor {one.replaced_by} is missing",
                f"Thủ tục thay thế {one.replaced_by} không có trong danh mục.",
            )
