"""Each definition of the contract's section 6, by its name."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from queue_server.protocol.commands import DossierLine
from queue_server.protocol.vocabulary import Kind, TicketId
from queue_server.statistics.figures import Figures, Key, Row, Statistics, figures
from queue_server.store.sqlite import SqliteStore
from tests.support.floors import MORNING, Stage
from tests.support.plans import OFFICE_HOURS, counter, plan
from tests.support.random_days import changed

TODAY = MORNING.date()
Count = Callable[..., Coroutine[Any, Any, Statistics]]


@pytest.fixture
def stage() -> Stage:
    return Stage(plan()).open("1", "2", "3")


@pytest.fixture
def count(store: SqliteStore, stage: Stage) -> Count:
    """Return the figures of what was played, today's if not told otherwise."""

    async def counted(*by: Key, first: Any = TODAY, last: Any = TODAY) -> Statistics:
        await store.journal(stage.floor.centre).append(changed(stage))
        return await figures(store.records, stage.floor.centre, first, last, by)

    return counted


async def total(count: Count) -> Figures:
    return (await count()).total


async def row(count: Count, key: Key, value: object) -> Row:
    (found,) = [row for row in (await count(key)).rows if getattr(row, key.value) == value]
    return found


def over(stage: Stage) -> None:
    """Let the day end."""
    stage.later(days=1).tick()


class TestVisits:
    async def test_issued_is_always_the_sum_of_all_that_became_of_it(self, stage, count):
        for _ in range(8):
            stage.issue()
        stage.serve("1")
        stage.cancel(stage.issue("CT"))
        stage.next("1")
        stage.miss("1")
        stage.next("1")
        stage.hold("1")
        stage.next("1")
        stage.start("1")

        found = await total(count)

        assert (found.issued, found.served, found.cancelled) == (9, 1, 1)
        assert (found.waiting, found.in_service) == (6, 1)
        assert found.called == 4

    async def test_called_held_and_missed_count_as_waiting_until_they_end(self, stage, count):
        for _ in range(3):
            stage.issue()
        stage.next("1")
        stage.miss("1")
        stage.next("1")
        stage.hold("1")
        stage.next("1")

        assert (await total(count)).waiting == 3

        over(stage)

        found = await total(count)
        assert (found.waiting, found.no_show) == (0, 3)

    async def test_abandoned_is_apart_from_no_show(self, stage, count):
        stage.issue()
        stage.issue()
        stage.next("1")
        stage.miss("1")
        over(stage)

        found = await total(count)

        assert (found.abandoned, found.no_show, found.called) == (1, 1, 1)

    async def test_a_visit_is_put_to_the_field_and_hour_of_its_issue(self, stage, count):
        stage.clock(8, 59).issue("HT")
        stage.clock(9, 1).next("1")
        stage.transfer("1", field="CT")

        assert (await row(count, Key.FIELD, "HT")).issued == 1
        (only,) = (await count(Key.HOUR)).rows
        assert (only.hour, only.issued) == (8, 1)

    async def test_by_counter_a_visit_belongs_to_its_last_leg(self, stage, count):
        stage.issue("HT")
        stage.next("1")
        stage.transfer("1", field="CT")
        stage.later(minutes=3).serve("2")

        first, last = await row(count, Key.COUNTER, "1"), await row(count, Key.COUNTER, "2")

        assert (first.issued, last.issued) == (0, 1)
        assert (first.transferred, last.transferred) == (0, 1)
        assert (await row(count, Key.OFFICER, "officer-2")).served == 1

    async def test_by_counter_whoever_was_never_called_is_a_row_with_null(self, stage, count):
        stage.issue()
        over(stage)

        (only,) = (await count(Key.COUNTER)).rows

        assert (only.counter, only.abandoned) == (None, 1)

    async def test_satisfied_is_the_share_of_ratings_two_and_three(self, stage, count):
        for marks in (3, 2, 1, None):
            stage.issue()
            ticket = stage.serve("1")
            if marks is not None:
                stage.rate(ticket, marks)

        found = await total(count)

        assert (found.rated, found.satisfied) == (3, 2 / 3)


