"""The boards in a real browser: what they show and speak, and what they say when not live."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace
from playwright.async_api import WebSocketRoute, expect

from queue_server.domain import sentence
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import ActorId
from queue_server.voice.espeak import Espeak
from queue_server.voice.speaker import Manner, Speaker
from tests.support import hostile
from tests.support.browser import CHROMIUM, SIZES, Glass, Sheet, on_one_loop, open_glass
from tests.support.hostile_plans import HALVES, hostile_plan
from tests.support.small import CENTRE, small_plan
from tests.support.tones import clip_pack, tone

pytestmark = on_one_loop

SEEN = [("phone", "vi"), ("desktop", "en"), ("tv", "vi")]
"""Every size and every language."""

_EARS = """
    window.heard = [];
    const real = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when, from) {
      window.heard.push(from);
      this.playbackRate.value = 40;
      return real.call(this, when, from);
    };
"""
"""Notes from where each sound is played, and plays it quickly."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def glass(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Glass]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    clips = sentence.clips_vi(small_plan())
    pack = clip_pack(Path(tmp_path_factory.mktemp("voice")), clips, tone(0.3))
    async with open_glass(speaker=Speaker(Manner(pack=pack), Espeak(None))) as glass:
        for counter, officer in (("1", "officer"), ("2", "officer-2")):
            await glass.house.told(f"/counters/{counter}/open", officer)
        yield glass


class Hall:
    """A hall with a board, and the officers who call."""

    def __init__(self, glass: Glass, sheet: Sheet) -> None:
        self.glass = glass
        self.house = glass.house
        self.sheet = sheet
        self.page = sheet.page
        self.asked: list[str] = []
        self.page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if found := re.search(r"/calls/(\d+)/audio", request.url):
            self.asked.append(found[1])

    async def call(self, counter: str = "1") -> str:
        """Let a counter call somebody who has just come, and return the number."""
        field, officer = {"1": ("HT", "officer"), "2": ("CT", "officer-2")}[counter]
        ticket = await self.house.ticket(field)
        reason = {"ticket": ticket["id"], "reason": "đã hẹn"}
        await self.house.told(f"/counters/{counter}/call", officer, reason)
        self.house.clock.move(1)
        return str(ticket["label"])

    async def reload(self) -> None:
        """Load the board again, and wait until it hears: what was called before is not news."""
        await self.page.reload()
        await expect(self.page.locator("#counters .tile")).not_to_have_count(0)

    async def newest(self, label: str) -> None:
        """Wait until a number is the newest on the board."""
        await expect(self.page.locator("#newest-label")).to_have_text(label)

    async def plays(self, count: int) -> list[float]:
        """Wait until so many sounds were played and all is still, and return where they began."""
        await self.page.wait_for_function(
            "count => window.heard.length >= count && !document.body.hasAttribute('data-speaking')",
            arg=count,
        )
        return await self.page.evaluate("window.heard.splice(0)")  # type: ignore[no-any-return]


@asynccontextmanager
async def hall(glass: Glass, path: str = "/hall", **how: Any) -> AsyncIterator[Hall]:
    window = await glass.window("display", **{"size": "tv", **how})
    try:
        await window.add_init_script(_EARS)
        page_sheet = await glass.sheet(window, "/sign-in")
        seen = Hall(glass, page_sheet)
        await seen.page.goto(glass.url + path)
        await expect(seen.page.locator("#counters .tile")).not_to_have_count(0)
        yield seen
        page_sheet.expect_clean()
    finally:
        await window.close()


@pytest.mark.parametrize(("size", "language"), SEEN)
async def test_the_board_shows_all_there_is(glass: Glass, size: str, language: str) -> None:
    theme = "dark" if language == "en" else "light"
    async with hall(glass, f"/hall?theme={theme}", size=size, language=language) as seen:
        label = await seen.call()
        await seen.house.ticket("CT")
        await seen.newest(label)
        board = seen.page.locator("body")

        words = {
            "vi": (
                "Đang gọi",
                "Quầy",
                f"Mời số {label} đến quầy số 1",
                "Chứng thực",
                "Bật âm thanh",
            ),
            "en": (
                "Now calling",
                "Counter",
                f"Number {label}, please go to counter 1",
                "Certified copies",
                "Turn the sound on",
            ),
        }
        for said in words[language]:
            await expect(board).to_contain_text(said, ignore_case=True)
        await expect(seen.page.locator("#clock")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
        await seen.sheet.axe()
        wide = await seen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]
        if size != "phone":
            high = await seen.page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
            assert high[0] <= high[1]


