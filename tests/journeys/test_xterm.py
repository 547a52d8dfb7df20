"""The kiosk as its unit file shows it: xterm under X11, touched by a pointer."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.handbook import ROOT
from tests.support.house import House, open_house
from tests.support.small import CENTRE

PROGRAMS = ("Xvfb", "xterm", "xdotool")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
WIDTH, HEIGHT = 1366, 768
FIRST_TILE = (WIDTH // 8, HEIGHT * 2 // 5)
LONG_S = 40


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own, at a number that it finds free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as said:
                yield f":{said.readline().strip()}"
        finally:
            server.send_signal(signal.SIGTERM)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as house:
        yield house


def told(display: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment that the unit gives, on this display."""
    resources = str(ROOT / "deploy" / "x11" / "terminal.resources")
    mine = {"DISPLAY": display, "XENVIRONMENT": resources, "XDG_STATE_HOME": str(tmp_path)}
    return {**os.environ, **mine, "TEXTUAL_COLOR_SYSTEM": "truecolor", "LANG": "C.UTF-8"}


async def test_a_touch_on_an_xterm_takes_a_ticket(
    house: House, display: str, tmp_path: Path
) -> None:
    server, slips = str(house.client.make_url("")), tmp_path / "slips"
    kiosk = [sys.executable, "-m", "kiosk", "--server", server]
    options = ["--token", "token-kiosk", "--centre", CENTRE, "--printer", f"png://{slips}"]
    window = ["xterm", "-geometry", "136x36+0+0", "-fs", "11", "-e", *kiosk, *options]
    env = told(display, tmp_path)
    with subprocess.Popen(window, env=env, cwd=ROOT) as shown:
        try:
            await touch_until_printed(house, env, slips)
        finally:
            shown.terminate()

    (slip, *_) = slips.glob("*.png")
    assert slip.name.startswith("A001-")


async def touch_until_printed(house: House, env: dict[str, str], slips: Path) -> None:
    """Touch the place of the first tile again and again: it is not there at once."""
    end = time.monotonic() + LONG_S
    touch = ["xdotool", "mousemove", *map(str, FIRST_TILE), "click", "1"]
    while not list(slips.glob("*.png")):
        assert time.monotonic() < end, "no ticket was printed"
        finger = await asyncio.create_subprocess_exec(*touch, env=env)
        await finger.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(printed(house), 0.5)


async def printed(house: House) -> None:
    """Wait until the kiosk says that a slip is out."""
    while b"ticket_printed" not in b"".join([e.body for e in await house.journal.read(0, 1000)]):
        await asyncio.sleep(0.02)
