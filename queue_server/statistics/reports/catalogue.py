"""The reports there are: how they are called, by which basis, and whether they are filed."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from queue_server.protocol.refusals import Refused, Sentence
from queue_server.statistics.periods import Basis


class ReportKind(NamedTuple):
    """One report."""

    name: str
    title: Sentence
    about: Sentence
    basis: Basis
    """Where nobody says which."""
    is_filed: bool = True


_ALL: Final = (
    ReportKind(
        "queue",
        Sentence("Tình hình tiếp công dân", "Queue"),
        Sentence(
            "Lượt phục vụ, thời gian chờ và phục vụ theo lĩnh vực, quầy, cán bộ, giờ",
            "Visits, waits and services by field, counter, officer and hour",
        ),
        Basis.CALENDAR,
    ),
    ReportKind(
        "register",
        Sentence("Sổ theo dõi hồ sơ", "Register of dossiers"),
        Sentence("Từng hồ sơ đã tiếp nhận, theo mẫu sổ", "Each dossier received, as the form asks"),
        Basis.OFFICIAL,
    ),
    ReportKind(
        "ii06a",
        Sentence("Biểu II.06a", "Form II.06a"),
        Sentence(
            "Tình hình, kết quả giải quyết thủ tục hành chính",
            "How dossiers were received and settled",
        ),
        Basis.OFFICIAL,
    ),
    ReportKind(
        "officers",
        Sentence("Cán bộ tiếp nhận", "Officers"),
        Sentence(
            "Lượt phục vụ, hồ sơ và thời gian của từng cán bộ",
            "Visits, dossiers and times of each officer",
        ),
        Basis.CALENDAR,
    ),
    ReportKind(
        "ratings",
        Sentence("Mức độ hài lòng", "Ratings"),
        Sentence("Đánh giá của công dân", "What citizens think of the service"),
        Basis.CALENDAR,
    ),
    ReportKind(
        "posting",
        Sentence("Kiểm tra niêm yết", "Posting"),
        Sentence(
            "Thủ tục thiếu thời hạn, phí, giấy tờ hoặc mã đã hết hiệu lực",
            "Procedures that lack times, fees or papers, or are out of date",
        ),
        Basis.CALENDAR,
        is_filed=False,
    ),
    ReportKind(
        "gaps",
        Sentence("Còn thiếu", "Gaps"),
        Sentence(
            "Báo cáo chưa nộp và dòng chưa đủ trong sổ",
            "Reports not filed, and rows of the register that are not whole",
        ),
        Basis.OFFICIAL,
        is_filed=False,
    ),
)
REPORTS: Final[Mapping[str, ReportKind]] = {kind.name: kind for kind in _ALL}


def named(name: str) -> ReportKind:
    """Return a report.

    Raises:
        Refused: `unknown_report`.
    """
    kind = REPORTS.get(name)
    if kind is None:
        raise Refused("unknown_report")
    return kind
