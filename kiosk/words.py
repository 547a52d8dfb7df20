"""Every sentence of the kiosk and its slip, in Vietnamese and English.

Rule 1: no words for people stand anywhere else in this package; large letters' own: brief.py.
"""

from collections.abc import Sequence
from datetime import datetime

from queue_server.protocol.events import Estimate
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import DaysUnit, Kind, Language

SUBMIT = Sentence("NỘP HỒ SƠ", "SUBMIT AN APPLICATION")
COLLECT = Sentence("NHẬN KẾT QUẢ", "COLLECT A RESULT")
GUIDANCE = Sentence("HỎI - HƯỚNG DẪN", "ASK FOR GUIDANCE")
LOOK_UP = Sentence("TRA CỨU THỦ TỤC", "LOOK UP A PROCEDURE")
LOOK_UP_LINE = Sentence("giấy tờ, thời gian, lệ phí", "papers, time, fee")
TOUCH_FIELD = Sentence("Chạm vào lĩnh vực hoặc bấm số", "Touch a field or its number")
TYPED = Sentence("Bấm số: {typed}_", "Number: {typed}_")
PEOPLE = Sentence("{n} người chờ", "{n} waiting")
NOBODY = Sentence("không phải chờ", "no queue")
PAUSED = Sentence("tạm dừng phát số", "paused")
SOLD_OUT = Sentence("đã hết số hôm nay", "no more today")
UNSERVED = Sentence("chưa có quầy", "no counter open")
PRIORITY = Sentence("Tôi thuộc đối tượng ưu tiên", "I have priority")
PRIORITY_IS = Sentence("ƯU TIÊN: {group}", "PRIORITY: {group}")
WHICH_PRIORITY = Sentence("Quý vị thuộc đối tượng nào?", "Which group are you in?")
NO_PRIORITY = Sentence("Tôi không thuộc đối tượng ưu tiên", "I have no priority")
OTHER_LANGUAGE = Sentence("English", "Tiếng Việt")
NEXT_PAGE = Sentence("Trang {n}/{of}  ▶", "Page {n}/{of}  ▶")
PAGE_OF = Sentence("Trang {n}/{of}", "Page {n}/{of}")
LARGER = Sentence("Chữ to", "Large text")
CONTRAST = Sentence("Tương phản", "Contrast")
STILL_THERE = Sentence("Bạn còn ở đó không?", "Are you still there?")
STILL_THERE_MORE = Sentence(
    "Máy sẽ trở về màn hình đầu sau {n} giây.",
    "This machine goes back to its first screen in {n} seconds.",
)
STILL_HERE = Sentence("Tôi còn ở đây", "I am still here")
LIVE = Sentence("● Đã kết nối", "● Connected")
NOT_LIVE = Sentence("■ Mất kết nối từ {time}", "■ Not connected since {time}")

CONNECTING = Sentence("Máy đang kết nối…", "Connecting…")
CONNECTING_MORE = Sentence(
    "Vui lòng chờ trong giây lát.",
    "One moment, please.",
)
NO_LINK = Sentence("Máy tạm thời mất kết nối", "This machine is not connected")
NO_LINK_MORE = Sentence(
    "Máy đang tự kết nối lại. Vui lòng chờ hoặc lấy số tại bàn hướng dẫn.",
    "It is connecting again by itself. Please wait, or take a number at the help desk.",
)
REFUSED_DEVICE = Sentence("Máy này chưa được phép lấy số", "This machine may not give numbers")
REFUSED_DEVICE_MORE = Sentence(
    "Vui lòng báo nhân viên: mã thiết bị không đúng hoặc đã bị thu hồi.",
    "Please tell a member of staff: the device's token is wrong or was revoked.",
)
CLOSED = Sentence("Hiện chưa lấy số được", "No numbers at the moment")
OUT_OF_HOURS = Sentence("Ngoài giờ lấy số", "Closed at the moment")
ASKING = Sentence("Đang lấy số…", "Taking a number…")
NO_ANSWER = Sentence("Chưa lấy được số", "No number was taken")
NO_ANSWER_MORE = Sentence(
    "Quý vị không mất lượt: có kết nối lại, máy tự in phiếu. Vui lòng chờ hoặc báo nhân viên.",
    "Your press is kept: once connected again, the machine prints it. Please wait or ask staff.",
)
SORRY = Sentence("Xin lỗi quý vị", "We are sorry")
BACK = Sentence("Quay lại", "Back")
DONE = Sentence("Xong", "Done")

