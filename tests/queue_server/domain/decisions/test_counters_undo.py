"""Taking the last press back: what comes back, and until when."""

import pytest

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import (
    CounterId,
    Outcome,
    TicketId,
    TicketState,
)
from tests.support.floors import Stage, officer
from tests.support.plans import counter, one_line, plan, policy
from tests.support.replays import photo

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


class TestUndo:
    def test_a_next_is_taken_back_with_both_its_halves(self, stage):
        first = stage.next()
        stage.start()
        stage.later(minutes=3)
        before = photo(stage.floor)
        second = stage.next()

        stage.later(seconds=30).undo()

        assert stage.current() == first
        assert stage.ticket(first).state is TicketState.SERVING
        assert stage.ticket(second).waits
        assert stage.ticket(second).called_at is None
        after = photo(stage.floor)
        for what in ("lines", "states", "tally", "calls", "given"):
            assert after[what] == before[what]
        assert not any(stage.floor.recent.values())

    def test_the_event_names_what_it_takes_back(self, stage):
        first = stage.next()
        second = stage.later(minutes=2).next()
        stage.undo()

        undone = stage.last(e.MoveUndone)
        assert [type(stage.events[seq - 1]).__name__ for seq in undone.undone] == [
            "ServiceFinished",
            "TicketCalled",
        ]
        assert set(undone.tickets) == {first, second}

    def test_an_undone_call_is_no_first_call(self, stage):
        stage.next()
        stage.undo()

        stage.later(minutes=5).next()

        called = stage.last(e.TicketCalled)
        assert called.call == 1
        assert stage.ticket(called.ticket).called_at == stage.now
        assert stage.floor.tally.wait_s == 300

    @pytest.mark.parametrize(
        "press",
        [
            Stage.start,
            Stage.miss,
            Stage.hold,
            Stage.finish,
            Stage.recall,
            lambda stage: stage.transfer(field="HT"),
            lambda stage: stage.call(people(stage)[2]),
        ],
    )
    def test_every_other_press_is_taken_back_too(self, stage, press):
        ticket = stage.next()
        stage.later(seconds=20)
        was, counter_was = stage.ticket(ticket), stage.counter()
        press(stage)

        stage.undo()

        assert stage.ticket(ticket).state is was.state
        assert stage.counter().current == counter_was.current == ticket
        assert stage.ticket(ticket).last_call_at == was.last_call_at

    def test_thirty_seconds_are_the_limit(self, stage):
        stage.next()

        with stage.later(seconds=31).refuses("too_late_to_undo"):
            stage.undo()

    def test_the_limit_is_a_setting(self):
        stage = Stage(one_line(policy=policy(undo_s=0))).open("1")
        stage.issue()
        stage.next()

        with stage.later(seconds=1).refuses("too_late_to_undo"):
            stage.undo()

    def test_only_the_last_press_is_taken_back(self, stage):
        stage.next()
        stage.next()
        stage.undo()

        with stage.refuses("too_late_to_undo"):
            stage.undo()

    def test_without_a_press_there_is_nothing_to_take_back(self, stage):
        with stage.refuses("too_late_to_undo"):
            stage.undo()

    def test_another_officer_takes_nothing_back(self, stage):
        stage.next()

        with stage.refuses("too_late_to_undo"):
            stage.do(c.Undo(by=officer("2"), counter=CounterId("1")))

    @pytest.mark.parametrize(
        "touch",
        [
            lambda stage, ticket: stage.put_back(ticket),
            lambda stage, ticket: stage.prioritise(ticket, "elder"),
            lambda stage, ticket: stage.cancel(ticket),
            lambda stage, ticket: stage.call(ticket, "2"),
            lambda stage, ticket: stage.pause("1"),
            lambda stage, ticket: stage.close("1"),
        ],
    )
    def test_once_anybody_touched_the_ticket_or_the_counter_it_is_too_late(self, touch):
        stage = Stage(one_line(counters=(counter("1", "HT"), counter("2", "HT")))).open("1", "2")
        ticket = stage.issue()
        stage.next()
        stage.miss()
        touch(stage, ticket)

        with stage.refuses("too_late_to_undo"):
            stage.undo()

    def test_a_judgement_or_an_outcome_comes_before_it(self, stage):
        for then in (
            lambda ticket: stage.rate(ticket),
            lambda ticket: stage.record(ticket, Outcome.OTHER),
        ):
            ticket = stage.next()
            stage.finish()
            then(ticket)

            with stage.refuses("too_late_to_undo"):
                stage.undo()

    def test_what_happens_elsewhere_does_not_hinder_it(self, stage):
        ticket = stage.next()
        stage.issue()
        stage.printed(ticket)

        stage.undo()

        assert stage.ticket(ticket).waits

    def test_a_new_day_knows_no_press_of_yesterday(self):
        stage = Stage(one_line()).clock(23, 59).open("1")
        stage.issue()
        stage.next()
        stage.later(seconds=70)

        with stage.refuses("too_late_to_undo"):
            stage.undo()

    def test_nor_does_a_counter_that_was_taken_away_and_came_back(self):
        stage = Stage(plan()).open("3")
        stage.issue("DD")
        stage.next("3")
        stage.finish("3")
        stage.close("3")
        with_it = stage.floor.plan.counters
        stage.replan(
            counters=(counter("1", "HT DD"), counter("2", "HT CT", kinds=with_it[2].kinds))
        )
        stage.replan(counters=with_it)

        with stage.refuses("too_late_to_undo"):
            stage.undo("3")

    def test_a_transfer_taken_back_leaves_one_leg(self, stage):
        ticket = stage.next()
        stage.start()
        stage.transfer(field="HT")
        stage.undo()

        assert (stage.ticket(ticket).leg, stage.ticket(ticket).past) == (1, ())
        assert stage.floor.take_changed().gone_legs == []

    def test_the_leg_of_a_call_taken_back_is_taken_out_of_the_records(self, stage):
        ticket = stage.next()
        stage.transfer(to="1")
        stage.call(ticket)
        stage.undo()

        assert stage.floor.take_changed().gone_legs == [(ticket, 2)]

    def test_the_line_is_as_it_was_under_a_changed_plan(self, stage):
        """The manager took a rank away in the seconds between."""
        ticket = stage.issue(priority="elder")
        assert stage.next() == ticket
        stage.repolicy(groups=stage.floor.plan.policy.groups[1:])
        stage.undo()

        assert stage.ticket(ticket).rank == 2
        assert stage.next() == ticket
