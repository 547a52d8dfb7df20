"""Ratings: what citizens thought, by field, officer and month; linked to no person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from queue_server.protocol.papers import Picked, Rated
from queue_server.statistics.paper.report import Cell, Chart, Column, Kind, Report, Table
from queue_server.statistics.reports.cover import NUMBER, Cover, lay_out, numbered

NAME: Final = "ratings"
TITLE: Final = "BÁO CÁO MỨC ĐỘ HÀI LÒNG CỦA CÔNG DÂN"
_LEVELS: Final = "Mức độ hài lòng chung"
_COLUMNS: Final = (
    Column(key="served", title="Lượt phục vụ", kind=Kind.COUNT, width=9),
    Column(key="rated", title="Lượt đánh giá", kind=Kind.COUNT, width=9),
    Column(key="rated_share", title="Tỷ lệ đánh giá", kind=Kind.SHARE, width=9),
    Column(key="very", title="Rất hài lòng", kind=Kind.COUNT, group=_LEVELS),
    Column(key="fairly", title="Hài lòng", kind=Kind.COUNT, group=_LEVELS),
    Column(key="not", title="Không hài lòng", kind=Kind.COUNT, group=_LEVELS),
    Column(key="satisfied", title="Hài lòng trở lên", kind=Kind.SHARE, group=_LEVELS),
    Column(key="attitude", title="Thái độ phục vụ (điểm 1–3)", kind=Kind.NUMBER, width=12),
)
_REASONS: Final = {
    "long_wait": "Chờ quá lâu",
    "unclear": "Hướng dẫn chưa rõ",
    "attitude": "Thái độ",
    "extra_papers": "Đòi thêm giấy tờ",
    "other": "Điều khác",
}
"""What the list on a phone offers; another program's reason stands under its own code."""
_REASON_COLUMNS: Final = (
    NUMBER,
    Column(key="name", title="Lý do", width=34),
    Column(key="picked", title="Lượt chọn", kind=Kind.COUNT, width=10),
    Column(key="picked_share", title="Trên số lượt đánh giá", kind=Kind.SHARE, width=12),
    Column(key="very", title="Rất hài lòng", kind=Kind.COUNT, group=_LEVELS),
    Column(key="fairly", title="Hài lòng", kind=Kind.COUNT, group=_LEVELS),
    Column(key="not", title="Không hài lòng", kind=Kind.COUNT, group=_LEVELS),
)


class Sources(NamedTuple):
    """What the report is made from."""

    by_field: Sequence[Rated]
    by_officer: Sequence[Rated]
    by_day: Sequence[Rated]
    picked: Sequence[Picked]


def report(cover: Cover, sources: Sources, officers: Mapping[str, str]) -> Report:
    """Return the report."""
    by_field, by_officer, by_day, picked = sources
    tables = [
        _table(
            "Theo lĩnh vực",
            "Lĩnh vực",
            sorted(by_field, key=lambda one: cover.field_order(one.key)),
            lambda key: cover.field_name(key) if key else "Không theo lĩnh vực",
        ),
        _table(
            "Theo cán bộ",
            "Cán bộ",
            [one for one in by_officer if one.key],
            lambda key: officers.get(key or "", key or ""),
        ),
        _table("Theo tháng", "Tháng", _months(by_day), _month),
        _reasons(picked, _whole(by_field).rated),
    ]
    return lay_out(
        cover,
        NAME,
        TITLE,
        tables,
        charts=(
            Chart(
                title="Mức độ hài lòng theo lĩnh vực",
                table=0,
                category="name",
                values=("very", "fairly", "not"),
            ),
            Chart(
                title="Lý do công dân chọn",
                table=len(tables) - 1,
                category="name",
                values=("picked",),
            ),
        ),
        notes=("Đánh giá gắn với phiếu, không gắn với tên người. Thái độ: 3 là rất hài lòng.",),
        landscape=True,
    )


def _table(
    title: str, head: str, rated: Sequence[Rated], named: Callable[[str | None], str]
) -> Table:
    rows = [(named(one.key), *_cells(one)) for one in rated]
    return Table(
        title=title,
        columns=(NUMBER, Column(key="name", title=head, width=30), *_COLUMNS),
        rows=numbered(rows),
        total=(None, "Tổng số", *_cells(_whole(rated))),
    )


def _reasons(picked: Sequence[Picked], rated: int) -> Table:
    """Return the reasons of the list in its order, those of other programs after them."""
    found = {one.reason: one for one in picked}
    listed = {
        reason: Picked(reason=reason, very=0, fairly=0, dissatisfied=0) for reason in _REASONS
    }
    rows = [
        (_REASONS.get(one.reason, one.reason), *_picks(one, rated))
        for one in (listed | found).values()
    ]
    return Table(
        title="Lý do công dân chọn khi đánh giá",
        columns=_REASON_COLUMNS,
        rows=numbered(rows),
        notes=("Mỗi lượt đánh giá có thể chọn nhiều lý do, hoặc không chọn lý do nào.",),
    )


def _picks(one: Picked, rated: int) -> tuple[Cell, ...]:
    picks = one.very + one.fairly + one.dissatisfied
    return (picks, picks / rated if rated else None, one.very, one.fairly, one.dissatisfied)


def _cells(one: Rated) -> tuple[Cell, ...]:
    return (
        one.served,
        one.rated,
        one.rated / one.served if one.served else None,
        one.very,
        one.fairly,
        one.rated - one.very - one.fairly,
        (one.very + one.fairly) / one.rated if one.rated else None,
        one.attitude_sum / one.attitudes if one.attitudes else None,
    )


def _whole(rated: Sequence[Rated], key: str | None = None) -> Rated:
    def total(name: str) -> int:
        return sum(getattr(one, name) for one in rated)

    return Rated(
        key=key,
        served=total("served"),
        rated=total("rated"),
        very=total("very"),
        fairly=total("fairly"),
        attitudes=total("attitudes"),
        attitude_sum=total("attitude_sum"),
    )


def _months(by_day: Sequence[Rated]) -> list[Rated]:
    """Return the ratings of days, put together by the calendar's months."""
    months: dict[str, list[Rated]] = {}
    for one in by_day:
        months.setdefault((one.key or "")[:7], []).append(one)
    return [_whole(days, month) for month, days in sorted(months.items())]


def _month(key: str | None) -> str:
    year, _, month = (key or "").partition("-")
    return f"{month}/{year}"
