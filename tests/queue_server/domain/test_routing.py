"""Whose turn it is, and why."""

from queue_server.protocol.events import TicketCalled
from queue_server.protocol.vocabulary import CallReason, Kind, TicketId
from tests.support.floors import Stage
from tests.support.plans import one_line, plan, policy


def calls(stage: Stage, number: int, at: str = "1") -> list[TicketId]:
    """Serve so many, quickly, and return who they were."""
    called = []
    for _ in range(number):
        called.append(stage.next(at))
        stage.later(seconds=1).finish(at)
    return called


def reason(stage: Stage) -> CallReason:
    return stage.last(TicketCalled).reason


class TestTurn:
    def test_first_come_first_served(self):
        stage = Stage(one_line()).open("1")
        people = [stage.issue() for _ in range(4)]

        assert calls(stage, 4) == people
        assert reason(stage) is CallReason.TURN

    def test_the_fields_of_a_counter_share_one_order(self):
        stage = Stage(plan()).open("2")
        people = [stage.issue(code) for code in ("CT", "HT", "HT", "CT")]

        assert calls(stage, 4, "2") == people

    def test_a_counter_calls_nobody_of_a_field_it_neither_serves_nor_helps(self):
        stage = Stage(plan()).open("3")
        stage.issue("HT"), stage.issue("CT")

        with stage.refuses("nobody_waiting"):
            stage.next("3")

    def test_a_kind_of_visit_without_a_field_has_its_own_line(self):
        stage = Stage(plan()).open("3")
        result = stage.issue(None, kind=Kind.COLLECT)

        assert stage.label(result) == "R001"
        assert stage.next("3") == result

    def test_a_kind_with_a_field_stands_in_the_fields_line(self):
        stage = Stage(plan()).open("1")
        result = stage.issue("HT", kind=Kind.COLLECT)

        assert stage.label(result) == "R001"
        assert stage.next("1") == result

    def test_nobody_who_was_missed_is_chosen(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()
        stage.miss()

        with stage.refuses("nobody_waiting"):
            stage.next()


class TestInterleave:
    def test_after_two_with_priority_comes_one_other(self):
        stage = Stage(one_line()).open("1")
        others = [stage.issue() for _ in range(3)]
        first = [stage.issue(priority="elder") for _ in range(5)]

        order = calls(stage, 8)

        assert order == [
            first[0],
            first[1],
            others[0],
            first[2],
            first[3],
            others[1],
            first[4],
            others[2],
        ]

    def test_the_number_in_a_row_is_a_setting(self):
        stage = Stage(one_line(policy=policy(priority_run=1))).open("1")
        others = [stage.issue() for _ in range(2)]
        first = [stage.issue(priority="elder") for _ in range(2)]

        assert calls(stage, 4) == [first[0], others[0], first[1], others[1]]

    def test_priority_goes_on_while_nobody_else_waits(self):
        stage = Stage(one_line()).open("1")
        first = [stage.issue(priority="elder") for _ in range(4)]

        assert calls(stage, 4) == first

    def test_never_more_than_two_in_a_row_past_somebody_who_waits(self):
        """Three came before anybody else: whoever comes now is not fourth."""
        stage = Stage(one_line()).open("1")
        [stage.issue(priority="elder") for _ in range(5)]
        calls(stage, 3)
        other = stage.issue()

        assert stage.next() == other

    def test_the_lower_rank_comes_first_then_the_earlier_place(self):
        stage = Stage(one_line()).open("1")
        elder, disabled = stage.issue(priority="elder"), stage.issue(priority="disabled")
        elder2, disabled2 = stage.issue(priority="elder"), stage.issue(priority="disabled")

        assert calls(stage, 4) == [disabled, disabled2, elder, elder2]

    def test_each_counter_counts_for_itself(self):
        stage = Stage(plan()).open("1", "2")
        [stage.issue() for _ in range(2)]
        first = [stage.issue(priority="elder") for _ in range(4)]

        assert calls(stage, 2, "1") + calls(stage, 2, "2") == first

    def test_who_leaves_a_counter_begins_to_count_anew(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        first = [stage.issue(priority="elder") for _ in range(3)]
        calls(stage, 2)
        stage.close("1")

        assert stage.open("1").next() == first[2]

    def test_a_named_call_counts_neither_way(self):
        stage = Stage(one_line()).open("1")
        others = [stage.issue() for _ in range(2)]
        [stage.issue(priority="elder") for _ in range(3)]
        calls(stage, 2)
        stage.call(others[1])

        assert stage.next() == others[0]


class TestStrict:
    def test_priority_always_comes_first(self):
        stage = Stage(one_line(policy=policy(priority="strict"))).open("1")
        other = stage.issue()
        first = [stage.issue(priority="elder") for _ in range(5)]

        assert calls(stage, 6) == [*first, other]

    def test_the_guard_is_off_unless_it_is_switched_on(self):
        for on in (False, True):
            stage = Stage(one_line(policy=policy(priority="strict", guard_in_strict=on))).open("1")
            early, late = _late_one(stage)

            assert stage.next() == (late if on else early)


def _late_one(stage: Stage) -> tuple[TicketId, TicketId]:
    """Return one who has just come back to the first place, and one who has waited 40 minutes."""
    early = stage.issue()
    late = stage.issue()
    stage.next()
    stage.miss()
    stage.later(minutes=29).put_back(early)
    stage.later(minutes=11)
    return early, late


class TestTheGuard:
    def test_whoever_waited_longer_than_it_goes_first_among_the_others(self):
        stage = Stage(one_line()).open("1")
        _, late = _late_one(stage)

        assert stage.next() == late
        assert reason(stage) is CallReason.WAITED_TOO_LONG

    def test_it_counts_from_when_they_last_took_their_place(self):
        stage = Stage(one_line(policy=policy(grace_minutes=60))).open("1")
        early = stage.issue()
        stage.next()
        stage.miss()
        stage.later(minutes=35).put_back(early)
        later = stage.issue()

        assert stage.later(minutes=30).next() == early
        assert reason(stage) is CallReason.TURN
        assert stage.next() == later

    def test_exactly_its_minutes_are_not_longer(self):
        stage = Stage(one_line(policy=policy(guard_minutes=40))).open("1")
        early, _ = _late_one(stage)

        assert stage.next() == early

    def test_whose_turn_it_is_anyway_is_called_by_turn(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()

        assert stage.later(hours=2).next() == ticket
        assert reason(stage) is CallReason.TURN

    def test_it_never_goes_against_priority(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        first = stage.issue(priority="elder")

        assert stage.later(hours=2).next() == first

    def test_it_never_breaks_the_row_of_priority(self):
        stage = Stage(one_line()).open("1")
        early, late = _late_one(stage)
        first = [stage.issue(priority="elder") for _ in range(4)]

        assert calls(stage, 6) == [first[0], first[1], late, first[2], first[3], early]

    def test_it_can_be_off(self):
        stage = Stage(one_line(policy=policy(guard_minutes=None))).open("1")
        early, _ = _late_one(stage)

        assert stage.next() == early

    def test_it_rests_while_the_clock_is_in_doubt(self):
        stage = Stage(one_line()).open("1")
        early, _ = _late_one(stage)
        stage.doubt()

        assert stage.next() == early

    def test_it_looks_at_a_counters_own_fields_before_those_it_helps(self):
        stage = Stage(plan()).open("1")
        stage.issue("DD")
        stage.later(hours=1)
        own = stage.issue("HT")

        assert stage.next("1") == own

    def test_it_looks_at_all_fields_of_a_counter(self):
        stage = Stage(plan()).open("2")
        early = stage.issue("CT")
        late = stage.issue("HT")
        stage.next("2")
        stage.miss("2")
        stage.later(minutes=29).put_back(early)

        assert stage.later(minutes=11).next("2") == late
