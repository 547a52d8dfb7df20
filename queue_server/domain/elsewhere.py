"""What people ask for at a commune centre that is done somewhere else, and where.

Rule 1: this is what to tell a person, not a catalogue: only things that are asked for often.
"""

from typing import NamedTuple

from queue_server.protocol.refusals import Sentence


class Elsewhere(NamedTuple):
    """Something done elsewhere: the words people use for it, and what to tell them."""

    phrases: tuple[str, ...]
    sentence: Sentence


ELSEWHERE = (
    Elsewhere(
        ("ly hôn", "ly dị", "bỏ vợ", "bỏ chồng"),
        Sentence(
            "Ly hôn do Tòa án nhân dân khu vực giải quyết, không làm tại trung tâm này.",
            "Divorces are decided by the regional people's court, not at this centre.",
        ),
    ),
    Elsewhere(
        ("thất nghiệp",),
        Sentence(
            "Trợ cấp thất nghiệp do Trung tâm Dịch vụ việc làm của tỉnh giải quyết.",
            "Unemployment benefits are handled by the province's employment service centre.",
        ),
    ),
    Elsewhere(
        ("giấy phép lái xe", "bằng lái", "bằng xe máy", "bằng ô tô", "thi lái xe"),
        Sentence(
            "Giấy phép lái xe do Phòng Cảnh sát giao thông, Công an tỉnh cấp và đổi.",
            "Driving licences are issued and renewed by the traffic police of the province.",
        ),
    ),
    Elsewhere(
        ("karaoke", "vũ trường"),
        Sentence(
            "Giấy phép kinh doanh karaoke, vũ trường do Sở Văn hóa, Thể thao và Du lịch cấp.",
            "Karaoke and dance hall licences are issued by the provincial department of culture, "
            "sports and tourism.",
        ),
    ),
    Elsewhere(
        ("giấy chứng sinh", "chứng sinh"),
        Sentence(
            "Giấy chứng sinh do bệnh viện hoặc cơ sở y tế nơi trẻ sinh ra cấp.",
            "Birth notices are issued by the hospital or clinic where the child was born.",
        ),
    ),
    Elsewhere(
        ("làm hộ chiếu", "cấp hộ chiếu", "đổi hộ chiếu", "xin hộ chiếu", "passport"),
        Sentence(
            "Hộ chiếu do Phòng Quản lý xuất nhập cảnh, Công an tỉnh cấp.",
            "Passports are issued by the immigration office of the provincial police.",
        ),
    ),
    Elsewhere(
        ("lý lịch tư pháp", "xác nhận tiền án"),
        Sentence(
            "Phiếu lý lịch tư pháp do Công an tỉnh cấp; có thể nộp trên ứng dụng VNeID.",
            "Criminal record certificates are issued by the provincial police; "
            "you can apply in the VNeID app.",
        ),
    ),
)
