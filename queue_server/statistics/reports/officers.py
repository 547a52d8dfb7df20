"""Officers: what each has done, in which fields, and what people thought of it."""

from collections.abc import Mapping
from typing import Final

from queue_server.statistics.figures import Row, Statistics
from queue_server.statistics.paper.report import Chart, Column, Report
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


def report(
    cover: Cover, by_officer: Statistics, in_fields: Statistics, officers: Mapping[str, str]
) -> Report:
    """Return the report; `in_fields` is by officer and field."""

    def named(row: Row) -> str:
        return officers.get(str(row.officer), str(row.officer))

    called = [row for row in by_officer.rows if row.officer]
    tables = [
        table(
            "Từng cán bộ",
            [Column(key="officer", title="Cán bộ", width=22)],
            lambda row: (named(row),),
            _KEYS,
            sorted(called, key=named),
            by_officer.total,
        ),
        table(
            "Từng cán bộ theo lĩnh vực",
            [
                Column(key="officer", title="Cán bộ", width=22),
                Column(key="field", title="Lĩnh vực", width=28),
            ],
            lambda row: (named(row), field_name(cover, row)),
            _IN_FIELDS,
            sorted((row for row in in_fields.rows if row.officer), key=named),
            in_fields.total,
        ),
    ]
    return lay_out(
        cover,
        NAME,
        TITLE,
        tables,
        charts=(
            Chart(
                title="Lượt phục vụ và hồ sơ của từng cán bộ",
                table=0,
                category="officer",
                values=("served", "dossiers"),
            ),
        ),
        notes=[
            *notes(by_officer),
            "“Gọi đích danh” là gọi ngoài thứ tự, mỗi lần đều ghi lý do. Dòng tổng gồm cả số chưa"
            " cán bộ nào gọi.",
        ],
        landscape=True,
    )
