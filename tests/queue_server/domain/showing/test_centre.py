"""What anybody may see of a centre, and what its kiosks show."""

import pytest
from msgspec.structs import replace

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.protocol import commands as c
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskView
from queue_server.protocol.views import CentreView, IntervalView
from queue_server.protocol.vocabulary import Kind, PrintResult, SeriesId
from tests.support.floors import KIOSK, MANAGER, MORNING, Stage
from tests.support.plans import CENTRE, GROUPS, OFFICE_HOURS, one_line, plan, policy, series


def centre(stage: Stage) -> CentreView:
    return showing.centre(stage.floor, stage.now)


def kiosk(stage: Stage) -> KioskView:
    return showing.kiosk(stage.floor, KIOSK, stage.now)


class TestTheCentre:
    def test_without_a_plan_it_is_unknown(self):
        with pytest.raises(Refused, match="unknown_centre"):
            showing.centre(Floor(CENTRE), MORNING)

    def test_it_shows_its_fields_with_their_letters_and_whether_somebody_serves_them(self):
        stage = Stage(plan()).open("2")

        fields = [(f.code, f.name_vi, f.name_en, f.series, f.open) for f in centre(stage).fields]
        assert fields == [
            ("HT", "Lĩnh vực HT", "Field HT", "A", True),
            ("CT", "Lĩnh vực CT", "Field CT", "B", True),
            ("DD", "Lĩnh vực DD", "Field DD", "C", False),
        ]
        (kind,) = centre(stage).kinds
        assert (kind.kind, kind.series, kind.open) == (Kind.COLLECT, "R", False)
        assert [counter.id for counter in centre(stage).counters] == ["1", "2", "3"]

    def test_it_shows_todays_hours_and_the_service_day(self):
        window = ((replace(OFFICE_HOURS.weeks[0].days[0][0], start="07:00"),),) * 7
        hours = replace(OFFICE_HOURS, weeks=(replace(OFFICE_HOURS.weeks[0], tickets=window),))
        shown = centre(Stage(plan(hours=hours)))

        assert shown.hours.service == (
            IntervalView(start="07:30", end="11:30"),
            IntervalView(start="13:30", end="17:00"),
        )
        assert shown.hours.tickets == (IntervalView(start="07:00", end="11:30"),)
        assert not shown.hours.always_open
        assert str(shown.service_day) == "2026-11-20"

    def test_one_that_never_closes_shows_the_whole_day(self):
        shown = centre(Stage(plan()))

        assert shown.hours.service == (IntervalView(start="00:00", end="24:00"),)
        assert (shown.open, shown.reason.open, shown.reason.code) == (True, True, None)

    def test_while_it_is_closed_it_says_why(self):
        stage = Stage(one_line(hours=OFFICE_HOURS)).clock(18)

        shown = centre(stage)
        assert (shown.open, shown.reason.code) == (False, "closed_now")
        assert "07:30-11:30" in shown.reason.reason_vi
        assert shown.reason.reason_en.startswith("Tickets are not issued")

    def test_groups_come_by_rank_with_the_sentence_of_the_policy(self):
        rules = policy(sentence_vi="Ưu tiên xen kẽ", sentence_en="Interleaved")
        shown = centre(Stage(one_line(policy=rules)))

        assert [group.code for group in shown.groups] == ["disabled", "elder"]
        assert (shown.policy_vi, shown.policy_en) == ("Ưu tiên xen kẽ", "Interleaved")
        assert (shown.priority_at_kiosk, shown.dossiers_per_ticket) == (True, 5)
        assert shown.groups[0].name_vi == GROUPS[1].name_vi

    def test_the_plans_texts_are_passed_on(self):
        shown = centre(
            Stage(
                one_line(name_en="Centre", header_vi=("A",), notice_en="n", public_url="http://x")
            )
        )

        assert (shown.name_vi, shown.name_en, shown.header_vi) == (
            "Trung tâm mẫu",
            "Centre",
            ("A",),
        )
        assert (shown.notice_en, shown.public_url, shown.plan_version, shown.zone) == (
            "n",
            "http://x",
            1,
            "Asia/Ho_Chi_Minh",
        )


