"""From the press on next until a browser's hall page has the number, beside other screens.

Both ends read this machine's one clock. Without Chromium and its driver nothing is measured.
"""

import shutil
import sys
import tempfile
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from benchmarks.load import Caller, percentile_ms, post
from benchmarks.measures.runs import Plan, take_numbers
from benchmarks.processes import Process, running
from benchmarks.report import Figure
from benchmarks.screens import watching
from benchmarks.server import BASE, COUNTERS, DISPLAY_TOKEN, officer_token

if TYPE_CHECKING:
    from playwright.sync_api import Page

OTHERS = 50
PRESSES = 40
AIM_MS = 150.0
_BETWEEN_S = 0.25
_WITHIN_MS = 5_000
_WATCH = """
    window.seen = [];
    const label = document.getElementById("newest-label");
    const now = () => performance.timeOrigin + performance.now();
    const note = () => window.seen.push([label.textContent, now()]);
    const every = { childList: true, characterData: true, subtree: true };
    new MutationObserver(note).observe(label, every);
"""


def measure(plan: Plan) -> list[Figure]:
    """Return the figure; none where there is no browser."""
    chromium = shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None:
        print("no browser here: the hall page is not measured", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running("benchmarks.server", [folder]) as server,
        sync_playwright() as playwright,
    ):
        take_numbers(server, plan.runs * PRESSES + COUNTERS)
        host, port = server.address
        url = f"http://{host}:{port}"
        window = playwright.chromium.launch(executable_path=chromium).new_context(
            viewport={"width": 1920, "height": 1080}
        )
        window.add_cookies([{"name": "queue_session", "value": DISPLAY_TOKEN, "url": url}])
        with watching(server.address, f"{BASE}/live/hall", DISPLAY_TOKEN, OTHERS):
            page = window.new_page()
            page.goto(f"{url}/hall?sound=off")
            page.wait_for_selector("#counters .tile")
            page.evaluate(_WATCH)
            hall = _Hall(server, page)
            runs = [[hall.press() for _ in range(PRESSES)] for _ in range(plan.runs)]
    return [
        Figure(
            f"call to the page's DOM, {OTHERS} other screens, p{share * 100:.0f}",
            [percentile_ms(run, share) for run in runs],
            "ms",
            "the aim",
            [AIM_MS],
            note="Chromium, 1920x1080",
        )
        for share in (0.5, 0.95)
    ]


class _Hall:
    """A hall page in a browser, and the officers who press next."""

    def __init__(self, server: Process, page: "Page") -> None:
        self._caller = Caller(server.address)
        self._page = page
        self._presses = 0

    def press(self) -> float:
        """Press next at the next counter and return how long the page took to have it."""
        counter = self._presses % COUNTERS + 1
        self._presses += 1
        seen = self._page.evaluate("window.seen.length")
        began = time.time()
        self._caller.ask(post(f"{BASE}/counters/{counter}/next", officer_token(counter), b"{}"))
        status, body = self._caller.answer()
        if status != 200:
            raise RuntimeError(f"nobody was called: {body!r}")
        self._page.wait_for_function(
            "seen => window.seen.length > seen", arg=seen, timeout=_WITHIN_MS
        )
        noted: Any = self._page.evaluate("seen => window.seen[seen]", seen)
        time.sleep(_BETWEEN_S)
        return float(noted[1]) / 1000 - began
