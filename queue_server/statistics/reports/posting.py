"""Whether the catalogue can be posted: what is missing in it, and what is out of date."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from queue_server.protocol.plan import Procedure
from queue_server.statistics.paper.report import Column, Kind, Report, Table
from queue_server.statistics.reports.cover import NUMBER, Cover, lay_out, numbered

NAME: Final = "posting"
TITLE: Final = "KIỂM TRA NIÊM YẾT, CÔNG KHAI THỦ TỤC HÀNH CHÍNH"
_FAULTS: Final = {
    "time": "thời hạn",
    "unit": "đơn vị thời hạn",
    "fee": "phí, lệ phí",
    "papers": "thành phần hồ sơ",
}
OUTDATED: Final = "mã đã hết hiệu lực"


def faults(procedure: Procedure, today: date) -> list[str]:
    """Return what an entry of the catalogue lacks, or that it is out of date."""
    found = {
        "time": procedure.days is None,
        "unit": procedure.days is not None and procedure.days_unit is None,
        "fee": not procedure.fee,
        "papers": not procedure.papers,
    }
    said = [_FAULTS[key] for key, is_missing in found.items() if is_missing]
    return [*said, *([OUTDATED] if is_outdated(procedure, today) else [])]


def is_outdated(procedure: Procedure, today: date) -> bool:
    """Tell whether an entry holds no more on `today`."""
    ended = procedure.valid_to is not None and procedure.valid_to < today
    return ended or procedure.replaced_by is not None


def report(cover: Cover) -> Report:
    """Return the check of the plan that holds now."""
    today = cover.made_at.date()
    return lay_out(
        cover,
        NAME,
        TITLE,
        [_by_field(cover, today), _faulty(cover, today)],
        notes=("Kiểm tra danh mục đang dùng vào lúc lập báo cáo.",),
    )


def _by_field(cover: Cover, today: date) -> Table:
    counted = []
    for field in cover.plan.fields:
        entries = [one for one in cover.plan.procedures if one.field == field.code]
        counted.append((field.name_vi, _counts(entries, today)))
    whole = _counts(cover.plan.procedures, today)
    return Table(
        title="Mức độ đầy đủ theo lĩnh vực",
        columns=(
            NUMBER,
            Column(key="field", title="Lĩnh vực", width=34),
            *(
                Column(key=key, title=title, kind=Kind.COUNT, width=9)
                for key, title in (
                    ("procedures", "Số thủ tục"),
                    ("complete", "Đầy đủ"),
                    ("time", "Thiếu thời hạn"),
                    ("unit", "Thiếu đơn vị"),
                    ("fee", "Thiếu phí, lệ phí"),
                    ("papers", "Thiếu thành phần hồ sơ"),
                    ("outdated", "Mã hết hiệu lực"),
                )
            ),
            Column(key="share", title="Tỷ lệ đầy đủ", kind=Kind.SHARE, width=9),
        ),
        rows=numbered([(name, *counts) for name, counts in counted]),
        total=(None, "Tổng số", *whole),
    )


def _counts(entries: Sequence[Procedure], today: date) -> tuple[int | float | None, ...]:
    found = [faults(one, today) for one in entries]
    complete = sum(not said for said in found)
    missing = [sum(name in said for said in found) for name in (*_FAULTS.values(), OUTDATED)]
    return (len(found), complete, *missing, complete / len(found) if found else None)


def _faulty(cover: Cover, today: date) -> Table:
    rows = [
        (one.code, one.name, cover.field_name(one.field), ", ".join(said), one.replaced_by)
        for one in cover.plan.procedures
        if (said := faults(one, today))
    ]
    return Table(
        title="Thủ tục cần bổ sung hoặc thay",
        columns=(
            NUMBER,
            Column(key="code", title="Mã thủ tục", width=12),
            Column(key="name", title="Tên thủ tục", width=40),
            Column(key="field", title="Lĩnh vực", width=20),
            Column(key="missing", title="Còn thiếu", width=24),
            Column(key="replaced_by", title="Thay bằng", width=12),
        ),
        rows=numbered(rows),
    )
