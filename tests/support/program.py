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

READY_WITHIN_S = 40


class Program:
    """A server that said it is ready."""

    def __init__(self, process: subprocess.Popen[str], url: str, took_s: float) -> None:
        self.process = process
        self.url = url
        self.took_s = took_s
        """From its start until it was ready."""

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float, str]:
        """Ask it to stop; return its status, how long that took and what it had still said."""
        began = time.monotonic()
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, time.monotonic() - began, said


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command and wait for its end."""
    return subprocess.run(
        _command(words),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=_environment(),
    )


@contextmanager
def started(*words: str) -> Iterator[Program]:
    """Type a command that goes on, and wait until it is ready."""
    began = time.monotonic()
    process = subprocess.Popen(
        _command(words),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_environment(),
    )
    try:
        url = _url(process)
        yield Program(process, url, time.monotonic() - began)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "queue_server", *words]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "error"}


def _url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until and selector.select(until - time.monotonic()):
            line = process.stdout.readline()
            said += line
            ready = re.search(r"\bready (http://\S+)$", line)
            if ready:
                return ready[1]
            if not line:
                break
    raise AssertionError(f"it never became ready and said:\n{said}")


def demo(folder: Path, *words: str) -> list[str]:
    """Return how the demo is typed for `folder`, at a free port."""
    return ["demo", "--data", str(folder), "--port", "0", *words]