class TestWaits:
    async def test_a_wait_runs_from_entering_the_queue_to_the_first_call(self, stage, count):
        stage.issue()
        stage.later(minutes=7, seconds=3).next("1")

        found = await total(count)

        assert found.wait_mean_s == found.wait_p50_s == found.wait_max_s == 423

    async def test_a_recall_does_not_change_the_wait(self, stage, count):
        stage.issue()
        stage.later(minutes=7).next("1")
        stage.later(minutes=2).recall("1")

        found = await total(count)

        assert (found.wait_mean_s, found.legs_called) == (420, 1)

    async def test_a_wait_counts_also_when_nobody_came(self, stage, count):
        stage.issue()
        stage.later(minutes=7).next("1")
        stage.miss("1")
        over(stage)

        found = await total(count)

        assert (found.no_show, found.wait_mean_s) == (1, 420)

    async def test_coming_back_does_not_change_the_wait(self, stage, count):
        ticket = stage.issue()
        stage.later(minutes=7).next("1")
        stage.miss("1")
        stage.later(minutes=5).put_back(ticket)
        stage.later(minutes=5).next("1")

        assert (await total(count)).wait_max_s == 420

    async def test_an_undone_call_never_was(self, stage, count):
        ticket = stage.issue()
        stage.later(minutes=7).next("1")
        stage.later(seconds=10).undo("1")

        found = await total(count)
        assert (found.called, found.legs_called, found.wait_mean_s) == (0, 0, None)
        assert found.reasons.turn == 0

        stage.later(minutes=3).next("1")
        assert stage.current("1") == ticket
        assert (await total(count)).wait_mean_s == 610

    async def test_a_transfer_opens_a_leg(self, stage, count):
        stage.issue("HT")
        stage.later(minutes=7).next("1")
        stage.later(minutes=1).transfer("1", field="CT")
        stage.later(minutes=4).next("2")

        found = await total(count)

        assert (found.issued, found.legs_called, found.transferred) == (1, 2, 1)
        assert (found.wait_max_s, found.wait_p50_s) == (420, 240)
        assert (await row(count, Key.FIELD, "CT")).wait_mean_s == 240
        assert (await row(count, Key.COUNTER, "1")).wait_mean_s == 420

    @pytest.mark.parametrize("keep_place", [True, False])
    async def test_with_its_place_kept_the_new_wait_starts_at_the_transfer(
        self, stage, count, keep_place
    ):
        stage.issue("HT")
        stage.later(minutes=7).next("1")
        stage.transfer("1", field="CT", keep_place=keep_place)
        stage.later(minutes=4).next("2")

        assert (await row(count, Key.FIELD, "CT")).wait_mean_s == 240

    async def test_the_wait_of_a_visit_is_that_of_all_its_legs(self, stage, count):
        stage.issue("HT")
        stage.issue("DD")
        stage.later(minutes=7).next("1")
        stage.later(minutes=1).transfer("1", field="CT")
        stage.later(minutes=4).next("2")

        assert (await total(count)).visit_wait_mean_s == 420 + 240

    async def test_a_leg_is_put_to_the_hour_it_entered_the_queue(self, stage, count):
        stage.clock(8, 59).issue("HT")
        stage.clock(9, 1).next("1")

        assert (await row(count, Key.HOUR, 8)).wait_mean_s == 120

    async def test_those_who_gave_up_have_a_wait_of_their_own(self, stage, count):
        stage.cancel(stage.later(minutes=2).issue())
        gone = stage.issue()
        stage.later(minutes=9).cancel(gone)

        found = await total(count)

        assert (found.wait_mean_s, found.abandoned_wait_p90_s) == (None, 540)

    async def test_who_was_called_and_cancelled_then_did_not_give_up_waiting(self, stage, count):
        ticket = stage.issue()
        stage.later(minutes=2).next("1")
        stage.miss("1")
        stage.later(minutes=5).cancel(ticket)

        found = await total(count)

        assert (found.wait_mean_s, found.abandoned_wait_p90_s, found.cancelled) == (120, None, 1)

    async def test_what_a_doubted_clock_touched_is_counted_but_in_no_mean(self, stage, count):
        stage.issue()
        stage.doubt()
        stage.later(minutes=3).serve("1")

        found = await total(count)

        assert (found.issued, found.called, found.served) == (1, 1, 1)
        assert (found.wait_mean_s, found.service_mean_s, found.visit_wait_mean_s) == (None,) * 3


class TestWorkingHours:
    @pytest.fixture
    def stage(self) -> Stage:
        return Stage(plan(hours=OFFICE_HOURS)).open("1", "2", "3")

    async def test_closed_hours_are_left_out_beside_the_gross_wait(self, stage, count):
        stage.clock(11, 20).issue()
        stage.clock(13, 40).next("1")

        found = await total(count)

        assert (found.wait_mean_s, found.wait_work_mean_s) == (140 * 60, 20 * 60)
        assert (found.wait_p90_s, found.wait_work_p90_s) == (140 * 60, 20 * 60)

    async def test_the_shares_of_short_waits_are_of_working_time(self, stage, count):
        stage.clock(11, 20).issue()
        stage.issue()
        stage.clock(13, 34).next("1")
        stage.clock(13, 50).next("2")

        found = await total(count)

        assert (found.within_15_min, found.within_30_min) == (1 / 2, 1.0)

    async def test_the_plan_that_held_at_the_call_counts_for_ever(self, stage, count):
        stage.clock(11, 20).issue()
        stage.clock(13, 40).next("1")
        stage.replan(hours=plan().hours)
        stage.clock(13, 50).start("1")

        assert (await total(count)).wait_work_mean_s == 20 * 60

    async def test_a_centre_that_never_closes_has_no_closed_hours(self, stage, count):
        stage.replan(hours=plan().hours)
        stage.clock(11, 20).issue()
        stage.clock(13, 40).next("1")

        assert (await total(count)).wait_work_mean_s == 140 * 60


