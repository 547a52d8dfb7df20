"""The demo's past: as real centres have it, and through the rules."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean

import pytest

from queue_server.cli.commands.keeping import rebuilt
from queue_server.demo.book import Book
from queue_server.demo.credentials import staff
from queue_server.demo.past import first_day, is_working, write_past
from queue_server.demo.visitors import is_made_up
from queue_server.domain.decisions.centre import doubt
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import DoubtClock
from queue_server.protocol.events import (
    DayClosed,
    DayOpened,
    Event,
    MoveUndone,
    PlanChanged,
    TicketCalled,
    TicketHeld,
    TicketIssued,
    TicketTransferred,
)
from queue_server.protocol.plan import Holiday, Hours, Plan
from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import TIMER, ActorId
from queue_server.store.contract import StoreError
from queue_server.store.sqlite import SqliteStore
from queue_server.store.verify import verify
from tests.support.memory import MemoryJournal

pytestmark = pytest.mark.uncounted
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday morning in Vietnam."""
OPERATOR = ActorId("operator")
MONDAY, FRIDAY = 0, 4


@pytest.fixture(scope="module")
def month(plan: Plan) -> MemoryJournal:
    journal = MemoryJournal(plan.centre)
    asyncio.run(write_past(journal, plan, staff(), OPERATOR, NOW))
    return journal


def visits_by_day(journal: MemoryJournal) -> dict[date, list[Visit]]:
    days: dict[date, list[Visit]] = defaultdict(list)
    for visit in journal.visits.values():
        days[date.fromisoformat(visit.day)].append(visit)
    return days


def waits(journal: MemoryJournal, weekday: int) -> list[int]:
    return [
        leg.wait_s
        for leg in journal.leg_rows.values()
        if leg.wait_s is not None and date.fromisoformat(leg.day).weekday() == weekday
    ]


def events(journal: MemoryJournal, kind: type[Event]) -> list[Event]:
    return [e for entry in journal.entries if isinstance(e := decode_event(entry.body), kind)]


def share(some: Sequence[object], of: Sequence[object]) -> float:
    return len(some) / len(of)


def ended(journal: MemoryJournal, state: str) -> list[Visit]:
    return [visit for visit in journal.visits.values() if visit.state == state]


def test_every_working_day_of_a_month_has_its_visits_and_no_other_day(month: MemoryJournal):
    days = visits_by_day(month)

    assert len(days) == 21
    assert all(230 <= len(visits) <= 260 for visits in days.values())
    assert all(day.weekday() <= FRIDAY for day in days)


def test_every_visit_has_ended_in_one_way(month: MemoryJournal):
    states = Counter(visit.state for visit in month.visits.values())

    assert set(states) == {"served", "no_show", "abandoned", "cancelled"}
    assert sum(states.values()) == len(events(month, TicketIssued))


def test_a_third_comes_in_the_first_two_hours_and_few_at_noon(month: MemoryJournal):
    visits = list(month.visits.values())
    early = [v for v in visits if 7.5 * 3600 <= (v.issued_at + 7 * 3600) % 86400 < 9.5 * 3600]
    noon = [v for v in visits if v.hour == 12]

    assert 0.31 <= share(early, visits) <= 0.39
    assert share(noon, visits) < 0.03


def test_shares_are_those_of_real_centres(month: MemoryJournal):
    visits = list(month.visits.values())

    assert 0.06 <= share([v for v in visits if v.priority], visits) <= 0.1
    assert 0.07 <= share([v for v in visits if v.kind == "collect"], visits) <= 0.13
    assert 0.03 <= share(ended(month, "no_show"), visits) <= 0.07
    assert 0.005 <= share(ended(month, "cancelled"), visits) <= 0.04
    assert 0.15 <= share([v for v in visits if v.satisfaction], visits) <= 0.25
    assert share([v for v in visits if v.field == "CT"], visits) > 0.15


def test_mondays_break_the_promise_and_other_days_mostly_keep_it(month: MemoryJournal):
    monday, friday = waits(month, MONDAY), waits(month, FRIDAY)

    assert max(monday) > 30 * 60
    assert share([w for w in monday if w > 15 * 60], monday) > 0.25
    assert mean(monday) > mean(friday)
    assert share([w for w in friday if w <= 30 * 60], friday) > 0.7


def test_fields_are_slow_and_fast(month: MemoryJournal):
    lasted: dict[str | None, list[int]] = defaultdict(list)
    for leg in month.leg_rows.values():
        if leg.service_s is not None:
            lasted[leg.field].append(leg.service_s)

    assert mean(lasted["DD"]) > 2 * mean(lasted["CT"])


def test_all_that_happens_on_a_floor_has_happened(month: MemoryJournal):
    calls = [event for event in events(month, TicketCalled) if isinstance(event, TicketCalled)]

    assert {call.reason.value for call in calls} >= {
        *("turn", "priority", "helping", "returned", "named"),
    }
    assert any(call.call > 1 for call in calls)
    for kind in (TicketTransferred, TicketHeld, MoveUndone):
        assert events(month, kind)
    assert any(visit.dossiers > 1 for visit in month.visits.values())
    assert any(leg.implied for leg in month.leg_rows.values())


def test_no_wait_and_no_service_is_negative(month: MemoryJournal):
    for leg in month.leg_rows.values():
        assert _ordered(leg)


def _ordered(leg: Leg) -> bool:
    times = [leg.entered_at, leg.called_at, leg.started_at, leg.finished_at]
    known = [at for at in times if at is not None]
    return known == sorted(known)