class TestTheKiosk:
    def test_without_a_plan_it_gives_no_numbers(self):
        shown = showing.kiosk(Floor(CENTRE), KIOSK, MORNING)

        assert (shown.open.open, shown.open.code, shown.fields) == (False, "closed_now", ())

    def test_a_tile_says_how_many_wait_and_how_long(self):
        stage = Stage(plan()).open("1")
        stage.issue("HT"), stage.issue("HT")

        ht, ct, _ = kiosk(stage).fields
        assert (ht.code, ht.series, ht.open, ht.waiting) == ("HT", "A", True, 2)
        assert ht.estimate is not None
        assert (ct.open, ct.waiting, ct.estimate) == (False, 0, None)

    def test_a_paused_series_marks_its_tiles(self):
        stage = Stage(plan())
        stage.do(c.PauseSeries(by=MANAGER, series="A", reason="hết giấy"))
        stage.do(c.PauseSeries(by=MANAGER, series="R", reason="hết giấy"))

        shown = kiosk(stage)
        assert [tile.paused for tile in shown.fields] == [True, False, False]
        assert shown.kinds[0].paused

    def test_a_kind_has_a_tile_of_its_own(self):
        stage = Stage(plan()).open("3")
        stage.issue(None, kind=Kind.COLLECT)

        (tile,) = kiosk(stage).kinds
        assert (tile.kind, tile.series, tile.open, tile.waiting) == (Kind.COLLECT, "R", True, 1)
        assert tile.estimate is not None

    def test_it_gets_its_own_reprints_in_the_order_they_were_asked_for(self):
        stage = Stage(one_line())
        tickets = [stage.issue() for _ in range(2)]
        stage.do(c.AskReprint(by=MANAGER, ticket=tickets[0], kiosk="elsewhere"))
        for ticket in tickets:
            stage.do(c.AskReprint(by=MANAGER, ticket=ticket, kiosk=KIOSK))

        jobs = kiosk(stage).jobs
        assert [job.ticket.label for job in jobs] == ["A001", "A002"]
        assert jobs[1].serial == stage.events[-1].seq

    def test_a_number_given_by_staff_is_no_reprint_until_it_is_on_paper(self):
        stage = Stage(one_line())
        ticket = stage.issue_by_staff()
        stage.do(c.AskReprint(by=MANAGER, ticket=ticket, kiosk=KIOSK))
        assert [job.again for job in kiosk(stage).jobs] == [False]
        stage.printed(ticket, PrintResult.FAILED)
        stage.do(c.AskReprint(by=MANAGER, ticket=ticket, kiosk=KIOSK))
        assert [job.again for job in kiosk(stage).jobs] == [False]
        stage.printed(ticket, PrintResult.UNKNOWN)
        stage.do(c.AskReprint(by=MANAGER, ticket=ticket, kiosk=KIOSK))
        assert [job.again for job in kiosk(stage).jobs] == [True]

    def test_a_number_of_the_kiosk_is_always_printed_again(self):
        stage = Stage(one_line())
        stage.do(c.AskReprint(by=MANAGER, ticket=stage.issue(), kiosk=KIOSK))

        assert [job.again for job in kiosk(stage).jobs] == [True]

    def test_while_closed_it_says_why(self):
        stage = Stage(one_line(hours=OFFICE_HOURS)).clock(12)

        shown = kiosk(stage).open
        assert (shown.open, shown.code) == (False, "closed_now")
        assert shown.reason_vi.startswith("Ngoài giờ lấy số.")


class TestWhyALineGivesNothing:
    def refusals(self, stage: Stage) -> dict[str, str | None]:
        view = showing.kiosk(stage.floor, "kiosk", stage.now)
        return {line.series: line.refusal for line in (*view.fields, *view.kinds)}

    def test_a_line_that_gives_numbers_says_nothing(self):
        assert set(self.refusals(Stage(plan())).values()) == {None}

    def test_a_tile_knows_what_a_press_would_be_told(self):
        few = (series("A", quota=1), series("B"), series("C"), series("R"))
        stage = Stage(plan(series=few, policy=policy(issue_without_counter=False)))
        stage.open("1")
        stage.open("3")
        stage.issue("HT")
        stage.do(c.PauseSeries(by=MANAGER, series=SeriesId("R"), reason="Nghỉ"))

        assert self.refusals(stage) == {
            "A": "sold_out",
            "B": "no_counter",
            "C": None,
            "R": "series_paused",
        }
