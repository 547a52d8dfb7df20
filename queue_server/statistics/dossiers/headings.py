"""Which column of the case system's export holds what.

Rule 1: a heading that a centre has named must be there; the usual ones are found by their words.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from queue_server.domain.search import fold
from queue_server.protocol.plan import CaseColumns
from queue_server.statistics.dossiers.sheet import Row, unreadable

NEEDED: Final = ("code", "received")
_LOOKED_AT: Final = 30
"""A heading stands among the first rows, under what the export says of itself."""

_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Số biên nhận", "code"),
    "received": (
        "Ngày tiếp nhận",
        "Ngày nhận",
        "Ngày nhận hồ sơ",
        "Ngày tiếp nhận hồ sơ",
        "Thời gian tiếp nhận",
        "received",
    ),
    "due": (
        "Ngày hẹn trả",
        "Hẹn trả kết quả",
        "Ngày hẹn trả kết quả",
        "Hạn trả kết quả",
        "Hạn giải quyết",
        "Hạn xử lý",
        "due",
    ),
    "done": (
        "Ngày giải quyết xong",
        "Ngày có kết quả",
        "Ngày hoàn thành",
        "Ngày kết thúc xử lý",
        "Ngày xử lý xong",
        "done",
    ),
    "channel": (
        "Hình thức nộp",
        "Hình thức tiếp nhận",
        "Kênh tiếp nhận",
        "Hình thức nộp hồ sơ",
        "channel",
    ),
    "field": ("Lĩnh vực", "Tên lĩnh vực", "Mã lĩnh vực", "field"),
    "procedure": (
        "Mã thủ tục",
        "Mã TTHC",
        "Tên thủ tục",
        "Tên TTHC",
        "Thủ tục hành chính",
        "Thủ tục",
        "procedure",
    ),
    "quantity": ("Số lượng", "Số bộ", "Số lượng (bộ)", "quantity"),
    "state": ("Trạng thái", "Tình trạng", "Trạng thái hồ sơ", "state"),
    "owner": (
        "Chủ hồ sơ",
        "Họ tên chủ hồ sơ",
        "Tên chủ hồ sơ",
        "Người nộp",
        "Họ và tên",
        "Tên cá nhân, tổ chức",
        "owner",
    ),
    "address": ("Địa chỉ chủ hồ sơ", "Địa chỉ", "address"),
    "phone": ("Số điện thoại", "Điện thoại", "phone"),
}


def find(rows: Sequence[Row], named: CaseColumns) -> tuple[int, dict[str, int]]:
    """Return how many rows stand up to the headings, and which column holds what.

    Raises:
        Refused: `unreadable_file`, the headings are not there.
    """
    chosen = {key: fold(heading) for key, heading in asdict(named).items() if heading}
    best: dict[str, int] = {}
    for place, row in enumerate(rows[:_LOOKED_AT], 1):
        found = _columns([fold(str(cell or "")) for cell in row.cells], chosen)
        if all(key in found for key in (*NEEDED, *chosen)):
            return place, found
        best = max(best, found, key=len)
    missing = [key for key in dict.fromkeys((*NEEDED, *chosen)) if key not in best]
    wanted = ", ".join(_name(key, named) for key in missing)
    raise unreadable(f"không thấy cột {wanted}", f"it has no column {wanted}")


def _columns(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for key, usual in _USUAL.items():
        wanted = [chosen[key]] if key in chosen else [fold(heading) for heading in usual]
        place = next((headings.index(one) for one in wanted if one in headings), None)
        if place is not None:
            found[key] = place
    return found


def _name(key: str, named: CaseColumns) -> str:
    return f"“{getattr(named, key) or _USUAL[key][0]}”"
