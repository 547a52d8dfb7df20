"""Who gets a number, and who is told why not."""

from datetime import date

import pytest
from msgspec.structs import replace

from queue_server.domain.decisions.tickets import opening
from queue_server.protocol import events as e
from queue_server.protocol.plan import Holiday, Hours, Interval
from queue_server.protocol.vocabulary import (
    Channel,
    Kind,
    Language,
    ProcedureCode,
    SeriesId,
)
from tests.support.floors import KIOSK, MORNING, Stage
from tests.support.plans import (
    OFFICE_DAY,
    OFFICE_HOURS,
    counter,
    field,
    one_line,
    plan,
    policy,
    series,
)


def sentence(stage: Stage) -> tuple[str, str]:
    refused = opening(stage.floor, stage.now)
    assert refused is not None
    return tuple(refused.sentence)


class TestTakingANumber:
    def test_the_event_says_all_that_was_asked(self):
        stage = Stage(plan())

        ticket = stage.issue("CT", "elder", quantity=3, language=Language.EN)

        issued = stage.last(e.TicketIssued)
        assert (issued.ticket, issued.label, issued.series, issued.number) == (
            ticket,
            "B001",
            "B",
            1,
        )
        assert (issued.field, issued.procedure, issued.kind) == ("CT", None, Kind.SUBMIT)
        assert (issued.priority, issued.quantity, issued.language) == ("elder", 3, Language.EN)
        assert (issued.channel, issued.by) == (Channel.KIOSK, KIOSK)

    def test_a_procedure_leads_to_its_field(self):
        stage = Stage(plan())

        ticket = stage.issue(None, procedure=ProcedureCode("1.001193"))

        assert (stage.ticket(ticket).field, stage.label(ticket)) == ("HT", "A001")

    def test_a_procedure_of_another_field_is_unknown(self):
        stage = Stage(plan())

        with stage.refuses("unknown_procedure"):
            stage.issue("CT", procedure=ProcedureCode("1.001193"))
        with stage.refuses("unknown_procedure"):
            stage.issue("HT", procedure=ProcedureCode("9.999999"))

    def test_a_field_has_to_be_known(self):
        stage = Stage(plan())

        with stage.refuses("unknown_field"):
            stage.issue("ZZ")

    @pytest.mark.parametrize("kind", [Kind.SUBMIT, Kind.GUIDANCE])
    def test_a_field_is_needed_unless_the_kind_has_a_series(self, kind):
        stage = Stage(plan())

        with stage.refuses("field_needed"):
            stage.issue(None, kind=kind)
        assert stage.label(stage.issue(None, kind=Kind.COLLECT)) == "R001"

    def test_guidance_for_a_field_is_numbered_by_the_field(self):
        stage = Stage(plan())

        assert stage.label(stage.issue("CT", kind=Kind.GUIDANCE)) == "B001"

    def test_a_priority_group_has_to_be_known(self):
        stage = Stage(plan())

        with stage.refuses("unknown_priority"):
            stage.issue(priority="vip")

    def test_priority_may_be_given_by_staff_only(self):
        stage = Stage(plan(policy=policy(priority_at_kiosk=False)))

        with stage.refuses("priority_by_staff"):
            stage.issue(priority="elder")
        assert stage.ticket(stage.issue_by_staff(priority="elder")).rank == 2

    def test_without_priority_the_kiosk_may_ask_what_it_likes(self):
        stage = Stage(plan(policy=policy(priority_at_kiosk=False)))

        assert stage.ticket(stage.issue()).rank is None


class TestDossiersPerTicket:
    def test_a_ticket_may_bring_as_many_as_the_cap(self):
        stage = Stage(plan())

        assert stage.ticket(stage.issue(quantity=5)).quantity == 5

    def test_more_are_refused_without_a_series_for_agents(self):
        stage = Stage(plan())

        with stage.refuses("too_many_dossiers"):
            stage.issue(quantity=6)

    def test_the_sentence_names_the_cap(self):
        stage = Stage(plan(policy=policy(dossiers_per_ticket=2)))

        with pytest.raises(Exception, match="too_many") as refused:
            stage.issue(quantity=3)

        assert refused.value.sentence.en == "One ticket may bring 2 dossiers at most."

    def test_more_get_a_number_for_agents_and_stand_in_the_same_line(self):
        all_series = (*plan().series, series("G"))
        stage = Stage(plan(series=all_series, policy=policy(agents_series=SeriesId("G"))))
        agent, citizen = stage.issue(quantity=6), stage.issue()

        assert [stage.label(t) for t in (agent, citizen)] == ["G001", "A001"]
        assert stage.open("1").next("1") == agent

    def test_no_cap_lets_any_number_in(self):
        stage = Stage(plan(policy=policy(dossiers_per_ticket=0)))

        assert stage.label(stage.issue(quantity=200)) == "A001"


