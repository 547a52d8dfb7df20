"""The members that all events of a decision have, first of all their time."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from queue_server.protocol import commands as c
from queue_server.protocol.commands import NoteAccount
from queue_server.protocol.events import ServiceFinished, TicketHeld
from queue_server.protocol.refusals import Refused
from tests.support.floors import MANAGER, MORNING, Stage
from tests.support.plans import CENTRE, one_line
from tests.support.replays import photo, replayed


def test_a_time_is_whole_seconds_with_the_centres_offset():
    stage = Stage(one_line())

    stage.later(microseconds=999_999).issue()

    at = stage.events[-1].at
    assert at.isoformat() == "2026-11-20T08:00:00+07:00"


def test_a_small_step_back_keeps_the_last_time():
    stage = Stage(one_line())
    ticket = stage.issue()

    stage.later(minutes=-9).open("1").next()

    assert stage.ticket(ticket).called_at == MORNING
    assert [event.at for event in stage.events] == [MORNING] * len(stage.events)


def test_while_the_clock_is_in_doubt_its_time_is_taken_as_it_is():
    stage = Stage(one_line())
    stage.doubt("back")

    stage.later(hours=-3).issue()

    assert stage.events[-1].at == MORNING - timedelta(hours=3)
    assert stage.events[-1].clock_doubt


def test_every_event_follows_the_one_before():
    stage = Stage(one_line())
    for _ in range(3):
        stage.issue()
    stage.open("1").next()
    stage.next()

    assert [event.seq for event in stage.events] == list(range(1, len(stage.events) + 1))
    assert {event.centre for event in stage.events} == {CENTRE}


def test_the_events_of_one_press_name_its_first_event():
    stage = Stage(one_line())
    stage.issue(), stage.issue()
    stage.open("1").next()

    stage.next()

    missed, called = stage.events[-2:]
    assert (missed.press, called.press) == (missed.seq, missed.seq)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Ho_Chi_Minh"])
def test_a_wait_over_the_change_of_summer_time_has_its_true_length(zone):
    """In Berlin one hour comes twice that night."""
    stage = Stage(one_line(zone=zone), at=datetime.fromisoformat("2026-10-25T02:30:00+02:00"))
    ticket = stage.issue()

    stage.open("1").later(minutes=45).next()

    assert (stage.ticket(ticket).called_at - stage.ticket(ticket).issued_at).seconds == 45 * 60
    assert photo(replayed(stage.events)) == photo(stage.floor)


def test_somebodys_own_words_leave_a_reference_and_a_salted_hash():
    stage = Stage(one_line())
    stage.issue()
    stage.open("1").next()

    stage.hold()

    reason = stage.last(TicketHeld).reason
    assert reason is not None
    assert reason.ref.startswith("text-")
    assert len(reason.hash) == 64
    assert "phô tô" not in repr(stage.events)


def test_no_words_leave_nothing():
    stage = Stage(one_line())
    stage.issue()
    stage.open("1").next()

    stage.finish()

    assert stage.last(ServiceFinished).note is None


def test_a_centre_without_a_plan_gives_no_numbers():
    stage = Stage()

    with stage.refuses("closed_now"):
        stage.issue()
    with stage.refuses("closed_now"):
        stage.do(c.PauseSeries(by=MANAGER, series="A", reason="hết giấy"))


def test_deciding_alone_changes_nothing():
    stage = Stage(one_line())
    stage.issue()
    stage.open("1")
    before = photo(stage.floor)

    events = stage.floor.decide(c.CallNext(by="officer-1", counter="1"), stage.now)

    assert len(events) == 1
    assert photo(stage.floor) == before


def test_changes_of_accounts_and_devices_are_kept_without_a_name():
    stage = Stage(one_line())

    stage.do(NoteAccount(by=MANAGER, account="a1", change="disabled"))
    stage.do(c.NoteDevice(by=MANAGER, device="d1", change="revoked"))

    account, device = stage.events[-2:]
    assert (account.account, account.change) == ("a1", "disabled")
    assert (device.device, device.change) == ("d1", "revoked")


def test_an_import_and_a_filing_are_kept_by_their_digest_alone():
    stage = Stage(one_line())

    stage.do(
        c.NoteImport(
            by=MANAGER, import_id="i1", digest="0f", first="2026-11-01", last="2026-11-20", taken=2
        )
    )
    stage.do(
        c.NoteFiling(
            by=MANAGER, filing="f1", report="ii06a", period="2026-11", basis="official", digest="f0"
        )
    )

    taken_in, filed = stage.events[-2:]
    assert (taken_in.import_id, taken_in.digest, taken_in.taken) == ("i1", "0f", 2)
    assert (filed.filing, filed.report, filed.digest) == ("f1", "ii06a", "f0")


def test_a_counter_nobody_knows_is_unknown():
    stage = Stage(one_line())

    with pytest.raises(Refused) as refused:
        stage.floor.decide(replace(c.CallNext(by=MANAGER, counter="9")), stage.now)

    assert refused.value.status == 404
