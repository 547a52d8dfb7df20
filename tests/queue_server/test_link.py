import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from itertools import islice

import pytest

from queue_server.link import Frame, Limits, Link, LinkLost, Lost, Told, reconnect_delays
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskView
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import Role
from tests.support import sights
from tests.support.stage import Asked, Stage

QUICK = Limits(answer_s=1.0, press_s=5.0, silence_s=0.4, dial_s=1.0, refused_s=0.05)
WISH = {"kind": "submit", "field": "HT", "language": "vi"}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    made.beat_s = 0.1
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def link(stage: Stage) -> AsyncIterator[Link]:
    async with aclosing(Link(stage.url, "token-1", limits=QUICK)) as made:
        yield made


async def take(link: Link) -> TicketView:
    return await link.ask(TicketView, "POST", "/tickets", WISH)


async def next_frame(stream: AsyncIterator[Frame[KioskView] | Lost]) -> Frame[KioskView]:
    async for heard in stream:
        if isinstance(heard, Frame):
            return heard
    raise AssertionError("the stream ended")


async def next_loss(stream: AsyncIterator[Frame[KioskView] | Lost]) -> Lost:
    async for heard in stream:
        if isinstance(heard, Lost):
            return heard
    raise AssertionError("the stream ended")


async def test_the_only_centre_is_found_by_itself(link: Link) -> None:
    centre = await link.ask(CentreView, "GET", "")

    assert centre.id == "cam-xuyen"


async def test_several_centres_want_to_be_chosen_from(stage: Stage, link: Link) -> None:
    stage.centres = ["ky-anh", "cam-xuyen"]

    with pytest.raises(Told, match="unknown_centre") as no:
        await take(link)

    assert "ky-anh, cam-xuyen" in no.value.sentence.vi


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

    assert time.monotonic() - began < 2


async def test_a_refusal_keeps_its_code_status_and_sentences(stage: Stage, link: Link) -> None:
    def closed(_: Asked) -> object:
        raise Refused("closed_now", hours_vi="Giờ lấy số: 07:30-11:00.", hours_en="07:30-11:00.")

    stage.answers["POST /tickets"] = closed

    with pytest.raises(Refused) as no:
        await take(link)

    assert (no.value.code, no.value.status) == ("closed_now", 409)
    assert no.value.sentence.vi == "Ngoài giờ lấy số. Giờ lấy số: 07:30-11:00."
    assert len(stage.asked) == 1, "a no is not asked for again"


async def test_a_store_that_is_gone_for_a_moment_is_asked_again(stage: Stage, link: Link) -> None:
    left = [1, 1]

    def broken(asked: Asked) -> object:
        if left:
            left.pop()
            raise Refused("storage_gone")
        return sights.ticket(label="A009")

    stage.answers["POST /tickets"] = broken

    assert (await take(link)).label == "A009"


async def test_an_answer_nobody_understands_is_no_answer(stage: Stage, link: Link) -> None:
    stage.answers["POST /tickets"] = lambda _: {"id": 7}

    with pytest.raises(LinkLost, match="understands"):
        await take(link)


async def test_signing_in_gives_the_token_that_is_used_from_then_on(stage: Stage) -> None:
    until = sights.AT
    stage.answers["POST /api/v1/session"] = lambda _: {
        "token": "session-1",
        "role": "officer",
        "expires_at": until,
        "name": "a member of a later version",
    }
    async with aclosing(Link(stage.url, limits=QUICK)) as link:
        signed = await link.sign_in("officer", "mật khẩu")
        await take(link)
        await link.sign_out()
        await take(link)

    assert signed.role is Role.OFFICER
    assert [asked.token for asked in stage.asked if asked.path == "/tickets"] == ["session-1", None]


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
    assert time.monotonic() - began < 1.5


async def test_silence_is_a_lost_link_although_the_line_is_open(stage: Stage, link: Link) -> None:
    stage.beat_s = 60
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        began = time.monotonic()
        lost = await next_loss(stream)
        waited = time.monotonic() - began

        assert lost.since == sights.AT
        assert 0.3 < waited < 1.5
        assert (await next_frame(stream)).serial == 100, "and it dials again"


async def test_beats_alone_keep_the_link_live(stage: Stage, link: Link) -> None:
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)
        waiting = asyncio.ensure_future(anext(stream))
        done, _ = await asyncio.wait([waiting], timeout=1.0)
        assert not done, "three times the silence limit, and only beats"
        await stage.watched("/live/kiosk")
        await stage.show("/live/kiosk", sights.kiosk(notice_vi="còn sống"))

        assert isinstance(await waiting, Frame)


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


async def test_a_path_that_is_not_there_is_dialled_again_and_again(stage: Stage) -> None:
    link = Link(stage.url, centre="other", limits=QUICK)
    async with aclosing(link), aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        assert (await next_loss(stream)).why is None
        assert (await next_loss(stream)).why is None


async def test_a_view_nobody_understands_is_said_and_tried_again(stage: Stage, link: Link) -> None:
    stage.views["/live/kiosk"] = {"open": "yes"}
    async with aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        lost = await next_loss(stream)
        stage.views["/live/kiosk"] = sights.kiosk()
        frame = await next_frame(stream)

    assert lost.why is not None
    assert lost.why.code == "wrong_version"
    assert frame.view == sights.kiosk()


async def test_the_time_is_the_centres_and_goes_on(stage: Stage) -> None:
    moments = iter([10.0, 13.5])
    link = Link(stage.url, limits=QUICK, monotonic=lambda: next(moments))
    async with aclosing(link), aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)

        assert (link.now() - sights.AT).total_seconds() == 3.5


def test_dialling_begins_soon_and_stays_within_its_limits() -> None:
    delays = list(islice(reconnect_delays(), 1000))

    assert delays[0] <= 0.35
    assert max(delays[:800]) < 1, "back within a second of the server"
    assert all(0.15 <= delay <= 5 for delay in delays)
    assert min(delays[800:]) >= 2.5, "after ten minutes the wire is spared"
    assert len(set(delays)) > 900, "no two terminals in step"
