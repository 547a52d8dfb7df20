"""The register of dossiers (sổ theo dõi hồ sơ), by column templates.

Rule 1: names and addresses stand in it only where they are given for this one paper, or kept by a
centre that has switched it on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from queue_server.protocol.papers import CaseChannel, Owner
from queue_server.protocol.plan import RegisterForm
from queue_server.statistics.dossiers.joining import Entry, lacking
from queue_server.statistics.paper.report import Cell, Column, Kind, Report, Table
from queue_server.statistics.reports.cover import Cover, lay_out

NAME: Final = "register"
TITLE: Final = "SỔ THEO DÕI HỒ SƠ"
FROM_MEMORY: Final = "Mẫu 06 (2018) ghi theo trí nhớ – cần đối chiếu với bản gốc trước khi dùng"
_DAYS, _RESULT = "Ngày, tháng, năm", "Trả kết quả"
_CHANNELS: Final = {
    CaseChannel.ONLINE: "Nộp trực tuyến",
    CaseChannel.POST: "Nộp qua bưu chính",
}


class Row(NamedTuple):
    """One row and what fills it."""

    number: int
    entry: Entry
    owner: Owner
    officer: str
    procedure: str
    agency: str
    area: str


Fill = Callable[[Row], Cell]


def _empty(row: Row) -> Cell:
    """Is signed or filled in by hand."""
    return None


def _note(row: Row) -> Cell:
    entry = row.entry
    said = [f"Phiếu {entry.label}"] if entry.label and not entry.code else []
    said += [_CHANNELS[entry.channel]] if entry.channel in _CHANNELS else []
    said += ["Hạn gợi ý"] if entry.due_is_suggested else []
    return "; ".join(said) or None


def _contact(row: Row) -> Cell:
    return ", ".join(filter(None, (row.owner.address, row.owner.phone))) or None


def _text(key: str, title: str, width: int, fill: Fill, group: str = "") -> tuple[Column, Fill]:
    return Column(key=key, title=title, width=width, group=group), fill


def _day(key: str, title: str, group: str, fill: Fill) -> tuple[Column, Fill]:
    return Column(key=key, title=title, kind=Kind.DAY, width=13, group=group), fill


def _count(key: str, title: str, width: int, fill: Fill) -> tuple[Column, Fill]:
    return Column(key=key, title=title, kind=Kind.COUNT, width=width), fill


def _procedure(row: Row) -> Cell:
    return row.procedure or None


_PROVINCIAL: Final = (
    _count("no", "STT", 6, lambda row: row.number),
    _text("code", "Mã hồ sơ", 18, lambda row: row.entry.code or None),
    _text("procedure", "Nội dung hồ sơ", 28, _procedure),
    _count("quantity", "Số lượng (bộ)", 7, lambda row: row.entry.quantity),
    _text("owner", "Họ tên chủ hồ sơ", 16, lambda row: row.owner.name or None),
    _text("address", "Địa chỉ chủ hồ sơ", 16, lambda row: row.owner.address or None),
    _text("phone", "Số điện thoại", 11, lambda row: row.owner.phone or None),
    _day("received_on", "Nhận hồ sơ", _DAYS, lambda row: row.entry.received_on),
    _day("due_on", "Hẹn trả kết quả", _DAYS, lambda row: row.entry.due_on),
    _day("collected_on", "Ngày nhận kết quả", _RESULT, lambda row: row.entry.collected_on),
    _text("gave", "Bên giao (Ký tên)", 8, _empty, _RESULT),
    _text("got", "Bên nhận (Ký tên)", 8, _empty, _RESULT),
    _text("officer", "Người nhận hồ sơ", 13, lambda row: row.officer or None),
    _text("area", "Địa bàn phát sinh hồ sơ", 11, lambda row: row.area or None),
    _text("note", "Ghi chú", 13, _note),
)
_FORM_2018: Final = (
    _count("no", "TT", 6, lambda row: row.number),
    _text("code", "Mã hồ sơ", 18, lambda row: row.entry.code or None),
    _text("procedure", "Tên thủ tục hành chính", 28, _procedure),
    _count("quantity", "Số lượng hồ sơ (bộ)", 8, lambda row: row.entry.quantity),
    _text("owner", "Tên cá nhân, tổ chức", 16, lambda row: row.owner.name or None),
    _text("contact", "Địa chỉ, số điện thoại", 18, _contact),
    _text("in_charge", "Cơ quan chủ trì giải quyết", 13, lambda row: row.agency or None),
    _day("received_on", "Nhận hồ sơ", _DAYS, lambda row: row.entry.received_on),
    _day("due_on", "Hẹn trả kết quả", _DAYS, lambda row: row.entry.due_on),
    _day("collected_on", "Ngày nhận kết quả", _RESULT, lambda row: row.entry.collected_on),
    _text(
        "way",
        "Phương thức nhận kết quả",
        11,
        lambda row: "Trực tiếp" if row.entry.collected_on else None,
        _RESULT,
    ),
    _text("signed", "Ký nhận", 8, _empty, _RESULT),
    _text("note", "Ghi chú", 13, _note),
)
TEMPLATES: Final[Mapping[RegisterForm, tuple[tuple[Column, Fill], ...]]] = {
    "provincial": _PROVINCIAL,
    "form_2018": _FORM_2018,
}

_COLUMN_NAMES: Final = {
    "code": "mã hồ sơ",
    "procedure": "thủ tục",
    "received": "ngày nhận",
    "due": "ngày hẹn trả",
    "done": "ngày giải quyết xong",
    "officer": "người nhận hồ sơ",
}


def report(
    cover: Cover,
    entries: Sequence[Entry],
    owners: Mapping[str, Owner],
    officers: Mapping[str, str],
) -> Report:
    """Return the register; `owners` by code, `officers` are their names by account."""
    reporting = cover.plan.reporting
    template = TEMPLATES[reporting.register]
    known = {str(one.code): one for one in cover.plan.procedures}
    nobody = Owner(code="", name="", address="", phone="")
    rows = []
    for number, entry in enumerate(entries, 1):
        officer = officers.get(entry.officer or "", "")
        procedure = known.get(entry.procedure or "")
        name = procedure.short_name or procedure.name if procedure else entry.procedure or ""
        agency = (procedure.agency if procedure else "") or reporting.agency
        owner = owners.get(entry.code, nobody)
        row = Row(number, entry, owner, officer, name, agency, reporting.area)
        rows.append(tuple(fill(row) for _, fill in template))
    return lay_out(
        cover,
        NAME,
        TITLE,
        [Table(title="", columns=tuple(column for column, _ in template), rows=tuple(rows))],
        form=reporting.register_form,
        marks=(FROM_MEMORY,) if reporting.register == "form_2018" else (),
        notes=_notes(cover, entries, owners),
        landscape=True,
    )


def named(columns: Sequence[str]) -> str:
    """Return columns as people call them."""
    return ", ".join(_COLUMN_NAMES[column] for column in columns)


def _notes(cover: Cover, entries: Sequence[Entry], owners: Mapping[str, Owner]) -> list[str]:
    wanted = cover.plan.reporting.register_complete
    incomplete = sum(bool(lacking(entry, wanted)) for entry in entries)
    notes = [f"Cộng: {len(entries)} hồ sơ; {incomplete} dòng chưa đủ ({named(wanted)})."]
    if not owners:
        notes.append(
            "Họ tên và địa chỉ không lưu trong hệ thống lấy số; khi in có thể điền từ tệp của"
            " hệ thống một cửa."
        )
    return notes
