"""Decisions about the plan and the series, and the start of a server."""

from datetime import date

import pytest
from msgspec.structs import replace

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.plan import Holiday, Hours
from queue_server.protocol.vocabulary import (
    TIMER,
    CentreId,
    Kind,
)
from tests.support.floors import MANAGER, Stage
from tests.support.plans import (
    OFFICE_HOURS,
    counter,
    field,
    one_line,
    plan,
    series,
)

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def office() -> Stage:
    return Stage(one_line(hours=OFFICE_HOURS))


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


class TestBoards:
    def test_blanking_is_a_change_of_the_plan_and_of_nothing_else(self):
        stage = Stage(one_line())
        before = stage.floor.in_force

        (changed,) = stage.do(c.BlankBoards(by=MANAGER))

        assert isinstance(changed, e.PlanChanged)
        assert changed.plan == replace(before, blank=True, version=before.version + 1)
        assert changed.by == MANAGER

    def test_they_show_again_when_they_are_let(self):
        stage = Stage(one_line())
        stage.do(c.BlankBoards(by=MANAGER))

        assert kinds(stage.do(c.ShowBoards(by=MANAGER))) == ["PlanChanged"]
        assert stage.floor.in_force.blank is False

    def test_doing_it_twice_changes_nothing(self):
        stage = Stage(one_line())
        stage.do(c.BlankBoards(by=MANAGER))

        assert stage.do(c.BlankBoards(by=MANAGER)) == []
        stage.do(c.ShowBoards(by=MANAGER))
        assert stage.do(c.ShowBoards(by=MANAGER)) == []


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
