import asyncio
import time
from contextlib import aclosing

import pytest

from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from tests.support import sights
from tests.support.ear import QUICK, WISH, take
from tests.support.stage import Asked, Stage


async def test_a_press_carries_the_token_and_a_key_of_its_own(stage: Stage, link: Link) -> None:
    await take(link)
    await take(link)

    first, second = [asked for asked in stage.asked if asked.method == "POST"]
    assert first.token == "token-1"
    assert first.body == WISH
    assert first.key
    assert second.key
    assert first.key != second.key


async def test_a_lost_answer_is_asked_for_again_and_gives_one_ticket(
    stage: Stage, link: Link
) -> None:
    stage.lose_answers = 2

    ticket = await take(link)

    assert ticket.label == "A005"
    assert len(stage.tickets) == 1
    assert len({asked.key for asked in stage.asked if asked.method == "POST"}) == 1


async def test_a_server_that_comes_back_in_time_answers_the_press(stage: Stage, link: Link) -> None:
    await link.centre()
    await stage.stop()
    press = asyncio.create_task(take(link))
    await asyncio.sleep(0)
    await stage.start()

    assert (await press).label == "A005"


async def test_without_an_answer_the_press_is_given_up(stage: Stage) -> None:
    await stage.stop()
    async with aclosing(Link(stage.url, centre="x", limits=QUICK._replace(press_s=0.3))) as link:
        began = time.monotonic()
        with pytest.raises(LinkLost):
            await take(link)

    assert time.monotonic() - began < 5


async def test_a_store_that_is_gone_for_a_moment_is_asked_again(stage: Stage, link: Link) -> None:
    left = [1, 1]

    def broken(asked: Asked) -> object:
        if left:
            left.pop()
            raise Refused("storage_gone")
        return sights.ticket(label="A009")

    stage.answers["POST /tickets"] = broken

    assert (await take(link)).label == "A009"
