import asyncio
import time
from contextlib import aclosing

from queue_server.link import Frame, Link
from queue_server.protocol.screens import KioskView
from tests.support import sights
from tests.support.ear import QUICK, next_frame, next_loss
from tests.support.stage import Stage


async def test_each_view_is_heard_as_it_comes(stage: Stage, link: Link) -> None:
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        first = await next_frame(stream)
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk(notice_vi="Nghỉ trưa"))
        second = await next_frame(stream)

    assert first.serial == 100
    assert first.at == sights.AT
    assert (second.serial, second.view.notice_vi) == (101, "Nghỉ trưa")


async def test_members_of_a_later_version_are_passed_over(stage: Stage, link: Link) -> None:
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        await stage.watched("/live/kiosk")
        await stage.say('{"type":"weather","at":"2026-11-23T07:43:00+07:00","rain":true}')
        await stage.show("/live/kiosk", sights.kiosk(notice_vi="sau"))

        assert (await next_frame(stream)).view.notice_vi == "sau"


async def test_a_server_that_goes_and_comes_back_is_found_within_a_second(
    stage: Stage, link: Link
) -> None:
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        await stage.stop()
        lost = await next_loss(stream)
        await next_loss(stream)
        stage.views["/live/kiosk"] = sights.kiosk(notice_vi="mới")
        await stage.start()
        began = time.monotonic()
        frame = await next_frame(stream)

    assert lost.since == sights.AT
    assert lost.why is None
    assert frame.view.notice_vi == "mới"
    # the delays themselves are looked at in test_patience
    assert time.monotonic() - began < 5


async def test_silence_is_a_lost_link_although_the_line_is_open(stage: Stage, link: Link) -> None:
    stage.beat_s = 60
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        began = time.monotonic()
        lost = await next_loss(stream)
        waited = time.monotonic() - began

        assert lost.since == sights.AT
        assert 0.3 < waited < 5
        assert (await next_frame(stream)).serial == 100, "and it dials again"


async def test_beats_alone_keep_the_link_live(stage: Stage) -> None:
    link = Link(stage.url, "token-1", limits=QUICK._replace(silence_s=1.0))
    async with aclosing(link), aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        waiting = asyncio.ensure_future(anext(stream))
        done, _ = await asyncio.wait([waiting], timeout=2.2)
        assert not done, "twice the silence limit, and only beats"
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk(notice_vi="còn sống"))

        assert isinstance(await waiting, Frame)


async def test_a_path_that_is_not_there_is_dialled_again_and_again(stage: Stage) -> None:
    link = Link(stage.url, centre="other", limits=QUICK)
    async with aclosing(link), aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        assert (await next_loss(stream)).why is None
        assert (await next_loss(stream)).why is None