class TestQuotas:
    def test_a_series_that_gave_its_quota_is_sold_out_until_tomorrow(self):
        stage = Stage(one_line(series=(series("A", quota=2),)))
        stage.issue(), stage.issue()

        with stage.refuses("sold_out"):
            stage.issue()
        stage.later(days=1)
        assert stage.label(stage.issue()) == "A001"

    def test_a_cancelled_number_counts(self):
        stage = Stage(one_line(series=(series("A", quota=1),)))
        stage.cancel(stage.issue())

        with stage.refuses("sold_out"):
            stage.issue()

    def test_each_series_has_its_own(self):
        stage = Stage(plan(series=(series("A", quota=1), *plan().series[1:])))
        stage.issue("HT")

        assert stage.label(stage.issue("CT")) == "B001"


class TestCapacity:
    def by_capacity(self, **changes) -> Stage:
        about = {"last_ticket_by_capacity": True} | changes
        return Stage(one_line(hours=OFFICE_HOURS, policy=policy(**about))).open("1")

    def test_the_last_number_is_given_while_it_can_still_be_served(self):
        """Twenty minutes are left, one service takes ten."""
        stage = self.by_capacity().clock(16, 40)
        stage.issue(), stage.issue()

        with stage.refuses("sold_out"):
            stage.issue()

    def test_lunch_is_no_time_to_serve(self):
        stage = self.by_capacity().clock(11, 20)
        for _ in range(22):
            stage.issue()

        with stage.refuses("sold_out"):
            stage.issue()

    def test_two_counters_serve_twice_as_many(self):
        stage = Stage(
            one_line(
                hours=OFFICE_HOURS,
                counters=(counter("1", "HT"), counter("2", "HT")),
                policy=policy(last_ticket_by_capacity=True),
            )
        ).open("1", "2")
        stage.clock(16, 50)
        stage.issue(), stage.issue()

        with stage.refuses("sold_out"):
            stage.issue()

    def test_without_an_open_counter_nothing_is_reckoned(self):
        stage = self.by_capacity()
        stage.close("1")

        stage.clock(16, 59).issue()

    def test_on_a_day_without_an_end_nothing_is_reckoned(self):
        """Numbers are given before the first day of the plan's week begins to work."""
        hours = replace(
            OFFICE_HOURS,
            weeks=(replace(OFFICE_HOURS.weeks[0], days=((),) * 7, tickets=(OFFICE_DAY,) * 7),),
        )
        stage = Stage(one_line(hours=hours, policy=policy(last_ticket_by_capacity=True)))

        stage.open("1").issue()

    def test_services_of_no_time_at_all_sell_nothing_out(self):
        stage = self.by_capacity()
        for _ in range(5):
            stage.issue()
            stage.serve(minutes=0)

        stage.issue()

    def test_a_clock_in_doubt_sells_nothing_out(self):
        stage = self.by_capacity()
        stage.doubt()

        stage.clock(23).issue()


class TestNobodyServesIt:
    def test_numbers_are_given_all_the_same(self):
        assert Stage(one_line()).issue()

    def test_they_may_be_refused_by_a_setting(self):
        stage = Stage(one_line(policy=policy(issue_without_counter=False)))

        with stage.refuses("no_counter"):
            stage.issue()
        stage.open("1").issue()
        stage.pause("1")
        with stage.refuses("no_counter"):
            stage.issue()


