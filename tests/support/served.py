"""A kiosk served to a browser, by a process of its own, and a finger on its page."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Page, WebSocket

from tests.support.terminal import Screen

_READY = re.compile(rb"ready (http://127\.0\.0\.1:(\d+)/)")


class Served:
    """The process that serves a kiosk."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        assert process.stdout is not None
        said = _READY.match(process.stdout.readline())
        assert said is not None, "it never became ready"
        self.url, self.port = said[1].decode(), int(said[2])

    def kiosks(self) -> list[int]:
        """Return the processes of the kiosks that are shown now."""
        pid = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def kill_a_kiosk(self) -> None:
        os.kill(self.kiosks()[0], signal.SIGKILL)


@contextmanager
def served(*options: str, port: int = 0) -> Iterator[Served]:
    """Serve a kiosk at a port; a free one if none is named."""
    command = [sys.executable, "-m", "kiosk", *options, "--serve", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as process:
        try:
            yield Served(process)
        finally:
            process.terminate()


class Pane:
    """A page that shows a kiosk, and what stands on it."""

    def __init__(
        self,
        page: Page,
        columns: int = 136,
        rows: int = 38,
        cell: int = 10,
        corner: tuple[float, float] = (0, 0),
    ) -> None:
        self.page = page
        self.opened = 0
        self._size = columns, rows
        self.cell, self.corner = cell, corner
        self.screen = Screen(columns, rows)
        page.on("websocket", self._dialled)

    def _dialled(self, wire: WebSocket) -> None:
        if not wire.url.partition("?")[0].endswith("/ws"):
            return
        self.opened += 1
        self.screen = Screen(*self._size)
        wire.on("framereceived", self._drawn)

    def _drawn(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes):
            self.screen.feed(frame.decode(errors="replace"))

    async def dials_again(self) -> None:
        """Wait until the page has opened another connection."""
        before = self.opened
        for _ in range(1500):
            if self.opened > before:
                return
            await self.page.wait_for_timeout(20)
        raise AssertionError("it never dialled again")

    async def until(self, words: str) -> tuple[int, int]:
        """Wait until words stand on the kiosk, and return where."""
        for _ in range(1500):
            if (found := self.screen.find(words)) is not None:
                return found
            await self.page.wait_for_timeout(20)
        raise AssertionError(f"{words!r} never came:\n{self.screen.text}")

    async def tap(self, words: str) -> None:
        """Tap the place where words stand, with a finger."""
        column, row = await self.until(words)
        left, top = self.corner
        await self.page.touchscreen.tap(
            left + (column + 1) * self.cell, top + (row * 2 + 1) * self.cell
        )