def test_only_simulated_officers_and_tickets_are_in_it(month: MemoryJournal):
    assert "8" not in {leg.counter for leg in month.leg_rows.values()}
    assert all(is_made_up(ticket) for ticket in month.visits)


def test_every_calendar_day_was_opened_and_closed_at_midnight(month: MemoryJournal):
    assert len(events(month, DayOpened)) == 31
    closed = events(month, DayClosed)
    assert len(closed) == 30
    assert {(event.at.hour, event.at.minute) for event in closed} == {(0, 0)}


def seen(journal: MemoryJournal) -> list[tuple[str, str, str, int, str | None]]:
    visits = journal.visits.values()
    return [(v.day, v.label, v.state, v.ended_at or 0, v.counter) for v in visits]


async def test_the_same_days_always_go_the_same_way(plan: Plan):
    one, other = MemoryJournal(plan.centre), MemoryJournal(plan.centre)
    for journal in (one, other):
        await write_past(journal, plan, staff(), OPERATOR, NOW, days=4)

    assert [e.at for e in events(one, Event)] == [e.at for e in events(other, Event)]
    assert sorted(seen(one)) == sorted(seen(other))


async def test_before_the_busy_days_lie_whole_official_quarters_of_a_growing_centre(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(journal, plan, staff(), OPERATOR, NOW, days=2, since=date(2026, 10, 5))
    days = visits_by_day(journal)

    assert first_day(NOW.date()) == date(2025, 9, 15)
    assert min(days) == date(2026, 10, 5)
    assert 12 <= len(days[date(2026, 10, 5)]) <= len(days[date(2026, 11, 19)]) <= 40
    assert all(end is not None for end in (v.ended_at for v in journal.visits.values()))


async def test_only_the_missing_days_are_written(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(
        journal, plan, staff(), OPERATOR, datetime(2026, 11, 18, 5, tzinfo=UTC), days=2
    )
    before = len(journal.entries)

    await write_past(journal, plan, staff(), OPERATOR, NOW)

    assert sorted(map(str, visits_by_day(journal))) == [
        "2026-11-16",
        "2026-11-17",
        "2026-11-18",
        "2026-11-19",
        "2026-11-20",
    ]
    again = len(journal.entries)
    assert again > before
    assert await write_past(journal, plan, staff(), OPERATOR, NOW) == 0
    assert len(journal.entries) == again


async def test_the_plan_that_managers_changed_stays(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(journal, plan, staff(), OPERATOR, NOW, days=1)
    await write_past(journal, plan, staff(), OPERATOR, NOW.replace(day=25))

    assert len(events(journal, PlanChanged)) == 1


async def test_a_start_that_was_cut_short_goes_on_with_the_next_day(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(journal, plan, staff(), OPERATOR, NOW.replace(day=18), days=1)
    journal.broken = True
    with pytest.raises(StoreError):
        await write_past(journal, plan, staff(), OPERATOR, NOW)
    journal.broken = False

    await write_past(journal, plan, staff(), OPERATOR, NOW)

    assert (await Book.open(journal)).floor.last_day == date(2026, 11, 22)
    assert len(visits_by_day(journal)) == 4


async def test_a_doubted_clock_gets_no_past(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(journal, plan, staff(), OPERATOR, NOW, days=1)
    book = await Book.open(journal)
    book.write(NOW, DoubtClock(by=TIMER, why="step", by_s=3600))
    await book.keep()

    assert await write_past(journal, plan, staff(), OPERATOR, NOW.replace(day=26)) == 0


async def test_days_nobody_simulated_lived_still_went_by(plan: Plan):
    journal = MemoryJournal(plan.centre)
    await write_past(journal, plan, None, OPERATOR, NOW.replace(day=1), days=0)

    assert await write_past(journal, plan, None, OPERATOR, NOW) == 0

    assert not events(journal, TicketIssued)
    days = [e.day for e in events(journal, DayOpened) if isinstance(e, DayOpened)]
    assert days == [date(2026, 11, n) for n in range(1, 23)]
    floor = (await Book.open(journal)).floor
    assert doubt(floor, NOW, starting=True) is None


async def test_what_was_written_is_whole(plan: Plan, tmp_path: Path):
    store = await SqliteStore.open(tmp_path)
    journal = store.journal(plan.centre)
    await write_past(journal, plan, staff(), OPERATOR, NOW, days=7)

    finding = await verify(journal, rebuilt(plan.centre))

    await store.close()
    assert finding is None


@pytest.mark.parametrize(
    "day", ["2026-11-24", "2027-04-30", "2027-02-05", "2027-02-09", "2027-04-16", "2026-11-22"]
)
def test_nobody_comes_on_public_holidays_and_at_weekends(day: str):
    assert not is_working(Hours(always_open=True), date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-11-23", "2027-02-04", "2027-02-10", "2047-02-11"])
def test_people_come_on_the_days_between(day: str):
    assert is_working(Hours(always_open=True), date.fromisoformat(day))


def test_holidays_are_days_off_and_some_weekends_are_worked():
    hours = Hours(
        always_open=True,
        holidays=(
            Holiday(date=date(2026, 11, 24), kind="off"),
            Holiday(date=date(2026, 11, 28), kind="work"),
        ),
    )

    assert not is_working(hours, date(2026, 11, 24))
    assert is_working(hours, date(2026, 11, 28))
    assert is_working(hours, date(2026, 11, 25))
    assert not is_working(hours, date(2026, 11, 29))