async def test_nobody_is_heard_before_a_touch_and_everybody_after_it(glass: Glass) -> None:
    async with hall(glass) as seen:
        before = await seen.call()
        await seen.newest(before)
        assert seen.asked == []

        await seen.page.click("#sound-on")
        await expect(seen.page.locator("#sound")).to_be_hidden()
        await seen.newest(await seen.call())
        played = await seen.plays(2)

        # chime and sentence, then the sentence alone
        assert played[0] == 0
        assert 1 < played[1] < 2
        assert len(played) == 2


async def test_calls_at_once_are_all_shown_and_spoken_in_order(glass: Glass) -> None:
    async with hall(glass) as seen:
        await seen.page.click("#sound-on")
        labels = [await seen.call(str(n % 2 + 1)) for n in range(5)]
        await seen.newest(labels[-1])
        played = await seen.plays(5)

        for label in labels[:-1]:
            await expect(seen.page.locator("#earlier")).to_contain_text(label)
        order = list(map(int, seen.asked))
        assert order == sorted(order)
        assert len(set(order)) == 5
        # while more than three waited each was said once
        assert played.count(0) == 5
        assert len(played) < 10


async def test_a_recall_is_spoken_again_and_an_undone_call_is_not_shown(glass: Glass) -> None:
    async with hall(glass) as seen:
        await seen.page.click("#sound-on")
        label = await seen.call()
        await seen.plays(2)
        seen.house.clock.move(10)
        await seen.house.told("/counters/1/recall", "officer")
        await seen.plays(2)
        await expect(seen.page.locator("#newest-words")).to_contain_text("gọi lại")
        assert len(set(seen.asked)) == 2

        other = await seen.call()
        await seen.newest(other)
        await seen.house.told("/counters/1/undo", "officer")
        await seen.newest(label)


async def test_a_board_goes_blank_and_still_at_once(glass: Glass) -> None:
    async with hall(glass) as seen:
        await seen.page.click("#sound-on")
        await seen.house.told("/boards/blank", "admin")
        await expect(seen.page.locator("#blank")).to_be_visible()
        await seen.sheet.axe()
        label = await seen.call()
        await seen.newest(label)
        await seen.house.told("/boards/show", "manager")
        await expect(seen.page.locator("#blank")).to_be_hidden()

        # what was called behind the curtain is shown, and never spoken
        assert seen.asked == []
        await seen.newest(await seen.call())
        await seen.plays(2)
        assert len(seen.asked) == 1


async def test_a_frozen_line_is_seen_and_only_young_calls_are_spoken_after_it(glass: Glass) -> None:
    async with hall(glass) as seen:
        frozen: list[bool] = []
        wires: list[WebSocketRoute] = []

        def route(wire: WebSocketRoute) -> None:
            wires.append(wire)
            server = wire.connect_to_server()
            server.on_message(lambda message: None if any(frozen) else wire.send(message))

        await seen.page.route_web_socket(re.compile("/live/hall"), route)
        await seen.reload()
        await seen.page.click("#sound-on")
        await seen.newest(await seen.call())
        await seen.plays(2)
        heard = len(seen.asked)

        frozen.append(True)
        await seen.call()
        seen.house.clock.move(120)
        young = await seen.call("2")
        await expect(seen.page.locator("#not-live")).to_be_visible(timeout=10_000)
        await expect(seen.page.locator("#not-live")).to_contain_text("Mất kết nối từ")
        await seen.sheet.axe()
        frozen.clear()
        await wires[-1].close(code=1012)
        await expect(seen.page.locator("#not-live")).to_be_hidden(timeout=15_000)
        await seen.newest(young)
        await seen.plays(2)

        assert len(seen.asked) == heard + 1


async def test_a_page_that_is_loaded_again_repeats_nothing(glass: Glass) -> None:
    async with hall(glass) as seen:
        await seen.page.click("#sound-on")
        await seen.newest(await seen.call())
        await seen.plays(2)
        heard = list(seen.asked)

        await seen.reload()
        await seen.page.click("#sound-on")
        await seen.newest(await seen.call())
        await seen.plays(2)

        assert len(seen.asked) == len(heard) + 1


