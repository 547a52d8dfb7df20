"""What an officer of the past presses, where chance decides what happens."""

from datetime import date, time

import pytest

from queue_server.demo import desk as habits
from queue_server.demo.book import Book
from queue_server.demo.desk import Desk
from queue_server.demo.shift import Shift
from queue_server.demo.visitors import Visitors
from queue_server.protocol import commands as c
from queue_server.protocol.codec import decode_event
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterId, FieldCode
from tests.support.memory import MemoryJournal

FRIDAY = date(2026, 11, 20)
ONE = CounterId("1")
SHARES = [name for name in vars(habits) if name.endswith("_SHARE")]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let nothing happen by chance."""
    for name in SHARES:
        monkeypatch.setattr(habits, name, 0.0)
    monkeypatch.setattr("queue_server.demo.shift._RATES_SHARE", 0.0)
    return monkeypatch


async def story(plan: Plan, *fields: str, at: time = time(9, 0)) -> list[str]:
    """Return what happened at counter 1 with somebody for each of `fields`."""
    journal = MemoryJournal(plan.centre)
    book = await Book.open(journal)
    shift = Shift(book, Visitors(plan, [ONE, CounterId("6")]), FRIDAY)
    book.write(shift.at(time(0, 0)), c.ChangePlan(by=ActorId("x"), plan=plan))
    shift.plan(shift.at(at), Desk(shift, ONE, ActorId("o1")).open)
    for place, field in enumerate(fields):
        wish = c.IssueTicket(by=ActorId("k"), id=f"t{place}", field=FieldCode(field))
        book.write(shift.at(at), wish)
    shift.run()
    await book.keep()
    return [type(decode_event(entry.body)).__name__ for entry in journal.entries[2:]]


async def test_nothing_special_is_call_start_finish(plan: Plan, quiet: pytest.MonkeyPatch):
    happened = await story(plan, "HT")

    assert happened == [
        "TicketIssued",
        "CounterOpened",
        "TicketCalled",
        "ServiceStarted",
        "ServiceFinished",
    ]


@pytest.mark.parametrize(
    ("share", "seen"),
    [
        ("_ABSENT_SHARE", ["TicketCalled", "TicketCalled", "TicketCalled", "TicketMissed"]),
        ("_CALLED_TWICE_SHARE", ["TicketCalled", "TicketCalled", "ServiceStarted"]),
        ("_FORGETS_START_SHARE", ["TicketCalled", "ServiceFinished"]),
        ("_FETCHES_SHARE", ["ServiceStarted", "TicketHeld", "TicketReturned", "TicketCalled"]),
        ("_SENT_ON_SHARE", ["ServiceStarted", "TicketTransferred"]),
    ],
)
async def test_what_may_happen_happens(
    plan: Plan, quiet: pytest.MonkeyPatch, share: str, seen: list[str]
):
    chances = iter([1.0])
    quiet.setattr(habits, share, 1.0)
    if share == "_FETCHES_SHARE":
        # once only: whoever has been away has all papers now
        happens = Shift.happens
        quiet.setattr(
            Shift,
            "happens",
            lambda shift, part: next(chances, 0.0) > 0 if part == 1.0 else happens(shift, part),
        )

    happened = await story(plan, "HT")

    start = happened.index(seen[0])
    assert happened[start : start + len(seen)] == seen


async def test_a_missed_one_comes_back(plan: Plan, quiet: pytest.MonkeyPatch):
    quiet.setattr(habits, "_COMES_BACK_SHARE", 1.0)
    absent = iter([True])
    happens = Shift.happens
    quiet.setattr(habits, "_ABSENT_SHARE", 0.5)
    quiet.setattr(
        Shift,
        "happens",
        lambda shift, part: next(absent, False) if part == 0.5 else happens(shift, part),
    )

    happened = await story(plan, "HT")

    assert happened[-4:] == ["TicketReturned", "TicketCalled", "ServiceStarted", "ServiceFinished"]


async def test_a_wrong_press_is_taken_back(plan: Plan, quiet: pytest.MonkeyPatch):
    quiet.setattr(habits, "_WRONG_PRESS_SHARE", 0.5)
    wrong = iter([True])
    happens = Shift.happens
    quiet.setattr(
        Shift,
        "happens",
        lambda shift, part: next(wrong, False) if part == 0.5 else happens(shift, part),
    )

    happened = await story(plan, "HT")

    start = happened.index("TicketCalled")
    assert happened[start : start + 3] == ["TicketCalled", "MoveUndone", "TicketCalled"]


async def test_a_forgotten_end_is_mended_later(plan: Plan, quiet: pytest.MonkeyPatch):
    quiet.setattr(habits, "_FORGETS_FINISH_SHARE", 1.0)

    happened = await story(plan, *["HT"] * 12)

    assert happened.count("ServiceFinished") == 12
    assert "OutcomeRecorded" in happened


async def test_nobody_to_send_on_to_is_served_here(plan: Plan, quiet: pytest.MonkeyPatch):
    quiet.setattr(habits, "_SENT_ON_SHARE", 1.0)
    quiet.setattr(Visitors, "lines", property(lambda _: ["HT"]))

    assert (await story(plan, "HT"))[-1] == "ServiceFinished"


async def test_a_break_is_a_pause_and_ends(plan: Plan, quiet: pytest.MonkeyPatch):
    once = iter([True])
    happens = Shift.happens
    quiet.setattr(habits, "_BREAK_SHARE", 0.5)
    quiet.setattr(
        Shift,
        "happens",
        lambda shift, part: next(once, False) if part == 0.5 else happens(shift, part),
    )

    happened = await story(plan, "HT")

    start = happened.index("CounterPaused")
    assert happened[start : start + 3] == ["CounterPaused", "CounterOpened", "TicketCalled"]


@pytest.mark.parametrize(
    ("at", "what"),
    [
        (time(12, 5), "CounterPaused"),
        (time(17, 10), "CounterClosed"),
        (time(11, 40), "CounterPaused"),
    ],
)
async def test_who_sits_down_too_late_soon_leaves(
    plan: Plan, quiet: pytest.MonkeyPatch, at: time, what: str
):
    assert (await story(plan, at=at))[1] == what