class TestServices:
    async def test_a_service_runs_from_start_to_finish(self, stage, count):
        stage.issue()
        stage.next("1")
        stage.later(minutes=1).start("1")
        stage.later(minutes=6).finish("1")

        found = await total(count)

        assert (found.service_mean_s, found.implied, found.legs_served) == (360, 0, 1)

    async def test_without_a_start_press_it_runs_from_the_call_and_is_marked(self, stage, count):
        stage.issue()
        stage.next("1")
        stage.later(minutes=6).finish("1")

        found = await total(count)

        assert (found.service_mean_s, found.implied) == (360, 1)

    async def test_a_no_show_has_no_service_time(self, stage, count):
        stage.issue()
        stage.next("1")
        stage.later(minutes=6).miss("1")
        over(stage)

        found = await total(count)

        assert (found.no_show, found.service_mean_s, found.legs_served) == (1, None, 0)

    async def test_a_service_that_the_timer_ended_is_in_no_figure(self, stage, count):
        stage.issue()
        stage.next("1")
        stage.start("1")
        over(stage)

        found = await total(count)

        assert (found.served, found.service_mean_s) == (1, None)

    async def test_after_a_hold_it_counts_from_the_last_start_press(self, stage, count):
        ticket = stage.issue()
        stage.next("1")
        stage.start("1")
        stage.later(minutes=5).hold("1")
        stage.later(minutes=20).put_back(ticket)
        stage.next("1")
        stage.start("1")
        stage.later(minutes=3).finish("1")

        assert (await total(count)).service_mean_s == 180

    async def test_each_leg_has_its_own_service(self, stage, count):
        stage.issue("HT")
        stage.next("1")
        stage.start("1")
        stage.later(minutes=2).transfer("1", field="CT")
        stage.serve("2", minutes=6)

        assert (await row(count, Key.COUNTER, "1")).service_mean_s == 120
        assert (await row(count, Key.COUNTER, "2")).service_mean_s == 360

    async def test_the_service_of_a_dossier_leaves_out_who_brought_none(self, stage, count):
        for lines in ((DossierLine(code="H42.1", quantity=3),), ()):
            stage.issue()
            stage.next("1")
            stage.start("1")
            stage.later(minutes=9).finish("1", dossiers=lines)

        found = await total(count)

        assert (found.dossiers, found.service_per_dossier_s) == (3, 180)


class TestReasons:
    async def test_every_called_leg_has_one_reason(self, stage, count):
        held = called(stage, stage.issue("HT"))
        stage.hold("1")
        stage.put_back(held)
        stage.next("1")
        stage.issue("HT", "elder")
        stage.next("2")
        stage.call(stage.issue("DD"), "3")

        reasons = (await total(count)).reasons

        assert (reasons.turn, reasons.returned, reasons.priority, reasons.named) == (0, 1, 1, 1)

    async def test_helping_is_told(self, stage, count):
        stage.issue("DD")
        stage.next("1")

        assert (await total(count)).reasons.helping == 1


def called(stage: Stage, ticket: TicketId) -> TicketId:
    assert stage.next("1") == ticket
    return ticket


class TestKeys:
    async def test_any_keys_may_be_put_together(self, stage, count):
        stage.issue("HT")
        stage.issue("HT", "elder")
        stage.issue(None, kind=Kind.COLLECT)

        found = await count(Key.KIND, Key.PRIORITY, Key.FIELD)

        assert [(row.kind, row.priority, row.field, row.issued) for row in found.rows] == [
            ("collect", None, None, 1),
            ("submit", "elder", "HT", 1),
            ("submit", None, "HT", 1),
        ]
        assert found.total.issued == 3

    async def test_months_and_weekdays_are_the_calendars(self, stage, count):
        stage.issue()
        stage.later(days=11).open("1").issue()
        stage.serve("1")

        last = TODAY + timedelta(days=11)
        months = (await count(Key.MONTH, first=TODAY, last=last)).rows
        weekdays = (await count(Key.WEEKDAY, first=TODAY, last=last)).rows

        assert [(row.month, row.issued) for row in months] == [("2026-11", 1), ("2026-12", 1)]
        assert [(row.weekday, row.issued) for row in weekdays] == [(2, 1), (5, 1)]

    async def test_days_outside_are_not_counted(self, stage, count):
        stage.issue()

        assert (await count(last=TODAY, first=TODAY - timedelta(days=9))).total.issued == 1
        tomorrow = TODAY + timedelta(days=1)
        assert (await count(first=tomorrow, last=tomorrow)).total.issued == 0

    async def test_counters_stand_in_the_order_of_their_numbers(self, stage, count):
        more = (counter("10", "HT"), counter("9", "HT"))
        stage.replan(counters=(*more, *plan().counters))
        stage.open("10", "9")
        for one in ("10", "9", "1"):
            stage.issue("HT")
            stage.next(one)

        assert [row.counter for row in (await count(Key.COUNTER)).rows] == ["1", "9", "10"]

    async def test_where_nothing_is_counted_there_is_null(self, stage, count):
        found = await total(count)

        assert found.issued == found.dossiers == found.rated == 0
        assert found.wait_mean_s is found.within_15_min is found.satisfied is None
        assert (await count(Key.FIELD)).rows == ()
