"""Pictures of the programs on terminals, cell by cell."""

from collections.abc import Awaitable, Callable

from PIL import Image, ImageOps
from textual.app import App
from textual.pilot import Pilot

from counter_display.console.app import ConsoleApp
from counter_display.counter.app import CounterApp
from counter_display.hall.app import HallApp
from kiosk.app import KioskApp
from kiosk.printing.local import PicturePrinter
from queue_server.link import Link
from tests.pictures.demo import Demo, keep
from tests.support.photo import photograph
from tests.support.screens import until

SIZE = (136, 38)
_HOME = "Hộ tịch"
_PAPER = "#efece4"

Walk = Callable[[Pilot[int]], Awaitable[None]]


async def _look(app: App[int], demo: Demo, name: str, walk: Walk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await walk(pilot)
        await pilot.pause(0.2)
        photograph(app, demo.path(name), 96)


def _kiosk(demo: Demo) -> KioskApp:
    return KioskApp(demo.link("kiosk"), PicturePrinter(demo.tickets))


async def kiosk(demo: Demo) -> None:
    """The first screen."""
    await demo.called()

    async def walk(glass: Pilot[int]) -> None:
        await until(glass, _HOME)

    await _look(_kiosk(demo), demo, "kiosk", walk)


async def number(demo: Demo) -> None:
    """The number, very large; and its paper."""

    async def walk(glass: Pilot[int]) -> None:
        await until(glass, _HOME)
        await glass.click("#tile-0")
        await until(glass, "lấy phiếu")

    await _look(_kiosk(demo), demo, "kiosk-number", walk)
    newest = max(demo.tickets.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
    with Image.open(newest) as slip:
        paper = ImageOps.expand(slip.convert("RGB"), 24, "white")
        keep(ImageOps.expand(paper, 20, _PAPER), demo.path("ticket"))


async def large(demo: Demo) -> None:
    """The first screen in large letters."""

    async def walk(glass: Pilot[int]) -> None:
        await until(glass, _HOME)
        await glass.click("#large")
        await until(glass, "1/4 ▶")

    await _look(_kiosk(demo), demo, "kiosk-large", walk)


async def look_up(demo: Demo) -> None:
    """A few letters typed, and what they may mean."""

    async def walk(glass: Pilot[int]) -> None:
        await until(glass, _HOME)
        await glass.click("#look-up")
        await glass.pause(0.5)
        await glass.press("k", "h", "a", "i", "space", "s", "i", "n", "h")
        await until(glass, "khai sinh")
        await glass.pause(1.5)

    await _look(_kiosk(demo), demo, "kiosk-lookup", walk)


async def hall(demo: Demo) -> None:
    """The board of the hall."""
    await demo.called()

    async def walk(wall: Pilot[int]) -> None:
        await until(wall, "Mời số")

    await _look(HallApp(demo.link("display")), demo, "hall", walk)


async def counter(demo: Demo) -> None:
    """The board above a counter."""
    await demo.ticket_at_counter()

    async def walk(board: Pilot[int]) -> None:
        await until(board, "Mời số")

    await _look(CounterApp(demo.link("display"), "8"), demo, "counter", walk)


async def console(demo: Demo) -> None:
    """The officer's console."""
    await demo.ticket_at_counter()
    password = demo.known.password("officer8")
    desk = ConsoleApp(Link(demo.url), "8", account="officer8", password=password)

    async def walk(officer: Pilot[int]) -> None:
        await until(officer, "ĐANG CHỜ")

    await _look(desk, demo, "console", walk)


PICTURES: dict[str, Callable[[Demo], Awaitable[None]]] = {
    "kiosk": kiosk,
    "kiosk-number": number,
    "kiosk-large": large,
    "kiosk-lookup": look_up,
    "hall": hall,
    "counter": counter,
    "console": console,
}
