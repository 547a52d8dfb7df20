"""`make pictures`: starts the demo, looks at every screen and page, and keeps what is seen.

python -m tests.pictures [NAME ...]    all pictures, or those whose names are given
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.pictures import pages, terminals
from tests.pictures.demo import Demo
from tests.support import program
from tests.support.browser import CHROMIUM

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def make(demo: Demo, wanted: set[str]) -> None:
    """Make the wanted pictures; all of them if none is named."""
    for name, take in terminals.PICTURES.items():
        if not wanted or name in wanted:
            await take(demo)
            print(name, flush=True)
    if CHROMIUM is None:
        print("Chromium is not installed: there are no pictures of pages", file=sys.stderr)
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        for shot in pages.SHOTS:
            if not wanted or shot.name in wanted:
                await pages.take(browser, demo, shot)
                print(shot.name, flush=True)
        await browser.close()


def main() -> None:
    """Make the pictures that were named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        with program.started(*program.demo(data, "--traffic")) as server:
            asyncio.run(make(Demo(server.url, data, FOLDER), set(sys.argv[1:])))
            server.end()


if __name__ == "__main__":
    main()
