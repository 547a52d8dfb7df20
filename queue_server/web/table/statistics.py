"""What is asked of the figures over time."""

from typing import Final

from queue_server.statistics.figures import Statistics
from queue_server.web import charts
from queue_server.web.handlers import feed, journal, statistics, today
from queue_server.web.table.row import ADMIN, AUDITOR, MANAGER, Query, Route

STATISTICS: Final = (
    Route(
        "GET",
        "/statistics",
        MANAGER | AUDITOR,
        statistics.statistics,
        "The figures of some days: waits, services, outcomes, by any keys.",
        "Số liệu của một khoảng ngày: thời gian chờ, phục vụ, kết quả, theo các khóa tùy chọn.",
        Statistics,
        ("wrong_period",),
        query=(
            Query("from", "string", "The first day; the last one if left out."),
            Query("to", "string", "The last day; today if left out."),
            Query("period", "string", "Instead of days: 2026-W47, 2026-11, 2026-Q4, 2026-H1 ..."),
            Query("basis", "string", "What a month of `period` is: calendar (usual) or official."),
            Query("by", "string", f"A comma list of {statistics.KEYS}."),
        ),
    ),
    Route(
        "GET",
        "/legs",
        AUDITOR | ADMIN,
        feed.legs,
        "Visits with their legs that changed after a point of the journal, one a line.",
        "Lượt đến cùng các lượt phục vụ đã thay đổi sau một điểm của nhật ký, mỗi dòng một lượt.",
        feed.FeedLine,
        query=(
            Query("after", "integer", "Begin after this `seq`; 0 if left out."),
            Query("limit", "integer", "Follow so many events; 1,000 if left out, cut at 10,000."),
        ),
        media=journal.NDJSON,
    ),
    Route(
        "GET",
        "/today",
        MANAGER,
        today.today,
        "Today beside the usual weekday, how the machines are, and who sits where.",
        "Hôm nay so với thường ngày, tình trạng thiết bị, ai ngồi quầy nào.",
        today.TodayView,
    ),
    Route(
        "GET",
        "/today/chart",
        MANAGER,
        today.chart,
        "Today beside the usual weekday, as a picture.",
        "Biểu đồ hôm nay so với thường ngày.",
        query=(
            Query("of", "string", "arrivals (usual) or waits."),
            Query("language", "string", "vi (usual) or en."),
            Query("theme", "string", "light (usual) or dark."),
        ),
        media=charts.SVG,
    ),
)
