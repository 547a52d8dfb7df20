"""The live line of every page: it dials again, keeps its order, and says when it is of no use."""

import json
from typing import Any

from playwright.async_api import Page, WebSocketRoute, expect

from tests.support.browser import Glass, on_one_loop

pytestmark = on_one_loop

PAGE = "/staff/counters"


def frame(serial: int, name: str) -> str:
    seat: dict[str, Any] = {"id": "1", "name": name, "state": "closed"}
    counters = [seat | {"officer": None, "label": None}]
    at = "2026-11-20T08:00:00+07:00"
    return json.dumps({"type": "view", "serial": serial, "at": at, "view": {"counters": counters}})


class Server:
    """The other end of the line, as the test wants it to be."""

    def __init__(self, page: Page) -> None:
        self.lines: list[WebSocketRoute] = []
        self._page = page

    async def listen(self) -> None:
        """Take every line that is dialled."""
        await self._page.route_web_socket("**/live/**", lambda line: self.lines.append(line))

    async def dialled(self, times: int) -> WebSocketRoute:
        """Wait until the page has dialled so often; give its newest line."""
        while len(self.lines) < times:
            await self._page.wait_for_timeout(20)
        return self.lines[-1]


async def opened(glass: Glass) -> tuple[Page, Server]:
    window = await glass.window("officer")
    page = await window.new_page()
    server = Server(page)
    await server.listen()
    await page.goto(glass.url + PAGE)
    return page, server


async def test_a_picture_never_goes_back_within_a_line(glass: Glass) -> None:
    page, server = await opened(glass)
    line = await server.dialled(1)
    name = page.locator("#counters h2")
    line.send(frame(5, "fünf"))
    await expect(name).to_contain_text("fünf")
    line.send(frame(4, "vier"))
    line.send(frame(5, "jünger"))
    await expect(name).to_contain_text("jünger")
    line.send(frame(4, "vier"))
    line.send(frame(6, "sechs"))
    await expect(name).to_contain_text("sechs")
    # after a restart from an older copy the server is right, not the screen
    await line.close()
    (await server.dialled(2)).send(frame(3, "drei"))
    await expect(name).to_contain_text("drei")
    await page.context.close()


async def test_a_lost_line_is_dialled_again_at_once_and_then_with_patience(glass: Glass) -> None:
    page, server = await opened(glass)
    await server.dialled(1)
    await page.clock.install()
    await page.reload()
    line = await server.dialled(2)
    line.send(frame(1, "eins"))
    await expect(page.locator("#counters h2")).to_contain_text("eins")
    await line.close()
    await page.clock.run_for(260)
    await server.dialled(3)
    for waits_ms in (1_300, 2_600, 6_300, 6_300):
        await server.lines[-1].close()
        before = len(server.lines)
        await page.clock.run_for(140)
        assert len(server.lines) == before
        await page.clock.run_for(waits_ms)
        await server.dialled(before + 1)
    await page.context.close()


async def test_a_line_that_is_refused_says_why_and_rests(glass: Glass) -> None:
    page, server = await opened(glass)
    await (await server.dialled(1)).close(code=4403)
    said = page.locator("#not-live")
    await expect(said).to_have_text("Bạn không có quyền xem nội dung này.")
    await page.wait_for_timeout(400)
    assert len(server.lines) == 1
    await page.context.close()


async def test_who_is_no_longer_signed_in_is_asked_to_and_comes_back(glass: Glass) -> None:
    page, server = await opened(glass)
    await (await server.dialled(1)).close(code=4401)
    await page.wait_for_url("**/sign-in?next=%2Fstaff%2Fcounters")
    await page.context.close()
