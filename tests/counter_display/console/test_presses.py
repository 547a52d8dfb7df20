from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from counter_display.console.presses import Guard, Presses
from queue_server.link import Limits, Link, LinkLost
from queue_server.protocol.refusals import Refused
from tests.support import sights
from tests.support.stage import Asked, Stage

AT = "POST /counters/3/"


def called(label: str = "A006", reason: str = "turn") -> object:
    return {"ticket": sights.ticket(label=label, state="called"), "reason": reason}


def refuse(code: str) -> object:
    def no(_: Asked) -> object:
        raise Refused(code)

    return no


@pytest.fixture
async def presses(stage: Stage) -> AsyncIterator[Presses]:
    async with aclosing(Link(stage.url, "token", limits=Limits(press_s=0.5))) as link:
        yield Presses(link, "3")


def bodies(stage: Stage, verb: str) -> list[object]:
    return [asked.body for asked in stage.asked if asked.path == f"/counters/3/{verb}"]


@pytest.mark.parametrize("after", [None, "ticket-1"])
async def test_next_always_says_which_ticket_was_seen(
    stage: Stage, presses: Presses, after: str | None
) -> None:
    stage.answers[AT + "next"] = lambda _: called(reason="priority")

    said = await presses.call_next(after)

    assert bodies(stage, "next") == [{"after": after}]
    assert said.sentence == "Đã gọi A006 (ưu tiên)."


async def test_absent_is_miss_and_next(stage: Stage, presses: Presses) -> None:
    stage.answers[AT + "miss"] = lambda _: sights.at_counter()
    stage.answers[AT + "next"] = lambda _: called()

    said = await presses.absent("A005")

    assert bodies(stage, "next") == [{"after": None}]
    assert said.sentence == "A005 vắng mặt. Đã gọi A006 (theo lượt)."
    assert said.good


async def test_absent_with_nobody_left_says_both(stage: Stage, presses: Presses) -> None:
    stage.answers[AT + "miss"] = lambda _: sights.at_counter()
    stage.answers[AT + "next"] = refuse("nobody_waiting")

    said = await presses.absent("A005")

    assert said.sentence == "A005 vắng mặt. Không có ai đang chờ quầy này."


@pytest.mark.parametrize(
    ("code", "signed_out"), [("counter_taken", False), ("not_signed_in", True)]
)
async def test_every_refusal_is_its_sentence(
    stage: Stage, presses: Presses, code: str, signed_out: bool
) -> None:
    stage.answers[AT + "open"] = refuse(code)

    said = await presses.at_counter("open")

    assert said.sentence == Refused(code).sentence.vi
    assert (said.good, said.signed_out) == (False, signed_out)


async def test_a_press_without_an_answer_may_have_happened(stage: Stage, presses: Presses) -> None:
    stage.lose_answers = 100

    said = await presses.at_counter("open")

    assert "có thể đã làm hoặc chưa" in said.sentence


async def test_a_wish_asked_again_after_no_answer_gives_the_same_number(
    stage: Stage, presses: Presses
) -> None:
    wish: dict[str, object] = {"field": "HT", "kind": "submit"}
    stage.lose_answers = 100
    with pytest.raises(LinkLost):
        await presses.issue(wish)
    stage.lose_answers = 0

    again, another = await presses.issue(wish), await presses.issue(wish)

    assert (again.label, another.label) == ("A005", "A006")


async def test_a_ticket_that_is_not_current_is_named_in_the_path(
    stage: Stage, presses: Presses
) -> None:
    stage.answers["POST /tickets/t9/return"] = lambda _: sights.ticket()

    assert (await presses.to_ticket("t9", "return")).sentence == "Đã trả về hàng chờ."


def test_a_second_press_within_a_second_is_none() -> None:
    now = [100.0]
    guard = Guard(lambda: now[0])
    seen = []
    for moment in (0.0, 0.3, 1.2, 2.1, 3.2):
        now[0] = 100 + moment
        seen.append(guard.lets("next"))

    assert seen == [True, False, False, False, True], "a held key is one press, however long"
    assert guard.lets("recall"), "another key is another press"
