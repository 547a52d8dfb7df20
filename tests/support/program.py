"""The command `queue-server` as a process of its own, started and ended as people do."""

import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_WITHIN_S = 120
ENDS_WITHIN_S = 60
HANGS_AFTER_S = 150
"""A command that replays a year, watched line by line on a busy machine, still takes less."""
_READY = re.compile(r"\bready (http://\S+)\n")


class Program:
    """A server that said it is ready."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said = ""
        self.url = ""

    def wait_until_ready(self) -> None:
        """Read what it says until it says that it is ready."""
        began = time.monotonic()
        with selectors.DefaultSelector() as selector:
            assert self.process.stdout is not None
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (ready := _READY.search(self.said)):
                left = began + READY_WITHIN_S - time.monotonic()
                if not selector.select(left) or not self._read():
                    raise AssertionError(f"it never became ready and said:\n{self.said}")
        self.url = ready[1]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; return its status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=ENDS_WITHIN_S)
        while self._read():
            pass
        return status

    def _read(self) -> bytes:
        assert self.process.stdout is not None
        read = os.read(self.process.stdout.fileno(), 65536)
        self.said += read.decode()
        return read


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command and wait for its end."""
    return subprocess.run(
        _command(words),
        input=typed,
        capture_output=True,
        text=True,
        timeout=HANGS_AFTER_S,
        check=False,
        env=_environment(),
    )


@contextmanager
def started(*words: str) -> Iterator[Program]:
    """Type a command that goes on, and wait until it is ready."""
    process = subprocess.Popen(
        _command(words),
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
    )
    program = Program(process)
    try:
        program.wait_until_ready()
        yield program
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "queue_server", *words]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "error"}


def demo(folder: Path, *words: str) -> list[str]:
    """Return how the demo is typed for `folder`, at a free port."""
    return ["demo", "--data", str(folder), "--port", "0", *words]
