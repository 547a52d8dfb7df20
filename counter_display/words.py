"""The words of boards and console. Boards say both languages, the console speaks Vietnamese."""

from datetime import date

from queue_server.link import Lost
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import (
    CallReason,
    CounterState,
    Kind,
    Outcome,
    TicketState,
)

CALLING = Sentence("MỜI SỐ", "NOW CALLING")
EARLIER = Sentence("VỪA GỌI", "LAST CALLS")
SERVING = Sentence("ĐANG PHỤC VỤ", "NOW SERVING")
WAITING = Sentence("ĐANG CHỜ", "WAITING")
MISSED = Sentence("VẮNG MẶT", "MISSED")
COME = "Mời số {label} đến {counter}"
AGAIN = "gọi lại"
NO_CALLS = "Chưa có lượt gọi nào  ·  No calls yet"
NOBODY_WAITS = "không có ai  ·  nobody"
PRIORITY = Sentence("ƯU TIÊN", "PRIORITY")
SERVING_PRIORITY = "Đang phục vụ người ưu tiên\nA person with priority is being served"
CLOCK_DOUBTED = "Đồng hồ máy chủ cần được kiểm tra"
CONNECTING = "Đang kết nối tới máy chủ…  ·  Connecting…"
NO_SERVER_YET = "Đang kết nối tới {server} từ {time}…  ·  Connecting…"
NOT_LIVE = "MẤT KẾT NỐI từ {time}"
NOT_LIVE_BOARD = "MẤT KẾT NỐI từ {time}  ·  Số trên bảng có thể đã cũ  ·  NOT LIVE"
COUNTER = Sentence("QUẦY", "COUNTER")

COUNTER_STATES = {
    CounterState.OPEN: "MỞ",
    CounterState.PAUSED: "TẠM DỪNG",
    CounterState.CLOSED: "ĐÓNG",
}
BOARD_SAYS = {
    CounterState.OPEN: "Mời quý vị chờ gọi số  ·  Please wait to be called",
    CounterState.PAUSED: "Quầy tạm dừng  ·  Counter paused",
    CounterState.CLOSED: "Quầy đóng  ·  Counter closed",
}
BOARD_CALLED = "Mời số {label} đến quầy  ·  Number {label}, please come"
BOARD_CALLED_AGAIN = "Mời số {label} đến quầy, lượt gọi thứ {call}  ·  Number {label}, call {call}"
BOARD_SERVING = "Đang phục vụ số {label}  ·  Serving number {label}"

KINDS = {
    Kind.SUBMIT: "Nộp hồ sơ",
    Kind.COLLECT: "Nhận kết quả",
    Kind.GUIDANCE: "Hỏi - hướng dẫn",
}
OUTCOMES = {
    Outcome.RECEIVED: "Đã nhận hồ sơ",
    Outcome.SUPPLEMENT: "Yêu cầu bổ sung",
    Outcome.REFUSED: "Từ chối tiếp nhận",
    Outcome.RETURNED: "Đã trả kết quả",
    Outcome.NOT_READY: "Chưa có kết quả",
    Outcome.GUIDED: "Đã hướng dẫn",
    Outcome.OTHER: "Khác",
}
TICKET_STATES = {
    TicketState.WAITING: "đang chờ",
    TicketState.CALLED: "ĐÃ GỌI",
    TicketState.SERVING: "ĐANG PHỤC VỤ",
    TicketState.HELD: "tạm giữ",
    TicketState.MISSED: "vắng mặt",
    TicketState.SERVED: "đã xong",
    TicketState.CANCELLED: "đã hủy",
    TicketState.NO_SHOW: "không đến",
    TicketState.ABANDONED: "bỏ về",
}
CALL_REASONS = {
    CallReason.TURN: "theo lượt",
    CallReason.PRIORITY: "ưu tiên",
    CallReason.WAITED_TOO_LONG: "đã chờ quá lâu",
    CallReason.HELPING: "hỗ trợ lĩnh vực khác",
    CallReason.RETURNED: "quay lại",
    CallReason.NAMED: "gọi đích danh",
}
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

