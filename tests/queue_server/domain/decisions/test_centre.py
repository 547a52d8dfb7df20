"""Decisions about the plan, the day, the clock and the series."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from queue_server.domain.decisions.centre import doubt
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Holiday, Hours
from queue_server.protocol.vocabulary import (
    TIMER,
    CentreId,
    CounterState,
    Kind,
    Outcome,
    PrintResult,
    TicketState,
)
from tests.support.floors import MANAGER, MORNING, Stage
from tests.support.plans import (
    OFFICE_HOURS,
    counter,
    field,
    one_line,
    plan,
    series,
)
from tests.support.replays import photo, replayed, replayed_day

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def office() -> Stage:
    return Stage(one_line(hours=OFFICE_HOURS))


class TestTheDay:
    def test_a_day_opens_by_the_timer_once_there_is_a_plan(self):
        stage = office()

        opened = stage.last(e.DayOpened)
        assert (opened.day, opened.by, opened.plan_version) == (FRIDAY, TIMER, 1)
        assert stage.floor.day_turn(stage.now) is None

    def test_without_a_plan_no_day_turns(self):
        stage = Stage()

        assert stage.floor.day_turn(stage.now) is None
        assert stage.do(c.TurnDay(by=TIMER)) == []

    def test_a_turn_that_is_not_due_changes_nothing(self):
        assert office().do(c.TurnDay(by=TIMER)) == []

    def test_it_closes_after_service_once_every_counter_is_closed(self):
        stage = office().open("1")

        assert stage.clock(17, 30).tick() == []
        stage.close("1")
        assert kinds(stage.tick()) == ["DayClosed"]
        assert stage.floor.day is None

    def test_it_does_not_close_while_a_counter_only_pauses(self):
        stage = office().open("1")
        stage.pause("1")

        assert stage.clock(18).tick() == []

    def test_it_does_not_close_before_the_end_of_service(self):
        assert office().clock(16, 59).tick() == []

    def test_a_day_off_lasts_until_midnight(self):
        stage = Stage(one_line(hours=OFFICE_HOURS), at=MORNING + timedelta(days=2))

        assert stage.clock(23, 59).tick() == []
        assert kinds(stage.later(minutes=1).tick()) == ["DayClosed", "DayOpened"]

    def test_a_centre_that_never_closes_turns_at_midnight_only(self):
        stage = Stage(one_line())

        assert stage.clock(23, 59).tick() == []
        assert kinds(stage.later(minutes=1).tick()) == ["DayClosed", "DayOpened"]

    def test_a_closed_day_is_not_opened_again(self):
        stage = office().clock(17, 30)
        stage.tick()

        assert stage.later(hours=2).tick() == []
        with stage.refuses("closed_now"):
            stage.open("1")

    def test_no_day_opens_whose_service_is_over(self):
        stage = Stage(one_line(hours=OFFICE_HOURS), at=MORNING.replace(hour=20))
        assert stage.floor.day is None

        stage.replan(hours=Hours(always_open=True))

        assert kinds(stage.tick()) == ["DayOpened"]

    def test_a_start_in_the_evening_closes_yesterday_and_waits_for_the_morning(self):
        stage = office()
        waiting = stage.issue()

        events = stage.later(days=1).clock(20).tick()

        assert kinds(events) == ["TicketAbandoned", "DayClosed"]
        assert events[0].ticket == waiting
        assert events[0].at == stage.clock(0).now
        assert stage.clock(20).tick() == []

    def test_the_next_day_opens_at_midnight(self):
        stage = office().clock(17, 30)
        stage.tick()

        events = stage.clock(0).later(days=1).tick()

        assert kinds(events) == ["DayOpened"]
        assert stage.floor.day == SATURDAY

    def test_any_command_past_midnight_closes_yesterday_first(self):
        stage = Stage(one_line())
        yesterday = stage.issue()
        stage.later(days=1)

        today = stage.issue()

        abandoned, closed, opened, issued = stage.events[-4:]
        assert isinstance(abandoned, e.TicketAbandoned)
        assert abandoned.ticket == yesterday
        assert abandoned.at == closed.at == stage.clock(0).now
        assert (abandoned.by, opened.by) == (TIMER, TIMER)
        assert issued.ticket == today
        assert stage.label(today) == "A001"

    def test_days_that_nobody_saw_are_skipped(self):
        stage = Stage(one_line())

        events = stage.later(days=3).tick()

        assert kinds(events) == ["DayClosed", "DayOpened"]
        assert stage.floor.day == FRIDAY + timedelta(days=3)


class TestWhatIsOpenAtTheEnd:
    def ended(self, prepare) -> tuple[Stage, e.Event]:
        stage = Stage(one_line())
        ticket = stage.issue()
        stage.open("1")
        prepare(stage)
        events = stage.later(days=1).tick()
        return stage, next(x for x in events if getattr(x, "ticket", None) == ticket)

    def test_who_waits_has_abandoned(self):
        _, event = self.ended(lambda stage: None)

        assert isinstance(event, e.TicketAbandoned)

    def test_who_was_called_is_a_no_show(self):
        _, event = self.ended(Stage.next)

        assert isinstance(event, e.TicketNoShow)

    def test_who_was_missed_is_a_no_show(self):
        _, event = self.ended(lambda stage: (stage.next(), stage.miss()))

        assert isinstance(event, e.TicketNoShow)

    def test_who_was_held_before_start_is_a_no_show(self):
        _, event = self.ended(lambda stage: (stage.next(), stage.hold()))

        assert isinstance(event, e.TicketNoShow)

    def test_who_was_held_after_start_is_served_with_a_supplement_to_bring(self):
        _, event = self.ended(lambda stage: (stage.next(), stage.start(), stage.hold()))

        assert isinstance(event, e.ServiceFinished)
        assert (event.outcome, event.by) == (Outcome.SUPPLEMENT, TIMER)

    def test_who_was_being_served_is_served_and_nobody_says_how(self):
        stage, event = self.ended(lambda stage: (stage.next(), stage.start()))

        assert isinstance(event, e.ServiceFinished)
        assert (event.outcome, event.by, event.implied) == (None, TIMER, False)
        assert stage.counter().current is None

    @pytest.mark.parametrize("then", ["waits", "called", "missed"])
    def test_whose_service_had_begun_is_served_wherever_they_stand_now(self, then):
        def prepare(stage: Stage) -> None:
            ticket = stage.next()
            stage.start()
            stage.hold()
            stage.put_back(ticket)
            if then != "waits":
                stage.next()
            if then == "missed":
                stage.miss()

        _, event = self.ended(prepare)

        assert isinstance(event, e.ServiceFinished)
        assert event.outcome is Outcome.SUPPLEMENT

    def test_counters_close(self):
        stage, _ = self.ended(lambda stage: None)

        assert isinstance(stage.last(e.CounterClosed), e.CounterClosed)
        assert stage.counter().state is CounterState.CLOSED
        assert stage.counter().officer is None

    def test_the_evenings_tickets_are_still_to_be_written_when_the_next_day_opens(self):
        stage, event = self.ended(lambda stage: None)

        (ticket,) = stage.floor.take_changed().tickets
        assert (ticket.id, ticket.state) == (event.ticket, TicketState.ABANDONED)
        assert stage.floor.tickets == {}


class TestWhatCrossesMidnight:
    def test_a_start_needs_the_events_since_the_last_opening_only(self):
        stage = Stage(plan())
        stage.open("1", "2")
        for _ in range(6):
            stage.issue()
            stage.serve()
        stage.do(c.PauseSeries(by=MANAGER, series="B", reason="hết giấy"))
        stage.printed(stage.issue(), PrintResult.FAILED)
        stage.later(days=1).tick()
        stage.open("1")
        stage.issue()

        assert photo(replayed_day(stage.events)) == photo(stage.floor)
        assert stage.floor.paused_series == {"B"}
        assert stage.floor.usual_s == {"HT": 300}

    def test_usual_services_are_those_of_today_and_of_the_days_before(self):
        stage = Stage(one_line()).open("1")
        for _ in range(5):
            stage.issue()
            stage.serve(minutes=5)
        stage.later(days=1)
        for _ in range(5):
            stage.issue()
            stage.open("1").serve(minutes=10)
        stage.later(days=1).tick()

        assert stage.floor.usual_s == {"HT": 450}

    def test_a_day_with_few_services_says_nothing_of_the_next(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.serve()
        stage.later(days=1).tick()

        assert stage.floor.usual_s == {}


class TestADoubtedClock:
    @pytest.mark.parametrize(
        ("moved", "starting", "why"),
        [
            (timedelta(minutes=-10), False, None),
            (timedelta(minutes=-10, seconds=-1), False, ("back", 601)),
            (timedelta(minutes=-11), True, ("back", 660)),
            (timedelta(days=7), True, None),
            (timedelta(days=7, seconds=1), True, ("ahead", 604801)),
            (timedelta(days=8), False, None),
        ],
    )
    def test_it_is_one_far_back_or_at_start_far_ahead(self, moved, starting, why):
        stage = Stage(one_line())

        assert doubt(stage.floor, stage.now + moved, starting=starting) == why

    def test_an_empty_journal_has_nothing_to_compare_with(self):
        assert doubt(Stage().floor, MORNING, starting=True) is None

    def test_doubting_twice_changes_nothing(self):
        stage = Stage(one_line())
        stage.doubt()

        assert stage.do(c.DoubtClock(by=TIMER, why="step", by_s=1)) == []
        assert doubt(stage.floor, MORNING - timedelta(days=1), starting=False) is None

    def test_no_day_is_closed_while_it_lasts(self):
        stage = office()
        waiting = stage.issue()
        stage.doubt()

        assert stage.later(days=2).tick() == []
        assert stage.do(c.TurnDay(by=TIMER)) == []
        assert stage.ticket(waiting).waits

    def test_events_in_between_say_so(self):
        stage = Stage(one_line())
        stage.doubt("back", 700)
        stage.issue()
        stage.confirm()
        stage.issue()

        doubted, between, confirmed, after = stage.events[-4:]
        assert (doubted.why, doubted.by_s) == ("back", 700)
        assert [x.clock_doubt for x in (doubted, between, confirmed, after)] == [
            True,
            True,
            False,
            False,
        ]

    def test_no_press_is_taken_back_across_it(self):
        """Nobody knows how long ago it was."""
        for turn in (Stage.doubt, Stage.confirm):
            stage = Stage(one_line()).open("1")
            stage.issue()
            if turn is Stage.confirm:
                stage.doubt()
            stage.next()
            turn(stage)

            with stage.refuses("too_late_to_undo"):
                stage.undo()

    def test_within_it_presses_are_taken_back_as_ever(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.doubt()
        stage.next()
        stage.later(seconds=5).undo()

        assert stage.ticket(ticket).waits
        assert stage.ticket(ticket).doubted

    def test_only_a_doubted_clock_is_confirmed(self):
        stage = Stage(one_line())

        with stage.refuses("clock_not_doubted"):
            stage.confirm()

    def test_tickets_that_were_open_are_in_no_mean(self):
        stage = Stage(one_line()).open("1")
        before, across = stage.issue(), stage.issue()
        stage.later(minutes=5)
        stage.serve()
        stage.doubt()
        stage.confirm()
        stage.next()

        assert (stage.ticket(before).doubted, stage.ticket(across).doubted) == (False, True)
        assert stage.floor.tally.wait_n == 1

    def test_after_a_confirmed_step_ahead_the_day_turns(self):
        stage = Stage(one_line())
        stage.doubt()
        stage.later(days=1).confirm()

        assert kinds(stage.tick()) == ["DayClosed", "DayOpened"]


class TestAClockSetRightAcrossMidnight:
    def test_nobody_who_waits_is_sent_away(self):
        stage = Stage(one_line()).clock(0, 5).later(days=1)
        waiting = stage.issue()
        stage.later(minutes=-20).doubt("back")
        stage.confirm()

        assert stage.tick() == []
        assert stage.later(minutes=20).tick() == []
        assert stage.ticket(waiting).waits
        assert stage.label(stage.issue()) == "A002"

    def test_the_day_still_closes_at_its_next_true_midnight(self):
        stage = Stage(one_line()).clock(0, 5).later(days=1)
        waiting = stage.issue()
        stage.later(minutes=-20).doubt("back")
        stage.confirm()

        stage.later(days=1, hours=1).tick()

        assert waiting not in stage.floor.tickets
        assert stage.floor.day == SUNDAY

    def test_the_day_still_closes_after_service(self):
        stage = office().clock(8).later(days=1).open("1")
        stage.later(days=-1).doubt("back")
        stage.confirm()

        stage.clock(17, 1).close("1")

        assert kinds(stage.tick()) == ["DayClosed"]
        assert kinds(stage.later(days=1).clock(8).tick()) == ["DayOpened"]

    def test_a_day_that_was_opened_too_early_opens_again_and_its_numbers_go_on(self):
        stage = Stage(one_line())
        stage.issue()
        stage.later(days=3)
        early = [stage.label(stage.issue()) for _ in range(2)]
        stage.later(days=-3).doubt("back")
        stage.confirm()

        later = [stage.label(stage.later(days=1).issue()) for _ in range(4)]

        assert early == ["A001", "A002"]
        assert later == ["A003", "A004", "A005", "A001"]
        days = [x.day for x in stage.events if isinstance(x, e.DayOpened)]
        assert [day.day for day in days] == [20, 23, 21, 22, 23, 24]

    def test_a_centre_whose_clock_ran_days_ahead_is_not_shut_for_days(self):
        stage = office()
        stage.later(days=3).tick()
        stage.clock(17, 30).tick()
        assert stage.floor.day is None
        stage.later(days=-2).clock(8).doubt("back")
        stage.confirm()

        assert kinds(stage.tick()) == ["DayOpened"]
        stage.issue()

    def test_a_start_knows_it_too(self):
        stage = Stage(one_line())
        stage.later(days=3).issue()
        stage.later(days=-3).doubt("back")
        stage.confirm()
        for _ in range(4):
            stage.later(days=1).issue()
            assert photo(replayed_day(stage.events)) == photo(stage.floor)
        assert photo(replayed(stage.events)) == photo(stage.floor)

    def test_a_confirmation_on_the_same_day_turns_nothing(self):
        stage = office().clock(17, 30)
        stage.tick()
        stage.doubt()
        stage.confirm()

        assert stage.tick() == []


class TestTheServersStart:
    def test_the_time_nobody_ran_the_floor_is_kept(self):
        stage = Stage(one_line())

        (started,) = stage.later(minutes=30).do(c.StartServer(by=TIMER, program="x 1"))

        assert (started.program, started.gap_s) == ("x 1", 1800)

    def test_an_empty_journal_has_no_gap(self):
        (started,) = Stage().do(c.StartServer(by=TIMER, program="x 1"))

        assert started.gap_s is None

    def test_a_gap_is_never_negative(self):
        stage = Stage(one_line())
        stage.later(hours=-2).doubt("back")

        (started,) = stage.later(hours=-1).do(c.StartServer(by=TIMER, program="x 1"))

        assert started.gap_s == 0


class TestSeries:
    def test_a_paused_one_gives_no_numbers_until_it_is_resumed(self):
        stage = Stage(plan())
        stage.do(c.PauseSeries(by=MANAGER, series="A", reason="hết giấy"))

        with stage.refuses("series_paused"):
            stage.issue("HT")
        stage.issue("CT")
        stage.do(c.ResumeSeries(by=MANAGER, series="A"))
        assert stage.label(stage.issue("HT")) == "A001"

    def test_pausing_twice_is_refused(self):
        stage = Stage(plan())
        stage.do(c.PauseSeries(by=MANAGER, series="A", reason="hết giấy"))

        with stage.refuses("wrong_state"):
            stage.do(c.PauseSeries(by=MANAGER, series="A", reason="hết giấy"))

    def test_only_a_paused_one_is_resumed(self):
        stage = Stage(plan())

        with stage.refuses("wrong_state"):
            stage.do(c.ResumeSeries(by=MANAGER, series="A"))

    @pytest.mark.parametrize("kind", [c.ResumeSeries, c.PauseSeries])
    def test_an_unknown_one_is_refused(self, kind):
        stage = Stage(plan())
        about = {"reason": "hết giấy"} if kind is c.PauseSeries else {}

        with stage.refuses("unknown_series"):
            stage.do(kind(by=MANAGER, series="Z", **about))


class TestThePlan:
    def test_each_change_has_the_next_version(self):
        stage = Stage(one_line(version=7))
        stage.replan(name_vi="Tên mới")

        versions = [x.plan.version for x in stage.events if isinstance(x, e.PlanChanged)]
        assert versions == [1, 2]

    def test_a_change_of_an_old_version_is_refused(self):
        stage = Stage(one_line())
        changed = replace(stage.floor.plan, name_vi="Tên mới")

        with stage.refuses("stale_plan"):
            stage.do(c.ChangePlan(by=MANAGER, plan=changed, expected=0))
        stage.do(c.ChangePlan(by=MANAGER, plan=changed, expected=1))

    def test_a_faulty_plan_is_refused_with_its_faults(self):
        stage = Stage(one_line())

        with stage.refuses("bad_plan"):
            stage.replan(counters=())

    def test_a_plan_for_another_centre_is_refused(self):
        stage = Stage(one_line())

        with stage.refuses("bad_plan"):
            stage.replan(centre=CentreId("khac"))

    def test_a_counter_where_somebody_sits_cannot_be_taken_away(self):
        stage = Stage(plan()).open("3")
        without = (counter("1", "HT"), counter("2", "CT DD", kinds=(Kind.COLLECT,)))

        with stage.refuses("bad_plan"):
            stage.replan(counters=without)
        stage.close("3")
        stage.replan(counters=without)

    def test_a_prefix_that_could_repeat_a_number_of_today_waits_until_tomorrow(self):
        """1 and 1001 of this morning would be 11 and 001 of this afternoon."""
        stage = Stage(one_line(series=(series("A", "1"),)))
        stage.issue()

        with stage.refuses("bad_plan"):
            stage.replan(series=(series("A", "11"),))
        stage.later(days=1).tick()
        stage.replan(series=(series("A", "11"),))

    def test_a_series_that_takes_over_a_prefix_goes_on_with_its_numbers(self):
        stage = Stage(one_line())
        stage.issue()

        stage.replan(series=(series("B", "A"),), fields=(field("HT", "B"),))

        assert stage.label(stage.issue()) == "A002"

    def test_the_hours_may_change_while_people_wait(self):
        stage = Stage(one_line())
        waiting = stage.issue()

        off = Holiday(date=FRIDAY, kind="off")
        stage.replan(hours=Hours(weeks=OFFICE_HOURS.weeks, holidays=(off,)))

        assert stage.tick() == []
        assert stage.open("1").next() == waiting
