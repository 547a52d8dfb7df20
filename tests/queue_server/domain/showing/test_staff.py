"""The console of a counter and the manager's dashboard."""

from datetime import timedelta

import pytest

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.protocol.commands import PauseSeries
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import ConsoleView, DashboardView
from queue_server.protocol.vocabulary import (
    CounterId,
    CounterState,
    Kind,
    Outcome,
    PrintResult,
    TicketState,
)
from tests.support.floors import KIOSK, MANAGER, MORNING, Stage
from tests.support.plans import CENTRE, OFFICE_HOURS, counter, one_line, plan, policy


def console(stage: Stage, at: str = "1") -> ConsoleView:
    return showing.console(stage.floor, CounterId(at), stage.now)


def dashboard(stage: Stage) -> DashboardView:
    return showing.dashboard(stage.floor, stage.now)


def alerts(stage: Stage) -> list[tuple[str, str]]:
    return [(alert.code, alert.about) for alert in dashboard(stage).alerts]


class TestAConsolesLists:
    def test_who_waits_is_shown_in_turn_with_the_next_one_first(self):
        stage = Stage(plan()).open("1")
        for code, group in (("DD", None), ("HT", None), ("HT", "elder"), ("DD", "disabled")):
            stage.issue(code, group)
        held = stage.issue("HT")
        stage.call(held, "1")
        stage.hold("1")
        stage.put_back(held)

        shown = console(stage)
        assert [t.label for t in shown.waiting] == ["A003", "A002", "A001", "C002", "C001"]
        assert shown.waiting_count == 5
        assert shown.waiting[0].id == stage.next("1")

    def test_after_a_row_of_priority_the_next_one_is_another(self):
        stage = Stage(one_line()).open("1")
        other = stage.issue()
        for _ in range(3):
            stage.issue(priority="elder")
        stage.next(), stage.next()

        assert [t.label for t in console(stage).waiting] == ["A001", "A004"]
        assert stage.next() == other

    def test_a_long_line_is_counted_and_its_head_shown(self):
        stage = Stage(one_line()).open("1")
        for _ in range(120):
            stage.issue()

        shown = console(stage)
        assert (len(shown.waiting), shown.waiting_count) == (100, 120)

    def test_each_shows_whom_it_holds(self):
        stage = Stage(plan()).open("1", "2")
        stage.issue()
        stage.next("1")
        stage.hold("1")

        assert [t.label for t in console(stage, "1").held] == ["A001"]
        assert console(stage, "2").held == ()

    def test_whom_a_closed_counter_held_the_others_of_the_field_show(self):
        stage = Stage(plan()).open("1", "2", "3")
        stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.close("1")

        assert [t.label for t in console(stage, "2").held] == ["A001"]
        assert console(stage, "3").held == ()

    def test_whom_a_vanished_counter_held_is_found_too(self):
        stage = Stage(plan()).open("1", "3")
        held = stage.issue("DD")
        stage.next("3")
        stage.hold("3")
        stage.close("3")
        stage.replan(counters=(counter("1", "HT DD"), counter("2", "CT", kinds=(Kind.COLLECT,))))

        assert [t.id for t in console(stage).held] == [held]
        stage.put_back(held)
        assert stage.next("1") == held

    def test_missed_ones_it_may_call_are_shown_the_last_first(self):
        stage = Stage(plan()).open("1", "2")
        for _ in range(2):
            stage.issue("HT")
            stage.next("1")
            stage.miss("1")
        stage.issue("CT")
        stage.next("2")
        stage.miss("2")

        assert [t.label for t in console(stage, "1").missed] == ["A002", "A001"]
        assert [t.label for t in console(stage, "2").missed] == ["B001", "A002", "A001"]

    def test_served_without_an_outcome_are_those_of_this_counter(self):
        stage = Stage(plan()).open("1", "2")
        stage.issue(), stage.issue(), stage.issue()
        first = stage.next("1")
        stage.later(minutes=2).next("1")
        stage.next("2")

        assert [t.id for t in console(stage, "1").no_outcome] == [first]
        assert console(stage, "2").no_outcome == ()
        stage.record(first, Outcome.OTHER)
        assert console(stage, "1").no_outcome == ()

    def test_an_unknown_counter_is_refused(self):
        with pytest.raises(Refused, match="unknown_counter"):
            console(Stage(plan()), "9")