SIGN_IN = "Đăng nhập"
SIGN_OUT = "Đăng xuất"
SIGN_OUT_SURE = "Đăng xuất khỏi bàn làm việc này?"
ACCOUNT = "Tên tài khoản"
PASSWORD = "Mật khẩu"
SIGNING_IN = "Đang đăng nhập…"
NO_SERVER = "Máy chủ chưa trả lời. Vui lòng thử lại."
NO_ANSWER = "Máy chủ chưa trả lời: có thể đã làm hoặc chưa. Xem số trên màn hình rồi bấm lại."
NOTHING_OPEN = "Chưa gọi số nào"
PRESS_TO_OPEN = "Bấm M để mở quầy"
PRESS_NEXT = "Bấm phím cách để gọi số tiếp theo"
BUSY = "Đang gửi…"
WAITING_COUNT = "ĐANG CHỜ {count}"
HELD = "TẠM GIỮ"
ABSENT = "VẮNG MẶT"
NO_OUTCOME = "CHƯA GHI KẾT QUẢ"
NOBODY = "Không có ai"
TODAY = "Hôm nay: gọi {called} · xong {served} · vắng {missed} · trung bình {mean}"
SUGGEST_MISS = "Đã gọi {calls} lượt chưa có người đến: bấm V nếu vắng mặt"
NEXT_MEANS_MISSED = "Nếu gọi tiếp trước {time}, số này tính là vắng mặt"
WHICH_OUTCOME = "Kết quả của số {label}"
DOSSIERS = "Mã hồ sơ, cách nhau bằng dấu phẩy (Tab để gõ)"
DUE = "Hẹn trả (gợi ý): {day} · {why}. Ngày ghi trên giấy hẹn là ngày đúng."
WHY_PAUSE = "Lý do tạm dừng"
WHY_HOLD = "Lý do giữ lại số {label}"
WHY_CALL = "Lý do gọi đích danh số {label}"
WHOM_TO_CALL = "Gọi đích danh: chọn số"
WHOM_TO_RETURN = "Trả về hàng chờ: chọn số"
WHOSE_OUTCOME = "Ghi kết quả cho số nào?"
WHERE_TO = "Chuyển số {label} đến đâu?"
KEEP_PLACE = "Số {label} có giữ lượt cũ không?"
KEEP_PLACE_CHOICES = ("Giữ lượt: vào trước người đến sau", "Xếp cuối hàng")
FIELD_CHOICE = "Lĩnh vực: {name}"
OWN_WORDS = "Lý do khác: gõ rồi bấm Enter"
TYPE_PART = "Gõ một phần để tìm"
TYPE_NUMBER = "Gõ số rồi Enter, kể cả số không có trong danh sách"
AND_MORE = "… và {count} số nữa"
LIVE = "● đã kết nối"
PICK_HELP = "↑ ↓ Enter hoặc bấm chuột để chọn · Esc hoặc bấm vào đây để thôi"
ISSUE_WHAT = "Cấp số: chọn lĩnh vực hoặc việc cần làm"
ISSUE_FOR = "Cấp số {what}: có ưu tiên không?"
NO_PRIORITY = "Không ưu tiên"
HOW_MANY = "Số hồ sơ mang theo, để trống là 1 (Tab để gõ)"
ISSUED = "Đã cấp số {label} · {about}."
ISSUED_AHEAD = "Đã cấp số {label} · {about}: {ahead} người chờ trước."
WHERE_TO_PRINT = "In phiếu số {label} ở đâu?"
NOT_ON_PAPER = "Không in, chỉ báo số"
PRINT_SENT = "{kiosk} đang in."
NO_KIOSK = "Không có kiosk nào để in."
NOT_PRINTED = "Chưa in được phiếu: {why}"
WHOM_TO_PRINT = "In phiếu của số nào?"
WHOM_TO_PREFER = "Ưu tiên: chọn số"
WHICH_PRIORITY = "Ưu tiên của số {label}"
WHY_PRIORITY = "Lý do đổi ưu tiên của số {label}"
NOT_FOUND = "Hôm nay không có số {label}."
PRIORITY_REASONS = ("Có giấy tờ chứng minh", "Nhìn thấy rõ", "Chọn nhầm ở kiosk")
PAUSES = ("Giải lao", "Họp", "Hỗ trợ quầy khác", "Sự cố kỹ thuật")
HOLDS = ("Bổ sung giấy tờ", "Đi nộp phí, lệ phí", "Chờ người đi cùng")
NAMED = ("Quay lại sau khi bổ sung", "Đã hẹn trước", "Đến trễ sau khi được gọi", "Theo yêu cầu")

SAID = {
    "open": "Quầy đã mở.",
    "pause": "Quầy tạm dừng.",
    "close": "Quầy đã đóng.",
    "recall": "Đã gọi lại.",
    "start": "Bắt đầu phục vụ.",
    "finish": "Đã hoàn thành.",
    "hold": "Đã giữ lại.",
    "transfer": "Đã chuyển.",
    "return": "Đã trả về hàng chờ.",
    "outcome": "Đã ghi kết quả.",
    "undo": "Đã hoàn tác.",
    "call": "Đã gọi đích danh.",
    "priority": "Đã đổi ưu tiên.",
    "reprint": "Đã gửi lệnh in.",
}
CALLED = "Đã gọi {label} ({reason})."
MISSED_NOW = "{label} vắng mặt."


def both(sentence: Sentence) -> str:
    """Return both languages in one line."""
    return f"{sentence.vi}  ·  {sentence.en}"


def two_rows(sentence: Sentence) -> str:
    """Return both languages, one below the other."""
    return f"{sentence.vi}\n{sentence.en}"


def short_counter(name: str, id: str) -> str:
    """Return what is written large for a counter: its number where the name is one."""
    rest = name.removeprefix("Quầy ").strip()
    return rest if 0 < len(rest) <= 3 else id


def not_live(lost: Lost, sentence: str = NOT_LIVE, server: str = "") -> str:
    """Return since when nothing is live, and why dialling again does not help, if so."""
    text = sentence.format(time=f"{lost.since:%H:%M:%S}", server=server)
    return f"{text}  ·  {lost.why.sentence.vi}" if lost.why else text


def day(now: date) -> str:
    """Return the date with its weekday."""
    return f"{DAYS[now.weekday()]}, {now:%d/%m/%Y}"


def about(ticket: TicketView) -> str:
    """Return what a ticket is for."""
    kind = KINDS[ticket.kind]
    return f"{ticket.field_name_vi} · {kind}" if ticket.field_name_vi else kind


def minutes(seconds: float) -> str:
    """Return a duration in whole minutes."""
    return f"{max(0, int(seconds)) // 60} phút"
