"""A clock in doubt, and days after it was set right."""

from datetime import date, timedelta

import pytest

from queue_server.domain.decisions.centre import doubt
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import (
    TIMER,
)
from tests.support.floors import MORNING, Stage
from tests.support.plans import (
    OFFICE_HOURS,
    one_line,
)
from tests.support.replays import photo, replayed, replayed_day

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def office() -> Stage:
    return Stage(one_line(hours=OFFICE_HOURS))


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
