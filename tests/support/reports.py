"""A report with everything a report can hold."""

from datetime import UTC, date, datetime, timedelta, timezone

from queue_server.statistics.paper.report import Chart, Column, Kind, Report, Table

HOSTILE = ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "<b>&amp;</b>", "'); DROP--")
VIETNAM = timezone(timedelta(hours=7))


def full_report(*, rows: int = 6, landscape: bool = False) -> Report:
    """Return a report with groups, numbers of the form, every kind of cell and two charts."""
    columns = (
        Column(key="field", title="Lĩnh vực", width=24, number="(1)"),
        Column(key="issued", title="Đã cấp số", kind=Kind.COUNT, number="(2)", group="Lượt khách"),
        Column(key="served", title="Đã phục vụ", kind=Kind.COUNT, number="(3)", group="Lượt khách"),
        Column(key="wait", title="Chờ trung bình", kind=Kind.DURATION, number="(4)"),
        Column(key="share", title="Trong 15 phút", kind=Kind.SHARE, number="(5)"),
        Column(key="each", title="Hồ sơ mỗi lượt", kind=Kind.NUMBER, number="(6)"),
        Column(key="day", title="Ngày", kind=Kind.DAY, number="(7)", width=12),
        Column(key="at", title="Lúc", kind=Kind.MOMENT, number="(8)", width=18),
    )
    names = ("Hộ tịch - Chứng thực", "Đất đai – Môi trường", "Lao động, người có công", "Thuế")
    table = Table(
        title="Theo lĩnh vực: [1/2]",
        columns=columns,
        rows=tuple(
            (
                names[at % len(names)],
                1200 + at,
                1100 + at,
                605 + at,
                0.925,
                1.5,
                date(2026, 11, 20),
                datetime(2026, 11, 20, 1, 15, tzinfo=UTC).astimezone(VIETNAM),
            )
            for at in range(rows)
        ),
        total=(None, 12345, 11345, 4205, 1.0, None, None, None),
        notes=("Thời gian tính bằng phút và giây.",),
    )
    hostile = Table(
        title="Ghi chú lạ",
        columns=(
            Column(key="note", title="Nội dung", width=40),
            Column(key="n", title="Số", kind=Kind.COUNT),
        ),
        rows=tuple((text, None) for text in HOSTILE),
    )
    return Report(
        name="queue",
        title="BÁO CÁO TIẾP NHẬN VÀ PHỤC VỤ",
        head=("ỦY BAN NHÂN DÂN XÃ CẨM XUYÊN", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
        form="Biểu số II.06a/VPCP/KSTT",
        period="2026-Q4",
        period_words="Quý IV năm 2026",
        first=date(2026, 9, 15),
        last=date(2026, 12, 14),
        basis="official",
        made_by="Nguyễn Thị Hằng",
        made_at=datetime(2026, 12, 15, 8, 30, tzinfo=VIETNAM),
        tables=(table, hostile),
        charts=(
            Chart(title="Lượt khách", table=0, category="field", values=("issued", "served")),
            Chart(title="Chờ trung bình", table=0, category="field", values=("wait",), line=True),
        ),
        marks=("BẢN NHÁP",),
        notes=("Số liệu của hệ thống lấy số & gọi số.",),
        signatures=("NGƯỜI LẬP BIỂU", "GIÁM ĐỐC TRUNG TÂM"),
        landscape=landscape,
    )
