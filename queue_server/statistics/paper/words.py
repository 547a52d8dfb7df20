"""How cells read on paper: Vietnamese numbers, days and durations."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from queue_server.statistics.paper.report import Cell, Column, Kind, Report

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
SIGN_HERE: Final = "(Ký, ghi rõ họ tên)"
TOTAL: Final = "Tổng số"
BASES: Final = {"official": "kỳ báo cáo", "calendar": "lịch"}
_HOUR: Final = 3600
_MINUTE: Final = 60


def printed(cell: Cell, kind: Kind) -> str:
    """Return a cell as it is printed; empty where there is nothing to say.

    A text is a text in every column: a last row may say what it is in the first one.
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    return _PRINTED[kind](cell)


def whole(number: Cell) -> str:
    """Return a whole number with dots between the thousands: 12.345."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float | Decimal, places: int) -> str:
    """Return a number with a comma before its decimals, halves rounded up: 1.234,5.

    It is rounded as it is written, as spreadsheets do: the same figure then reads the same there.
    """
    written = number if isinstance(number, Decimal) else Decimal(repr(number))
    rounded = written.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def percent(part: float) -> str:
    """Return a share of one in percent: 92,5."""
    return decimal(100 * Decimal(repr(part)), 1)


def lasting(seconds: Cell) -> str:
    """Return whole seconds as minutes and seconds, from an hour on with hours: 12:05, 1:02:05."""
    whole_s = round(float(str(seconds)))
    hours, rest = divmod(whole_s, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def day(value: Cell) -> str:
    """Return a day: 20/11/2026."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def moment(value: Cell) -> str:
    """Return a time to the minute: 08:15 20/11/2026."""
    return f"{value:%H:%M %d/%m/%Y}" if isinstance(value, datetime) else str(value)


def _share(value: Cell) -> str:
    return f"{percent(float(str(value)))} %"


def _number(value: Cell) -> str:
    return decimal(float(str(value)), 1)


_PRINTED: Final[Mapping[Kind, Callable[[Cell], str]]] = {
    Kind.TEXT: str,
    Kind.COUNT: whole,
    Kind.SHARE: _share,
    Kind.DURATION: lasting,
    Kind.NUMBER: _number,
    Kind.DAY: day,
    Kind.MOMENT: moment,
}


def told(column: Column) -> str:
    """Return a column's title with its unit, for forms that hold bare numbers."""
    unit = {Kind.SHARE: "%", Kind.DURATION: "giây"}.get(column.kind)
    return f"{column.title} ({unit})" if unit else column.title


def named(total: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a last row that says what it is: in its first cell, unless another one does."""
    is_said = total[0] is not None or isinstance(total[1 if len(total) > 1 else 0], str)
    return total if is_said else (TOTAL, *total[1:])


def span(report: Report) -> str:
    """Return the period as it is printed under the title."""
    basis = BASES.get(report.basis, report.basis)
    return (
        f"{report.period_words} · từ ngày {day(report.first)} đến ngày {day(report.last)}"
        f" (theo {basis})"
    )


def signed_at(report: Report) -> str:
    """Return where and on which day a report is signed, as it stands above the signatures."""
    at = report.made_at
    return f"{report.place}, ngày {at:%d} tháng {at:%m} năm {at:%Y}"


def making(report: Report) -> str:
    """Return who made the report and when."""
    return f"Người lập: {report.made_by} · Lập lúc {moment(report.made_at)}"
