"""When the result of a dossier is due, by the time its procedure may take.

Rule 1: a suggestion only: the day on the receipt, or the case system's, wins over it.
Rule 2: what is not known is not guessed: a procedure without a time, or without its unit, has none.
"""

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from queue_server.domain import calendar
from queue_server.protocol.plan import Field, Hours, Plan, Procedure
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import DaysUnit

LATE: Final = time(15, 0)
"""In fields that say so, what is received after this counts from the next working day."""
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = 5
_FAR: Final = 400
"""Days looked ahead for a working day: a plan without any is found out."""


class Suggestion(NamedTuple):
    """The day by which a dossier is due, and how it is reckoned."""

    due_on: date
    length: int
    unit: DaysUnit
    begins_on: date
    late: bool
    """It came after the hour from which the next working day counts."""

    def reason(self) -> Sentence:
        """Return in a few words why it is that day."""
        vi, en = _length(self.length, self.unit)
        begin = f"{self.begins_on:%d/%m}"
        if self.late:
            return Sentence(
                f"{vi}, nhận sau {LATE.hour} giờ nên tính từ {begin}",
                f"{en}, came after {LATE:%H:%M}, so from {begin} on",
            )
        return Sentence(f"{vi}, tính từ {begin}", f"{en}, from {begin} on")


_UNITS: Final = {
    DaysUnit.WORKING: ("ngày làm việc", "working day"),
    DaysUnit.CALENDAR: ("ngày", "day"),
    DaysUnit.HOURS: ("giờ làm việc", "working hour"),
}


def _length(length: int, unit: DaysUnit) -> tuple[str, str]:
    if length == 0:
        return "trả trong ngày", "on the same day"
    vi, en = _UNITS[unit]
    return f"{length} {vi}", f"{length} {en}{'s' * (length != 1)}"


def suggested(plan: Plan, procedure: str | None, received: datetime) -> date | None:
    """Return the day by which a dossier received at `received` is due; None where unknown."""
    found = suggestion(plan, procedure, received)
    return found.due_on if found is not None else None


def suggestion(plan: Plan, procedure: str | None, received: datetime) -> Suggestion | None:
    """Return that day with how it is reckoned; None where it is unknown."""
    entry = next((one for one in plan.procedures if one.code == procedure), None)
    if entry is None or entry.days is None or entry.days_unit is None:
        return None
    zone = ZoneInfo(plan.zone)
    field = next((one for one in plan.fields if one.code == entry.field), None)
    local = received.astimezone(zone)
    begin = _begin(plan.hours, local, late=(late := _is_late(field, local)))
    due_on = None if begin is None else _due(plan.hours, entry, begin, zone)
    if begin is None or due_on is None:
        return None
    return Suggestion(due_on, entry.days, entry.days_unit, begin.date(), late)


def is_working_day(hours: Hours, day: date) -> bool:
    """Tell whether a legal time runs on `day`; a centre that is always open keeps the week."""
    if not hours.always_open:
        return bool(calendar.service_intervals(hours, _ANY_ZONE, day))
    holiday = next((one for one in hours.holidays if one.date == day), None)
    return holiday.kind == "work" if holiday is not None else day.weekday() < _WEEKDAYS


_ANY_ZONE: Final = ZoneInfo("UTC")


def _is_late(field: Field | None, received: datetime) -> bool:
    return field is not None and field.next_day_after_15 and received.time() > LATE


def _begin(hours: Hours, received: datetime, *, late: bool) -> datetime | None:
    """Return when the time begins to run."""
    if not late and is_working_day(hours, received.date()):
        return received
    following = _working_day(hours, received.date() + _DAY, 1)
    return None if following is None else datetime.combine(following, time(0), received.tzinfo)


def _due(hours: Hours, entry: Procedure, begin: datetime, zone: ZoneInfo) -> date | None:
    length = entry.days or 0
    if entry.days_unit is DaysUnit.HOURS:
        end = calendar.add_work_seconds(hours, zone, begin, length * 3600)
        return end.date() if end is not None else None
    if entry.days_unit is DaysUnit.CALENDAR:
        # a time that ends on a day off ends with the next working day (Civil Code, article 148)
        return _working_day(hours, begin.date() + length * _DAY, 1)
    return _working_day(hours, begin.date(), length + 1)


def _working_day(hours: Hours, start: date, nth: int) -> date | None:
    """Return the `nth` working day from `start` on; None where the plan does not hold it."""
    left, gap, day = nth, 0, start
    while gap < _FAR:
        if is_working_day(hours, day):
            left, gap = left - 1, 0
            if left == 0:
                return day
        day, gap = day + _DAY, gap + 1
    return None
