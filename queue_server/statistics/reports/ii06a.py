"""Biểu II.06a: how dossiers were received and settled, by field, as the national form asks.

Rule 1: without an import that covers the whole period, every page says that it is a draft.
Rule 2: column 6 is column 11 of the last filed report; what has changed since is named, and never
balanced away.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from queue_server.protocol.papers import Case
from queue_server.statistics.dossiers.settling import Settling, Standing, settle
from queue_server.statistics.paper.report import Cell, Column, Kind, Report, Table
from queue_server.statistics.reports.cover import NUMBER, Cover, lay_out, numbered

NAME: Final = "ii06a"
FORM: Final = "Biểu số II.06a/VPCP/KSTT"
TITLE: Final = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"
DRAFT: Final = "BẢN NHÁP"
_UNIT: Final = "Đơn vị tính: Số hồ sơ thủ tục hành chính."
_RECEIVED, _SETTLED, _OPEN = (
    "Số hồ sơ nhận giải quyết",
    "Số hồ sơ đã giải quyết",
    "Số hồ sơ đang giải quyết",
)


class Carried(Struct, frozen=True, kw_only=True):
    """Column 11 of the last filed report, by field."""

    period_words: str
    filed_on: str
    open: Mapping[str | None, int]


class Sources(Struct, frozen=True, kw_only=True):
    """What the form is made from."""

    cases: Sequence[Case]
    is_covered: bool
    carried: Carried | None = None
    unknown_codes: Sequence[str] = ()
    """Entered at counters in this period, and not in the case system's export."""


def open_by_field(settling: Settling) -> dict[str | None, int]:
    """Return column 11 by field, for the next report's column 6."""
    return {field: standing.open for field, standing in settling.by_field.items() if standing.open}


def settling(cover: Cover, sources: Sources) -> Settling:
    """Return how the dossiers stand in the report's period."""
    period = cover.period
    return settle(sources.cases, period.first, period.last, cover.plan.reporting.withdrawn)


def report(cover: Cover, sources: Sources) -> Report:
    """Return the form."""
    standings = settling(cover, sources)
    tables = [_form(cover, standings, sources.carried)]
    tables += _difference(cover, standings, sources.carried)
    tables += _undated(cover, standings)
    return lay_out(
        cover,
        NAME,
        TITLE,
        tables,
        form=FORM,
        marks=() if sources.is_covered else (DRAFT,),
        notes=_notes(cover, sources, standings),
        landscape=True,
    )


_COLUMNS: Final = (
    Column(key="no", title="TT", number="(1)", width=4, kind=Kind.COUNT),
    Column(key="field", title="Lĩnh vực, công việc giải quyết theo cấp", number="(2)", width=30),
    Column(key="received", title="Tổng số", number="(3)", kind=Kind.COUNT, group=_RECEIVED),
    Column(
        key="online", title="Trong kỳ: Trực tuyến", number="(4)", kind=Kind.COUNT, group=_RECEIVED
    ),
    Column(
        key="direct",
        title="Trong kỳ: Trực tiếp, dịch vụ bưu chính",
        number="(5)",
        kind=Kind.COUNT,
        group=_RECEIVED,
        width=12,
    ),
    Column(key="carried", title="Từ kỳ trước", number="(6)", kind=Kind.COUNT, group=_RECEIVED),
    Column(key="settled", title="Tổng số", number="(7)", kind=Kind.COUNT, group=_SETTLED),
    Column(key="early", title="Trước hạn", number="(8)", kind=Kind.COUNT, group=_SETTLED),
    Column(key="on_time", title="Đúng hạn", number="(9)", kind=Kind.COUNT, group=_SETTLED),
    Column(key="late", title="Quá hạn", number="(10)", kind=Kind.COUNT, group=_SETTLED),
    Column(key="open", title="Tổng số", number="(11)", kind=Kind.COUNT, group=_OPEN),
    Column(
        key="in_time",
        title="Trong hạn (kể cả đang chờ bổ sung)",
        number="(12)",
        kind=Kind.COUNT,
        group=_OPEN,
        width=12,
    ),
    Column(key="overdue", title="Quá hạn", number="(13)", kind=Kind.COUNT, group=_OPEN),
    Column(
        key="on_time_rate",
        title="Tỷ lệ giải quyết đúng hạn",
        number="(8+9)/7",
        kind=Kind.SHARE,
        width=11,
    ),
)


def _form(cover: Cover, settling: Settling, carried: Carried | None) -> Table:
    standings = _filed(settling.by_field, carried)
    whole = sum(standings.values(), Standing())
    return Table(
        title="",
        columns=_COLUMNS,
        rows=_by_level(cover, standings),
        total=(None, "Tổng số", *_cells(whole)),
        notes=(_UNIT,),
    )


def _by_level(
    cover: Cover, standings: Mapping[str | None, Standing]
) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for each field under its level's; without levels the fields alone."""
    levels: dict[str, list[str | None]] = {}
    for code in sorted(standings, key=cover.field_order):
        levels.setdefault(cover.level(code), []).append(code)
    rows: list[tuple[Cell, ...]] = []
    number = 0
    for level, codes in levels.items():
        if level:
            of_level = sum((standings[code] for code in codes), Standing())
            rows.append((None, level, *_cells(of_level)))
        for code in codes:
            number += 1
            rows.append((number, cover.field_name(code), *_cells(standings[code])))
    return tuple(rows)


