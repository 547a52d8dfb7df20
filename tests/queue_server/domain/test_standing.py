"""Small questions to the floor, and what its records still lack."""

import pytest

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CounterId, Kind, TicketId
from tests.support.floors import Stage
from tests.support.plans import counter, plan


@pytest.fixture
def stage() -> Stage:
    return Stage(plan())


def test_what_nobody_knows_is_refused_in_words(stage):
    with pytest.raises(Refused, match="unknown_ticket"):
        stage.floor.ticket(TicketId("nobody"))
    with pytest.raises(Refused, match="unknown_counter"):
        stage.floor.counter(CounterId("9"))


def test_open_counters_of_a_line_are_those_that_serve_it_now(stage):
    floor = stage.floor
    assert floor.serving_counters("HT") == ("1", "2")
    assert floor.open_counters("HT") == ()

    stage.open("2", "3")
    assert floor.open_counters("HT") == ("2",)
    stage.pause("2")
    assert floor.open_counters("HT") == ()
    stage.open("2")
    stage.close("2")
    assert floor.open_counters("HT") == ()


def test_a_line_of_one_counter_is_that_counters(stage):
    stage.open("3")

    assert stage.floor.open_counters("@3") == ("3",)
    assert stage.floor.open_counters("!3") == ("3",)
    assert stage.floor.open_counters("@9") == ()


def test_lines_of_one_counter_compete(stage):
    assert stage.floor.pool("HT") == ("HT",)

    stage.open("2")

    assert stage.floor.pool("HT") == ("HT", "CT", "@2")


def test_somebody_sits_at_a_counter_that_is_not_closed(stage):
    assert not stage.floor.staffed("1")
    stage.open("1")
    assert stage.floor.staffed("1")
    stage.pause("1")
    assert stage.floor.staffed("1")
    assert not stage.floor.staffed("9")
    assert not stage.floor.staffed(None)


def test_what_changed_is_told_once(stage):
    ticket = stage.issue()

    assert [t.id for t in stage.floor.take_changed().tickets] == [ticket]
    assert stage.floor.take_changed().tickets == []
    stage.cancel(ticket)
    assert [t.id for t in stage.floor.take_changed().tickets] == [ticket]


def test_a_changed_plan_writes_only_those_it_moved(stage):
    stage.open("1", "3")
    for _ in range(3):
        stage.issue("HT")
    moved = stage.issue("HT")
    stage.call(moved, "1")
    stage.transfer("1", to="3")
    stage.floor.take_changed()
    stage.close("3")
    assert [t.id for t in stage.floor.take_changed().tickets] == [moved]

    stage.replan(counters=(counter("1", "HT DD"), counter("2", "CT", kinds=(Kind.COLLECT,))))

    assert stage.floor.take_changed().tickets == []


def test_open_tickets_come_in_the_order_of_issue(stage):
    stage.open("1")
    people = [stage.issue() for _ in range(3)]
    stage.next("1")
    stage.finish("1")

    assert [t.id for t in stage.floor.open_tickets()] == people[1:]
