"""The real server as a process of its own, which can be killed at any instant."""

import asyncio
import json
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

_READY_WITHIN_S = 30
_QUEUE_SERVER = (sys.executable, "-m", "queue_server")


class Server:
    """`queue-server demo` over one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self._port = 0
        self._process: Process | None = None

    async def start(self) -> None:
        """Start and wait until it answers; from the second time on at the same address."""
        self._process = await asyncio.create_subprocess_exec(
            *_QUEUE_SERVER,
            *("demo", "--no-traffic", "--data", self.folder, "--port", str(self._port)),
            stdout=subprocess.PIPE,
        )
        async with asyncio.timeout(_READY_WITHIN_S):
            line = await self._said().readline()
        word, _, self.url = line.decode().strip().partition(" ")
        if word != "ready":
            raise RuntimeError(f"the server did not start, it said {line!r}")
        self._port = int(self.url.rpartition(":")[2])

    def _said(self) -> asyncio.StreamReader:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the server was not started")
        return self._process.stdout

    async def kill(self) -> None:
        """End it at once, as a power cut does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end in order, and return its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(how)
        await process.communicate()
        return process.returncode or 0

    def credentials(self) -> Any:
        """Return who may enter."""
        return json.loads((self.folder / "credentials.json").read_text())

    def verify(self) -> str:
        """Let `queue-server verify` look through the folder, and return what it found wrong."""
        found = subprocess.run(
            [*_QUEUE_SERVER, "verify", "--data", self.folder],
            capture_output=True,
            text=True,
            check=False,
        )
        return "" if found.returncode == 0 else found.stdout + found.stderr
