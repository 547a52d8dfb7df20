"""Decisions about what an officer does at a counter."""

import pytest

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.vocabulary import (
    CounterId,
    CounterState,
    Outcome,
    TicketId,
    TicketState,
)
from tests.support.floors import Stage, officer
from tests.support.plans import one_line, plan

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


class TestSittingDown:
    def test_an_officer_opens_a_free_counter(self):
        stage = Stage(one_line())

        (opened,) = stage.do(c.OpenCounter(by=officer("7"), counter=CounterId("1")))

        assert (opened.officer, opened.by) == ("officer-7", "officer-7")
        assert stage.counter().state is CounterState.OPEN
        assert stage.counter().since == stage.now

    def test_sitting_there_already_changes_nothing(self):
        stage = Stage(one_line()).open("1")

        assert stage.do(c.OpenCounter(by=officer("1"), counter=CounterId("1"))) == []

    def test_a_counter_where_another_sits_is_taken_also_while_it_pauses(self):
        stage = Stage(one_line()).open("1")

        with stage.refuses("counter_taken"):
            stage.do(c.OpenCounter(by=officer("2"), counter=CounterId("1")))
        stage.pause("1")
        with stage.refuses("counter_taken"):
            stage.do(c.OpenCounter(by=officer("2"), counter=CounterId("1")))

    def test_after_a_pause_it_goes_on(self):
        stage = Stage(one_line()).open("1")
        stage.pause("1")

        stage.open("1")

        assert stage.counter().state is CounterState.OPEN

    def test_without_an_open_day_nobody_sits_down(self):
        stage = Stage()
        stage.plan(one_line())
        stage.doubt()

        with stage.refuses("closed_now"):
            stage.open("1")

    def test_a_pause_has_a_reason_that_is_kept_apart(self):
        stage = Stage(one_line()).open("1")

        stage.pause("1")

        assert stage.last(e.CounterPaused).reason is not None
        with stage.refuses("wrong_state"):
            stage.pause("1")

    def test_a_paused_counter_calls_nobody_but_finishes_what_it_began(self, stage):
        stage.next()
        stage.pause("1")

        with stage.refuses("counter_closed"):
            stage.next()
        with stage.refuses("counter_closed"):
            stage.call(people(stage)[1])
        stage.recall()
        stage.start()
        stage.finish()

    def test_nobody_leaves_a_counter_with_a_ticket_open(self, stage):
        stage.next()

        with stage.refuses("wrong_state"):
            stage.close("1")
        stage.miss()
        stage.close("1")
        assert stage.counter().officer is None


class TestWhoMayPress:
    COMMANDS = (
        (c.PauseCounter, {"reason": "x"}),
        (c.CloseCounter, {}),
        (c.CallNext, {}),
        (c.CallTicket, {"ticket": NOBODY, "reason": "x"}),
        (c.Recall, {}),
        (c.StartService, {}),
        (c.MissTicket, {}),
        (c.HoldTicket, {"reason": "x"}),
        (c.FinishService, {"outcome": Outcome.OTHER}),
        (c.Transfer, {"field": "HT"}),
    )

    @pytest.mark.parametrize(("kind", "about"), COMMANDS)
    def test_nobody_at_a_closed_counter(self, kind, about):
        stage = Stage(one_line())

        with stage.refuses("counter_closed"):
            stage.do(kind(by=officer("1"), counter=CounterId("1"), **about))

    @pytest.mark.parametrize(("kind", "about"), COMMANDS)
    def test_only_the_officer_who_sits_there(self, kind, about):
        stage = Stage(one_line()).open("1")

        with stage.refuses("counter_taken"):
            stage.do(kind(by=officer("2"), counter=CounterId("1"), **about))

    @pytest.mark.parametrize(("kind", "about"), [*COMMANDS, (c.OpenCounter, {}), (c.Undo, {})])
    def test_nobody_at_a_counter_that_does_not_exist(self, kind, about):
        stage = Stage(one_line())

        with stage.refuses("unknown_counter"):
            stage.do(kind(by=officer("9"), counter=CounterId("9"), **about))

    @pytest.mark.parametrize(
        ("kind", "about"), [entry for entry in COMMANDS[4:] if entry[0] is not c.CallTicket]
    )
    def test_without_a_current_ticket_there_is_nothing_to_press(self, kind, about):
        stage = Stage(one_line()).open("1")

        with stage.refuses("no_current_ticket"):
            stage.do(kind(by=officer("1"), counter=CounterId("1"), **about))


