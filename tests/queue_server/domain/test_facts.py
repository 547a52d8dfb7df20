"""A fact that does not fit is a broken record, and is named."""

import pytest
from msgspec.structs import replace

from queue_server.domain.facts import BrokenRecord
from queue_server.domain.floor import Floor
from queue_server.protocol import events as e
from queue_server.protocol.commands import AskReprint
from queue_server.protocol.vocabulary import (
    TIMER,
    CallReason,
    CounterId,
    Kind,
    Outcome,
    TicketId,
    TicketState,
)
from tests.support.floors import MANAGER, MORNING, Stage
from tests.support.plans import CENTRE, counter, one_line, plan
from tests.support.replays import photo, replayed, replayed_day

NOBODY = TicketId("nobody")


def about(stage: Stage, **more: object) -> dict[str, object]:
    return {"centre": CENTRE, "seq": stage.floor.seq + 1, "at": stage.now, "by": TIMER, **more}


@pytest.fixture
def stage() -> Stage:
    """One waits and one is called."""
    stage = Stage(one_line()).open("1")
    stage.issue(), stage.issue()
    stage.next()
    return stage


@pytest.mark.parametrize("ahead", [-1, 0, 2, 100])
def test_events_follow_each_other_without_a_gap(stage, ahead):
    seq = stage.floor.seq + ahead
    event = replace(stage.events[-1], seq=seq)

    with pytest.raises(BrokenRecord, match=f"event {seq} follows {stage.floor.seq}"):
        stage.floor.apply(event)


def test_a_fact_about_an_unknown_ticket_is_broken(stage):
    for event in (
        e.TicketCancelled(**about(stage, ticket=NOBODY)),
        e.ServiceStarted(**about(stage, ticket=NOBODY, counter=CounterId("1"))),
        e.TicketMissed(
            **about(stage, ticket=NOBODY, counter=CounterId("1"), press=stage.floor.seq + 1)
        ),
    ):
        with pytest.raises(BrokenRecord, match=f"event {event.seq} does not fit"):
            stage.floor.apply(event)


def test_a_fact_about_an_unknown_counter_is_broken(stage):
    with pytest.raises(BrokenRecord):
        stage.floor.apply(e.CounterClosed(**about(stage, counter=CounterId("9"))))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (e.ServiceStarted, {"counter": CounterId("1")}),
        (e.ServiceFinished, {"counter": CounterId("1"), "outcome": None}),
        (e.ServiceFinished, {"counter": CounterId("1"), "outcome": Outcome.OTHER, "by": "o"}),
        (e.TicketMissed, {"counter": CounterId("1")}),
        (e.TicketRated, {"satisfaction": 3}),
    ],
)
def test_a_move_that_the_table_does_not_know_is_broken(kind, more):
    stage = Stage(one_line())
    ticket = stage.issue()
    stage.cancel(ticket)

    with pytest.raises(BrokenRecord):
        stage.floor.apply(kind(**(about(stage, ticket=ticket) | more)))


def test_an_event_nobody_knows_is_broken(stage):
    class Miracle(e.Event, frozen=True, kw_only=True):
        """Something that never happens."""

    with pytest.raises(BrokenRecord):
        stage.floor.apply(Miracle(**about(stage)))


def test_an_undo_without_its_press_is_broken(stage):
    stage.undo()
    event = e.MoveUndone(**about(stage, counter=CounterId("1"), undone=(1,), tickets=()))

    with pytest.raises(BrokenRecord):
        stage.floor.apply(event)


def test_a_day_does_not_close_over_open_tickets(stage):
    assert stage.floor.day is not None

    with pytest.raises(BrokenRecord, match="open tickets"):
        stage.floor.apply(e.DayClosed(**about(stage, day=stage.floor.day)))


def test_calls_on_the_boards_are_the_newest_and_not_endless():
    stage = Stage(one_line()).open("1")
    for _ in range(30):
        stage.issue()
        stage.next()

    assert len(stage.floor.calls) == 24
    serials = [call.serial for call in stage.floor.calls]
    assert serials == sorted(serials, reverse=True)
    assert serials[0] == stage.events[-1].seq


def test_reprints_are_not_endless():
    stage = Stage(one_line())
    tickets = [stage.issue() for _ in range(60)]
    for ticket in tickets:
        stage.do(AskReprint(by=MANAGER, ticket=ticket, kiosk="k"))

    assert [job.ticket for job in stage.floor.reprints] == tickets[-50:]


def test_recent_services_are_the_last_twenty():
    stage = Stage(one_line()).open("1")
    for minutes in range(1, 26):
        stage.issue()
        stage.serve(minutes=minutes)

    assert stage.floor.recent["HT"] == tuple(60 * n for n in range(6, 26))


def test_an_undone_service_is_taken_out_of_the_recent_ones():
    stage = Stage(one_line()).open("1")
    for minutes in (5, 3, 5):
        stage.issue()
        stage.serve(minutes=minutes)

    stage.undo()

    assert stage.floor.recent["HT"] == (300, 180)


def test_one_that_has_dropped_out_already_takes_nobody_else_out():
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.serve(minutes=5)
    stage.floor.recent["HT"] = (1, 2)

    stage.undo()

    assert stage.floor.recent["HT"] == (1, 2)


def test_a_doubted_service_was_never_among_them():
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.serve(minutes=5)
    stage.doubt()
    stage.issue()
    stage.serve(minutes=5)
    assert stage.floor.recent["HT"] == (300,)

    stage.undo()

    assert stage.floor.recent["HT"] == (300,)


def test_services_ended_by_the_timer_are_in_no_mean():
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.next()
    stage.start()
    stage.later(days=1).tick()

    assert stage.floor.usual_s == {}
    assert stage.floor.tally.service_n == 0


def test_a_reason_is_that_of_the_last_call_that_was_no_recall(stage):
    ticket = stage.current()
    stage.miss()
    stage.call(ticket)
    stage.recall()

    assert stage.ticket(ticket).reason is CallReason.NAMED
    assert stage.ticket(ticket).calls == 3


def test_whoever_was_held_where_nobody_sits_any_more_still_ends_with_the_day():
    stage = Stage(plan()).open("1", "3")
    ticket = stage.issue("DD")
    stage.next("3")
    stage.start("3")
    stage.hold("3")
    stage.close("3")
    stage.replan(counters=(counter("1", "HT"), counter("2", "CT DD", kinds=(Kind.COLLECT,))))

    stage.later(days=1).tick()

    (left,) = stage.floor.take_changed().tickets
    assert (left.id, left.state) == (ticket, TicketState.SERVED)


def test_a_floor_is_rebuilt_from_its_bytes():
    stage = Stage(plan()).open("1", "2", "3")
    for code in ("HT", "CT", "DD", "HT"):
        stage.issue(code, "elder" if code == "CT" else None)
    stage.next("1")
    stage.start("1")
    stage.later(minutes=3).transfer("1", to="3", keep_place=True)
    stage.next("2")
    stage.undo("2")
    stage.next("3")
    stage.hold("3")

    assert photo(replayed(stage.events)) == photo(stage.floor)
    assert photo(replayed_day(stage.events)) == photo(stage.floor)


def test_an_empty_floor_has_no_plan_in_force():
    with pytest.raises(LookupError):
        _ = Floor(CENTRE).in_force


def test_the_first_event_of_a_floor_is_number_one():
    floor = Floor(CENTRE)

    floor.apply(e.ServerStarted(centre=CENTRE, seq=1, at=MORNING, by=TIMER, program="x"))

    assert (floor.seq, floor.last_at) == (1, MORNING)
