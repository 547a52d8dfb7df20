"""How many are ahead, and how long it may take."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain import estimating, routing
from queue_server.domain.estimating import Ahead
from queue_server.domain.showing.centre import kiosk
from queue_server.domain.showing.tickets import shown as told
from queue_server.protocol.events import Estimate
from queue_server.protocol.plan import KindPlan
from queue_server.protocol.vocabulary import CounterId, Kind, SeriesId, TicketId
from tests.support.floors import MORNING, Stage
from tests.support.plans import OFFICE_HOURS, counter, field, one_line, plan, policy
from tests.support.profiles import PLAIN


def ahead(stage: Stage, ticket: TicketId) -> int:
    return estimating.of_ticket(stage.floor, stage.ticket(ticket), stage.now)[0]


def estimated(stage: Stage, line: str = "HT", people: int = 0) -> Estimate | None:
    ahead = Ahead(people, estimating.service_mean(stage.floor, line)[0])
    return estimating.estimate(stage.floor, line, ahead, stage.now)


def of_new(stage: Stage, line: str = "HT", group: str | None = None) -> int:
    return estimating.of_new(stage.floor, line, stage.floor.planned.rank(group), stage.now)[0]


class TestAhead:
    @pytest.mark.parametrize("rule", ["interleave", "strict"])
    @given(
        groups=st.lists(st.sampled_from([None, None, "elder", "disabled"]), max_size=12),
        run=st.integers(1, 3),
    )
    @PLAIN
    def test_it_is_how_many_are_called_before(self, rule, groups, run):
        stage = Stage(one_line(policy=policy(priority=rule, priority_run=run))).open("1")
        people = [stage.issue(priority=group) for group in groups]
        said = {ticket: ahead(stage, ticket) for ticket in people}

        order = [stage.next() for _ in people]

        assert {ticket: order.index(ticket) for ticket in people} == said

    @pytest.mark.parametrize("group", [None, "elder", "disabled"])
    def test_a_newcomer_is_told_the_same_as_on_the_ticket(self, group):
        stage = Stage(plan()).open("2")
        for known in (None, "elder", None, "disabled", "elder"):
            stage.issue("HT", known)
            stage.issue("CT", known)

        told = of_new(stage, "HT", group)

        assert told == ahead(stage, stage.issue("HT", group))

    def test_those_of_the_other_fields_of_an_open_counter_count(self):
        stage = Stage(plan()).open("2")
        stage.issue("CT")

        assert ahead(stage, stage.issue("HT")) == 1

    def test_those_of_a_closed_counter_do_not(self):
        stage = Stage(plan()).open("1")
        stage.issue("CT")

        assert ahead(stage, stage.issue("HT")) == 0

    def test_with_nobody_at_work_only_the_own_line_counts(self):
        stage = Stage(plan())
        stage.issue("HT"), stage.issue("CT")

        assert ahead(stage, stage.issue("HT")) == 1

    def test_whoever_came_back_is_before_all_and_before_whom_came_back_later(self):
        stage = Stage(one_line()).open("1")
        held = [stage.issue() for _ in range(2)]
        for ticket in held:
            stage.call(ticket)
            stage.hold()
        waiting = stage.issue(priority="elder")
        assert ahead(stage, waiting) == 0
        for ticket in held:
            stage.put_back(ticket)

        assert [ahead(stage, ticket) for ticket in (*held, waiting)] == [0, 1, 2]
        assert of_new(stage) == 3


class TestSharedCounters:
    """One counter serves HT alone, another both HT and CT."""

    @pytest.fixture
    def stage(self) -> Stage:
        counters = (counter("1", "HT"), counter("2", "HT CT"))
        two = plan(fields=plan().fields[:2], kinds=(), counters=counters)
        return Stage(two).open("1", "2")

    def test_two_work_through_their_lines_side_by_side(self, stage):
        for _ in range(4):
            stage.issue("HT")
        for _ in range(8):
            stage.issue("CT")

        assert ahead(stage, stage.issue("HT")) == 6
        assert of_new(stage, "CT") == 13

    def test_whoever_is_next_at_one_of_them_has_nobody_ahead(self, stage):
        for _ in range(8):
            stage.issue("CT")

        assert ahead(stage, stage.issue("HT")) == 0

    def test_the_services_of_all_lines_ahead_make_the_wait(self, stage):
        for _ in range(4):
            stage.issue("HT")
        long = estimating.of_new(stage.floor, "HT", None, stage.now)[1]
        for _ in range(8):
            stage.issue("CT")
        longer = estimating.of_new(stage.floor, "HT", None, stage.now)[1]

        assert long is not None
        assert longer is not None
        assert long.high_s < longer.high_s < 2 * long.high_s

    def test_at_the_kiosk_on_the_ticket_and_afterwards_it_is_the_same(self, stage):
        for code in ("HT", "CT", "CT", "HT"):
            stage.issue(code)
        (tile, *_) = kiosk(stage.floor, "kiosk", stage.now).fields
        ticket = stage.issue("HT")
        issued = stage.events[-1]
        shown = told(stage.floor, stage.ticket(ticket), stage.now)

        assert tile.ahead == issued.ahead == shown.ahead == 3
        assert tile.estimate == issued.estimate == shown.estimate


class TestTheRange:
    def test_without_an_open_counter_nothing_is_known(self):
        assert estimated(Stage(plan())) is None

    def test_a_paused_counter_is_not_open(self):
        stage = Stage(one_line()).open("1")
        stage.pause("1")

        assert estimated(stage) is None

    def test_a_clock_in_doubt_knows_nothing(self):
        stage = Stage(one_line()).open("1")
        stage.doubt()

        assert estimated(stage) is None

    def test_the_plans_minutes_are_the_first_prior(self):
        stage = Stage(one_line()).open("1")

        assert estimated(stage, people=4) == Estimate(18 * 60, 54 * 60, "prior")

    def test_nobody_ahead_and_nobody_served_is_at_once(self):
        assert estimated(Stage(one_line()).open("1")) == Estimate(0, 60, "prior")

    def test_somebody_at_the_counter_is_half_a_service(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()

        assert estimated(stage) == Estimate(0, 11 * 60, "prior")

    def test_two_counters_are_twice_as_fast(self):
        stage = Stage(one_line(counters=(counter("1", "HT"), counter("2", "HT")))).open("1", "2")

        assert estimated(stage, people=4) == Estimate(7 * 60, 29 * 60, "prior")

    def test_five_services_of_today_say_more_than_the_plan(self):
        stage = Stage(one_line()).open("1")
        for number in range(5):
            assert estimated(stage).basis == "prior", number
            stage.issue()
            stage.serve(minutes=4)

        assert estimated(stage, people=5) == Estimate(10 * 60, 26 * 60, "recent")

    def test_else_the_days_before_do(self):
        stage = Stage(one_line()).open("1")
        for _ in range(5):
            stage.issue()
            stage.serve(minutes=4)
        stage.later(days=1).tick()

        assert estimated(stage.open("1"), people=5) == Estimate(10 * 60, 26 * 60, "prior")

    def test_what_was_said_is_kept_with_the_ticket(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        ticket = stage.issue()

        issued = stage.events[-1]
        assert (issued.ahead, issued.estimate) == (1, Estimate(0, 18 * 60, "prior"))
        assert stage.ticket(ticket).estimate == issued.estimate

    @given(people=st.integers(0, 200), minutes=st.integers(0, 24 * 60), lunch=st.booleans())
    @PLAIN
    def test_it_goes_from_low_to_high_at_every_hour(self, people, minutes, lunch):
        rules = policy(lunch="serve_out" if lunch else "carry")
        stage = Stage(one_line(hours=OFFICE_HOURS, policy=rules)).open("1")
        stage.now += timedelta(minutes=minutes - 8 * 60, microseconds=7)

        said = estimated(stage, people=people)

        assert said is not None
        assert 0 <= said.low_s <= said.high_s
        assert said.high_s <= people * 900 + 60 + 24 * 3600


class TestPriors:
    def test_a_kind_has_its_own_minutes(self):
        stage = Stage(plan(kinds=(KindPlan(kind=Kind.COLLECT, series=SeriesId("R"), minutes=3),)))

        assert estimating.service_mean(stage.floor, "*collect") == (180.0, "prior")

    def test_one_counter_has_the_mean_of_its_fields(self):
        assert estimating.service_mean(Stage(plan()).floor, "@2") == (480.0, "prior")

    def test_a_counter_without_fields_and_a_line_of_no_plan_have_ten_minutes(self):
        only_results = counter("3", kinds=(Kind.COLLECT,))
        stage = Stage(plan(counters=(counter("1", "HT DD"), counter("2", "CT"), only_results)))

        assert estimating.service_mean(stage.floor, "@3") == (600.0, "prior")
        assert estimating.service_mean(stage.floor, "XX") == (600.0, "prior")


class TestBreaks:
    def office(self, **rules: object) -> Stage:
        return Stage(
            one_line(
                fields=(field("HT", "A", minutes=10),),
                hours=OFFICE_HOURS,
                policy=policy(**rules),
            )
        ).open("1")

    def test_lunch_is_added_where_the_wait_runs_into_it(self):
        """Half an hour is left before lunch, and lunch has two hours."""
        stage = self.office().clock(11)

        assert estimated(stage, people=4) == Estimate(18 * 60, (54 + 120) * 60, "prior")

    def test_who_comes_over_lunch_waits_for_its_end(self):
        stage = self.office().clock(12)

        assert estimated(stage) == Estimate(90 * 60, 91 * 60, "prior")

    def test_who_comes_before_service_waits_for_its_beginning(self):
        stage = self.office()

        assert estimated(stage.clock(7)) == Estimate(30 * 60, 31 * 60, "prior")

    def test_where_people_are_served_out_no_lunch_is_added(self):
        stage = self.office(lunch="serve_out").clock(11)

        assert estimated(stage, people=10) == Estimate(63 * 60, 118 * 60, "prior")
        assert estimated(stage.clock(12)) == Estimate(0, 60, "prior")
        assert estimated(stage.clock(7)) == Estimate(30 * 60, 31 * 60, "prior")

    def test_no_night_is_added(self):
        """Whoever has a number is served after hours, or not at all: never in the morning."""
        stage = self.office().clock(16, 50)

        assert estimated(stage, people=4) == Estimate(18 * 60, 54 * 60, "prior")
        assert estimated(stage.clock(18), people=4) == Estimate(18 * 60, 54 * 60, "prior")

    def test_a_day_off_has_no_breaks(self):
        stage = Stage(one_line(hours=OFFICE_HOURS), at=MORNING + timedelta(days=2)).open("1")

        assert estimated(stage, people=1) == Estimate(0, 18 * 60, "prior")


def test_a_line_of_people_sent_to_one_counter_is_estimated_for_that_counter():
    stage = Stage(plan()).open("1", "3")
    ticket = stage.issue("HT")
    stage.next("1")
    stage.transfer("1", to="3")

    there = stage.ticket(ticket)
    assert ahead(stage, ticket) == 0
    assert estimated(stage, there.line) == Estimate(0, 60, "prior")


def test_the_first_told_is_the_first_called():
    stage = Stage(plan()).open("2")
    people = [stage.issue(code) for code in ("CT", "HT", "CT")]

    counter_now = stage.floor.counters[CounterId("2")]
    choice = routing.choose(stage.floor, counter_now, policy(), stage.now)

    assert choice is not None
    assert [t for t in people if ahead(stage, t) == 0] == [choice.ticket]
    assert replace(stage.ticket(people[0])).place < stage.ticket(people[1]).place
