"""What may be done to a ticket, apart from a counter."""

from datetime import timedelta

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.vocabulary import (
    Outcome,
    PrintResult,
    TicketId,
    TicketState,
)
from tests.support.floors import KIOSK, MANAGER, Stage
from tests.support.plans import (
    one_line,
    plan,
    policy,
)

NOBODY = TicketId("nobody")


class TestThePaper:
    def test_what_became_of_it_is_kept_and_a_fault_is_known(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        stage.printed(ticket, PrintResult.FAILED)
        assert stage.floor.print_faults == {KIOSK: stage.now}
        stage.printed(ticket, PrintResult.UNKNOWN)
        assert stage.floor.print_faults == {}

    def test_its_detail_is_kept_apart(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        stage.do(
            c.RecordPrint(
                by=KIOSK, id="t1", salt="s", ticket=ticket, result=PrintResult.FAILED, detail="hết"
            )
        )

        assert stage.last(e.TicketPrinted).detail.ref == "t1"

    def test_a_reprint_waits_at_its_kiosk_until_it_is_printed_there(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        stage.do(c.AskReprint(by=MANAGER, ticket=ticket, kiosk=KIOSK))
        stage.do(c.RecordPrint(by="other", ticket=ticket, result=PrintResult.PRINTED))
        assert [job.ticket for job in stage.floor.reprints] == [ticket]
        stage.printed(ticket)
        assert stage.floor.reprints == []

    def test_a_ticket_nobody_knows_is_refused(self):
        stage = Stage(one_line())

        with stage.refuses("unknown_ticket"):
            stage.printed(NOBODY)
        with stage.refuses("unknown_ticket"):
            stage.do(c.AskReprint(by=MANAGER, ticket=NOBODY, kiosk=KIOSK))


class TestCancelling:
    def test_a_place_may_be_given_up(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.cancel(ticket)

        assert stage.ticket(ticket).state is TicketState.CANCELLED
        assert stage.ticket(ticket).ended_at == stage.now
        with stage.refuses("nobody_waiting"):
            stage.next()

    def test_but_not_by_whose_service_had_begun(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.next()
        stage.start()
        stage.hold()

        with stage.refuses("wrong_state"):
            stage.cancel(ticket)

    def test_a_ticket_of_yesterday_is_unknown(self):
        stage = Stage(one_line())
        ticket = stage.issue()
        stage.later(days=1)

        with stage.refuses("unknown_ticket"):
            stage.cancel(ticket)


class TestRating:
    def test_a_service_is_judged_once(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.serve()

        stage.rate(ticket, 2, attitude=3, reasons=("slow",), comment="lâu", id="t1", salt="s")

        rated = stage.last(e.TicketRated)
        assert (rated.satisfaction, rated.attitude, rated.reasons) == (2, 3, ("slow",))
        assert rated.comment.ref == "t1"
        with stage.refuses("already_rated"):
            stage.rate(ticket)

    def test_a_visit_of_yesterday_is_judged_in_the_records_once(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.serve()
        served_at = int(stage.now.timestamp())
        stage.later(hours=23).tick()
        stage.floor.take_changed()

        stage.rate(ticket, 1, attitude=2, served_at=served_at)

        (judged,) = stage.floor.take_changed().judged
        assert (judged.ticket, judged.satisfaction, judged.attitude) == (ticket, 1, 2)
        assert stage.floor.take_changed().judged == []
        with stage.refuses("already_rated"):
            stage.rate(ticket, served_at=served_at)

    def test_after_a_day_it_is_too_late_to_judge(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.serve()
        served_at = int(stage.now.timestamp())
        stage.later(hours=24, seconds=1).tick()

        with stage.refuses("too_late_to_rate"):
            stage.rate(ticket, served_at=served_at)

    def test_one_of_today_is_judged_by_its_own_state(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        with stage.refuses("wrong_state"):
            stage.rate(ticket, served_at=1)

    def test_nobody_judges_what_has_not_ended(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        with stage.refuses("wrong_state"):
            stage.rate(ticket)


class TestOutcomes:
    def test_they_may_be_entered_and_mended_after_service(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.issue()
        stage.next()
        stage.later(minutes=2).next()
        assert list(stage.floor.no_outcome) == [ticket]

        stage.record(ticket, Outcome.RECEIVED, dossiers=(DossierLine(code="H1"),))
        stage.record(ticket, Outcome.SUPPLEMENT)

        assert stage.floor.no_outcome == {}
        assert stage.ticket(ticket).outcome is Outcome.SUPPLEMENT
        assert stage.ticket(ticket).dossiers == ()

    def test_before_service_there_is_none(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        with stage.refuses("wrong_state"):
            stage.record(ticket, Outcome.OTHER)
        with stage.refuses("unknown_ticket"):
            stage.record(NOBODY, Outcome.OTHER)

    def test_that_of_an_earlier_day_is_mended_in_the_records(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.serve()
        stage.later(days=1).tick()
        stage.floor.take_changed()

        stage.record(ticket, Outcome.REFUSED, dossiers=(DossierLine(quantity=2),), past=True)

        (mended,) = stage.floor.take_changed().mended
        assert (mended.ticket, mended.outcome, mended.dossiers) == (ticket, "refused", 2)
        assert stage.floor.take_changed().mended == []

    def test_one_of_today_is_never_taken_for_one_of_an_earlier_day(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        with stage.refuses("wrong_state"):
            stage.record(ticket, Outcome.REFUSED, past=True)


class TestReturning:
    def missed(self, **changes) -> tuple[Stage, TicketId, TicketId]:
        stage = Stage(one_line(policy=policy(**changes))).open("1")
        missed, other = stage.issue(), stage.issue()
        stage.next()
        stage.miss()
        return stage, missed, other

    def test_within_the_grace_time_it_is_to_the_old_place(self):
        stage, missed, _ = self.missed()

        stage.later(minutes=30).put_back(missed)

        assert stage.last(e.TicketReturned).to == "place"
        assert stage.next() == missed

    def test_after_it_to_the_end(self):
        stage, missed, other = self.missed(guard_minutes=None)

        stage.later(minutes=30, seconds=1).put_back(missed)

        assert stage.last(e.TicketReturned).to == "end"
        assert [stage.next(), stage.next()] == [other, missed]

    def test_the_grace_time_is_a_setting(self):
        stage, missed, _ = self.missed(grace_minutes=0)

        stage.later(seconds=1).put_back(missed)

        assert stage.last(e.TicketReturned).to == "end"

    def test_a_held_one_is_next_where_it_was_held(self):
        stage = Stage(plan()).open("1", "2")
        held = stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.put_back(held)

        returned = stage.last(e.TicketReturned)
        assert (returned.to, returned.counter) == ("next", "1")
        with stage.refuses("nobody_waiting"):
            stage.next("2")

    def test_it_waits_there_also_while_the_counter_pauses(self):
        stage = Stage(plan()).open("1")
        held = stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.pause("1")
        stage.put_back(held)

        assert stage.ticket(held).line == "!1"
        assert stage.open("1").next("1") == held

    def test_where_nobody_sits_any_more_it_goes_to_its_old_place(self):
        stage = Stage(plan()).open("1", "2")
        held = stage.issue()
        stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.close("1")
        stage.put_back(held)

        assert stage.last(e.TicketReturned).to == "place"
        assert stage.next("2") == held

    def test_who_was_sent_to_a_counter_and_missed_there_goes_back_to_it(self):
        for minutes, to in ((5, "place"), (45, "end")):
            stage = Stage(plan()).open("1", "3")
            ticket = stage.issue()
            stage.next("1")
            stage.transfer("1", to="3")
            stage.next("3")
            stage.miss("3")
            stage.later(minutes=minutes).put_back(ticket)

            returned = stage.last(e.TicketReturned)
            assert (returned.to, returned.counter) == (to, "3")
            assert stage.next("3") == ticket

    def test_who_came_back_to_a_counter_and_was_missed_there_is_next_again(self):
        stage = Stage(plan()).open("1")
        held = stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.put_back(held)
        stage.next("1")
        stage.miss("1")
        stage.put_back(held)

        returned = stage.last(e.TicketReturned)
        assert (returned.to, returned.counter) == ("next", "1")

    def test_but_too_late_at_the_end_of_its_field(self):
        stage = Stage(plan()).open("1", "2")
        held = stage.issue()
        stage.next("1")
        stage.hold("1")
        stage.put_back(held)
        stage.next("1")
        stage.miss("1")
        stage.later(hours=1).put_back(held)

        assert stage.ticket(held).line == "HT"
        assert stage.next("2") == held


class TestPriorityGivenLater:
    def test_it_changes_the_line_and_is_kept_with_its_reason(self):
        stage = Stage(one_line()).open("1")
        stage.issue()
        later = stage.issue()

        stage.prioritise(later, "elder")

        changed = stage.last(e.PriorityChanged)
        assert (changed.priority, changed.by) == ("elder", MANAGER)
        assert changed.reason is not None
        assert stage.next() == later

    def test_it_may_be_taken_away(self):
        stage = Stage(one_line()).open("1")
        first = stage.issue()
        group = stage.issue(priority="elder")

        stage.prioritise(group, None)

        assert stage.ticket(group).rank is None
        assert stage.next() == first

    def test_an_unknown_group_is_refused(self):
        stage = Stage(one_line())
        ticket = stage.issue()

        with stage.refuses("unknown_priority"):
            stage.prioritise(ticket, "vip")

    def test_the_wait_is_not_changed_by_it(self):
        stage = Stage(one_line()).open("1")
        ticket = stage.issue()
        stage.later(minutes=10).prioritise(ticket, "elder")
        stage.later(minutes=10).next()

        assert stage.floor.tally.wait_s == timedelta(minutes=20).total_seconds()
