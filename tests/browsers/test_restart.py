"""The server starts anew under fifty open screens: all are right again soon, and none repeats."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Page, async_playwright, expect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support import program
from tests.support.browser import CHROMIUM, needs_chromium

OTHERS = 49
WITHIN_S = 5.0
_HEARD = """
    window.heard = 0;
    const real = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when, from) {
      window.heard += 1;
      this.playbackRate.value = 40;
      return real.call(this, when, from);
    };
"""


class Board:
    """A board that only listens, and dials again."""

    def __init__(self, url: str, token: str) -> None:
        self.labels: list[str] = []
        """What it was shown first on each line, newest call of all."""
        self._url = f"{url.replace('http', 'ws')}/api/v1/centres/cam-xuyen/live/hall"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def listen(self) -> None:
        while True:
            with suppress(OSError, ConnectionClosed):
                async with connect(self._url, additional_headers=self._headers, proxy=None) as line:
                    frame = json.loads(await line.recv())
                    calls = frame["view"]["calls"]
                    self.labels.append(calls[0]["label"] if calls else "")
                    async for _ in line:
                        pass
            await asyncio.sleep(0.2)


class Officer:
    """Somebody at counter 1, who calls."""

    def __init__(self, http: aiohttp.ClientSession, url: str, known: dict[str, Any]) -> None:
        self._http = http
        self._root = f"{url}/api/v1/centres/cam-xuyen"
        self._known = known
        self._token = ""

    async def sign_in(self, url: str) -> None:
        me = next(a for a in self._known["accounts"] if a.get("counter") == "1")
        wish = {"name": me["name"], "password": me["password"]}
        async with self._http.post(f"{url}/api/v1/session", json=wish) as answer:
            self._token = (await answer.json())["token"]

    async def press(self, path: str, body: dict[str, Any], token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token or self._token}"}
        async with self._http.post(self._root + path, json=body, headers=headers) as answer:
            assert answer.status in (200, 201), await answer.text()
            return await answer.json()

    async def call(self) -> str:
        await self.press("/tickets", {"field": "HT"}, self._known["devices"]["kiosk"])
        return str((await self.press("/counters/1/next", {}))["ticket"]["label"])


@asynccontextmanager
async def _page(url: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.add_init_script(_HEARD)
        await page.goto(f"{url}/hall")
        await page.click("#sound-on")
        yield page
        await browser.close()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@needs_chromium
async def test_a_restart_brings_all_back_within_five_seconds_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    port = _free_port()
    words = ["demo", "--data", str(tmp_path), "--port", str(port), "--no-traffic"]
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        first = stack.enter_context(program.started(*words))
        known = json.loads((tmp_path / "credentials.json").read_text())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        officer = Officer(http, url, known)
        await officer.sign_in(url)
        await officer.press("/counters/1/open", {})
        boards = [Board(url, known["devices"]["display"]) for _ in range(OTHERS)]
        listening = await stack.enter_async_context(asyncio.TaskGroup())
        tasks = [listening.create_task(board.listen()) for board in boards]
        page = await stack.enter_async_context(_page(url))

        label = await officer.call()
        await expect(page.locator("#newest-label")).to_have_text(label)
        await page.wait_for_function(
            "() => window.heard === 2 && !document.body.hasAttribute('data-speaking')",
            timeout=20_000,
        )

        assert await asyncio.to_thread(first.end) == 0
        second = program.started(*words)
        await asyncio.to_thread(second.__enter__)
        stack.callback(second.__exit__, None, None, None)
        began = time.monotonic()
        async with asyncio.timeout(2 * WITHIN_S):
            while not all(len(board.labels) == 2 for board in boards):
                await asyncio.sleep(0.02)
            await page.wait_for_function(
                "() => !document.documentElement.hasAttribute('data-not-live')"
            )
        took = time.monotonic() - began
        await expect(page.locator("#newest-label")).to_have_text(label)
        await expect(page.locator("#not-live")).to_be_hidden()

        assert took < WITHIN_S
        assert {board.labels[1] for board in boards} == {label}
        again = await officer.call()
        await expect(page.locator("#newest-label")).to_have_text(again)
        await page.wait_for_function(
            "() => window.heard >= 4 && !document.body.hasAttribute('data-speaking')",
            timeout=20_000,
        )
        # two sounds for each of both calls: the first one was not spoken again
        assert await page.evaluate("window.heard") == 4
        for task in tasks:
            task.cancel()
