"""How a period is called on paper and on screens, in both languages."""

from datetime import date

from queue_server.protocol.vocabulary import Language
from queue_server.statistics.periods import Period, PeriodKind


def title(period: Period, language: Language = Language.VI) -> str:
    """Return the name of a period: `Quý IV năm 2026`."""
    if language is Language.VI:
        return _title_vi(period)
    return _title_en(period)


def words(period: Period, language: Language = Language.VI) -> str:
    """Return the name of a period with its days.

    As in `Quý IV năm 2026 (từ 15/9/2026 đến 14/12/2026)`.
    """
    named = title(period, language)
    if period.kind in (PeriodKind.DAY, PeriodKind.RANGE):
        return named
    return f"{named} ({_days(period, language)})"


_ROMAN = ("I", "II", "III", "IV")


def _title_vi(period: Period) -> str:
    year, number = period.year, period.number
    match period.kind:
        case PeriodKind.DAY:
            return f"Ngày {_date(period.first, Language.VI)}"
        case PeriodKind.WEEK:
            return f"Tuần {number} năm {year}"
        case PeriodKind.MONTH:
            return f"Tháng {number} năm {year}"
        case PeriodKind.QUARTER:
            return f"Quý {_ROMAN[number - 1]} năm {year}"
        case PeriodKind.HALF:
            return f"6 tháng {('đầu', 'cuối')[number - 1]} năm {year}"
        case PeriodKind.NINE_MONTHS:
            return f"9 tháng đầu năm {year}"
        case PeriodKind.YEAR:
            return f"Năm {year}"
        case PeriodKind.RANGE:
            return f"T{_days(period, Language.VI)[1:]}"


def _title_en(period: Period) -> str:
    year, number = period.year, period.number
    match period.kind:
        case PeriodKind.DAY:
            return _date(period.first, Language.EN)
        case PeriodKind.WEEK:
            return f"Week {number} of {year}"
        case PeriodKind.MONTH:
            return f"{_MONTHS[number - 1]} {year}"
        case PeriodKind.QUARTER:
            return f"Quarter {_ROMAN[number - 1]} of {year}"
        case PeriodKind.HALF:
            return f"{('First', 'Second')[number - 1]} half of {year}"
        case PeriodKind.NINE_MONTHS:
            return f"First nine months of {year}"
        case PeriodKind.YEAR:
            return f"Year {year}"
        case PeriodKind.RANGE:
            return _days(period, Language.EN)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _days(period: Period, language: Language) -> str:
    first, last = _date(period.first, language), _date(period.last, language)
    return f"từ {first} đến {last}" if language is Language.VI else f"{first} to {last}"


def _date(day: date, language: Language) -> str:
    if language is Language.VI:
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
