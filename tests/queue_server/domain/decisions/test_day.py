"""How days begin and end, and what becomes of what is open."""

from datetime import date, timedelta

import pytest

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Hours
from queue_server.protocol.vocabulary import (
    TIMER,
    CounterState,
    Outcome,
    PrintResult,
    TicketState,
)
from tests.support.floors import MANAGER, MORNING, Stage
from tests.support.plans import (
    OFFICE_HOURS,
    one_line,
    plan,
)
from tests.support.replays import photo, replayed_day

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
