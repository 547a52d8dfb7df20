"""From which lines a counter calls: helped ones, those who come back, those of an older plan."""

import pytest

from queue_server.domain import routing
from queue_server.protocol.events import TicketCalled
from queue_server.protocol.vocabulary import CallReason, CounterId, Kind, TicketId
from tests.support.floors import Stage
from tests.support.plans import counter, field, one_line, plan, series


def calls(stage: Stage, number: int, at: str = "1") -> list[TicketId]:
    """Serve so many, quickly, and return who they were."""
    called = []
    for _ in range(number):
        called.append(stage.next(at))
        stage.later(seconds=1).finish(at)
    return called


def reason(stage: Stage) -> CallReason:
    return stage.last(TicketCalled).reason


class TestHelping:
    def test_a_counter_helps_when_its_own_lines_are_empty(self):
        stage = Stage(plan()).open("1")
        helped, own = stage.issue("DD"), stage.issue("HT")

        assert calls(stage, 2) == [own, helped]
        assert reason(stage) is CallReason.HELPING

    def test_priority_among_the_helped_comes_first_and_counts(self):
        stage = Stage(plan()).open("1")
        other = stage.issue("DD")
        first = [stage.issue("DD", "elder") for _ in range(3)]

        assert calls(stage, 4) == [first[0], first[1], other, first[2]]
        assert {x.reason for x in stage.events if isinstance(x, TicketCalled)} == {
            CallReason.HELPING
        }

    def test_own_people_with_priority_do_not_wait_for_helped_ones(self):
        stage = Stage(plan()).open("1")
        stage.issue("DD")
        first = [stage.issue("HT", "elder") for _ in range(3)]

        assert calls(stage, 3) == first


class TestReturned:
    def test_a_held_one_who_returns_is_next_at_the_counter_that_held_it(self):
        stage = Stage(one_line()).open("1")
        held = stage.issue()
        first = stage.issue(priority="elder")
        stage.call(held)
        stage.hold()
        stage.put_back(held)

        assert calls(stage, 2) == [held, first]

    def test_the_reason_says_so(self):
        stage = Stage(one_line()).open("1")
        held = stage.issue()
        stage.next()
        stage.hold()
        stage.put_back(held)
        stage.next()

        assert reason(stage) is CallReason.RETURNED
        assert stage.ticket(held).reason is CallReason.RETURNED

    def test_several_come_in_the_order_of_their_places_whatever_their_rank(self):
        stage = Stage(one_line()).open("1")
        groups = ("elder", None, "disabled")
        held = [stage.issue(priority=group) for group in groups]
        for ticket in held:
            stage.call(ticket)
            stage.hold()
        for ticket in reversed(held):
            stage.put_back(ticket)

        assert calls(stage, 3) == held

    def test_they_count_neither_way_in_the_row_of_priority(self):
        stage = Stage(one_line()).open("1")
        held, other = stage.issue(), stage.issue()
        stage.call(held)
        stage.hold()
        [stage.issue(priority="elder") for _ in range(3)]
        calls(stage, 2)
        stage.put_back(held)

        assert calls(stage, 2) == [held, other]


class TestMayServe:
    @pytest.mark.parametrize(
        ("line", "may"),
        [("HT", True), ("DD", True), ("@1", True), ("!1", True), ("CT", False), ("@2", False)],
    )
    def test_a_counter_may_call_from_its_own_lines_and_those_it_helps(self, line, may):
        assert routing.may_serve(Stage(plan()).floor, CounterId("1"), line) is may

    def test_somebody_sent_to_one_counter_may_be_called_by_name_where_their_field_is_served(self):
        stage = Stage(plan()).open("1", "2", "3")
        ticket = stage.issue("HT")
        stage.next("1")
        stage.transfer("1", to="3")

        with stage.refuses("nobody_waiting"):
            stage.next("2")
        stage.call(ticket, "2")
        assert stage.current("2") == ticket


class TestLinesOfAnOlderPlan:
    def renamed(self, stage: Stage) -> None:
        stage.replan(
            fields=(field("HT2", "A"), *stage.floor.plan.fields[1:]),
            counters=(
                counter("1", "HT2", helps="DD"),
                counter("2", "HT2 CT"),
                stage.floor.plan.counters[2],
            ),
            procedures=(),
        )

    def test_those_of_a_renamed_field_do_not_wait_behind_everybody(self):
        stage = Stage(plan()).open("1", "2", "3")
        old = [stage.issue("HT") for _ in range(2)]
        self.renamed(stage)
        new = stage.issue("HT2")

        assert calls(stage, 3, "1") == [*old, new]
        assert reason(stage) is CallReason.TURN

    def test_counters_that_never_served_them_do_not_call_them(self):
        stage = Stage(plan()).open("3")
        stage.issue("HT")
        self.renamed(stage)

        with stage.refuses("nobody_waiting"):
            stage.next("3")

    def test_who_was_missed_before_the_change_may_still_return(self):
        stage = Stage(plan()).open("1")
        ticket = stage.issue("HT")
        stage.next("1")
        stage.miss("1")
        self.renamed(stage)
        stage.put_back(ticket)

        assert stage.next("1") == ticket

    def test_a_line_that_nobody_is_left_for_goes_to_any_counter_by_place(self):
        stage = Stage(plan()).open("1")
        left = stage.issue("DD")
        mine = stage.issue("HT")
        stage.replan(
            fields=stage.floor.plan.fields[:2],
            kinds=(),
            counters=(counter("1", "HT"), counter("2", "HT CT")),
        )

        assert calls(stage, 2, "1") == [left, mine]

    def test_a_field_that_is_only_helped_is_called_by_its_helpers_alone(self):
        stage = Stage(plan()).open("1", "2")
        ticket = stage.issue("DD")
        stage.replan(
            counters=(
                counter("1", "HT", helps="DD"),
                counter("2", "HT CT"),
                counter("3", "", kinds=(Kind.COLLECT,)),
            )
        )

        with stage.refuses("nobody_waiting"):
            stage.next("2")
        assert stage.next("1") == ticket
        assert reason(stage) is CallReason.HELPING

    def test_the_next_day_only_the_plan_counts(self):
        stage = Stage(plan()).open("1")
        self.renamed(stage)
        assert routing.may_serve(stage.floor, CounterId("1"), "HT")

        stage.later(days=1).tick()

        assert not routing.may_serve(stage.floor, CounterId("1"), "HT")

    def test_a_prefix_that_stays_is_no_field_that_stays(self):
        stage = Stage(one_line(series=(series("A"), series("B")))).open("1")
        old = stage.issue("HT")
        stage.replan(fields=(field("CT", "A"),), counters=(counter("1", "CT"),), procedures=())
        new = stage.issue("CT")

        assert calls(stage, 2) == [old, new]
        assert stage.label(new) == "A002"
