"""What a Textual screen shows, as text and as a picture."""

import os
import re
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot


def text_of(app: App[object]) -> str:
    """Return the screen's letters, line by line."""
    strips = app.screen._compositor.render_strips()
    lines = ["".join(part.text for part in strip) for strip in strips]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def matches_golden(app: App[object], golden: Path) -> None:
    """Compare the screen with the kept text; `REWRITE_GOLDEN=1` keeps the new one."""
    # seconds that count down are different at every look
    text = re.sub(r"\((\d+)\)", lambda number: f"({'.' * len(number[1])})", text_of(app))
    if os.environ.get("REWRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8"), f"{golden.name} looks different now"


async def until(pilot: Pilot[object], text: str, gone: bool = False) -> None:
    """Wait until the screen says `text`, or no longer says it."""
    for _ in range(400):
        await pilot.pause(0.01)
        if (text in text_of(pilot.app)) is not gone:
            return
    raise AssertionError(f"{text!r} is {'still' if gone else 'not'} on:\n{text_of(pilot.app)}")
