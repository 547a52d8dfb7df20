"""What a Textual screen shows, as text."""

import os
import re
import time
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from queue_server.terminal.glyphs import BigText
from queue_server.terminal.lettering import LargeText

LONG_S = 20
"""Nobody waits longer for what should come at once, even on a busy machine."""


def text_of(app: App[object]) -> str:
    """Return the screen's letters, line by line."""
    strips = app.screen._compositor.render_strips()
    lines = ["".join(part.text for part in strip) for strip in strips]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def words_of(app: App[object]) -> str:
    """Return what the screen says, also in drawn letters."""
    drawn = [*app.screen.query(LargeText), *app.screen.query(BigText)]
    seen = (widget.text for widget in drawn if widget.visible and widget.size.area)
    return "\n".join([text_of(app), *seen])


async def until(pilot: Pilot[object], text: str, gone: bool = False) -> None:
    """Wait until the screen says `text`, or no longer says it."""
    end = time.monotonic() + LONG_S
    while time.monotonic() < end:
        await pilot.pause(0.01)
        if (text in words_of(pilot.app)) is not gone:
            return
    raise AssertionError(f"{text!r} is {'still' if gone else 'not'} on:\n{words_of(pilot.app)}")


async def ended(pilot: Pilot[object]) -> None:
    """Wait until the app has an exit code: it was asked to end."""
    end = time.monotonic() + LONG_S
    while pilot.app.return_code is None and time.monotonic() < end:
        await pilot.pause(0.01)


async def matches_golden(pilot: Pilot[object], golden: Path) -> None:
    """Wait until the screen looks as kept; `REWRITE_GOLDEN=1` keeps how it settles now."""
    if os.environ.get("REWRITE_GOLDEN"):
        await pilot.pause(1)
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(_still(pilot.app), encoding="utf-8")
    kept = golden.read_text(encoding="utf-8")
    end = time.monotonic() + LONG_S
    while _still(pilot.app) != kept and time.monotonic() < end:
        await pilot.pause(0.05)
    assert _still(pilot.app) == kept, f"{golden.name} looks different now"


def _still(app: App[object]) -> str:
    """Return the screen's letters without the seconds that count down."""
    return re.sub(r"\((\d+)\)", lambda number: f"({'.' * len(number[1])})", text_of(app))
