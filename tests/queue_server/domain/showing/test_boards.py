"""What citizens see in the hall and above a counter."""

from datetime import timedelta

import pytest

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.domain.showing.boards import call_now, logo_address, waiting_counts
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import HallView, LabelView
from queue_server.protocol.vocabulary import CounterId, CounterState, Kind, TicketState
from tests.support.floors import Stage
from tests.support.plans import CENTRE, counter, field, one_line, plan


def hall(stage: Stage) -> HallView:
    return showing.hall(stage.floor, stage.now)


def test_an_empty_floor_shows_an_empty_hall():
    shown = showing.hall(Floor(CENTRE), Stage().now)

    assert (shown.centre, shown.calls, shown.waiting) == (CENTRE, (), ())


def test_another_logo_has_another_address():
    first, second = (logo_address(plan(logo=text)) for text in ("aaaa", "bbbb"))

    assert first != second
    assert str(first).startswith(f"/api/v1/centres/{CENTRE}/logo?v=")
    assert logo_address(plan()) is None


class TestCalls:
    def test_one_call_can_be_asked_for_by_its_serial(self):
        stage = Stage(plan()).open("1")
        stage.issue("HT")
        stage.next("1")
        (call,) = hall(stage).calls

        assert call_now(stage.floor, call.serial) == call
        with pytest.raises(Refused) as refused:
            call_now(stage.floor, call.serial + 1)
        assert refused.value.code == "unknown_call"

    def test_a_call_says_number_counter_and_sentence(self):
        stage = Stage(plan()).open("1")
        stage.issue("HT", "elder")
        stage.next("1")

        (call,) = hall(stage).calls
        assert (call.label, call.counter, call.counter_name, call.field) == (
            "A001",
            "1",
            "Quầy 1",
            "HT",
        )
        assert (call.priority, call.again, call.at) == (True, False, stage.now)
        assert call.serial == stage.events[-1].seq
        assert call.sentence_vi == "Mời số A, một đến quầy số một."
        assert call.sentence_en == "Number A 1, please go to counter 1."

    def test_a_counter_with_a_name_is_called_by_it(self):
        stage = Stage(one_line(counters=(counter("P2", "HT"),))).open("P2")
        stage.issue()
        stage.next("P2")

        assert hall(stage).calls[0].sentence_en.endswith("please go to Quầy P2.")

    def test_the_newest_comes_first_and_a_recall_says_again(self):
        stage = Stage(one_line()).open("1")
        stage.issue(), stage.issue()
        stage.next()
        stage.recall()
        stage.next()

        calls = hall(stage).calls
        assert [(call.label, call.again) for call in calls] == [
            ("A002", False),
            ("A001", True),
            ("A001", False),
        ]
        assert calls[1].serial > calls[2].serial

    def test_at_least_the_last_twelve_are_kept(self):
        stage = Stage(one_line()).open("1")
        for _ in range(40):
            stage.issue()
            stage.next()

        labels = [call.label for call in hall(stage).calls]
        assert len(labels) >= 12
        assert labels == [f"A{n:03d}" for n in range(40, 40 - len(labels), -1)]

    def test_an_undone_call_is_gone_and_the_one_before_is_back(self):
        stage = Stage(one_line()).open("1")
        stage.issue(), stage.issue()
        stage.next()
        stage.next()
        stage.undo()

        assert [call.label for call in hall(stage).calls] == ["A001"]

    def test_a_counter_that_is_gone_still_has_its_calls(self):
        stage = Stage(plan()).open("3")
        stage.issue("DD")
        stage.next("3")
        stage.finish("3")
        stage.close("3")
        stage.replan(counters=(counter("1", "HT DD"), counter("2", "CT", kinds=(Kind.COLLECT,))))

        (call,) = hall(stage).calls
        assert (call.counter, call.counter_name) == ("3", "3")

    def test_a_new_day_begins_without_calls(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()
        stage.later(days=1).tick()

        assert hall(stage).calls == ()


class TestTheRest:
    def test_who_is_at_a_counter_is_shown_also_when_only_called(self):
        stage = Stage(plan()).open("1", "2")
        stage.issue(), stage.issue()
        stage.next("1")
        stage.start("1")
        stage.next("2")

        serving = [(x.counter, x.label, x.counter_name, x.state) for x in hall(stage).serving]
        assert serving == [
            ("1", "A001", "Quầy 1", TicketState.SERVING),
            ("2", "A002", "Quầy 2", TicketState.CALLED),
        ]

    def test_how_many_wait_is_told_per_field_and_kind(self):
        stage = Stage(plan()).open("1", "3")
        stage.issue("HT"), stage.issue("HT"), stage.issue("CT")
        stage.issue(None, kind=Kind.COLLECT)
        stage.next("1")
        stage.transfer("1", to="3")

        counts = {entry.field: entry.count for entry in hall(stage).waiting}
        assert counts == {"HT": 2, "CT": 1, "DD": 0, "collect": 1}
        names = {entry.field: (entry.name_vi, entry.name_en) for entry in hall(stage).waiting}
        assert names["HT"] == ("Lĩnh vực HT", "Field HT")
        assert names["collect"] == ("Nhận kết quả", "Collect a result")

    def test_a_short_name_fits_the_board_better(self):
        short = field("HT", "A")
        stage = Stage(one_line(fields=(type(short)(**_with(short, short_vi="Hộ tịch")),)))

        assert hall(stage).waiting[0].name_vi == "Hộ tịch"

    def test_those_sent_to_a_counter_and_those_back_at_it_count_for_their_fields(self):
        stage = Stage(plan()).open("1", "3")
        stage.issue("HT"), stage.issue("HT")
        stage.next("1")
        stage.transfer("1", to="3")
        held = stage.next("1")
        stage.hold("1")
        stage.put_back(held)

        assert waiting_counts(stage.floor) == {"HT": 2}

    def test_missed_numbers_are_shown_the_last_first(self):
        stage = Stage(one_line()).open("1")
        for _ in range(2):
            stage.issue()
            stage.next()
            stage.miss()

        assert hall(stage).missed == (LabelView(label="A002"), LabelView(label="A001"))

    def test_notice_and_blank_are_the_plans(self):
        stage = Stage(one_line(notice_vi="Nghỉ chiều thứ sáu", blank=True, header_vi=("TTPVHCC",)))

        shown = hall(stage)
        assert (shown.notice, shown.blank, shown.header_vi) == (
            "Nghỉ chiều thứ sáu",
            True,
            ("TTPVHCC",),
        )

    def test_a_doubted_clock_is_shown(self):
        stage = Stage(one_line())
        assert not hall(stage).clock_doubted

        stage.doubt()

        assert hall(stage).clock_doubted

    def test_counters_are_shown_as_anybody_may_see_them(self):
        stage = Stage(plan()).open("3")

        third = hall(stage).counters[2]
        assert (third.id, third.name, third.fields, third.kinds, third.state) == (
            "3",
            "Quầy 3",
            ("DD",),
            (Kind.COLLECT,),
            CounterState.OPEN,
        )
        assert not hasattr(third, "officer")


class TestABoardAboveACounter:
    def test_a_closed_one_shows_its_fields(self):
        board = showing.counter_board(Stage(plan()).floor, CounterId("3"), Stage().now)

        assert (board.state, board.label, board.priority) == (CounterState.CLOSED, None, False)
        assert board.fields == ("DD",)
        assert board.names_vi == ("Lĩnh vực DD", "Nhận kết quả")

    def test_it_shows_the_number_and_that_it_is_a_priority(self):
        stage = Stage(plan()).open("1")
        stage.issue("HT", "disabled")
        stage.next("1")
        stage.later(minutes=1)
        stage.recall("1")

        board = showing.counter_board(stage.floor, CounterId("1"), stage.now)
        assert (board.label, board.priority, board.serving, board.call) == ("A001", True, False, 2)
        assert board.since == stage.now - timedelta(minutes=1)
        stage.start("1")
        assert showing.counter_board(stage.floor, CounterId("1"), stage.now).serving

    def test_an_unknown_one_is_refused(self):
        with pytest.raises(Refused, match="unknown_counter"):
            showing.counter_board(Stage(plan()).floor, CounterId("9"), Stage().now)


def _with(part: object, **changes: object) -> dict[str, object]:
    return {name: getattr(part, name) for name in part.__struct_fields__} | changes


class TestRating:
    def test_a_tablet_is_calm_until_a_service_ends(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        assert showing.rating(stage.floor, CounterId("1"), stage.now).ask is None

        ticket = stage.serve()

        shown = showing.rating(stage.floor, CounterId("1"), stage.now)
        assert shown.ask is not None
        assert (shown.ask.ticket, shown.ask.label, shown.name) == (ticket, "A001", "Quầy 1")
        assert shown.ask.until - shown.ask.finished_at == timedelta(seconds=30)

    def test_the_question_goes_away_by_itself_and_with_its_answer(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.issue()
        stage.serve()
        late = stage.now + timedelta(seconds=30)
        assert showing.rating(stage.floor, CounterId("1"), late).ask is None

        stage.rate(stage.serve())

        assert showing.rating(stage.floor, CounterId("1"), stage.now).ask is None

    def test_a_service_that_was_taken_back_is_not_asked_about(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.serve()
        stage.undo("1")

        assert showing.rating(stage.floor, CounterId("1"), stage.now).ask is None

    def test_what_the_timer_ended_nobody_judges(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        stage.next()
        stage.start()
        stage.later(days=1).tick()

        assert showing.rating(stage.floor, CounterId("1"), stage.now).ask is None

    def test_there_is_no_tablet_of_no_counter(self):
        with pytest.raises(Refused, match="unknown_counter"):
            showing.rating(Stage(one_line()).floor, CounterId("9"), Stage().now)
