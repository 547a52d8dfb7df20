"""The verbs of the floor: every row makes one command."""

from typing import Final

from msgspec import Struct

from queue_server.protocol import commands as c
from queue_server.protocol import views as v
from queue_server.protocol.vocabulary import Role
from queue_server.web.handlers import commands
from queue_server.web.handlers import tickets as t
from queue_server.web.handlers.commands import Press
from queue_server.web.table.row import ADMIN, HOLDER, KIOSK, MANAGER, OFFICER, Route


def _ticket(
    verb: str,
    roles: frozenset[Role],
    kind: type[c.Command],
    en: str,
    vi: str,
    *refusals: str,
    adjust: commands.Adjust | None = None,
) -> Route:
    """Return the row of a verb on one ticket."""
    press = Press(kind, commands.ticket, "ticket", adjust=adjust)
    known = ("unknown_ticket", *refusals)
    return Route("POST", f"/tickets/{{ticket}}/{verb}", roles, press, en, vi, v.TicketView, known)


def _counter(
    verb: str,
    kind: type[c.Command],
    en: str,
    vi: str,
    *refusals: str,
    show: commands.Show = commands.counter,
    answers: type[Struct] = v.CounterView,
) -> Route:
    """Return the row of a verb at a counter."""
    press = Press(kind, show, "counter")
    known = ("unknown_counter", "counter_taken", *refusals)
    return Route("POST", f"/counters/{{counter}}/{verb}", OFFICER, press, en, vi, answers, known)


_AT_COUNTER = ("counter_closed", "no_current_ticket", "wrong_state")

