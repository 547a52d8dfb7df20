from contextlib import aclosing

import pytest

from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskView
from tests.support import sights
from tests.support.ear import next_frame, next_loss, take
from tests.support.stage import Asked, Stage


async def test_a_refusal_keeps_its_code_status_and_sentences(stage: Stage, link: Link) -> None:
    def closed(_: Asked) -> object:
        raise Refused("closed_now", hours_vi="Giờ lấy số: 07:30-11:00.", hours_en="07:30-11:00.")

    stage.answers["POST /tickets"] = closed

    with pytest.raises(Refused) as no:
        await take(link)

    assert (no.value.code, no.value.status) == ("closed_now", 409)
    assert no.value.sentence.vi == "Ngoài giờ lấy số. Giờ lấy số: 07:30-11:00."
    assert len(stage.asked) == 1, "a no is not asked for again"


async def test_an_answer_nobody_understands_is_no_answer(stage: Stage, link: Link) -> None:
    stage.answers["POST /tickets"] = lambda _: {"id": 7}

    with pytest.raises(LinkLost, match="understands"):
        await take(link)


@pytest.mark.parametrize(
    ("code", "refusal"), [(4401, "not_signed_in"), (4403, "not_allowed"), (4404, "not_found")]
)
async def test_a_closing_code_says_why(stage: Stage, link: Link, code: int, refusal: str) -> None:
    stage.close_with = code
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        lost = await next_loss(stream)
        stage.close_with = None
        frame = await next_frame(stream)

    assert lost.why is not None
    assert lost.why.code == refusal
    assert frame.serial == 100, "it goes on dialling, if slowly"


async def test_a_view_nobody_understands_is_said_and_tried_again(stage: Stage, link: Link) -> None:
    stage.views["/live/kiosk"] = {"open": "yes"}
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        lost = await next_loss(stream)
        stage.views["/live/kiosk"] = sights.kiosk()
        frame = await next_frame(stream)

    assert lost.why is not None
    assert lost.why.code == "wrong_version"
    assert frame.view == sights.kiosk()
