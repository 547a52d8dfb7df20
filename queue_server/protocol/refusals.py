"""Every no, with its code, its HTTP status and its sentence in Vietnamese and English.

Rule 1: a refusal's words stand here and nowhere else.
"""

from typing import NamedTuple


class Sentence(NamedTuple):
    """The same thing said in both languages."""

    vi: str
    en: str


class Problem(NamedTuple):
    """One kind of no."""

    status: int
    title: str
    sentence: Sentence


def _rule(title: str, vi: str, en: str, status: int = 409) -> Problem:
    return Problem(status, title, Sentence(vi, en))


PROBLEMS: dict[str, Problem] = {
    # The rules of the floor say no.
    "closed_now": _rule(
        "Closed now",
        "Ngoài giờ lấy số. {hours_vi}",
        "Tickets are not issued at this time. {hours_en}",
    ),
    "sold_out": _rule(
        "No more numbers today",
        "Đã phát hết số hôm nay.",
        "No more numbers are left for today.",
    ),
    "series_paused": _rule(
        "Series paused",
        "Dãy số này đang tạm dừng phát số.",
        "This series is not giving numbers at the moment.",
    ),
    "no_counter": _rule(
        "No counter serves this",
        "Hiện chưa có quầy nào phục vụ lĩnh vực này.",
        "No counter serves this field at the moment.",
    ),
    "unknown_field": _rule(
        "Unknown field",
        "Không có lĩnh vực này.",
        "There is no such field.",
    ),
    "field_needed": _rule(
        "A field is needed",
        "Vui lòng chọn lĩnh vực.",
        "Please choose a field.",
        422,
    ),
    "unknown_procedure": _rule(
        "Unknown procedure",
        "Không có thủ tục này trong danh mục.",
        "There is no such procedure in the catalogue.",
    ),
    "unknown_series": _rule(
        "Unknown series", "Không có dãy số này.", "There is no such series.", 404
    ),
    "unknown_priority": _rule(
        "Unknown priority group",
        "Không có nhóm ưu tiên này.",
        "There is no such priority group.",
        422,
    ),
    "priority_by_staff": _rule(
        "Priority is given by staff",
        "Quyền ưu tiên do nhân viên cấp. Vui lòng báo nhân viên.",
        "Priority is given by staff. Please ask a member of staff.",
    ),
    "too_many_dossiers": _rule(
        "Too many dossiers for one ticket",
        "Mỗi phiếu tối đa {cap} hồ sơ.",
        "One ticket may bring {cap} dossiers at most.",
    ),
    "too_many_tickets": _rule(
        "Too many tickets from one kiosk",
        "Máy đã phát nhiều số liên tiếp. Vui lòng gọi nhân viên.",
        "This kiosk has given many numbers in a row. Please call a member of staff.",
    ),
    "nobody_waiting": _rule(
        "Nobody waiting",
        "Không có ai đang chờ quầy này.",
        "Nobody is waiting for this counter.",
    ),
    "counter_closed": _rule(
        "Counter not open",
        "Quầy đang đóng hoặc tạm dừng.",
        "The counter is closed or paused.",
    ),
    "counter_taken": _rule(
        "Counter taken",
        "Quầy này đang có cán bộ khác ngồi.",
        "Another officer is at this counter.",
    ),
    "no_current_ticket": _rule(
        "No current ticket",
        "Quầy chưa gọi số nào.",
        "The counter has no current ticket.",
    ),
    "wrong_state": _rule(
        "Wrong state",
        "Không làm được việc này khi phiếu hoặc quầy đang ở trạng thái “{state}”.",
        "This cannot be done in the state “{state}”.",
    ),
    "already_called": _rule(
        "Already called",
        "Số tiếp theo đã được gọi rồi.",
        "The next number has been called already.",
    ),
    "not_your_field": _rule(
        "Not this counter's field",
        "Quầy này không phục vụ lĩnh vực của phiếu.",
        "This counter does not serve the ticket's field.",
    ),
    "recall_too_soon": _rule(
        "Recall too soon",
        "Vừa gọi xong, vui lòng chờ vài giây rồi gọi lại.",
        "This number was called a moment ago; wait a few seconds.",
    ),
    "already_rated": _rule(
        "Already rated",
        "Phiếu này đã được đánh giá. Xin cảm ơn.",
        "This visit has been rated already. Thank you.",
    ),
    "too_late_to_rate": _rule(
        "Too late to rate",
        "Đã quá 24 giờ kể từ khi được phục vụ, không đánh giá được nữa. Xin cảm ơn.",
        "The service was more than 24 hours ago and can no longer be rated. Thank you.",
    ),
    "too_late_to_undo": _rule(
        "Too late to undo",
        "Không hoàn tác được nữa.",
        "This can no longer be undone.",
    ),
    "stale_plan": _rule(
        "The plan has changed",
        "Cấu hình vừa được người khác sửa. Vui lòng tải lại.",
        "Somebody else has changed the plan. Load it again.",
        412,
    ),
    "bad_plan": _rule(
        "The plan does not make sense",
        "Cấu hình chưa hợp lệ: {faults}",
        "The plan is not valid: {faults}",
        422,
    ),
    "bad_catalogue": _rule(
        "The catalogue cannot be taken in",
        "Danh mục chưa nhận được. Dòng {line}: {fault}",
        "The catalogue cannot be taken in. Line {line}: {fault}",
        422,
    ),
    "clock_not_doubted": _rule(
        "The clock is not in doubt",
        "Đồng hồ không có gì cần xác nhận.",
        "There is nothing to confirm about the clock.",
    ),
    "clock_doubted": _rule(
        "The clock is in doubt",
        "Đồng hồ máy chủ có thể sai. Vui lòng nhờ nhân viên xác nhận giờ.",
        "The server's clock may be wrong. Staff have to confirm the time.",
    ),
    "field_or_counter": _rule(
        "A field or a counter",
        "Chọn một lĩnh vực hoặc một quầy để chuyển đến.",
        "Name either a field or a counter to transfer to.",
        422,
    ),
    # What was named does not exist.
    "unknown_ticket": _rule(
        "Unknown ticket", "Không có phiếu này.", "There is no such ticket.", 404
    ),
    "unknown_call": _rule(
        "Unknown call", "Không có lượt gọi này.", "There is no such call on the boards.", 404
    ),
    "unknown_counter": _rule(
        "Unknown counter", "Không có quầy này.", "There is no such counter.", 404
    ),
    "unknown_centre": _rule(
        "Unknown centre", "Không có trung tâm này.", "There is no such centre.", 404
    ),
    "unknown_account": _rule(
        "Unknown account", "Không có tài khoản này.", "There is no such account.", 404
    ),
    "unknown_device": _rule(
        "Unknown device", "Không có thiết bị này.", "There is no such device.", 404
    ),
    "unknown_version": _rule(
        "Unknown version",
        "Không có phiên bản cấu hình này.",
        "There is no such version of the plan.",
        404,
    ),
    "no_logo": _rule("No logo", "Trung tâm chưa có biểu trưng.", "The centre has no logo.", 404),
    "name_taken": _rule("Name taken", "Tên này đã có người dùng.", "This name is taken already."),
    "last_administrator": _rule(
        "The last administrator",
        "Đây là quản trị viên cuối cùng, không thể khóa hoặc đổi vai trò.",
        "This is the last administrator: somebody must be left to let others in.",
    ),
    "wrong_code": _rule(
        "Wrong or used code",
        "Mã không đúng hoặc đã dùng.",
        "The code is wrong or was used.",
        403,
    ),
    # The doors say no.
    "bad_json": _rule("Not JSON", "Nội dung không phải JSON.", "The body is not JSON.", 400),
    "unknown_member": _rule(
        "Unknown member",
        "Nội dung có mục không biết: {member}",
        "The body has a member we do not know: {member}",
        400,
    ),
    "bad_header": _rule(
        "Bad header", "Tiêu đề yêu cầu không hợp lệ.", "A header is not valid.", 400
    ),
    "wrong_value": _rule("Wrong value", "Giá trị không hợp lệ.", "A value is not valid.", 422),
    "wrong_period": _rule(
        "Wrong period",
        "Kỳ “{period}” không hợp lệ. Ví dụ: 2026-11-20, 2026-W47, 2026-11, 2026-Q4, 2026-H1,"
        " 2026-9M, 2026, 2026-11-01..2026-11-20.",
        "The period “{period}” is not known. Examples: 2026-11-20, 2026-W47, 2026-11, 2026-Q4,"
        " 2026-H1, 2026-9M, 2026, 2026-11-01..2026-11-20.",
        422,
    ),
    "unreadable_file": _rule(
        "The file cannot be read",
        "Không đọc được tệp: {why_vi}.",
        "The file cannot be read: {why_en}.",
        422,
    ),
    "unknown_report": _rule(
        "Unknown report", "Không có báo cáo này.", "There is no such report.", 404
    ),
    "report_is_draft": _rule(
        "The report is a draft",
        "Chưa thể nộp: báo cáo còn là bản nháp, chưa có dữ liệu hệ thống một cửa cho cả kỳ.",
        "It cannot be filed: it is a draft until an export of the case system covers the period.",
    ),
    "period_not_over": _rule(
        "The period is not over",
        "Chưa thể nộp: kỳ báo cáo chưa kết thúc.",
        "It cannot be filed: the period is not over.",
    ),
    "already_filed": _rule(
        "Filed already",
        "Báo cáo của kỳ này đã nộp.",
        "The report of this period has been filed already.",
    ),
    "not_filed_here": _rule(
        "This report is not filed",
        "Báo cáo này chỉ để xem, không nộp.",
        "This report is for looking at; it is not filed.",
    ),
    "idempotency_mismatch": _rule(
        "Idempotency key used for another request",
        "Khóa chống trùng đã dùng cho một yêu cầu khác.",
        "This idempotency key was used for another request.",
        422,
    ),
    "not_signed_in": _rule("Not signed in", "Vui lòng đăng nhập.", "Please sign in.", 401),
    "wrong_password": _rule(
        "Wrong name or password",
        "Tên hoặc mật khẩu không đúng.",
        "The name or the password is wrong.",
        401,
    ),
    "not_allowed": _rule(
        "Not allowed", "Bạn không có quyền làm việc này.", "You may not do this.", 403
    ),
    "foreign_origin": _rule(
        "Foreign origin",
        "Yêu cầu đến từ một trang khác.",
        "The request comes from another site.",
        403,
    ),
    "not_found": _rule("Not found", "Không có trang này.", "There is nothing here.", 404),
    "wrong_method": _rule(
        "Method not allowed",
        "Không dùng được cách này ở đây.",
        "This method is not used here.",
        405,
    ),
    "too_large": _rule("Too large", "Nội dung quá lớn.", "The body is too large.", 413),
    "wrong_media_type": _rule(
        "Wrong media type",
        "Chỉ nhận nội dung application/json.",
        "Only application/json is understood.",
        415,
    ),
    "precondition_needed": _rule(
        "Precondition needed",
        "Cần tiêu đề If-Match.",
        "The header If-Match is needed.",
        428,
    ),
    "too_many_requests": _rule(
        "Too many attempts",
        "Sai quá nhiều lần. Vui lòng thử lại sau {retry_s} giây.",
        "Too many attempts. Try again in {retry_s} seconds.",
        429,
    ),
    "internal_error": _rule("Internal error", "Máy chủ gặp lỗi.", "The server met an error.", 500),
    "storage_gone": _rule(
        "Storage gone",
        "Chưa ghi được dữ liệu. Vui lòng thử lại.",
        "The data could not be written. Please try again.",
        503,
    ),
    "stopping": _rule(
        "Stopping",
        "Máy chủ đang dừng. Vui lòng thử lại.",
        "The server is stopping. Try again.",
        503,
    ),
}


_STATES_VI = {
    "waiting": "đang chờ",
    "called": "đã gọi",
    "serving": "đang phục vụ",
    "held": "tạm giữ",
    "missed": "vắng mặt",
    "served": "đã xong",
    "cancelled": "đã hủy",
    "no_show": "không đến",
    "abandoned": "đã bỏ về",
    "open": "đang mở",
    "paused": "tạm dừng",
    "closed": "đã đóng",
}


class Refused(Exception):
    """The rules say no: `code` says which, `about` holds plain data for the sentence."""

    def __init__(self, code: str, **about: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.about = about

    @property
    def status(self) -> int:
        """The HTTP status of this refusal."""
        return PROBLEMS[self.code].status

    @property
    def sentence(self) -> Sentence:
        """The sentence for people, filled in."""
        words = PROBLEMS[self.code].sentence
        about = _Blank(self.about)
        state = str(self.about.get("state", ""))
        about_vi = _Blank(self.about, state=_STATES_VI.get(state, state))
        return Sentence(words.vi.format_map(about_vi).strip(), words.en.format_map(about).strip())


class _Blank(dict[str, object]):
    """Fills what a sentence asks for and nobody gave with nothing."""

    def __missing__(self, key: str) -> str:
        return ""
