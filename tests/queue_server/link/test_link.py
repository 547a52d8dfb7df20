from contextlib import aclosing

import pytest

from queue_server.link import Link, Told
from queue_server.protocol.screens import KioskView
from queue_server.protocol.views import CentreView
from queue_server.protocol.vocabulary import Role
from tests.support import sights
from tests.support.ear import QUICK, next_frame, take
from tests.support.stage import Stage


async def test_the_only_centre_is_found_by_itself(link: Link) -> None:
    centre = await link.ask(CentreView, "GET", "")

    assert centre.id == "cam-xuyen"


async def test_several_centres_want_to_be_chosen_from(stage: Stage, link: Link) -> None:
    stage.centres = ["ky-anh", "cam-xuyen"]

    with pytest.raises(Told, match="unknown_centre") as no:
        await take(link)

    assert "ky-anh, cam-xuyen" in no.value.sentence.vi


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


async def test_the_time_is_the_centres_and_goes_on(stage: Stage) -> None:
    moments = iter([10.0, 13.5])
    link = Link(stage.url, limits=QUICK, monotonic=lambda: next(moments))
    async with aclosing(link), aclosing(link.listen("/live/kiosk", KioskView)) as stream:
        await next_frame(stream)

        assert (link.now() - sights.AT).total_seconds() == 3.5
