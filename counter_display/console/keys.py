"""Every action of the console, with the one key that does it."""

from typing import NamedTuple


class Key(NamedTuple):
    """One action, its key, and how both are written on the button."""

    action: str
    key: str
    shown: str
    caption: str


KEYS = (
    Key("next", "space", "CÁCH", "Gọi tiếp theo"),
    Key("absent", "v", "V", "Vắng mặt"),
    Key("recall", "l", "L", "Gọi lại"),
    Key("start", "b", "B", "Bắt đầu"),
    Key("finish", "h", "H", "Hoàn thành"),
    Key("undo", "u", "U", "Hoàn tác"),
    Key("hold", "g", "G", "Giữ lại"),
    Key("transfer", "c", "C", "Chuyển"),
    Key("named", "d", "D", "Gọi đích danh"),
    Key("return", "r", "R", "Trả về hàng"),
    Key("outcome", "k", "K", "Ghi kết quả"),
    Key("priority", "e", "E", "Ưu tiên"),
    Key("issue", "p", "P", "Cấp số"),
    Key("print", "i", "I", "In phiếu"),
    Key("open", "m", "M", "Mở quầy"),
    Key("pause", "t", "T", "Tạm dừng"),
    Key("close", "x", "X", "Đóng quầy"),
    Key("sign_out", "q", "Q", "Đăng xuất"),
)

NEEDS_TICKET = frozenset({"absent", "recall", "start", "finish", "hold", "transfer"})
"""These make sense only while a ticket is current; the button looks so, the server decides."""
