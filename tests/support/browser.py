"""A real Chromium before a real server on a real port, and eyes for what must not happen.

A module takes the fixture `glass` of tests/browsers/conftest.py, or opens one itself.
"""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)

from tests.support.house import House, open_house

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The same engine without windows, bars and menus: it starts and draws in half the time."""
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
on_one_loop = pytest.mark.asyncio(loop_scope="module")
"""A module that shares a browser runs on one loop."""

_PATIENCE_MS: Final = 20_000
"""Nobody waits longer for what should come at once, even on a busy machine."""
expect.set_options(timeout=_PATIENCE_MS)

SIZES: Final[Mapping[str, dict[str, Any]]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "tv": {"viewport": {"width": 1920, "height": 1080}},
}
_LOCALES: Final = {"vi": "vi-VN", "en": "en-GB"}
_RULES: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@dataclass
class Sheet:
    """One open page, and what went wrong on it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    async def axe(self, within: str = ":root") -> None:
        """Expect that axe finds nothing against the page as it stands, or a part of a long one."""
        await self.page.evaluate(AXE_SCRIPT)
        found = await self.page.evaluate(
            "([within, rules]) => axe.run(within, rules)", [within, _RULES]
        )
        told = [
            f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}"
            for one in found["violations"]
        ]
        assert not told, "\n".join(told)

    def expect_clean(self) -> None:
        """Expect that nothing was asked of anybody else, and that nothing failed."""
        assert not self.wrong, "\n".join(self.wrong)

    def forgive(self, part: str) -> None:
        """Forget what was expected to go wrong."""
        self.wrong[:] = [told for told in self.wrong if part not in told]


class Glass:
    """A browser and the server it looks at."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser = browser
        self.house = house
        self.url = str(house.client.make_url("")).rstrip("/")

    @asynccontextmanager
    async def open(
        self,
        path: str,
        who: str | None = None,
        *,
        size: str = "desktop",
        language: str = "vi",
        **context: Any,
    ) -> AsyncIterator[Sheet]:
        """Open a page in a fresh window as somebody of the house; it must end without a fault."""
        window = await self.window(who, size=size, language=language, **context)
        try:
            sheet = await self.sheet(window, path)
            yield sheet
            sheet.expect_clean()
        finally:
            await window.close()

    async def window(
        self, who: str | None = None, *, size: str = "desktop", language: str = "vi", **context: Any
    ) -> BrowserContext:
        """Return a window of its own, signed in as somebody of the house."""
        window = await self.browser.new_context(
            **{"locale": _LOCALES[language], "reduced_motion": "reduce", **SIZES[size], **context}
        )
        window.set_default_timeout(_PATIENCE_MS)
        if who is not None:
            cookie = {"name": "queue_session", "value": f"token-{who}", "url": self.url}
            await window.add_cookies([cookie])
        return window

    async def sheet(self, window: BrowserContext, path: str) -> Sheet:
        """Return a page open at a path; every fault on it is noted."""
        page = await window.new_page()
        sheet = Sheet(page)
        watch(sheet, self.url)
        await page.goto(self.url + path)
        return sheet


def watch(sheet: Sheet, url: str) -> None:
    """Note what a page must not do: ask elsewhere, break its policy, fail."""
    here = urlsplit(url).netloc

    def asked(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != here:
            sheet.wrong.append(f"asked elsewhere: {address}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            sheet.wrong.append(f"console {message.type}: {message.text}")

    sheet.page.on("request", lambda request: asked(request.url))
    sheet.page.on("websocket", lambda wire: asked(wire.url))
    sheet.page.on("console", said)
    sheet.page.on("pageerror", lambda error: sheet.wrong.append(f"broken: {error}"))


@asynccontextmanager
async def open_glass(**doors: Any) -> AsyncIterator[Glass]:
    """Give a browser before a house whose doors are open; `doors` as for `open_house`."""
    async with open_house(**doors) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield Glass(browser, house)
        finally:
            await browser.close()
