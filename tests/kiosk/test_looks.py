"""The glass for everybody: large text, contrast, and nobody's choice left for the next person."""

import pytest
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.screens.staff import LOCKED_S, StaffCode
from kiosk.taking import Timing
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.lettering import LargeText
from tests.support import sights
from tests.support.glass import TIMING, PaperTray, ready
from tests.support.screens import ended, until, words_of
from tests.support.stage import Stage

pytestmark = pytest.mark.uncounted
PANELS = {
    # JetBrains Mono is 0.6 wide and 1.32 high: cells of 10 x 22, or 10 x 20 where lines are tight
    "1366x768": (136, 34),
    "1366x768 tight": (136, 38),
    "1920x1080, the same font": (192, 49),
}


class Clock:
    """Moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def cut(app: KioskApp) -> list[str]:
    """Return what does not lie wholly on the glass."""
    glass = app.screen.region
    return [
        f"{widget!r} {widget.region}"
        for widget in app.screen.walk_children()
        if widget.visible and widget.region.area and not glass.contains_region(widget.region)
    ]


async def looked_at(pilot: Pilot[int]) -> None:
    """Check that nothing of the screen that is shown now is cut."""
    assert isinstance(pilot.app, KioskApp)
    await pilot.pause()
    assert cut(pilot.app) == []


@pytest.mark.parametrize("panel", PANELS)
async def test_on_every_panel_nothing_is_cut(stage: Stage, tray: PaperTray, panel: str) -> None:
    stage.centre = sights.centre(dossiers_per_ticket=5, agents_series=True)
    tray.asks = True
    async with ready(stage, tray, size=PANELS[panel], staff_code="1") as pilot:
        await looked_at(pilot)
        for button, shows, back in (
            ("priority", "Quý vị thuộc đối tượng nào?", "none"),
            ("tile-0", "Quý vị nộp mấy hồ sơ?", "back"),
            ("look-up", "Quý vị cần làm việc gì?", "back"),
        ):
            await pilot.click(f"#{button}")
            await until(pilot, shows)
            await looked_at(pilot)
            await pilot.click(f"#{back}")
            await until(pilot, "Đất đai")
        await pilot.click("#tile-0")
        await until(pilot, "Quý vị nộp mấy hồ sơ?")
        await pilot.click("#more")
        await until(pilot, "Bấm số hồ sơ")
        await looked_at(pilot)
        await pilot.click("#back")
        await until(pilot, "Đất đai")
        await pilot.click("#kind-collect")
        await until(pilot, "Đã có phiếu chưa?")
        await looked_at(pilot)
        await pilot.click("#there")
        await until(pilot, "NỘP HỒ SƠ")


async def test_large_text_shows_four_fields_at_once(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#large")
        await until(pilot, "1/4 ▶")
        assert [
            tile for tile in ("Hộ tịch", "Môi trường", "Xây dựng") if tile in words_of(pilot.app)
        ]
        assert "Xây dựng" not in words_of(pilot.app)
        await pilot.click("#page")
        await until(pilot, "Xây dựng, quy hoạch, nhà ở và giao thông")
        numbers = [w.text for w in pilot.app.screen.query(".tile-number").results(LargeText)]
        assert numbers == ["5", "6", "7", "8"]
        await pilot.click("#tile-0")
        await until(pilot, "Mời quý vị lấy phiếu")
        assert pilot.app.screen.query_one("#number", BigText).text == "E005"


async def test_large_text_and_contrast_last_for_one_person(stage: Stage, tray: PaperTray) -> None:
    async with ready(stage, tray) as pilot:
        await pilot.click("#contrast")
        await pilot.click("#large")
        await until(pilot, "1/4 ▶")
        assert pilot.app.theme == "contrast"
        await pilot.click("#kind-collect")
        await until(pilot, "Mời quý vị lấy phiếu")
        await pilot.click("#done")
        await until(pilot, "TRA CỨU THỦ TỤC")
        assert pilot.app.theme == "daylight"


def _ratio(one: str, other: str) -> float:
    bright, dark = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_colours_can_be_told_apart() -> None:
    from kiosk.looks import CONTRAST, DAYLIGHT

    for look, least in ((DAYLIGHT, 4.5), (CONTRAST, 7.0)):
        names = {**vars(look), **look.variables}
        pairs = [
            ("foreground", "surface"),
            ("foreground", "background"),
            ("primary", "surface"),
            ("primary", "panel"),
            ("on-primary", "primary"),
            ("on-accent", "accent"),
            ("on-other", "other"),
            ("on-seek", "seek"),
            ("on-off", "off"),
            ("muted", "surface"),
            ("muted", "background"),
            ("warning", "surface"),
            ("error", "surface"),
            ("success", "surface"),
        ]
        for ink, paper in pairs:
            assert _ratio(names[ink], names[paper]) >= least, (look.name, ink, paper)


class TestNobodyThere:
    TIMES = Timing(stay_s=60, no_paper_s=60, sorry_s=60, printer_s=60)

    async def test_whoever_is_gone_is_asked_and_then_forgotten(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        clock = Clock()
        async with ready(stage, tray, timing=self.TIMES, clock=clock) as pilot:
            await pilot.click("#language")
            await until(pilot, "Civil status")
            clock.now = 19
            await pilot.pause(1.1)
            assert "Are you still there?" not in words_of(pilot.app)
            clock.now = 22
            await until(pilot, "Are you still there?")
            await until(pilot, "in 8 seconds")
            clock.now = 30
            await until(pilot, "Hộ tịch")
            await until(pilot, "Are you still there?", gone=True)

    async def test_whoever_is_still_there_goes_on(self, stage: Stage, tray: PaperTray) -> None:
        clock = Clock()
        async with ready(stage, tray, timing=self.TIMES, clock=clock) as pilot:
            await pilot.click("#look-up")
            await until(pilot, "Quý vị cần làm việc gì?")
            clock.now = 25
            await until(pilot, "Bạn còn ở đó không?")
            await pilot.click("#here")
            await until(pilot, "Quý vị cần làm việc gì?")
            clock.now = 50
            await until(pilot, "Bạn còn ở đó không?")
            clock.now = 60
            await until(pilot, "Đất đai")

    async def test_large_text_has_twice_the_time(self, stage: Stage, tray: PaperTray) -> None:
        clock = Clock()
        async with ready(stage, tray, timing=self.TIMES, clock=clock) as pilot:
            await pilot.click("#large")
            await until(pilot, "1/4 ▶")
            clock.now = 45
            await pilot.pause(1.1)
            assert "Bạn còn ở đó không?" not in words_of(pilot.app)
            clock.now = 52
            await until(pilot, "Bạn còn ở đó không?")
            clock.now = 60
            await until(pilot, "TRA CỨU THỦ TỤC")

    async def test_the_first_screen_as_it_is_asks_nobody(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        clock = Clock()
        async with ready(stage, tray, timing=self.TIMES, clock=clock) as pilot:
            clock.now = 25
            await pilot.pause(1.1)
            assert "Bạn còn ở đó không?" not in words_of(pilot.app)


class TestTheWayOut:
    async def test_five_taps_on_the_clock_ask_for_the_code(
        self, stage: Stage, tray: PaperTray
    ) -> None:
        async with ready(stage, tray, staff_code="2468", clock=Clock()) as pilot:
            for _ in range(5):
                await pilot.click("#clock")
            await until(pilot, "Mã nhân viên")
            for digit in "2468":
                await pilot.click(f"#digit-{digit}")
            await pilot.click("#enough")
            await ended(pilot)

            assert pilot.app.return_code == 0

    async def test_a_few_taps_on_the_clock_do_nothing(self, stage: Stage, tray: PaperTray) -> None:
        clock = Clock()
        async with ready(stage, tray, staff_code="2468", clock=clock) as pilot:
            for _ in range(8):
                await pilot.click("#clock")
                clock.now += 1.5
            assert "Mã nhân viên" not in words_of(pilot.app)

    def test_guessing_is_locked_for_a_minute(self) -> None:
        code = StaffCode("2468")

        assert not any(code.is_right(guess, 0.0) for guess in ("1", "2", "3"))
        assert not code.is_right("2468", LOCKED_S - 1)
        assert code.is_right("2468", LOCKED_S)

    def test_the_code_itself_is_not_kept(self) -> None:
        assert "2468" not in repr(vars(StaffCode("2468")))


def test_times_of_the_kiosk_are_those_of_the_rule() -> None:
    assert (Timing().idle_s, Timing().idle_large_s) == (30, 60)
    assert TIMING.idle_s > 60