class TestOpeningHours:
    def office(self, hours: Hours = OFFICE_HOURS) -> Stage:
        return Stage(one_line(hours=hours))

    @pytest.mark.parametrize(("hour", "minute"), [(7, 30), (11, 29), (13, 30), (16, 59)])
    def test_numbers_are_given_in_them(self, hour, minute):
        stage = Stage(one_line(hours=OFFICE_HOURS), at=MORNING.replace(hour=6))

        stage.clock(hour, minute).issue()

    @pytest.mark.parametrize(("hour", "minute"), [(7, 29), (11, 30), (13, 29), (17, 0)])
    def test_outside_them_the_hours_are_told(self, hour, minute):
        stage = Stage(one_line(hours=OFFICE_HOURS), at=MORNING.replace(hour=6))
        stage.clock(hour, minute)

        with stage.refuses("closed_now"):
            stage.issue()
        assert sentence(stage) == (
            "Ngoài giờ lấy số. Giờ lấy số: 07:30-11:30, 13:30-17:00.",
            "Tickets are not issued at this time. Ticket hours: 07:30-11:30, 13:30-17:00.",
        )

    def test_a_day_off_is_told(self):
        stage = self.office().later(days=2)

        with stage.refuses("closed_now"):
            stage.issue()
        assert sentence(stage) == (
            "Ngoài giờ lấy số. Hôm nay trung tâm nghỉ.",
            "Tickets are not issued at this time. The centre is closed today.",
        )

    def test_a_holiday_is_a_day_off(self):
        off = Holiday(date=date(2026, 11, 20), kind="off")
        stage = self.office(replace(OFFICE_HOURS, holidays=(off,)))

        assert sentence(stage)[0].endswith("Hôm nay trung tâm nghỉ.")

    def test_a_worked_day_off_has_its_own_hours(self):
        work = Holiday(
            date=date(2026, 11, 22), kind="work", intervals=(Interval(start="08:00", end="10:00"),)
        )
        stage = self.office(replace(OFFICE_HOURS, holidays=(work,))).later(days=2).clock(9)

        stage.issue()
        stage.clock(10)
        assert sentence(stage)[0] == "Ngoài giờ lấy số. Giờ lấy số: 08:00-10:00."

    def test_the_ticket_window_may_differ_from_service(self):
        window = (Interval(start="07:00", end="10:30"),)
        weeks = (replace(OFFICE_HOURS.weeks[0], tickets=(window,) * 7),)
        stage = Stage(one_line(hours=Hours(weeks=weeks)), at=MORNING.replace(hour=7))

        stage.issue()
        with stage.clock(10, 30).refuses("closed_now"):
            stage.issue()

    def test_no_number_is_given_after_service_however_long_the_window_is(self):
        window = (Interval(start="07:00", end="11:00"), Interval(start="13:00", end="18:00"))
        weeks = (replace(OFFICE_HOURS.weeks[0], tickets=(window,) * 7),)
        stage = self.office(Hours(weeks=weeks)).open("1")

        stage.clock(16, 59).issue()
        with stage.clock(17).refuses("closed_now"):
            stage.issue()
        assert sentence(stage)[0] == "Ngoài giờ lấy số. Giờ lấy số: 07:00-11:00, 13:00-17:00."

    def test_a_closed_day_gives_no_more_numbers(self):
        """Service was made longer after all had left: it is over all the same."""
        stage = self.office().clock(17, 1)
        stage.tick()
        longer = replace(OFFICE_HOURS.weeks[0], days=((Interval(start="07:00", end="20:00"),),) * 7)
        stage.replan(hours=Hours(weeks=(longer,)))

        with stage.refuses("closed_now"):
            stage.issue()

    def test_a_centre_that_never_closes_gives_numbers_at_night(self):
        stage = Stage(one_line()).clock(3).later(days=1)

        assert stage.label(stage.issue()) == "A001"

    def test_without_an_open_day_even_such_a_centre_gives_none(self):
        stage = Stage()
        stage.plan(one_line())

        assert stage.floor.day is None
        refused = opening(stage.floor, stage.now)
        assert refused is not None
        assert refused.code == "closed_now"

    def test_a_clock_in_doubt_does_not_shut_an_open_day(self):
        stage = self.office()
        stage.doubt()

        stage.clock(23).issue()

    def test_a_clock_in_doubt_opens_no_day(self):
        stage = self.office().clock(17, 30)
        stage.tick()
        stage.doubt()

        with stage.later(days=1).refuses("clock_doubted"):
            stage.issue()


def test_a_field_of_two_lines_of_visits_is_one_line():
    stage = Stage(
        one_line(
            series=(series("A"), series("R")),
            fields=(field("HT", "A"),),
            kinds=(replace(plan().kinds[0], series=SeriesId("R")),),
            counters=(counter("1", "HT", kinds=(Kind.COLLECT,)),),
        )
    ).open("1")
    people = [stage.issue(), stage.issue(kind=Kind.COLLECT), stage.issue(None, kind=Kind.COLLECT)]

    assert [stage.label(t) for t in people] == ["A001", "R001", "R002"]
    assert [stage.next() for _ in people] == people
