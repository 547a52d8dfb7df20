"""Today, hour by hour, beside the usual weekday: the eight last ones like it.

Rule 1: a weekday on which nobody came (a holiday) is no usual one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.figures import Key, Row, figures
from queue_server.store.contract import Records

_WEEKS: Final = 8


class Hour(Struct, frozen=True, kw_only=True):
    """One hour of the day."""

    hour: int
    issued: int
    usual_issued: float | None
    """Null where there is no earlier day to compare with."""
    wait_mean_s: int | None
    usual_wait_mean_s: int | None


class Curve(Struct, frozen=True, kw_only=True):
    """Arrivals and waits of a day, and those of the usual weekday."""

    day: date
    usual_days: int
    """How many earlier days the usual one is made of."""
    hours: tuple[Hour, ...]


async def curve(records: Records, centre: CentreId, day: date) -> Curve:
    """Return the curve of a day of a centre.

    Raises:
        StoreError: the records cannot be read.
    """
    first = day - timedelta(weeks=_WEEKS)
    found = await figures(records, centre, first, day, (Key.DAY, Key.HOUR))
    like = [row for row in found.rows if _day(row).isoweekday() == day.isoweekday()]
    now = {_hour(row): row for row in like if _day(row) == day}
    usual: dict[int, list[Row]] = defaultdict(list)
    for row in like:
        if _day(row) < day:
            usual[_hour(row)].append(row)
    days = len({_day(row) for rows in usual.values() for row in rows})
    hours = sorted({*now, *usual})
    span = range(hours[0], hours[-1] + 1) if hours else ()
    return Curve(
        day=day,
        usual_days=days,
        hours=tuple(_compared(hour, now.get(hour), usual[hour], days) for hour in span),
    )


def _compared(hour: int, now: Row | None, usual: list[Row], days: int) -> Hour:
    return Hour(
        hour=hour,
        issued=now.issued if now is not None else 0,
        usual_issued=round(sum(row.issued for row in usual) / days, 1) if days else None,
        wait_mean_s=now.wait_mean_s if now is not None else None,
        usual_wait_mean_s=_mean_wait(usual),
    )


def _mean_wait(rows: Iterable[Row]) -> int | None:
    waits = [(row.wait_mean_s, row.legs_called) for row in rows if row.wait_mean_s is not None]
    count = sum(legs for _, legs in waits)
    return round(sum(mean * legs for mean, legs in waits) / count) if count else None


def _day(row: Row) -> date:
    return date.fromisoformat(str(row.day))


def _hour(row: Row) -> int:
    return int(str(row.hour))