async def test_hostile_texts_stay_text(glass: Glass) -> None:
    async with hall(glass) as seen:
        for some in HALVES:
            await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=hostile_plan(some)))
            tiles = seen.page.locator("#counters .tile-name")
            await expect(tiles.last).to_have_text(some[-1])
            assert (await tiles.all_text_contents())[2:] == list(some)
            assert await seen.page.locator("#header p").all_text_contents() == list(some[:4])
            assert await seen.page.locator("#notice").text_content() == some[4]
        async with glass.open(f"/counter/x{len(some) - 1}", "display") as board:
            await expect(board.page.locator("h1")).to_have_text(some[-1])
            assert await board.page.evaluate(f"typeof {hostile.FLAG}") == "undefined"
        assert await seen.page.evaluate(f"typeof {hostile.FLAG}") == "undefined"
        await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=small_plan(CENTRE)))


@pytest.mark.parametrize(("size", "language"), SEEN)
async def test_a_counter_s_board_shows_one_number(glass: Glass, size: str, language: str) -> None:
    async with hall(glass, size=size, language=language) as seen:
        label = await seen.call("2")
        await seen.page.goto(f"{glass.url}/counter/2?theme={'dark' if size == 'tv' else 'light'}")
        come = {"vi": "Xin mời vào quầy", "en": "Please come in"}
        await expect(seen.page.locator("#label")).to_have_text(label)
        await expect(seen.page.locator("#state")).to_contain_text(come[language])
        await seen.sheet.axe()
        box = await seen.page.locator("#label").bounding_box()
        assert box is not None
        width = SIZES[size]["viewport"]["width"]
        assert 0.6 * width < box["width"] <= width

        await seen.house.told("/counters/2/start", "officer-2")
        served = {"vi": "Đang phục vụ", "en": "Now serving"}
        await expect(seen.page.locator("#state")).to_have_text(served[language])
        await seen.house.told("/counters/2/finish", "officer-2", {"outcome": "received"})
        await seen.house.told("/counters/2/pause", "officer-2", {"reason": "giải lao"})
        paused = {"vi": "Quầy tạm dừng", "en": "Counter paused"}
        await expect(seen.page.locator("#state")).to_have_text(paused[language])
        await seen.sheet.axe()
        await seen.house.told("/boards/blank", "admin")
        await expect(seen.page.locator("#blank")).to_be_visible()
        await seen.house.told("/boards/show", "admin")
        await seen.house.told("/counters/2/open", "officer-2")


async def test_a_long_notice_moves_until_somebody_stops_it(glass: Glass) -> None:
    plan = replace(small_plan(CENTRE), notice_vi="Giờ làm việc: 7:30 - 11:30, 13:30 - 17:00. " * 9)
    await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=plan))
    async with hall(glass, reduced_motion="no-preference") as seen:
        notice, stop = seen.page.locator("#notice"), seen.page.locator("#notice-stop")
        await expect(notice).to_have_attribute("data-moves", "")
        await seen.page.hover("#notice-strip")
        await stop.click()
        await expect(stop).to_have_attribute("aria-pressed", "true")
        await expect(notice).to_have_css("animation-play-state", "paused")
        await seen.page.emulate_media(reduced_motion="reduce")
        await seen.page.set_viewport_size({"width": 1366, "height": 768})
        await expect(notice).not_to_have_attribute("data-moves", "")
    await glass.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=small_plan(CENTRE)))


async def test_a_screen_that_slept_dials_anew_instead_of_speaking_of_old_times(
    glass: Glass,
) -> None:
    async with hall(glass) as seen:
        await seen.page.clock.install()
        await seen.reload()
        await seen.page.click("#sound-on")
        await seen.newest(await seen.call())
        lines: list[str] = []
        seen.page.on("websocket", lambda wire: lines.append(wire.url))

        await seen.page.clock.fast_forward(3_600_000)

        await seen.newest(await seen.call())
        assert len(lines) == 1


async def test_the_widest_number_stays_on_a_counter_s_board(glass: Glass) -> None:
    async with glass.open("/counter/2", "display") as board:
        label = board.page.locator("#label")
        await expect(board.page.locator("#state")).not_to_contain_text("…")
        for text in ("W888", "QM008", "WWW8888"):
            for width, height in ((1920, 1080), (1366, 768), (640, 1000), (480, 320)):
                await label.evaluate("(label, text) => { label.textContent = text; }", text)
                await board.page.set_viewport_size({"width": width, "height": height})
                await board.page.wait_for_function(
                    """() => {
                        const words = document.createRange();
                        words.selectNodeContents(document.getElementById("label"));
                        const { left, right, width } = words.getBoundingClientRect();
                        return left >= 0 && right <= innerWidth && width > 0.6 * innerWidth;
                    }"""
                )
