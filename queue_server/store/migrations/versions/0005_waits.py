"""What waits without closed hours, visits as a whole and those who gave up need.

A wait without closed hours follows from the plan that held at the call: the journal has them all.
"""

import json
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None

_WAITS = """
UPDATE visits SET wait_s = (
    SELECT sum(legs.wait_s) FROM legs
    WHERE legs.centre = visits.centre AND legs.ticket = visits.ticket
)
"""
_LEFT = """
UPDATE legs SET left_s = (
    SELECT visits.ended_at - legs.entered_at FROM visits
    WHERE visits.centre = legs.centre AND visits.ticket = legs.ticket
) WHERE called_at IS NULL AND "end" IN ('abandoned', 'cancelled')
"""
_LEGS = """
SELECT centre, ticket, leg, entered_at, called_at, wait_s FROM legs WHERE called_at IS NOT NULL
"""
_PUT = """
UPDATE legs SET wait_work_s = :work WHERE centre = :centre AND ticket = :ticket AND leg = :leg
"""
_PLANS = "SELECT centre, seq, body FROM journal ORDER BY centre, seq"

Plans = dict[str, list[tuple[float, dict[str, Any]]]]


def upgrade() -> None:
    """Add the columns; SQLite keeps their order only in a table that is made anew."""
    with _anew("visits") as visits:
        visits.add_column(sa.Column("wait_s", sa.Integer), insert_after="legs")
    with _anew("legs") as legs:
        legs.add_column(sa.Column("wait_work_s", sa.Integer), insert_after="wait_s")
        legs.add_column(sa.Column("left_s", sa.Integer), insert_after="wait_work_s")
    op.execute(_WAITS)
    op.execute(_LEFT)
    _fill()


def _anew(table: str) -> AbstractContextManager[BatchOperations]:
    strict = {"sqlite_strict": True}
    return op.batch_alter_table(table, recreate="always", table_kwargs=strict)


def _fill() -> None:
    """Give every called leg its wait within service hours."""
    connection = op.get_bind()
    legs = connection.execute(sa.text(_LEGS)).fetchall()
    plans = _plans(connection) if legs else {}
    rows = [
        {
            "centre": leg.centre,
            "ticket": leg.ticket,
            "leg": leg.leg,
            "work": _work_s(plans.get(leg.centre, []), leg.entered_at, leg.called_at, leg.wait_s),
        }
        for leg in legs
    ]
    if rows:
        connection.execute(sa.text(_PUT), rows)


def _plans(connection: sa.Connection) -> Plans:
    """Return since when each plan held, in order."""
    plans: Plans = {}
    for row in connection.execution_options(yield_per=1000).execute(sa.text(_PLANS)):
        if b'"type":"plan_changed"' in row.body:
            event = json.loads(row.body)
            since = datetime.fromisoformat(event["at"]).timestamp()
            plans.setdefault(row.centre, []).append((since, event["plan"]))
    return plans


def _work_s(
    plans: list[tuple[float, dict[str, Any]]], entered: int, called: int, wait_s: int
) -> int:
    held = [plan for since, plan in plans if since <= called]
    if not held or held[-1].get("hours", {}).get("always_open") or called <= entered:
        return wait_s
    zone = ZoneInfo(held[-1].get("zone", "Asia/Ho_Chi_Minh"))
    day, last = (datetime.fromtimestamp(at, zone).date() for at in (entered, called))
    total = 0
    while day <= last:
        for interval in _intervals(held[-1].get("hours", {}), day):
            opens, closes = (_at(interval[name], day, zone) for name in ("start", "end"))
            total += max(0, min(closes, called) - max(opens, entered))
        day += timedelta(days=1)
    return total


def _intervals(hours: dict[str, Any], day: date) -> list[dict[str, str]]:
    for holiday in hours.get("holidays", ()):
        if holiday["date"] == day.isoformat():
            return list(holiday.get("intervals", ())) if holiday["kind"] == "work" else []
    weeks = [week for week in hours.get("weeks", ()) if week["starts"] <= day.isoformat()]
    if not weeks:
        return []
    return list(max(weeks, key=lambda week: week["starts"])["days"][day.weekday()])


def _at(clock: str, day: date, zone: ZoneInfo) -> int:
    hour, minute = divmod(int(clock[:2]) * 60 + int(clock[3:]), 60)
    start = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=hour // 24)
    return int(start.replace(hour=hour % 24, minute=minute).timestamp())
