"""What a ticket leaves for the statistics, by the definitions of the contract, section 6."""

from datetime import UTC

import pytest

from queue_server.domain import figures
from queue_server.protocol.records import Leg
from queue_server.protocol.vocabulary import Outcome, TicketId
from tests.support.floors import MORNING, Stage
from tests.support.plans import one_line, plan


@pytest.fixture
def stage() -> Stage:
    return Stage(plan()).open("1", "2", "3")


def leg(stage: Stage, ticket: TicketId) -> Leg:
    """Return the only leg."""
    (only,) = figures.legs(stage.ticket(ticket))
    return only


class TestWaits:
    def test_a_wait_is_the_first_call_less_entering_the_queue(self, stage):
        ticket = stage.issue()
        stage.later(minutes=7, seconds=3).next("1")

        assert leg(stage, ticket).wait_s == 423
        assert leg(stage, ticket).end is None

    def test_a_recall_never_changes_it(self, stage):
        ticket = stage.issue()
        stage.later(minutes=7).next("1")
        stage.later(minutes=2).recall("1")

        assert (leg(stage, ticket).wait_s, leg(stage, ticket).calls) == (420, 2)

    def test_nor_does_coming_back(self, stage):
        ticket = stage.issue()
        stage.later(minutes=7).next("1")
        stage.miss("1")
        stage.later(minutes=5).put_back(ticket)
        stage.later(minutes=5).next("1")

        assert leg(stage, ticket).wait_s == 420

    def test_somebody_who_only_waits_has_no_leg(self, stage):
        ticket = stage.issue()

        assert figures.legs(stage.ticket(ticket)) == ()
        assert figures.visit(stage.ticket(ticket)).counter is None

    def test_one_who_was_never_called_ends_without_a_wait(self, stage):
        ticket = stage.issue()
        stage.later(minutes=9).cancel(ticket)

        record = leg(stage, ticket)
        assert (record.end, record.wait_s, record.called_at) == ("cancelled", None, None)
        assert figures.visit(stage.ticket(ticket)).ended_at == record.entered_at + 540

    def test_they_are_put_to_the_hour_they_began(self, stage):
        ticket = stage.clock(9, 59).issue()
        stage.later(minutes=5).next("1")

        assert leg(stage, ticket).hour == 9

    def test_times_are_seconds_since_the_epoch(self, stage):
        ticket = stage.issue()
        stage.next("1")

        assert leg(stage, ticket).entered_at == int(MORNING.astimezone(UTC).timestamp())


class TestTransfers:
    def test_each_leg_has_its_own_wait_field_and_counter(self, stage):
        ticket = stage.issue("HT")
        stage.later(minutes=4).next("1")
        stage.start("1")
        stage.later(minutes=3).transfer("1", field="CT", keep_place=True)
        stage.later(minutes=2).next("2")
        stage.start("2")
        stage.later(minutes=1).finish("2", Outcome.RECEIVED)

        first, second = figures.legs(stage.ticket(ticket))
        assert (first.leg, first.field, first.counter, first.wait_s, first.service_s) == (
            1,
            "HT",
            "1",
            240,
            180,
        )
        assert (second.leg, second.field, second.counter, second.wait_s, second.service_s) == (
            2,
            "CT",
            "2",
            120,
            60,
        )
        assert (first.end, second.end, first.outcome, second.outcome) == (
            "transferred",
            "served",
            None,
            "received",
        )

    def test_a_visit_belongs_to_its_last_called_leg(self, stage):
        ticket = stage.issue("HT")
        stage.next("1")
        stage.transfer("1", field="CT")

        waiting = figures.visit(stage.ticket(ticket))
        assert (waiting.counter, waiting.officer, waiting.field) == ("1", "officer-1", "HT")
        stage.next("2")
        assert figures.visit(stage.ticket(ticket)).officer == "officer-2"

    def test_it_ends_with_its_own_leg_when_nobody_calls_again(self, stage):
        ticket = stage.issue("HT")
        stage.next("1")
        stage.start("1")
        stage.transfer("1", field="CT")
        stage.later(minutes=10).cancel(ticket)

        first, second = figures.legs(stage.ticket(ticket))
        assert (first.end, second.end, second.wait_s, second.counter) == (
            "transferred",
            "cancelled",
            None,
            None,
        )
        assert figures.visit(stage.ticket(ticket)).counter == "1"