class TestFinishing:
    def test_outcome_dossiers_and_a_note_are_kept(self, stage):
        stage.next()
        stage.start()
        stage.later(minutes=3).finish(
            outcome=Outcome.RECEIVED, dossiers=(DossierLine(code="H01.1", quantity=2),), note="đủ"
        )

        finished = stage.last(e.ServiceFinished)
        assert (finished.outcome, finished.implied) == (Outcome.RECEIVED, False)
        assert finished.dossiers == (DossierLine(code="H01.1", quantity=2),)
        assert finished.note is not None
        assert stage.current() is None

    def test_without_a_start_it_is_implied(self, stage):
        stage.next()
        stage.later(seconds=40).finish()

        assert stage.last(e.ServiceFinished).implied


class TestTransfer:
    @pytest.fixture
    def two(self) -> Stage:
        stage = Stage(plan()).open("1", "2", "3")
        stage.issue("HT"), stage.issue("CT"), stage.issue("DD")
        stage.next("1")
        stage.start("1")
        return stage.later(minutes=3)

    def test_to_a_field_it_begins_a_new_leg_at_the_end(self, two):
        ticket = people(two)[0]
        two.transfer("1", field="CT")

        there = two.ticket(ticket)
        assert (there.leg, there.leg_field, there.line, there.state) == (
            2,
            "CT",
            "CT",
            TicketState.WAITING,
        )
        assert (there.field, there.label, two.current("1")) == ("HT", "A001", None)
        assert [two.next("2"), two.next("2")] == [people(two)[1], ticket]

    def test_with_its_place_kept_it_comes_first(self, two):
        ticket = people(two)[0]
        two.transfer("1", field="CT", keep_place=True)

        assert two.next("2") == ticket

    def test_to_a_counter_it_waits_there_alone(self, two):
        ticket = people(two)[0]
        two.transfer("1", to="3")

        assert two.ticket(ticket).line == "@3"
        assert two.ticket(ticket).leg_field == "HT"
        assert [two.next("3"), two.next("3")] == [people(two)[2], ticket]

    def test_a_paused_counter_takes_them_later(self, two):
        ticket = people(two)[0]
        two.pause("3")
        two.transfer("1", to="3", keep_place=True)

        assert two.open("3").next("3") == ticket

    def test_to_a_closed_counter_nobody_is_sent(self, two):
        two.close("3")

        with two.refuses("counter_closed"):
            two.transfer("1", to="3")

    def test_what_does_not_exist_is_refused(self, two):
        with two.refuses("unknown_field"):
            two.transfer("1", field="ZZ")
        with two.refuses("unknown_counter"):
            two.transfer("1", to="9")

    def test_exactly_one_of_field_and_counter_is_named(self, two):
        with two.refuses("field_or_counter"):
            two.transfer("1")
        with two.refuses("field_or_counter"):
            two.transfer("1", field="CT", to="3")

    def test_straight_from_the_call_the_service_is_implied(self, two):
        two.finish("1")
        two.open("2").next("2")
        two.later(minutes=2).transfer("2", field="DD")

        assert two.last(e.TicketTransferred).implied
        (leg,) = two.ticket(people(two)[1]).past
        assert (leg.implied, leg.service_s, leg.end) == (True, 120, "transferred")

    def test_a_transferred_one_may_be_sent_on(self, two):
        ticket = people(two)[0]
        two.transfer("1", field="CT", keep_place=True)
        two.next("2")
        two.transfer("2", to="3", keep_place=True)
        two.next("3")
        two.start("3")
        two.finish("3")

        there = two.ticket(ticket)
        assert (there.leg, [leg.counter for leg in there.past]) == (3, ["1", "2"])

    def test_a_counter_may_send_somebody_to_itself(self, two):
        ticket = people(two)[0]
        two.transfer("1", to="1")

        assert two.next("1") == ticket
