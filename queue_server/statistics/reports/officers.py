"""Officers: what each has done, in which fields, and what people thought of it."""

from collections.abc import Mapping
from typing import Final

from queue_server.statistics.figures import Row, Statistics
from queue_server.statistics.paper.report import Cell, Chart, Column, Report
from queue_server.statistics.reports.cover import Cover, lay_out
from queue_server.statistics.reports.measures import table
from queue_server.statistics.reports.queue import field_name, notes

NAME: Final = "officers"
TITLE: Final = "BÁO CÁO KẾT QUẢ TIẾP NHẬN CỦA CÁN BỘ"
_KEYS: Final = (
    *("served", "no_show", "transferred", "dossiers"),
    *("service_mean_s", "service_p50_s", "service_p90_s", "service_per_dossier_s", "implied"),
    *("rated", "satisfied", "named"),
)
_IN_FIELDS: Final = ("served", "dossiers", "service_mean_s", "service_p90_s", "rated", "satisfied")


_NOTE: Final = (
    "“Gọi đích danh” là gọi ngoài thứ tự, mỗi lần đều ghi lý do. Dòng tổng gồm cả số chưa"
    " cán bộ nào gọi."
)
_CHART: Final = Chart(
    title="Lượt phục vụ và hồ sơ của từng cán bộ",
    table=0,
    category="officer",
    values=("served", "dossiers"),
)
_OFFICER: Final = Column(key="officer", title="Cán bộ", width=22)
_FIELD: Final = Column(key="field", title="Lĩnh vực", width=28)


def report(
    cover: Cover, by_officer: Statistics, in_fields: Statistics, officers: Mapping[str, str]
) -> Report:
    """Return the report; `in_fields` is by officer and field."""

    def named(row: Row) -> str:
        return officers.get(str(row.officer), str(row.officer))

    def called(found: Statistics) -> list[Row]:
        return sorted((row for row in found.rows if row.officer), key=named)

    def in_field(row: Row) -> tuple[Cell, ...]:
        return named(row), field_name(cover, row)

    alone = [_OFFICER], lambda row: (named(row),), _KEYS, called(by_officer), by_officer.total
    apart = [_OFFICER, _FIELD], in_field, _IN_FIELDS, called(in_fields), in_fields.total
    tables = [table("Từng cán bộ", *alone), table("Từng cán bộ theo lĩnh vực", *apart)]
    said = [*notes(by_officer), _NOTE]
    return lay_out(cover, NAME, TITLE, tables, charts=(_CHART,), notes=said, landscape=True)
