"""Reports, filed reports, and the case system's dossiers."""

from typing import Final

from queue_server.protocol import views as v
from queue_server.web.handlers import dossiers, reports
from queue_server.web.table.row import AUDITOR, MANAGER, OFFICER, Query, Route

_PERIOD: Final = (
    Query("period", "string", "Such as 2026-11, 2026-Q4, 2026-W47; this month if left out."),
    Query("basis", "string", "`official` or `calendar`; each report has its own usual one."),
)
_FORMAT: Final = Query("format", "string", "`json`, `xlsx`, `pdf` or `csv`.")

REPORTING: Final = (
    Route(
        "GET",
        "/reports",
        MANAGER | AUDITOR,
        reports.reports,
        "The reports there are, and those that were filed.",
        "Các báo cáo và những báo cáo đã nộp.",
        reports.ReportsView,
    ),
    Route(
        "GET",
        "/reports/{report}",
        MANAGER | AUDITOR,
        reports.report,
        "A report of a period; as it was filed, if it was.",
        "Một báo cáo của một kỳ; nếu đã nộp thì là bản đã nộp.",
        reports.ReportView,
        ("unknown_report", "wrong_period"),
        query=(
            *_PERIOD,
            _FORMAT,
            Query("fresh", "string", "Anything: as it stands now, also where it was filed."),
        ),
    ),
    Route(
        "GET",
        "/posting",
        MANAGER | AUDITOR,
        reports.posting_sheets,
        "A4 sheets to be posted: the procedures by field, with a QR code.",
        "Tờ A4 để niêm yết: thủ tục theo lĩnh vực, kèm mã QR.",
        None,
        ("unknown_field",),
        query=(Query("field", "string", "Only of this field."),),
        media="application/pdf",
    ),
    Route(
        "POST",
        "/reports/register/filled",
        MANAGER,
        reports.filled,
        "The register with names from an export of the case system, which is not kept.",
        "Sổ theo dõi hồ sơ có họ tên lấy từ tệp của hệ thống một cửa; tệp không được lưu.",
        reports.ReportView,
        ("wrong_period", "unreadable_file", "too_large"),
        query=(*_PERIOD, _FORMAT),
        sends=dossiers.EXPORT_MEDIA,
    ),
    Route(
        "POST",
        "/reports/{report}/filed",
        MANAGER,
        reports.file,
        "File a report: it is frozen as it stands.",
        "Nộp báo cáo: bản này được giữ nguyên.",
        reports.FilingView,
        (
            "unknown_report",
            "wrong_period",
            "not_filed_here",
            "period_not_over",
            "report_is_draft",
            "already_filed",
        ),
        reports.FilingWish,
        201,
    ),
    Route(
        "GET",
        "/filings/{filing}",
        MANAGER | AUDITOR,
        reports.filed,
        "A filed report, as it was frozen.",
        "Một báo cáo đã nộp, đúng như lúc nộp.",
        reports.ReportView,
        ("unknown_report",),
        query=(_FORMAT,),
    ),
    Route(
        "GET",
        "/dossiers/imports",
        MANAGER | AUDITOR,
        dossiers.imports,
        "The exports of the case system that were taken in.",
        "Các tệp của hệ thống một cửa đã nhập.",
        dossiers.ImportsView,
    ),
    Route(
        "POST",
        "/dossiers/imports",
        MANAGER,
        dossiers.take_in,
        "Take in an export of the case system (CSV or XLSX), line by line.",
        "Nhập tệp của hệ thống một cửa (CSV hoặc XLSX), từng dòng.",
        dossiers.IntakeView,
        ("unreadable_file", "too_large", "wrong_value"),
        status=201,
        query=(
            Query("from", "string", "The first day it covers; its earliest if left out."),
            Query("to", "string", "The last day it covers; its latest if left out."),
        ),
        sends=dossiers.EXPORT_MEDIA,
    ),
    Route(
        "GET",
        "/dossiers/due",
        OFFICER | MANAGER,
        dossiers.due_on,
        "When a dossier of a procedure would be due.",
        "Ngày hẹn trả gợi ý của một thủ tục.",
        v.DueView,
        ("unknown_procedure",),
        query=(
            Query("procedure", "string", "Its code."),
            Query("received", "string", "When it is received; now if left out."),
        ),
    ),
)
