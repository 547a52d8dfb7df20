"""What is read of a centre, and its plan."""

from typing import Final

from queue_server.protocol import views as v
from queue_server.protocol.plan import Plan
from queue_server.protocol.screens import DashboardView
from queue_server.web.handlers import centre, journal, plan
from queue_server.web.handlers import tickets as t
from queue_server.web.table.row import (
    ADMIN,
    API,
    AUDITOR,
    HOLDER,
    MANAGER,
    OFFICER,
    PUBLIC,
    Query,
    Route,
)

READS: Final = (
    Route(
        "GET",
        "/tickets/{ticket}",
        HOLDER,
        t.ticket,
        "A ticket, for whoever holds its id.",
        "Một phiếu, cho người giữ mã.",
        v.TicketView,
        ("unknown_ticket",),
    ),
    Route(
        "GET",
        "",
        PUBLIC,
        centre.centre,
        "The centre: names, fields, counters, hours, open or not.",
        "Trung tâm: tên, lĩnh vực, quầy, giờ làm việc, đang mở hay không.",
        v.CentreView,
    ),
    Route("GET", "/", PUBLIC, centre.centre, "The centre.", "Trung tâm.", v.CentreView, alias=True),
    Route(
        "GET",
        "/procedures",
        PUBLIC,
        centre.procedures,
        "Search the procedures; no accents needed, best first.",
        "Tìm thủ tục; không cần dấu, sát nhất đứng trước.",
        v.ProceduresView,
        query=(
            Query("q", "string", "What a citizen would say."),
            Query("field", "string", "Only of this field."),
            Query("limit", "integer", "At most this many; 10 if left out, cut at 1,000."),
        ),
    ),
    Route(
        "GET",
        "/counters/{counter}",
        OFFICER | MANAGER,
        centre.counter,
        "One counter.",
        "Một quầy.",
        v.CounterView,
        ("unknown_counter",),
    ),
    Route(
        "GET",
        "/floor",
        OFFICER | MANAGER,
        centre.floor,
        "The whole floor now.",
        "Toàn cảnh hiện tại.",
        DashboardView,
    ),
    Route(
        "GET",
        "/journal",
        AUDITOR | ADMIN,
        journal.export,
        "The journal, one event a line, with the hash of the chain.",
        "Nhật ký, mỗi dòng một sự kiện, kèm mã băm.",
        journal.ExportLine,
        query=(
            Query("after", "integer", "Begin after this `seq`; 0 if left out."),
            Query("limit", "integer", "At most this many; 1,000 if left out, cut at 10,000."),
        ),
        media=journal.NDJSON,
    ),
    Route(
        "GET",
        "/audit",
        ADMIN,
        journal.audit,
        "Changes of plan, accounts, devices and priority, newest first.",
        "Thay đổi cấu hình, tài khoản, thiết bị và ưu tiên, mới nhất trước.",
        journal.AuditView,
        query=(
            Query("before", "integer", "Only events before this `seq`."),
            Query("limit", "integer", "At most this many; 100 if left out, cut at 1,000."),
        ),
    ),
    Route(
        "GET",
        "/plan",
        MANAGER | ADMIN,
        plan.plan,
        "The centre's plan.",
        "Cấu hình trung tâm.",
        Plan,
    ),
    Route(
        "PUT",
        "/plan",
        MANAGER | ADMIN,
        plan.put_plan,
        "Put another plan in its place; `If-Match` names the version it was made from.",
        "Thay cấu hình; `If-Match` nêu phiên bản gốc.",
        Plan,
        ("precondition_needed", "stale_plan", "bad_plan"),
        Plan,
    ),
    Route(
        "GET",
        f"{API}/centres",
        PUBLIC,
        centre.centres,
        "The centres of this server.",
        "Các trung tâm của máy chủ này.",
        centre.CentresView,
    ),
)
