"""A ticket as its holder sees it, and a counter as officers do."""

from datetime import date, timedelta

import pytest

from queue_server.domain import showing
from queue_server.domain.showing.tickets import issued
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.events import TicketIssued
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import (
    CounterId,
    CounterState,
    Kind,
    Outcome,
    TicketId,
    TicketState,
)
from tests.support.floors import MORNING, Stage
from tests.support.plans import OFFICE_HOURS, one_line, plan, policy, series


def view(stage: Stage, ticket: TicketId) -> TicketView:
    return showing.ticket(stage.floor, ticket, stage.now)


def test_somebody_who_waits_sees_place_and_estimate():
    stage = Stage(plan(public_url="https://so.example.vn")).open("1")
    stage.issue()
    ticket = stage.issue("HT", quantity=2)

    shown = view(stage, ticket)
    assert (shown.id, shown.label, shown.state) == (ticket, "A002", TicketState.WAITING)
    assert (shown.field, shown.field_name_vi, shown.field_name_en) == (
        "HT",
        "Lĩnh vực HT",
        "Field HT",
    )
    assert (shown.ahead, shown.estimate.basis) == (1, "prior")
    assert (shown.issued_at, shown.service_day) == (MORNING, date(2026, 11, 20))
    assert (shown.counters, shown.quantity) == (("Quầy 1",), 2)
    assert shown.link == f"https://so.example.vn/t/{ticket}"


def test_without_a_public_address_there_is_no_link():
    stage = Stage(one_line())

    assert view(stage, stage.issue()).link is None


def test_where_nobody_is_at_work_all_counters_of_the_field_are_named():
    stage = Stage(plan())

    shown = view(stage, stage.issue("HT"))

    assert shown.counters == ("Quầy 1", "Quầy 2")
    assert shown.estimate is None


def test_a_kind_has_no_field_to_name():
    stage = Stage(plan())

    shown = view(stage, stage.issue(None, kind=Kind.COLLECT))

    assert (shown.field, shown.field_name_vi) == (None, "")


def test_once_called_nobody_is_ahead():
    stage = Stage(one_line()).open("1")
    ticket = stage.issue()
    stage.next()
    stage.recall()

    shown = view(stage, ticket)
    assert (shown.ahead, shown.estimate, shown.counter, shown.calls) == (None, None, "1", 2)
    assert shown.called_at == stage.now


def test_after_service_it_shows_how_it_ended():
    stage = Stage(one_line()).open("1")
    ticket = stage.issue()
    stage.next()
    stage.later(minutes=2).finish(outcome=Outcome.RECEIVED, dossiers=(DossierLine(quantity=2),))
    stage.rate(ticket)

    shown = view(stage, ticket)
    assert (shown.state, shown.outcome, shown.dossiers) == (
        TicketState.SERVED,
        Outcome.RECEIVED,
        2,
    )
    assert (shown.rated, shown.implied) == (True, True)
    assert shown.finished_at - shown.started_at == timedelta(minutes=2)


def test_a_doubted_ticket_is_told_its_place_but_no_time():
    stage = Stage(one_line()).open("1")
    ticket = stage.issue()
    stage.doubt()
    stage.confirm()

    shown = view(stage, ticket)
    assert (shown.ahead, shown.estimate) == (0, None)


def test_a_transferred_one_shows_the_field_it_waits_for_now():
    stage = Stage(plan()).open("1", "3")
    ticket = stage.issue("HT")
    stage.next("1")
    stage.transfer("1", field="DD")

    shown = view(stage, ticket)
    assert (shown.field, shown.counter, shown.called_at) == ("DD", None, None)
    assert shown.counters == ("Quầy 3",)


class TestAfterTheBreak:
    def office(self, **rules: object) -> Stage:
        rules = {"guard_minutes": None} | rules
        return Stage(one_line(hours=OFFICE_HOURS, policy=policy(**rules))).open("1")

    def test_a_wait_that_runs_into_lunch_says_when_service_goes_on(self):
        stage = self.office().clock(11)
        for _ in range(6):
            stage.issue()

        assert view(stage, stage.issue()).after_break == "13:30"

    def test_one_that_ends_before_says_nothing(self):
        stage = self.office().clock(9)

        assert view(stage, stage.issue()).after_break is None

    def test_where_people_are_served_out_there_is_no_break(self):
        stage = self.office(lunch="serve_out").clock(11)
        for _ in range(6):
            stage.issue()

        assert view(stage, stage.issue()).after_break is None

    def test_a_centre_that_never_closes_has_none(self):
        stage = Stage(one_line()).open("1")

        assert view(stage, stage.issue()).after_break is None

    def test_without_an_estimate_nothing_is_said(self):
        stage = self.office().clock(11)
        stage.close("1")

        assert view(stage, stage.issue()).after_break is None


def test_right_after_it_was_issued_it_shows_what_was_counted_then():
    stage = Stage(plan()).open("1")
    stage.issue()
    ticket = stage.issue()

    shown = issued(stage.floor, stage.last(TicketIssued), stage.now)

    assert shown == view(stage, ticket)
    assert shown.ahead == 1


def test_an_unknown_ticket_is_refused():
    with pytest.raises(Refused, match="unknown_ticket"):
        view(Stage(one_line()), TicketId("nobody"))


def test_a_counter_shows_who_sits_there_and_whom_it_has():
    stage = Stage(plan()).open("1")
    ticket = stage.issue()
    stage.next("1")

    counter = showing.counter(stage.floor, CounterId("1"), stage.now)
    assert (counter.id, counter.name, counter.state, counter.officer) == (
        "1",
        "Quầy 1",
        CounterState.OPEN,
        "officer-1",
    )
    assert (counter.fields, counter.helps, counter.current.id) == (("HT",), ("DD",), ticket)


def test_a_free_counter_has_nobody():
    counter = showing.counter(Stage(plan()).floor, CounterId("3"), MORNING)

    assert (counter.officer, counter.current, counter.kinds) == (None, None, (Kind.COLLECT,))


def test_whoever_was_sent_to_a_counter_sees_only_that_one():
    stage = Stage(plan()).open("1", "2", "3")
    ticket = stage.issue("HT")
    stage.next("1")
    stage.transfer("1", to="3")

    assert view(stage, ticket).counters == ("Quầy 3",)


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("A002", ["A002"]),
        (" a2 ", ["A002"]),
        ("a02", ["A002"]),
        ("2", ["A002", "C002"]),
        ("C001", ["C001"]),
        ("A009", []),
        ("", []),
        ("A", []),
        ("A-2", []),
        ("٢", []),
    ],
)
def test_a_number_is_found_as_people_say_it(said: str, labels: list[str]):
    stage = Stage(plan())
    for code in ("HT", "HT", "DD", "DD"):
        stage.issue(code)

    found = showing.labelled(stage.floor, said, stage.now).tickets

    assert [ticket.label for ticket in found] == labels


def test_a_number_of_digits_alone_is_found_whole_too():
    stage = Stage(one_line(series=(series("A", "1"),)))
    stage.issue()

    found = showing.labelled(stage.floor, "1001", stage.now).tickets

    assert [ticket.label for ticket in found] == ["1001"]