def _filed(
    standings: Mapping[str | None, Standing], carried: Carried | None
) -> dict[str | None, Standing]:
    """Return what stands in the form: column 6 as it was filed, where it was."""
    if carried is None:
        return dict(standings)
    fields = standings.keys() | carried.open.keys()
    return {code: _carrying(standings.get(code, Standing()), carried, code) for code in fields}


def _carrying(standing: Standing, carried: Carried, code: str | None) -> Standing:
    others = {name: getattr(standing, name) for name in standing.__struct_fields__}
    return Standing(**others | {"carried": carried.open.get(code, 0)})


def _cells(standing: Standing) -> tuple[Cell, ...]:
    s = standing
    return (
        *(s.received, s.online, s.direct, s.carried),
        *(s.settled, s.early, s.on_time, s.late),
        *(s.open, s.in_time, s.overdue),
        s.on_time_rate,
    )


def _difference(cover: Cover, settling: Settling, carried: Carried | None) -> list[Table]:
    """Return what has changed since the last report was filed; nothing if nothing has."""
    if carried is None:
        return []
    now = {code: standing.carried for code, standing in settling.by_field.items()}
    fields = sorted(now.keys() | carried.open.keys(), key=cover.field_order)
    pairs = [(code, carried.open.get(code, 0), now.get(code, 0)) for code in fields]
    rows = [
        (cover.field_name(code), filed, found, found - filed)
        for code, filed, found in pairs
        if filed != found
    ]
    if not rows:
        return []
    return [
        Table(
            title=f"Chênh lệch so với số đã báo cáo ({carried.period_words})",
            columns=(
                NUMBER,
                Column(key="field", title="Lĩnh vực", width=34),
                Column(key="filed", title="Cột 11 đã nộp", kind=Kind.COUNT, width=14),
                Column(key="found", title="Theo dữ liệu hiện nay", kind=Kind.COUNT, width=14),
                Column(key="difference", title="Chênh lệch", kind=Kind.COUNT, width=12),
            ),
            rows=numbered(rows),
            total=(
                None,
                "Tổng số",
                sum(filed for _, filed, *_ in rows),
                sum(found for *_, found, _ in rows),
                sum(difference for *_, difference in rows),
            ),
            notes=(
                "Cột 6 giữ nguyên cột 11 đã nộp. Vì vậy (7) + (11) lệch với (3) đúng bằng số"
                " chênh lệch nêu ở bảng này.",
            ),
        )
    ]


def _undated(cover: Cover, settling: Settling) -> list[Table]:
    if not settling.undated:
        return []
    rows = [
        (case.code, cover.field_name(case.field), case.received_on, case.done_on)
        for case in settling.undated
    ]
    return [
        Table(
            title="Hồ sơ chưa rõ ngày hẹn trả (không tính vào biểu)",
            columns=(
                NUMBER,
                Column(key="code", title="Mã hồ sơ", width=24),
                Column(key="field", title="Lĩnh vực", width=34),
                Column(key="received_on", title="Ngày tiếp nhận", kind=Kind.DAY, width=13),
                Column(key="done_on", title="Ngày giải quyết xong", kind=Kind.DAY, width=13),
            ),
            rows=numbered(rows),
        )
    ]


_WITHDRAWN: Final = {
    "left_out": "không tính vào biểu",
    "settled": "tính là đã giải quyết theo ngày rút, ngày dừng",
}


def _notes(cover: Cover, sources: Sources, settling: Settling) -> list[str]:
    reporting = cover.plan.reporting
    notes = [f"Đơn vị báo cáo: {cover.plan.name_vi}."]
    if reporting.receiver:
        notes.append(f"Đơn vị nhận báo cáo: {reporting.receiver}.")
    if not sources.is_covered:
        notes.append(
            "BẢN NHÁP: chưa nhập dữ liệu của hệ thống một cửa cho cả kỳ. Số liệu lấy từ hồ sơ nhập"
            " tại quầy, chưa biết ngày giải quyết xong."
        )
    if sources.carried is not None:
        notes.append(
            f"Cột 6 lấy từ cột 11 của báo cáo {sources.carried.period_words},"
            f" nộp ngày {sources.carried.filed_on}."
        )
    notes.append(
        f"Hồ sơ rút hoặc dừng giải quyết: {len(settling.given_up)} hồ sơ,"
        f" {_WITHDRAWN[reporting.withdrawn]}."
    )
    notes.append(
        "“Đã giải quyết” theo ngày giải quyết xong trên hệ thống một cửa, không theo ngày công dân"
        " nhận kết quả. So theo ngày; hồ sơ hẹn trả đúng ngày cuối kỳ mà chưa xong là trong hạn."
    )
    if settling.undated:
        notes.append(
            f"{len(settling.undated)} hồ sơ chưa rõ ngày hẹn trả nên không nằm trong cột nào."
        )
    if sources.unknown_codes:
        notes.append(
            f"{len(sources.unknown_codes)} mã hồ sơ nhập tại quầy không có trong dữ liệu của hệ"
            f" thống một cửa: {_some(sources.unknown_codes)}."
        )
    return notes


_MOST_NAMED: Final = 12


def _some(codes: Sequence[str]) -> str:
    named = ", ".join(codes[:_MOST_NAMED])
    return named if len(codes) <= _MOST_NAMED else f"{named} …"