HOW_MANY = Sentence("Quý vị nộp mấy hồ sơ?", "How many applications?")
DOSSIERS = Sentence("{n} hồ sơ", "{n} applications")
ONE_DOSSIER = Sentence("1 hồ sơ", "1 application")
MORE_DOSSIERS = Sentence("Nhiều hơn {cap} hồ sơ", "More than {cap}")
TYPE_HOW_MANY = Sentence("Bấm số hồ sơ", "Type the number")
TAKE_NUMBER = Sentence("Lấy số", "Take a number")
ONE_TICKET_HOLDS = Sentence(
    "Mỗi phiếu tối đa {cap} hồ sơ. Quý vị lấy số cho {cap} hồ sơ trước, hoặc gọi nhân viên.",
    "One ticket holds {cap} applications at most. Take a number for {cap} first, or call staff.",
)
TAKE_FOR = Sentence("Lấy số cho {cap} hồ sơ", "Take a number for {cap}")
NO_COUNTER_YET = Sentence(
    "Hiện chưa có quầy nào phục vụ lĩnh vực này. Quý vị có thể lấy số và chờ quầy mở.",
    "No counter serves this field at the moment. You may take a number and wait for one to open.",
)
TAKE_ANYWAY = Sentence("Vẫn lấy số", "Take a number anyway")

WHAT_FOR = Sentence("Quý vị cần làm việc gì?", "What do you need?")
TYPE_PLAIN = Sentence(
    "Gõ không dấu cũng được, ví dụ: khai sinh, ket hon, so do",
    "Type it in Vietnamese; marks are not needed, for example: khai sinh, ket hon",
)
FOUND = Sentence("Thủ tục tìm thấy", "Found")
WHICH_OF_THESE = Sentence(
    "“{typed}”: có {n} việc. Quý vị cần việc nào?",
    "“{typed}”: there are {n}. Which of these do you need?",
)
NOTHING_FOUND = Sentence(
    "Chưa tìm thấy. Quý vị thử từ khác, hoặc lấy số HỎI - HƯỚNG DẪN để được giúp.",
    "Nothing found. Try other words, or take a guidance number and be helped.",
)
NOT_HERE = Sentence("Việc này không làm ở đây", "This is not done here")
NO_SEARCH = Sentence(
    "Máy tạm thời không tra cứu được. Quý vị vẫn lấy số theo lĩnh vực.",
    "Looking up does not work at the moment. You can still take a number for a field.",
)
SPACE = Sentence("dấu cách", "space")
DELETE = Sentence("xóa", "delete")
CLEAR = Sentence("xóa hết", "clear")
PROCEDURE_TIME = Sentence("Thời gian giải quyết", "Processing time")
PROCEDURE_FEE = Sentence("Lệ phí", "Fee")
PROCEDURE_PAPERS = Sentence("Giấy tờ cần mang", "Papers to bring")
PROCEDURE_FIELD = Sentence("Lĩnh vực", "Field")
ASK_AT_COUNTER = Sentence("hỏi tại quầy", "ask at the counter")
TAKE_FOR_THIS = Sentence("LẤY SỐ CHO VIỆC NÀY", "TAKE A NUMBER FOR THIS")
DAYS_UNITS = {
    DaysUnit.WORKING: Sentence("{n} ngày làm việc", "{n} working days"),
    DaysUnit.CALENDAR: Sentence("{n} ngày", "{n} days"),
    DaysUnit.HOURS: Sentence("{n} giờ", "{n} hours"),
}
SAME_DAY = Sentence("trong ngày", "the same day")

YOUR_NUMBER = Sentence("SỐ THỨ TỰ CỦA QUÝ VỊ", "YOUR NUMBER")
NUMBER_IS = Sentence("Số của quý vị: {label}", "Your number: {label}")
AHEAD = Sentence("Trước quý vị còn {n} người", "{n} people are ahead of you")
AHEAD_ONE = Sentence("Trước quý vị còn 1 người", "One person is ahead of you")
AHEAD_NONE = Sentence("Quý vị là người tiếp theo", "You are next")
WAIT = Sentence("Thời gian chờ: {wait}", "Waiting time: {wait}")
COUNTERS = Sentence("Mời chờ gọi tại quầy {counters}", "You will be called to counter {counters}")