class TestServices:
    def test_a_service_runs_from_start_to_finish(self, stage):
        ticket = stage.issue()
        stage.next("1")
        stage.later(seconds=20)
        stage.start("1")
        stage.later(minutes=6).finish("1")

        record = leg(stage, ticket)
        assert (record.service_s, record.implied, record.end) == (360, False, "served")

    def test_without_a_start_it_counts_from_the_last_call_and_is_marked(self, stage):
        ticket = stage.issue()
        stage.next("1")
        stage.later(seconds=20).recall("1")
        stage.later(minutes=6).finish("1")

        record = leg(stage, ticket)
        assert (record.service_s, record.implied) == (360, True)

    def test_one_that_the_timer_ended_is_in_no_figure(self, stage):
        ticket = stage.issue()
        stage.next("1")
        stage.start("1")
        stage.later(days=1).tick()

        (there,) = stage.floor.take_changed().tickets
        (record,) = figures.legs(there)
        assert there.id == ticket
        assert (record.service_s, record.end, record.outcome) == (None, "served", None)

    def test_a_no_show_has_a_wait_and_no_service(self, stage):
        ticket = stage.issue()
        stage.later(minutes=2).next("1")
        stage.miss("1")
        stage.later(days=1).tick()

        (there,) = stage.floor.take_changed().tickets
        (record,) = figures.legs(there)
        assert there.id == ticket
        assert (record.wait_s, record.service_s, record.end) == (120, None, "no_show")


class TestVisits:
    def test_a_visit_says_all_that_was_issued(self, stage):
        ticket = stage.issue("CT", "elder", quantity=2)

        visit = figures.visit(stage.ticket(ticket))
        assert (visit.day, visit.hour, visit.label, visit.series) == ("2026-11-20", 8, "B001", "B")
        assert (visit.field, visit.kind, visit.priority, visit.channel) == (
            "CT",
            "submit",
            "elder",
            "kiosk",
        )
        assert (visit.quantity, visit.legs, visit.state, visit.ended_at) == (2, 1, "waiting", None)
        assert visit.estimate_low_s is not None
        assert visit.estimate_high_s is not None

    def test_an_estimate_that_nobody_could_give_is_none(self):
        stage = Stage(one_line())

        visit = figures.visit(stage.ticket(stage.issue()))

        assert (visit.estimate_low_s, visit.estimate_high_s) == (None, None)

    def test_it_ends_with_outcome_and_judgement(self, stage):
        ticket = stage.issue()
        stage.serve("1")
        stage.rate(ticket, 2, attitude=1)

        visit = figures.visit(stage.ticket(ticket))
        assert (visit.state, visit.outcome, visit.satisfaction, visit.attitude) == (
            "served",
            "received",
            2,
            1,
        )

    def test_times_of_a_doubted_clock_are_marked(self, stage):
        ticket = stage.issue()
        stage.doubt()

        assert figures.visit(stage.ticket(ticket)).doubted


class TestSeconds:
    def test_they_are_never_negative(self):
        later = MORNING.replace(hour=9)

        assert figures.seconds(MORNING, later) == 3600
        assert figures.seconds(later, MORNING) == 0
        assert figures.seconds(None, later) is None
        assert figures.seconds(later, None) is None
        assert figures.epoch(None) is None


class TestTheDaysSums:
    def test_waits_are_counted_within_a_quarter_and_half_an_hour(self):
        stage = Stage(one_line()).open("1")
        for minutes in (15, 0, 16):
            stage.issue()
            stage.later(minutes=minutes).next()

        tally = stage.floor.tally
        assert (tally.wait_n, tally.wait_s) == (3, (15 + 0 + 16) * 60)
        assert (tally.short, tally.long) == (2, 3)

    def test_a_service_is_counted_once_it_has_ended(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()
        stage.start()
        assert stage.floor.tally.service_n == 0
        stage.later(minutes=5).finish()

        assert (stage.floor.tally.service_n, stage.floor.tally.service_s) == (1, 300)

    def test_doubted_legs_are_left_out_and_earlier_ones_stay(self):
        stage = Stage(plan()).open("1", "2")
        stage.issue("HT")
        stage.later(minutes=5).next("1")
        stage.start("1")
        stage.later(minutes=5).transfer("1", field="CT")
        stage.doubt()
        stage.confirm()
        stage.later(minutes=50).next("2")

        tally = stage.floor.tally
        assert (tally.wait_n, tally.wait_s, tally.service_s) == (1, 300, 300)

    def test_a_leg_that_was_doubted_stays_out_after_the_next_one_too(self):
        stage = Stage(plan()).open("1", "2")
        stage.doubt()
        stage.issue("HT")
        stage.next("1")
        stage.start("1")
        stage.transfer("1", field="CT")
        stage.confirm()
        stage.next("2")

        assert (stage.floor.tally.wait_n, stage.floor.tally.service_n) == (0, 0)
