"""The queue: how many came, how long they waited and were served; by field, counter, officer, hour.

Rule 1: every figure is one of the contract's section 6, and has its key.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from queue_server.statistics.figures import Key, Row, Statistics
from queue_server.statistics.paper.report import Cell, Chart, Column, Kind, Report, Table
from queue_server.statistics.reports.cover import Cover, lay_out
from queue_server.statistics.reports.measures import table

NAME: Final = "queue"
TITLE: Final = "BÁO CÁO TÌNH HÌNH TIẾP CÔNG DÂN VÀ THỜI GIAN CHỜ"
KEYS: Final = (Key.FIELD, Key.COUNTER, Key.OFFICER, Key.HOUR, Key.DAY)
_VISITS: Final = ("issued", "served", "no_show", "abandoned", "cancelled", "open")
_TIMES: Final = (
    *("wait_mean_s", "wait_p50_s", "wait_p90_s", "within_15_min", "within_30_min"),
    *("service_mean_s", "service_p90_s", "implied"),
)
_ALL: Final = (*_VISITS, *_TIMES, "dossiers")
_NOBODY: Final = "Chưa gọi"
_NAME_WIDTH: Final = 26


class By(NamedTuple):
    """The same days by each key."""

    field: Statistics
    counter: Statistics
    officer: Statistics
    hour: Statistics
    day: Statistics


def report(cover: Cover, by: By, officers: Mapping[str, str]) -> Report:
    """Return the report."""
    tables = [
        _by_field(cover, by.field),
        _by_counter(cover, by.counter),
        _by_officer(by.officer, officers),
        _by_hour(by.hour),
        _by_day(by.day),
    ]
    said = notes(by.field)
    return lay_out(cover, NAME, TITLE, tables, charts=_CHARTS, notes=said, landscape=True)


def _by_field(cover: Cover, found: Statistics) -> Table:
    rows = sorted(found.rows, key=lambda row: cover.field_order(_text(row.field)))
    head = _named("field", "Lĩnh vực")
    return _table("Theo lĩnh vực", head, lambda row: field_name(cover, row), found, rows)


def _by_counter(cover: Cover, found: Statistics) -> Table:
    names = {str(one.id): one.name for one in cover.plan.counters}

    def name(row: Row) -> str:
        return names.get(str(row.counter), str(row.counter)) if row.counter else _NOBODY

    return _table("Theo quầy", _named("counter", "Quầy"), name, found)


def _by_officer(found: Statistics, names: Mapping[str, str]) -> Table:
    def name(row: Row) -> str:
        return names.get(str(row.officer), str(row.officer)) if row.officer else _NOBODY

    return _table("Theo cán bộ", _named("officer", "Cán bộ"), name, found)


def _by_hour(found: Statistics) -> Table:
    head = _named("hour", "Khung giờ")
    name = "{0.hour:02}:00–{0.hour:02}:59".format
    return _table("Theo khung giờ lấy số", head, name, found)


def _by_day(found: Statistics) -> Table:
    head = Column(key="day", title="Ngày", kind=Kind.DAY, width=12)
    return _table("Theo ngày", head, lambda row: date.fromisoformat(str(row.day)), found)


def _table(
    title: str,
    head: Column,
    name: Callable[[Row], Cell],
    found: Statistics,
    rows: Sequence[Row] | None = None,
) -> Table:
    """Return the figures by one key; `name` says what each row is about."""
    some = found.rows if rows is None else rows
    return table(title, [head], lambda row: (name(row),), _ALL, some, found.total)


def field_name(cover: Cover, row: Row) -> str:
    """Return the name of a row's field; visits of a kind alone have none."""
    code = _text(row.field)
    return "Không theo lĩnh vực" if code is None else cover.field_name(code)


def notes(statistics: Statistics) -> list[str]:
    """Return how the figures are to be read."""
    total = statistics.total
    said = [
        "Lượt tính theo nơi lấy số; thời gian chờ từ lúc vào hàng đến lần gọi đầu, gọi lại không"
        " đổi thời gian chờ; “≤ 15 phút”, “≤ 30 phút” tính trong giờ làm việc.",
        "Thời gian phục vụ không tính số vắng mặt và số do hệ thống tự đóng cuối ngày;"
        f" {total.implied} lượt cán bộ không bấm bắt đầu thì tính từ lúc gọi.",
    ]
    if not statistics.exact:
        said.append("Các phân vị là số gần đúng.")
    return said


def _named(key: str, title: str) -> Column:
    return Column(key=key, title=title, width=_NAME_WIDTH)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_CHARTS: Final = (
    Chart(
        title="Lượt lấy số và phục vụ theo lĩnh vực",
        table=0,
        category="field",
        values=("issued", "served"),
    ),
    Chart(
        title="Thời gian chờ trung bình theo lĩnh vực",
        table=0,
        category="field",
        values=("wait_mean_s", "wait_p90_s"),
    ),
    Chart(title="Lượt phục vụ theo quầy", table=1, category="counter", values=("served",)),
    Chart(
        title="Lượt lấy số theo khung giờ",
        table=3,
        category="hour",
        values=("issued", "served"),
    ),
    Chart(
        title="Lượt lấy số theo ngày",
        table=4,
        category="day",
        values=("issued", "served"),
        line=True,
    ),
)