PRINTING = Sentence("Đang in phiếu…", "Printing your ticket…")
PRINTED = Sentence("Mời quý vị lấy phiếu.", "Please take your ticket.")
PRINT_UNKNOWN = Sentence(
    "Mời quý vị lấy phiếu. Nếu phiếu chưa ra, vui lòng nhớ số này và báo nhân viên.",
    "Please take your ticket. If none came out, remember this number and tell a member of staff.",
)
PRINT_FAILED = Sentence(
    "Không in được phiếu. Số vẫn có giá trị: vui lòng ghi nhớ hoặc báo nhân viên.",
    "The ticket could not be printed. Your number is valid: please remember it or tell staff.",
)
PRINTED_LATE = Sentence(
    "Phiếu của lượt bấm trước khi mất kết nối. Mời quý vị lấy phiếu.",
    "The ticket of the press before the connection was lost. Please take it.",
)
HAVE_PAPER = Sentence("Đã có phiếu chưa?", "Do you have your ticket?")
PAPER_THERE = Sentence("Đã có", "Yes")
PAPER_MISSING = Sentence("Chưa - in lại", "No - print again")
NO_PAPER_HERE = Sentence("Vui lòng ghi nhớ số này.", "Please remember this number.")

PAPER_OUT = Sentence("Máy hết giấy", "Out of paper")
COVER_OPEN = Sentence("Nắp máy in đang mở", "The printer's cover is open")
PRINTER_ABSENT = Sentence("Không tìm thấy máy in", "The printer is not connected")
PRINTER_FAULT = Sentence("Máy in gặp sự cố", "The printer has a fault")
CALL_STAFF = Sentence(
    "Vui lòng báo nhân viên hoặc lấy số tại bàn hướng dẫn.",
    "Please call a member of staff or take a number at the help desk.",
)
LOADED_AGAIN = Sentence(
    "Nhân viên: thay cuộn giấy mới rồi đóng nắp; máy tự chạy lại.",
    "Staff: put in a new roll and close the cover; the machine goes on by itself.",
)
CLOSED_AGAIN = Sentence(
    "Nhân viên: đóng chặt nắp máy in; máy tự chạy lại.",
    "Staff: close the printer's cover firmly; the machine goes on by itself.",
)
PLUGGED_AGAIN = Sentence(
    "Nhân viên: kiểm tra nguồn điện và dây của máy in; máy tự chạy lại.",
    "Staff: check the printer's power and cable; the machine goes on by itself.",
)
SWITCHED_AGAIN = Sentence(
    "Nhân viên: tắt máy in, xem giấy có kẹt, rồi bật lại. {detail}",
    "Staff: switch the printer off, look for a paper jam, switch it on. {detail}",
)

STAFF_CODE = Sentence("Mã nhân viên", "Staff code")
WRONG_CODE = Sentence("Mã không đúng", "The code is wrong")

SLIP_TITLE = Sentence("PHIẾU SỐ THỨ TỰ", "QUEUE TICKET")
SLIP_AGAIN = Sentence("IN LẠI", "REPRINT")
SLIP_FIELD = Sentence("Lĩnh vực: {field}", "Field: {field}")
SLIP_KIND = Sentence("Loại: {kind}", "For: {kind}")
SLIP_COUNTER = Sentence("Quầy: {counters}", "Counter: {counters}")
SLIP_PRIORITY = Sentence("ƯU TIÊN", "PRIORITY")
SLIP_AHEAD = Sentence("Số người chờ trước: {n}", "People ahead: {n}")
SLIP_WAIT = Sentence("Thời gian chờ dự kiến: {wait}", "Estimated wait: {wait}")
SLIP_DOSSIERS = Sentence("Số hồ sơ: {n}", "Applications: {n}")
SLIP_TIME = Sentence("{time}, ngày {date}", "{time}, {date}")
SLIP_RULE = Sentence(
    "Vui lòng chờ gọi số. Quá 3 lượt gọi không có mặt, số sẽ bị bỏ qua.",
    "Please wait to be called. After 3 calls without you the number is passed over.",
)
SLIP_NO_RECEIPT = Sentence(
    "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
    "This ticket is no receipt for your application.",
)
SLIP_FOLLOW = Sentence("Theo dõi lượt chờ bằng điện thoại", "Follow the queue on your phone")

