"""Servers as processes of their own, each on its own core, and what the system knows of them."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

START_WITHIN_S = 60
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[-1]


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


class Process:
    """One server that runs."""

    def __init__(self, pid: int, address: Address, started_s: float) -> None:
        self.pid = pid
        self.address = address
        self.started_s = started_s
        """Seconds from its birth until it said that it answers."""

    def busy_s(self) -> float:
        """Return the seconds of a core it has used so far, all its threads together."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND

    def memory_mb(self) -> float:
        """Return the memory it occupies."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the system does not tell the memory of a process")


@contextmanager
def running(module: str, arguments: Sequence[str | Path] = ()) -> Iterator[Process]:
    """Run a module of ours as a server on the server's core; what it says goes to a file."""
    began = time.perf_counter()
    with tempfile.NamedTemporaryFile("r", prefix="said-", suffix=".log") as said:
        with Path(said.name).open("w") as voice:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *map(str, arguments)],
                stdout=voice,
                preexec_fn=take_server_core,
            )
        try:
            address = _address(process, Path(said.name))
            yield Process(process.pid, address, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(START_WITHIN_S)


def _address(process: subprocess.Popen[bytes], said: Path) -> Address:
    """Wait until the server says where it answers."""
    until = time.monotonic() + START_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        ready = re.search(r"^ready (\S+)$", said.read_text(), re.MULTILINE)
        if ready is not None:
            url = urlsplit(ready[1])
            return Address(url.hostname or "", url.port or 0)
        time.sleep(0.005)
    raise RuntimeError(f"the server did not start: {said.read_text()[-500:]}")


def take_server_core() -> None:
    """Keep this process on the server's core."""
    os.sched_setaffinity(0, {SERVER_CORE})


def take_load_core() -> None:
    """Keep this process, which makes the load, off the server's core."""
    os.sched_setaffinity(0, {LOAD_CORE})
