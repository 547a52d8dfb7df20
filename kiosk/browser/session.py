"""One kiosk program behind one browser: started with the connection, ended with it."""

import asyncio
import logging
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

log = logging.getLogger(__name__)

_ENDS_WITHIN_S = 5.0
_MOST_CELLS = 500
"""No screen has more columns or rows; a browser can ask for anything."""


def kiosk(arguments: Sequence[str]) -> list[str]:
    """Return how a kiosk is started, by the same Python."""
    return [sys.executable, "-m", "kiosk", *arguments]


class Session(AppService):
    """The program's process, and the browser's socket it talks through."""

    def __init__(self, command: Sequence[str], socket: web.WebSocketResponse) -> None:
        super().__init__(
            # the shell gives its place to the program: signals reach it
            f"exec {shlex.join(command)}",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._say_goodbye,
            download_manager=DownloadManager(),
        )
        self._socket = socket

    async def _say_goodbye(self) -> None:
        await self._socket.close()

    async def serve(self, columns: int, rows: int) -> None:
        """Run the program until it ends or the browser goes."""
        await self.start(_sane(columns), _sane(rows))
        ended = self._task
        assert ended is not None
        ended.add_done_callback(self._hang_up)
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.json())
        finally:
            await self._end()

    def _hang_up(self, _: object) -> None:
        """Let the browser know that the program has gone, however it went."""
        self._farewell = asyncio.ensure_future(self._say_goodbye())

    async def _take(self, said: Any) -> None:
        match said:
            case ["stdin", str(keys)]:
                await self.send_bytes(keys.encode())
            case ["resize", {"width": int(columns), "height": int(rows)}]:
                await self.set_terminal_size(_sane(columns), _sane(rows))
            case ["ping", beat]:
                await self._socket.send_json(["pong", beat])
            case ["focus" | "blur" as seen, *_]:
                await (self.focus() if seen == "focus" else self.blur())

    async def _end(self) -> None:
        """End the program kindly, and then in any case."""
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(_ENDS_WITHIN_S):
                await self.stop()
        process = self._process
        if process is not None:
            if process.returncode is None:
                log.warning("a kiosk did not end and was killed")
                with suppress(ProcessLookupError):
                    process.kill()
            await process.wait()


def _sane(cells: int) -> int:
    return max(1, min(cells, _MOST_CELLS))
