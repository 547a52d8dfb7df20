"""Nobody is lost or passed over by what happens around them.

Each of these was thought of as somebody who wants to break a fair queue, or just has bad luck.
"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from queue_server.domain import routing, showing
from queue_server.protocol.commands import OpenCounter
from queue_server.protocol.events import ServiceFinished, TicketAbandoned, TicketNoShow
from queue_server.protocol.vocabulary import CounterId, Kind, TicketId, TicketState
from tests.support.floors import Stage, officer
from tests.support.plans import GROUPS, counter, field, one_line, plan, policy, series
from tests.support.replays import photo, replayed


@pytest.fixture
def stage() -> Stage:
    return Stage(plan()).open("1", "2", "3")


def sent_to_3(stage: Stage) -> TicketId:
    ticket = stage.issue("HT")
    stage.call(ticket, "1")
    stage.start("1")
    stage.transfer("1", to="3", keep_place=True)
    return ticket


class TestACounterThatIsLeft:
    def test_those_sent_to_it_go_to_the_line_of_their_field_with_their_place(self, stage):
        sent = sent_to_3(stage)
        later = stage.issue("HT")
        stage.close("3")

        assert stage.ticket(sent).line == "HT"
        assert [stage.next("1"), stage.next("2")] == [sent, later]

    def test_so_do_those_who_came_back_to_it(self, stage):
        held = stage.issue("DD")
        stage.next("3")
        stage.hold("3")
        stage.put_back(held)
        stage.close("3")

        assert stage.ticket(held).line == "DD"
        assert stage.next("1") == held

    def test_those_it_still_holds_may_return_anywhere(self, stage):
        held = stage.issue("HT")
        stage.next("1")
        stage.hold("1")
        stage.close("1")
        stage.put_back(held)

        assert stage.next("2") == held

    def test_opened_again_by_another_officer_it_is_still_the_one_that_held_them(self, stage):
        held = stage.issue("HT")
        stage.next("1")
        stage.hold("1")
        stage.close("1")
        stage.do(OpenCounter(by=officer("2"), counter=CounterId("1")))
        stage.put_back(held)

        assert stage.ticket(held).line == "!1"

    def test_nobody_is_sent_back_to_it_while_nobody_sits_there(self, stage):
        ticket = sent_to_3(stage)
        stage.next("3")
        stage.miss("3")
        stage.close("3")
        stage.put_back(ticket)

        assert stage.ticket(ticket).line == "HT"

    def test_a_pause_keeps_them_for_it(self, stage):
        sent = sent_to_3(stage)
        stage.pause("3")

        assert stage.ticket(sent).line == "@3"
        assert stage.open("3").next("3") == sent

    def test_but_others_of_the_field_may_call_them_by_name(self, stage):
        sent = sent_to_3(stage)
        stage.pause("3")

        stage.call(sent, "2")

        assert stage.current("2") == sent


class TestACounterThatVanishes:
    WITHOUT_3 = (counter("1", "HT"), counter("2", "CT DD", kinds=(Kind.COLLECT,)))

    def test_whoever_it_held_or_missed_is_not_lost(self, stage):
        held, missed = stage.issue("DD"), stage.issue("DD")
        stage.next("3")
        stage.hold("3")
        stage.next("3")
        stage.miss("3")
        stage.close("3")
        stage.replan(counters=self.WITHOUT_3)

        stage.put_back(held)
        stage.put_back(missed)

        assert [stage.next("2"), stage.next("2")] == [held, missed]

    def test_it_does_not_vanish_under_an_officer(self, stage):
        with stage.refuses("bad_plan"):
            stage.replan(counters=self.WITHOUT_3)

    def test_a_press_there_does_not_come_back_with_it(self, stage):
        stage.issue("DD")
        stage.next("3")
        stage.miss("3")
        stage.close("3")
        stage.replan(counters=self.WITHOUT_3)

        assert CounterId("3") not in stage.floor.presses


class TestGroupsThatChange:
    def test_whoever_was_given_priority_keeps_it_when_the_group_is_taken_away(self, stage):
        stage.issue("HT")
        elder = stage.issue("HT", "elder")
        stage.repolicy(groups=())

        assert stage.next("1") == elder
        with stage.refuses("unknown_priority"):
            stage.issue("HT", "elder")

    def test_new_ranks_hold_for_those_who_wait_too(self, stage):
        elder, disabled = stage.issue("HT", "elder"), stage.issue("HT", "disabled")
        stage.repolicy(groups=(replace(GROUPS[0], rank=0), GROUPS[1]))

        assert [stage.ticket(t).rank for t in (elder, disabled)] == [0, 1]
        assert [stage.next("1"), stage.next("2")] == [elder, disabled]

    def test_whoever_was_called_returns_with_the_new_rank(self, stage):
        elder = stage.issue("HT", "elder")
        stage.next("1")
        stage.repolicy(groups=(replace(GROUPS[0], rank=0), GROUPS[1]))
        stage.undo("1")

        assert stage.ticket(elder).rank == 0
        assert photo(replayed(stage.events)) == photo(stage.floor)

    def test_a_change_of_policy_is_followed_at_once(self, stage):
        others = [stage.issue("HT") for _ in range(2)]
        first = [stage.issue("HT", "elder") for _ in range(4)]
        order = [stage.next("1") for _ in range(2)]
        stage.repolicy(priority="strict")
        order += [stage.next("1") for _ in range(4)]

        assert order == [*first, *others]


class TestUndoAgainstOthers:
    def test_nobody_is_torn_from_the_officer_who_called_them_meanwhile(self, stage):
        ticket = stage.issue("HT")
        stage.next("1")
        stage.transfer("1", field="CT")
        stage.next("2")

        with stage.refuses("too_late_to_undo"):
            stage.undo("1")
        assert stage.current("2") == ticket

    def test_nobody_comes_back_who_left_meanwhile(self, stage):
        ticket = stage.issue("HT")
        stage.next("1")
        stage.miss("1")
        stage.cancel(ticket)

        with stage.refuses("too_late_to_undo"):
            stage.undo("1")

    def test_the_place_is_the_old_one_before_all_who_came_later(self, stage):
        first = stage.issue("HT")
        stage.next("1")
        later = stage.issue("HT")
        stage.undo("1")

        assert [stage.next("2"), stage.next("1")] == [first, later]

    def test_the_row_of_priority_is_as_before(self, stage):
        other = stage.issue("HT")
        for _ in range(3):
            stage.issue("HT", "elder")
        stage.next("1"), stage.next("1")
        assert stage.next("1") == other
        stage.undo("1")

        assert stage.counter("1").priority_run == 2
        assert stage.next("1") == other


class TestPlaces:
    def test_a_kept_place_is_one_among_those_who_wait_there(self, stage):
        early = stage.issue("CT")
        moved = stage.issue("HT")
        late = stage.issue("CT")
        stage.next("1")
        stage.transfer("1", field="CT", keep_place=True)

        assert [stage.next("2") for _ in range(3)] == [early, moved, late]

    def test_but_its_wait_begins_at_the_transfer(self, stage):
        moved = stage.issue("HT")
        stage.later(minutes=40).next("1")
        stage.transfer("1", field="CT", keep_place=True)
        stage.later(minutes=5).next("2")

        there = stage.ticket(moved)
        assert there.past[0].wait_s == 40 * 60
        assert there.called_at - there.entered_at == timedelta(minutes=5)

    def test_coming_back_again_and_again_moves_nobody_else(self):
        """Somebody who is missed and returns each time never stands before those who came first."""
        stage = Stage(one_line()).open("1")
        early, trickster, late = (stage.issue() for _ in range(3))
        stage.call(trickster)
        for _ in range(3):
            stage.miss()
            stage.put_back(trickster)
            console = showing.console(stage.floor, CounterId("1"), stage.now)
            assert [t.label for t in console.waiting] == ["A001", "A002", "A003"]
            stage.call(trickster)
        stage.finish()

        assert [stage.next(), stage.next()] == [early, late]

    def test_a_return_does_not_make_a_long_wait_longer(self):
        """The guard counts from the return, so nobody passes others by walking away."""
        stage = Stage(one_line()).open("1")
        stage.issue()
        away = stage.issue()
        stage.call(away)
        stage.miss()
        stage.later(minutes=25).put_back(away)
        first = stage.issue()

        assert stage.later(minutes=10).next() != away
        assert stage.ticket(first).waits


class TestMidnight:
    def test_everybody_ends_once_and_the_identity_holds(self, stage):
        people = [stage.issue("HT") for _ in range(8)]
        stage.serve("1")
        stage.next("1")
        stage.next("2")
        stage.start("2")
        stage.call(people[4], "2")
        stage.miss("2")
        stage.call(people[5], "2")
        stage.hold("2")
        stage.cancel(people[6])

        events = stage.clock(0, 0).later(days=1, seconds=1).tick()

        kinds = TicketAbandoned | TicketNoShow | ServiceFinished
        ends = [event for event in events if isinstance(event, kinds)]
        assert len({event.ticket for event in ends}) == len(ends) == 5
        tickets = stage.floor.take_changed().tickets
        assert len(tickets) == 8
        assert not [t for t in tickets if t.state in (TicketState.WAITING, TicketState.CALLED)]

    def test_a_press_a_second_too_late_finds_an_empty_floor(self):
        stage = Stage(one_line()).clock(23, 59).open("1")
        stage.issue()
        stage.next()
        stage.later(minutes=1)

        with stage.refuses("counter_closed"):
            stage.start()
        assert stage.floor.tickets == {}

    def test_a_number_at_the_last_and_one_at_the_first_second(self):
        stage = Stage(one_line()).clock(23, 59)
        stage.later(seconds=59, milliseconds=999)
        last = stage.issue()
        assert stage.label(last) == "A001"

        first = stage.later(milliseconds=2).issue()

        assert stage.label(first) == "A001"
        assert (stage.ticket(first).day - stage.events[2].at.date()).days == 1

    def test_a_small_step_back_over_midnight_stays_in_the_new_day(self):
        stage = Stage(one_line()).clock(0, 0).later(days=1, seconds=2)
        stage.issue()

        stage.later(seconds=-5)

        assert stage.tick() == []
        assert stage.label(stage.issue()) == "A002"
        assert stage.ticket(stage.issue()).issued_at == stage.events[-2].at


class TestNumbers:
    def test_a_series_that_is_renamed_goes_on_with_its_letter(self, stage):
        stage.issue("HT")
        stage.replan(
            series=(series("A2", "A"), *plan().series[1:]),
            fields=(field("HT", "A2"), *plan().fields[1:]),
        )

        assert stage.label(stage.issue("HT")) == "A002"

    def test_two_series_that_change_letters_give_no_number_twice(self, stage):
        labels = [stage.label(stage.issue(code)) for code in ("HT", "CT", "CT")]
        stage.replan(series=(series("A", "B"), series("B", "A"), *plan().series[2:]))
        labels += [stage.label(stage.issue(code)) for code in ("HT", "CT")]

        assert labels == ["A001", "B001", "B002", "B003", "A002"]

    def test_a_series_that_comes_back_goes_on(self, stage):
        stage.issue("HT")
        stage.replan(series=(series("A", "Z"), *plan().series[1:]))
        assert stage.label(stage.issue("HT")) == "Z001"
        stage.replan(series=plan().series)

        assert stage.label(stage.issue("HT")) == "A002"


def test_priority_cannot_starve_the_others():
    """Sixty with priority come without end; still every third call is another's."""
    stage = Stage(one_line()).open("1")
    others = [stage.issue() for _ in range(10)]
    served = []
    for _ in range(30):
        stage.issue(priority="elder")
        stage.issue(priority="disabled")
        served.append(stage.next())

    assert [t for t in served if t in others] == others


def test_helped_lines_never_hold_up_a_counters_own():
    stage = Stage(plan(policy=policy(guard_minutes=1))).open("1")
    for _ in range(5):
        stage.issue("DD")
    stage.later(hours=3)
    own = stage.issue("HT")

    choice = routing.choose(stage.floor, stage.counter("1"), policy(), stage.now)

    assert choice is not None
    assert choice.ticket == own