PRESSES: Final = (
    # first, because they come most often and paths are looked at in this order
    Route(
        "POST",
        "/tickets",
        KIOSK | OFFICER | MANAGER,
        Press(c.IssueTicket, commands.ticket, status=201),
        "Take a number.",
        "Lấy số.",
        v.TicketView,
        (
            "closed_now",
            "sold_out",
            "series_paused",
            "no_counter",
            "unknown_field",
            "field_needed",
            "unknown_procedure",
            "unknown_priority",
            "priority_by_staff",
            "too_many_dossiers",
        ),
        status=201,
    ),
    _counter(
        "next",
        c.CallNext,
        "Close what is open at the counter and call whose turn it is.",
        "Kết thúc lượt đang làm và gọi số tiếp theo.",
        "counter_closed",
        "nobody_waiting",
        "already_called",
        show=commands.called,
        answers=v.NextAnswer,
    ),
    _counter(
        "call",
        c.CallTicket,
        "Call a named ticket out of order; the reason is kept.",
        "Gọi đích danh một số; phải nêu lý do.",
        "counter_closed",
        "unknown_ticket",
        "wrong_state",
        "not_your_field",
        show=commands.named,
        answers=v.NamedAnswer,
    ),
    _counter(
        "recall",
        c.Recall,
        "Call the current ticket once more.",
        "Gọi lại số hiện tại.",
        *_AT_COUNTER,
        "recall_too_soon",
    ),
    _counter("start", c.StartService, "Begin the service.", "Bắt đầu phục vụ.", *_AT_COUNTER),
    _counter("finish", c.FinishService, "End the service.", "Kết thúc phục vụ.", *_AT_COUNTER),
    _counter("miss", c.MissTicket, "Nobody came.", "Vắng mặt.", *_AT_COUNTER),
    _counter(
        "hold", c.HoldTicket, "Set the current ticket aside.", "Tạm giữ số hiện tại.", *_AT_COUNTER
    ),
    _counter(
        "transfer",
        c.Transfer,
        "Send the current ticket on to a field or a counter.",
        "Chuyển số hiện tại sang lĩnh vực hoặc quầy khác.",
        *_AT_COUNTER,
        "unknown_field",
        "field_or_counter",
    ),
    _counter(
        "undo",
        c.Undo,
        "Take back the counter's last press, within 30 s.",
        "Hoàn tác thao tác vừa rồi của quầy, trong 30 giây.",
        "too_late_to_undo",
    ),
    _counter("open", c.OpenCounter, "Sit down at a counter.", "Mở quầy.", "closed_now"),
    _counter(
        "pause",
        c.PauseCounter,
        "Take nobody for a while.",
        "Tạm dừng quầy.",
        "counter_closed",
        "wrong_state",
    ),
    _counter(
        "close", c.CloseCounter, "Leave a counter.", "Đóng quầy.", "counter_closed", "wrong_state"
    ),
    _ticket(
        "printed",
        KIOSK,
        c.RecordPrint,
        "Say what became of the paper.",
        "Báo kết quả in phiếu.",
        "wrong_state",
    ),
    _ticket(
        "cancel",
        HOLDER | OFFICER,
        c.CancelTicket,
        "Give the place in line up.",
        "Hủy số.",
        "wrong_state",
    ),
    _ticket(
        "rating",
        HOLDER | frozenset({Role.RATING}),
        c.RateTicket,
        "Say how the service was, once, after it.",
        "Đánh giá sau khi được phục vụ, một lần.",
        "wrong_state",
        "already_rated",
        "too_late_to_rate",
        adjust=t.to_be_rated,
    ),
    _ticket(
        "outcome",
        OFFICER,
        c.RecordOutcome,
        "Enter or mend outcome and dossiers after service.",
        "Ghi hoặc sửa kết quả và hồ sơ sau khi phục vụ.",
        "wrong_state",
        adjust=t.of_any_day,
    ),
    _ticket(
        "reprint",
        OFFICER,
        c.AskReprint,
        "Print the ticket once more at a kiosk, marked IN LẠI.",
        "In lại phiếu tại một kiosk.",
        "unknown_device",
        "wrong_state",
        adjust=t.at_known_kiosk,
    ),
    _ticket(
        "return",
        OFFICER,
        c.ReturnTicket,
        "Put a missed or held ticket back in line.",
        "Đưa số bị lỡ hoặc tạm giữ về hàng chờ.",
        "wrong_state",
    ),
    _ticket(
        "priority",
        OFFICER | MANAGER,
        c.ChangePriority,
        "Give a priority group, or take it away; the reason is kept.",
        "Cấp hoặc bỏ ưu tiên; phải nêu lý do.",
        "wrong_state",
        "unknown_priority",
    ),
    Route(
        "POST",
        "/series/{series}/pause",
        MANAGER,
        Press(c.PauseSeries, commands.series, "series"),
        "Stop giving numbers of a series.",
        "Tạm dừng phát số của một dãy.",
        commands.SeriesView,
        ("unknown_series", "wrong_state"),
    ),
    Route(
        "POST",
        "/series/{series}/resume",
        MANAGER,
        Press(c.ResumeSeries, commands.series, "series"),
        "Give numbers of a series again.",
        "Phát số trở lại.",
        commands.SeriesView,
        ("unknown_series", "wrong_state"),
    ),
    Route(
        "POST",
        "/boards/blank",
        MANAGER | ADMIN,
        Press(c.BlankBoards, commands.boards),
        "Let the boards show nothing and say nothing, at once.",
        "Tắt hình và tắt tiếng các bảng, ngay lập tức.",
        commands.BoardsView,
    ),
    Route(
        "POST",
        "/boards/show",
        MANAGER | ADMIN,
        Press(c.ShowBoards, commands.boards),
        "Let the boards show and speak again.",
        "Cho các bảng hiện và đọc trở lại.",
        commands.BoardsView,
    ),
    Route(
        "POST",
        "/clock/confirm",
        MANAGER | ADMIN,
        Press(c.ConfirmClock, commands.clock),
        "Say that the clock is right.",
        "Xác nhận đồng hồ đúng.",
        commands.ClockView,
        ("clock_not_doubted",),
    ),
)