class TestAConsolesHints:
    def test_after_three_calls_it_suggests_to_mark_nobody_came(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        assert not console(stage).suggest_miss
        stage.next()
        stage.recall()
        assert not console(stage).suggest_miss
        stage.recall()
        assert console(stage).suggest_miss
        stage.start()
        assert not console(stage).suggest_miss

    def test_it_says_until_when_a_next_would_mark_missed(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        assert console(stage).start_by is None
        stage.next()
        assert console(stage).start_by == stage.now + timedelta(seconds=60)
        stage.start()
        assert console(stage).start_by is None

    def test_it_knows_whether_a_press_can_be_taken_back(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        assert not console(stage).can_undo
        stage.next()
        assert console(stage).can_undo
        stage.later(seconds=31)
        assert not console(stage).can_undo

    def test_it_counts_what_the_counter_did_today(self):
        stage = Stage(one_line()).open("1")
        for minutes in (4, 6):
            stage.issue()
            stage.serve(minutes=minutes)
        stage.issue()
        stage.next()
        stage.miss()

        today = console(stage).today
        assert (today.called, today.served, today.missed, today.service_mean_s) == (3, 2, 1, 300)

    def test_without_a_service_there_is_no_mean(self):
        assert console(Stage(one_line())).today.service_mean_s is None


class TestAlerts:
    def test_a_quiet_floor_has_none(self):
        assert alerts(Stage(one_line()).open("1")) == []

    def test_a_doubted_clock_comes_first(self):
        stage = Stage(one_line())
        stage.printed(stage.issue(), PrintResult.FAILED)
        stage.doubt()

        assert alerts(stage) == [
            ("clock_doubted", ""),
            ("printer_failed", KIOSK),
            ("no_open_counter", "HT"),
        ]
        assert dashboard(stage).alerts[0].since == stage.now

    def test_paper_that_runs_low_is_told_to_managers_and_nags_no_officer(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.printed(ticket, paper_low=True)
        began = stage.now
        stage.later(minutes=1)
        stage.printed(ticket, paper_low=True)

        (alert,) = dashboard(stage).alerts
        assert (alert.code, alert.about, alert.since) == ("paper_low", KIOSK, began)
        assert console(stage).alerts == ()

        stage.printed(ticket, PrintResult.FAILED, paper_low=True)
        assert alerts(stage) == [("printer_failed", KIOSK)]
        stage.printed(ticket)
        assert alerts(stage) == []

    def test_a_kiosk_that_prints_again_is_quiet(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.printed(ticket, PrintResult.FAILED)
        stage.printed(ticket)

        assert alerts(stage) == []

    def test_a_service_over_an_hour_is_told(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()
        stage.later(minutes=5).start()

        assert alerts(stage.later(minutes=60)) == []
        assert alerts(stage.later(seconds=1)) == [("long_service", "1")]
        assert dashboard(stage).alerts[0].sentence_vi == "Quầy 1 phục vụ số A001 đã quá lâu."

    def test_a_long_call_is_no_long_service(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()

        assert alerts(stage.later(hours=2)) == []

    def test_people_whom_nobody_serves_are_told_by_field(self):
        stage = Stage(plan()).open("1")
        stage.issue("CT"), stage.issue("CT"), stage.issue("HT")
        stage.issue(None, kind=Kind.COLLECT)

        found = dashboard(stage).alerts
        assert [(alert.code, alert.about) for alert in found] == [
            ("no_open_counter", "CT"),
            ("no_open_counter", "collect"),
        ]
        assert found[0].sentence_en == "2 waiting for Field CT, but no counter is open."

    def test_somebody_sent_to_an_open_counter_is_served(self):
        stage = Stage(plan()).open("1", "3")
        stage.issue("HT")
        stage.next("1")
        stage.transfer("1", to="3")
        stage.close("1")

        assert alerts(stage) == []
        stage.pause("3")
        assert alerts(stage) == [("no_open_counter", "HT")]

    def test_a_field_of_an_older_plan_is_named_by_its_code(self):
        stage = Stage(plan())
        stage.issue("DD")
        stage.replan(
            fields=plan().fields[:2],
            kinds=(),
            counters=(counter("1", "HT"), counter("2", "CT")),
        )

        assert dashboard(stage).alerts[0].sentence_vi.startswith("1 người chờ DD ")


class TestTheDashboard:
    def test_an_empty_floor_is_shown_empty(self):
        shown = showing.dashboard(Floor(CENTRE), MORNING)

        assert (shown.fields, shown.counters, shown.plan_version) == ((), (), 0)
        assert (shown.today.issued, shown.today.wait_mean_s, shown.today.within_15_min) == (
            0,
            None,
            None,
        )
        assert shown.alerts == ()

    def test_fields_say_who_waits_how_long_and_how_many_too_long(self):
        stage = Stage(plan(policy=policy(breach_wait_minutes=20))).open("1", "3")
        stage.issue("HT")
        stage.later(minutes=16).issue("HT")
        stage.later(minutes=5)
        stage.issue(None, kind=Kind.COLLECT)
        stage.serve("3", minutes=0)

        ht, _, _, collect = dashboard(stage).fields
        assert (ht.field, ht.name_vi, ht.waiting, ht.longest_wait_s, ht.breaches, ht.open) == (
            "HT",
            "Lĩnh vực HT",
            2,
            21 * 60,
            1,
            True,
        )
        assert (collect.field, collect.waiting, collect.longest_wait_s, collect.served) == (
            "collect",
            0,
            None,
            1,
        )
        assert (dashboard(stage).waiting, dashboard(stage).breaches_15) == (2, 1)
        assert dashboard(stage.later(minutes=10)).breaches_30 == 1

    def test_counters_say_who_sits_there_and_whom_they_have(self):
        stage = Stage(plan()).open("1")
        stage.issue()
        stage.next("1")

        first, second, _ = dashboard(stage).counters
        assert (first.officer, first.label, first.ticket_state, first.state) == (
            "officer-1",
            "A001",
            TicketState.CALLED,
            CounterState.OPEN,
        )
        assert (second.officer, second.label, second.ticket_state, second.served) == (
            None,
            None,
            None,
            0,
        )

    def test_every_visit_is_counted_once(self):
        stage = Stage(one_line()).open("1")
        people = [stage.issue() for _ in range(7)]
        stage.serve(minutes=5)
        stage.next()
        stage.miss()
        stage.next()
        stage.hold()
        stage.cancel(people[3])
        stage.next()
        stage.start()

        today = dashboard(stage).today
        assert (today.issued, today.served, today.cancelled) == (7, 1, 1)
        assert (today.waiting, today.in_service) == (4, 1)
        assert (today.no_show, today.abandoned) == (0, 0)

    def test_the_means_and_shares_of_today(self):
        stage = Stage(one_line()).open("1")
        for minutes in (10, 20, 40):
            stage.issue()
            stage.later(minutes=minutes).serve(minutes=4)

        today = dashboard(stage).today
        assert (today.wait_mean_s, today.service_mean_s) == (1400, 240)
        assert (today.within_15_min, today.within_30_min) == (0.3333, 0.6667)

    def test_paused_series_and_whether_numbers_are_given(self):
        stage = Stage(one_line(hours=OFFICE_HOURS))
        stage.do(PauseSeries(by=MANAGER, series="A", reason="hết giấy"))
        stage.clock(12)

        shown = dashboard(stage)
        assert shown.paused_series == ("A",)
        assert shown.open.code == "closed_now"
        assert shown.service_day is not None