ABOUT = Sentence("khoảng {low}-{high} phút", "about {low}-{high} min")
ABOUT_ONE = Sentence("khoảng {high} phút", "about {high} min")
UNDER = Sentence("dưới {high} phút", "less than {high} min")
AFTER_BREAK = Sentence("sau {time}", "after {time}")
NOT_ENOUGH_DATA = Sentence("chưa đủ dữ liệu để ước tính", "not enough data to say")

KINDS = {
    Kind.SUBMIT: Sentence("Nộp hồ sơ", "Submit"),
    Kind.COLLECT: Sentence("Nhận kết quả", "Collect a result"),
    Kind.GUIDANCE: Sentence("Hỏi - hướng dẫn", "Guidance"),
}
"""As they stand on paper."""
DAYS = (
    Sentence("Thứ Hai", "Monday"),
    Sentence("Thứ Ba", "Tuesday"),
    Sentence("Thứ Tư", "Wednesday"),
    Sentence("Thứ Năm", "Thursday"),
    Sentence("Thứ Sáu", "Friday"),
    Sentence("Thứ Bảy", "Saturday"),
    Sentence("Chủ nhật", "Sunday"),
)


def say(sentence: Sentence, language: Language, **about: object) -> str:
    """Return the sentence in one language, filled in."""
    words = sentence.vi if language is Language.VI else sentence.en
    return words.format(**about) if about else words


def day(now: datetime, language: Language) -> str:
    """Return the date with its weekday."""
    return f"{say(DAYS[now.weekday()], language)}, {now:%d/%m/%Y}"


def wait(estimate: Estimate | None, after_break: str | None, language: Language) -> str:
    """Return an estimate as a range in whole minutes, or say honestly that there is none."""
    if estimate is None:
        text = "" if after_break else say(NOT_ENOUGH_DATA, language)
    else:
        text = _range(estimate, language)
    if not after_break:
        return text
    return ", ".join(part for part in (text, say(AFTER_BREAK, language, time=after_break)) if part)


def _range(estimate: Estimate, language: Language) -> str:
    low, high = minutes(estimate)
    if low <= 0:
        return say(UNDER, language, high=high)
    if low == high:
        return say(ABOUT_ONE, language, high=high)
    return say(ABOUT, language, low=low, high=high)


def minutes(estimate: Estimate) -> tuple[int, int]:
    """Return an estimate in minutes; a low end of 0 means less than the high one."""
    low = _rounded(estimate.low_s // 60, up=False)
    high = _rounded(-(-estimate.high_s // 60), up=True)
    return (low, high) if low > 0 else (0, max(high, 5))


def _rounded(minutes: int, *, up: bool) -> int:
    """Round to five minutes above ten: nobody can promise a single one."""
    if minutes <= 10:
        return minutes
    return -(-minutes // 5) * 5 if up else minutes // 5 * 5


def ahead(count: int, language: Language) -> str:
    """Return how many people come first."""
    if count <= 0:
        return say(AHEAD_NONE, language)
    return say(AHEAD_ONE if count == 1 else AHEAD, language, n=count)


def days(count: int | None, unit: DaysUnit | None, language: Language) -> str:
    """Return a processing time; what nobody wrote down is to be asked at the counter."""
    if count is None:
        return say(ASK_AT_COUNTER, language)
    if count == 0:
        return say(SAME_DAY, language)
    return say(DAYS_UNITS[unit or DaysUnit.WORKING], language, n=count)


def dossiers(count: int, language: Language) -> str:
    """Return a number of dossiers."""
    return say(ONE_DOSSIER if count == 1 else DOSSIERS, language, n=count)


def counters(names: Sequence[str]) -> str:
    """Return the counters' names in one line, without the word that stands before it anyway."""
    return ", ".join(name.removeprefix("Quầy ").strip() for name in names)
