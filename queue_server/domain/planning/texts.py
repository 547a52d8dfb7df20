"""How much there is in a plan, and its texts."""

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Iterator, Mapping

import msgspec

from queue_server.domain.planning.problem import Problem
from queue_server.protocol.plan import Plan

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MOST = {
    "series": (99, "dãy số"),
    "fields": (64, "lĩnh vực"),
    "counters": (99, "quầy"),
    "procedures": (3000, "thủ tục"),
}
"""Every change of the plan carries the whole of it, and every screen shows much of it."""
_MOST_HEADER_LINES = 4
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SIZE = slice(16, 24)
_WIDEST = 1024


def sizes(plan: Plan) -> Iterator[Problem]:
    """Yield what there is too much or nothing of."""
    for name, (most, vi) in _MOST.items():
        count = len(getattr(plan, name))
        if count > most:
            yield Problem(
                name,
                f"{name}: {count} are too many, at most {most} are allowed",
                f"Có {count} {vi}, nhiều nhất chỉ được {most}.",
            )
    if max(len(plan.header_vi), len(plan.header_en)) > _MOST_HEADER_LINES:
        yield Problem(
            "header_vi",
            f"header: at most {_MOST_HEADER_LINES} lines are allowed",
            f"Tiêu đề có nhiều nhất {_MOST_HEADER_LINES} dòng.",
        )
    if not plan.fields and not plan.kinds:
        yield Problem(
            "fields",
            "fields: there is neither a field nor a kind, so nobody can take a number",
            "Chưa có lĩnh vực hay loại nào nên không ai lấy được số.",
        )
    if not plan.counters:
        yield Problem("counters", "counters: there is no counter", "Chưa có quầy nào.")


def texts(plan: Plan) -> Iterator[Problem]:
    """Yield the texts that are missing or cannot be shown."""
    for where, way in _marred(plan):
        yield Problem(
            way,
            f"{where}: the text holds a control character",
            "Nội dung có ký tự điều khiển không hiển thị được.",
        )
    if not plan.name_vi.strip():
        yield _empty("name_vi", "centre: name_vi is empty", "tên trung tâm")
    for place, field in enumerate(plan.fields):
        if not field.name_vi.strip():
            name = f"field {field.code}: name_vi is empty"
            yield _empty(f"fields[{place}].name_vi", name, "tên lĩnh vực")
    for place, counter in enumerate(plan.counters):
        if not counter.name.strip():
            name = f"counter {counter.id}: name is empty"
            yield _empty(f"counters[{place}].name", name, "tên quầy")
    yield from _procedures(plan)
    yield from _logo(plan.logo)


def _empty(where: str, en: str, what: str) -> Problem:
    return Problem(where, en, f"Chưa nhập {what}.")


def _procedures(plan: Plan) -> Iterator[Problem]:
    for place, procedure in enumerate(plan.procedures):
        where = f"procedures[{place}]"
        if not procedure.name.strip():
            en = f"procedure {procedure.code}: name is empty"
            yield _empty(f"{where}.name", en, "tên thủ tục")
        for keyword in procedure.keywords:
            if not keyword or keyword != keyword.strip() or "|" in keyword:
                yield Problem(
                    f"{where}.keywords",
                    f"procedure {procedure.code}: keyword {keyword!r} is empty, "
                    "has spaces around it or holds a |",
                    f"Từ khóa “{keyword}” để trống, thừa dấu cách hoặc có dấu |.",
                )


def _logo(picture: str) -> Iterator[Problem]:
    """Yield what keeps a picture from being shown: it is given out as it is."""
    if not picture:
        return
    try:
        head = b64decode(picture, validate=True)
    except (NoBase64, ValueError):
        head = b""
    width, height = head[_PNG_SIZE][:4], head[_PNG_SIZE][4:]
    sides = [int.from_bytes(side, "big") for side in (width, height)]
    if not head.startswith(_PNG) or not 0 < min(sides) <= max(sides) <= _WIDEST:
        yield Problem(
            "logo",
            f"logo: it is no PNG picture of at most {_WIDEST} x {_WIDEST} points",
            f"Biểu trưng phải là ảnh PNG, mỗi cạnh không quá {_WIDEST} điểm ảnh.",
        )


def _marred(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield where a text holds a control character; only the papers may have line breaks.

    First as sentences count (from 1), then as programs do (from 0).
    """
    for name in plan.__struct_fields__:
        part = getattr(plan, name)
        for where, place, text in _strings(name, name, msgspec.to_builtins(part)):
            if _CONTROL.search(text) or ("\n" in text and not where.endswith(".papers")):
                yield where, place


def _strings(where: str, place: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield where, place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(f"{where}.{key}", f"{place}.{key}", inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _strings(f"{where}[{number + 1}]", f"{place}[{number}]", inner)
