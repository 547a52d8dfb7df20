"""Calling: the next one, a named one, and once more."""

import pytest

from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import (
    CallReason,
    TicketId,
    TicketState,
)
from tests.support.floors import Stage
from tests.support.plans import one_line, plan, policy

NOBODY = TicketId("nobody")


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


@pytest.fixture
def stage() -> Stage:
    """One counter, open, with three waiting."""
    stage = Stage(one_line()).open("1")
    for _ in range(3):
        stage.issue()
    return stage


def people(stage: Stage) -> list[TicketId]:
    return list(stage.floor.tickets)


class TestNext:
    def test_a_call_says_who_where_and_why(self, stage):
        ticket = stage.next()

        called = stage.last(e.TicketCalled)
        assert (called.ticket, called.label, called.counter) == (ticket, "A001", "1")
        assert (called.officer, called.reason, called.call) == (
            "officer-1",
            CallReason.TURN,
            1,
        )
        assert stage.current() == ticket

    def test_when_nobody_waits_what_is_open_stays_open(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.next()

        with stage.refuses("nobody_waiting"):
            stage.next()
        assert stage.current() == ticket

    @pytest.mark.parametrize(("seconds", "end"), [(60, "TicketMissed"), (61, "ServiceFinished")])
    def test_a_call_without_a_start_is_missed_within_a_minute_and_served_after(
        self, stage, seconds, end
    ):
        first = stage.next()
        stage.later(seconds=seconds).next()

        closed = stage.events[-2]
        assert (type(closed).__name__, closed.ticket) == (end, first)
        if end == "ServiceFinished":
            assert (closed.implied, closed.outcome) == (True, None)

    def test_the_minute_counts_from_the_last_call(self, stage):
        stage.next()
        stage.later(seconds=50).recall()
        stage.later(seconds=50).next()

        assert isinstance(stage.events[-2], e.TicketMissed)

    def test_the_minute_is_a_setting(self):
        stage = Stage(one_line(policy=policy(presence_s=0))).open("1")
        stage.issue(), stage.issue()
        stage.next()
        stage.later(seconds=1).next()

        assert isinstance(stage.events[-2], e.ServiceFinished)

    def test_a_service_that_nobody_ended_is_served_and_nobody_says_how(self, stage):
        first = stage.next()
        stage.start()
        stage.later(minutes=5).next()

        finished = stage.events[-2]
        assert (finished.ticket, finished.outcome, finished.implied) == (first, None, False)
        assert list(stage.floor.no_outcome) == [first]

    def test_an_implied_service_counts_from_the_last_call(self, stage):
        first = stage.next()
        stage.later(seconds=30).recall()
        began = stage.now
        stage.later(minutes=5).next()

        ticket = stage.ticket(first)
        assert (ticket.started_at, ticket.implied) == (began, True)
        assert stage.floor.recent == {"HT": (300,)}


class TestADoublePress:
    def test_one_that_saw_the_ticket_before_is_refused(self, stage):
        first = stage.next()
        second = stage.next(after=first)

        with stage.refuses("already_called"):
            stage.next(after=first)
        assert stage.current() == second

    def test_one_that_saw_no_ticket_is_refused_once_there_is_one(self, stage):
        stage.next(after=None)

        with stage.refuses("already_called"):
            stage.next(after=None)

    def test_one_that_saw_a_ticket_is_refused_when_there_is_none(self, stage):
        first = stage.next()
        stage.miss()

        with stage.refuses("already_called"):
            stage.next(after=first)

    def test_without_it_nothing_is_checked(self, stage):
        assert [stage.next(), stage.next()] == people(stage)[:2]


class TestNamedCalls:
    def test_a_waiting_a_held_and_a_missed_one_may_be_named(self, stage):
        one, two, three = people(stage)
        stage.call(three)
        assert stage.last(e.TicketCalled).reason is CallReason.NAMED
        stage.hold()
        stage.next()
        stage.miss()
        stage.call(three)
        stage.finish()
        stage.call(one)
        stage.finish()
        assert stage.next() == two

    def test_why_is_kept_apart(self, stage):
        stage.call(people(stage)[2])

        assert stage.last(e.TicketCalled).words.ref.startswith("text-")

    def test_what_is_open_is_closed_first(self, stage):
        first = stage.next()
        stage.start()

        stage.call(people(stage)[2])

        assert stage.ticket(first).state is TicketState.SERVED

    def test_an_ended_one_cannot_be_named(self, stage):
        stage.cancel(people(stage)[0])

        with stage.refuses("wrong_state"):
            stage.call(people(stage)[0])
        with stage.refuses("unknown_ticket"):
            stage.call(NOBODY)

    def test_the_field_has_to_be_the_counters(self):
        stage = Stage(plan()).open("1", "3")
        ticket = stage.issue("CT")

        with stage.refuses("not_your_field"):
            stage.call(ticket, "1")

    def test_a_helped_field_is_the_counters_too(self):
        stage = Stage(plan()).open("1")
        ticket = stage.issue("DD")

        stage.call(ticket, "1")

        assert stage.current("1") == ticket


class TestRecall:
    def test_it_is_another_call_of_the_same_leg_for_the_same_reason(self, stage):
        ticket = stage.next()
        stage.later(seconds=10).recall()

        called = stage.last(e.TicketCalled)
        assert (called.ticket, called.call, called.reason) == (ticket, 2, CallReason.TURN)
        assert stage.counter().called == 1

    def test_its_reason_stays_that_of_the_call(self, stage):
        stage.call(people(stage)[2])
        stage.recall()

        assert stage.last(e.TicketCalled).reason is CallReason.NAMED

    def test_it_waits_a_few_seconds(self):
        stage = Stage(one_line(policy=policy(recall_gap_s=5))).open("1")
        stage.issue()
        stage.next()

        with stage.later(seconds=4).refuses("recall_too_soon"):
            stage.recall()
        stage.later(seconds=1).recall()

    def test_a_clock_that_went_back_does_not_forbid_it_for_hours(self):
        stage = Stage(one_line(policy=policy(recall_gap_s=5))).open("1")
        stage.issue()
        stage.next()
        stage.doubt("back")

        stage.later(hours=-3).recall()

    def test_whom_one_serves_one_does_not_call(self, stage):
        stage.next()
        stage.start()

        with stage.refuses("wrong_state"):
            stage.recall()
