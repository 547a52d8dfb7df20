"""How many numbers one kiosk gives within a minute."""

import pytest

from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, Channel, Kind
from tests.support.floors import Stage
from tests.support.plans import plan, policy
from tests.support.replays import replayed


def guarded(many: int = 6, row: int = 3) -> Plan:
    return plan(policy=policy(tickets_a_minute=many, tickets_in_a_row=row))


def test_three_in_a_row_are_given_for_one_field_and_no_fourth():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue("HT")

    with stage.refuses("too_many_tickets"):
        stage.issue("HT")
    stage.issue("CT")
    stage.issue("HT")


def test_a_family_that_wants_different_things_is_served():
    stage = Stage(guarded())

    labels = [stage.label(stage.issue(field)) for field in ("HT", "HT", "CT", "HT", "HT", "DD")]

    assert labels == ["A001", "A002", "B001", "A003", "A004", "C001"]


def test_six_are_given_within_a_minute_and_no_seventh():
    stage = Stage(guarded())
    for field in ("HT", "CT", "DD") * 2:
        stage.issue(field)
        stage.later(seconds=5)

    with stage.refuses("too_many_tickets"):
        stage.issue("HT")
    with stage.refuses("too_many_tickets"):
        stage.issue(None, kind=Kind.COLLECT)


def test_a_minute_later_the_next_person_is_served():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue("HT")

    stage.later(seconds=59)
    with stage.refuses("too_many_tickets"):
        stage.issue("HT")
    stage.later(seconds=1)
    assert stage.label(stage.issue("HT")) == "A004"


def test_results_in_a_row_count_as_a_field_does():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue(None, kind=Kind.COLLECT)

    with stage.refuses("too_many_tickets"):
        stage.issue(None, kind=Kind.COLLECT)


def test_each_kiosk_is_counted_by_itself():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue("HT")

    assert stage.label(stage.issue("HT", by=ActorId("kiosk-2"))) == "A004"


def test_staff_give_as_many_as_they_like():
    stage = Stage(guarded())

    for _ in range(10):
        stage.issue("HT", channel=Channel.STAFF)
    stage.issue("HT")


@pytest.mark.parametrize(("many", "row", "given"), [(0, 0, 70), (0, 4, 4), (5, 0, 5)])
def test_zero_is_no_limit(many: int, row: int, given: int):
    stage = Stage(guarded(many, row))

    for _ in range(given):
        stage.issue("HT")
    if given < 70:
        with stage.refuses("too_many_tickets"):
            stage.issue("HT")


def test_a_restart_forgets_nothing():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue("HT")

    stage.floor = replayed(stage.events)

    with stage.refuses("too_many_tickets"):
        stage.issue("HT")


def test_a_refused_press_does_not_lengthen_the_wait():
    stage = Stage(guarded())
    for _ in range(3):
        stage.issue("HT")
    for _ in range(5):
        stage.later(seconds=10)
        with stage.refuses("too_many_tickets"):
            stage.issue("HT")

    stage.later(seconds=10)
    stage.issue("HT")
