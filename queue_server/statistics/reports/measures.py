"""The columns of figures: each says one figure of the contract's section 6, by its own key."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from queue_server.statistics.figures import Figures, Row
from queue_server.statistics.paper.report import Cell, Column, Kind, Table
from queue_server.statistics.reports.cover import NUMBER, numbered

_VISITS, _WAITS, _SERVICES = "Lượt", "Thời gian chờ", "Thời gian phục vụ"


def _count(key: str, title: str, group: str = "", width: int = 8) -> Column:
    return Column(key=key, title=title, kind=Kind.COUNT, group=group, width=width)


def _time(key: str, title: str, group: str) -> Column:
    return Column(key=key, title=title, kind=Kind.DURATION, group=group, width=8)


def _share(key: str, title: str, group: str = "") -> Column:
    return Column(key=key, title=title, kind=Kind.SHARE, group=group, width=8)


_ALL: Final = {
    column.key: column
    for column in (
        _count("issued", "Lấy số", _VISITS),
        _count("called", "Được gọi", _VISITS),
        _count("served", "Phục vụ", _VISITS),
        _count("no_show", "Vắng mặt", _VISITS),
        _count("abandoned", "Chưa gọi", _VISITS),
        _count("cancelled", "Hủy", _VISITS),
        _count("transferred", "Chuyển", _VISITS),
        _count("open", "Chưa xong", _VISITS),
        _time("wait_mean_s", "Trung bình", _WAITS),
        _time("wait_p50_s", "Trung vị", _WAITS),
        _time("wait_p90_s", "P90", _WAITS),
        _time("wait_max_s", "Lâu nhất", _WAITS),
        _time("wait_work_mean_s", "Trong giờ làm việc", _WAITS),
        _share("within_15_min", "≤ 15 phút", _WAITS),
        _share("within_30_min", "≤ 30 phút", _WAITS),
        _time("service_mean_s", "Trung bình", _SERVICES),
        _time("service_p50_s", "Trung vị", _SERVICES),
        _time("service_p90_s", "P90", _SERVICES),
        _time("service_per_dossier_s", "Một hồ sơ", _SERVICES),
        _count("implied", "Không bấm bắt đầu", _SERVICES),
        _count("dossiers", "Số hồ sơ"),
        _count("rated", "Lượt đánh giá"),
        _share("satisfied", "Hài lòng trở lên"),
        _count("named", "Gọi đích danh"),
    )
}


def columns(keys: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of some figures."""
    return tuple(_ALL[key] for key in keys)


def cell(figures: Figures, key: str) -> Cell:
    """Return one figure."""
    if key == "open":
        return figures.waiting + figures.in_service
    if key == "named":
        return figures.reasons.named
    value: Cell = getattr(figures, key)
    return value


def table(
    title: str,
    heads: Sequence[Column],
    name: Callable[[Row], tuple[Cell, ...]],
    keys: Sequence[str],
    rows: Sequence[Row],
    total: Figures,
) -> Table:
    """Return the figures of some rows; `heads` and `name` say what each row is about."""
    return Table(
        title=title,
        columns=(NUMBER, *heads, *columns(keys)),
        rows=numbered([(*name(row), *(cell(row, key) for key in keys)) for row in rows]),
        total=(
            None,
            "Tổng số",
            *(None for _ in heads[1:]),
            *(cell(total, key) for key in keys),
        ),
    )
