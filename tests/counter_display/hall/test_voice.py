import asyncio
import io
import sys
import wave
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from counter_display.hall.app import HallApp
from counter_display.hall.voice import BETWEEN_S, CHIME_S, Command, Voice, seconds, twice
from queue_server.link import Limits, Link
from queue_server.protocol.screens import CallView
from queue_server.voice import chime
from tests.support import sights
from tests.support.screens import until
from tests.support.stage import ROOT, Stage

RATE = 1000


def sound(length_s: float, tone: int = 0) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "none"))
        file.writeframes(tone.to_bytes(2, "little") * round(length_s * RATE))
    return made.getvalue()


def call(serial: int, **changed: object) -> CallView:
    audio = {"audio": f"{ROOT}/calls/{serial}/audio"}
    return sights.call(serial, f"A{serial:03}", "1", **(audio | {"at": sights.AT} | changed))


class Ears:
    """A program that keeps what it was given to play, by its length in tenths of a second."""

    def __init__(self, folder: Path) -> None:
        self.heard = folder / "heard"
        self.heard.touch()
        self.program = folder / "play.py"
        self.program.write_text(
            "import sys, wave\n"
            "source = sys.stdin.buffer if sys.argv[1] == '-' else sys.argv[1]\n"
            "with wave.open(source) as sound:\n"
            "    length = round(sound.getnframes() / sound.getframerate() * 10)\n"
            f"open({str(self.heard)!r}, 'a').write(f'{{length}}\\n')\n"
        )

    @property
    def tenths(self) -> list[int]:
        return [int(line) for line in self.heard.read_text().split()]

    async def have_heard(self, count: int) -> list[int]:
        async with asyncio.timeout(20):
            while len(self.tenths) < count:
                await asyncio.sleep(0.02)
        return self.tenths

    async def hear(self, tenths: int) -> None:
        """Wait for a sound of this length."""
        async with asyncio.timeout(20):
            while tenths not in self.tenths:
                await asyncio.sleep(0.02)


@pytest.fixture
def ears(tmp_path: Path) -> Ears:
    return Ears(tmp_path)


@asynccontextmanager
async def speaking(stage: Stage, command: str) -> AsyncIterator[Voice]:
    async with aclosing(Link(stage.url, "token", limits=Limits(answer_s=20.0))) as link:
        voice = Voice(link, Command.parse(command))
        at_work = asyncio.create_task(voice.speak())
        yield voice
        at_work.cancel()
        await asyncio.gather(at_work, return_exceptions=True)


def long(tenths: int) -> int:
    """Return how long a sound is that is said twice with one chime."""
    return round(tenths * 2 - CHIME_S * 10 + BETWEEN_S * 10)


def sounds_of(stage: Stage, **lengths_s: float) -> None:
    for name, length in lengths_s.items():
        stage.sounds[f"/calls/{name.removeprefix('c')}/audio"] = sound(length)


@pytest.mark.parametrize("how", ["", " {}", " -"])
async def test_calls_are_spoken_in_order_a_few_of_them_twice(
    stage: Stage, ears: Ears, how: str
) -> None:
    sounds_of(stage, c1=2.0, c2=3.0)
    async with speaking(stage, f"{sys.executable} {ears.program}{how}") as voice:
        voice.say([call(1), call(2)])

        assert await ears.have_heard(2) == [long(20), long(30)]


async def test_of_a_long_line_each_is_said_once(stage: Stage, ears: Ears) -> None:
    sounds_of(stage, c1=2.0, c2=2.1, c3=2.2, c4=2.3)
    async with speaking(stage, f"{sys.executable} {ears.program}") as voice:
        voice.say([call(serial) for serial in (1, 2, 3, 4)])

        assert (await ears.have_heard(4))[0] == 20
        assert ears.tenths[-1] == long(23)


async def test_a_call_without_sound_does_not_hold_up_the_next(stage: Stage, ears: Ears) -> None:
    sounds_of(stage, c3=2.0)
    stage.sounds["/calls/2/audio"] = b"no sound at all"
    async with speaking(stage, f"{sys.executable} {ears.program}") as voice:
        voice.say([call(1), call(2), call(4, audio=None), call(3)])

        assert await ears.have_heard(1) == [long(20)]


async def test_an_undone_call_is_not_spoken(stage: Stage, ears: Ears) -> None:
    sounds_of(stage, c1=2.0, c2=2.5, c3=3.0)
    async with speaking(stage, f"{sys.executable} {ears.program}") as voice:
        voice.say([call(1), call(2), call(3)])
        voice.keep([call(1), call(3)])

        assert await ears.have_heard(2) == [long(20), long(30)]


async def test_a_hushed_voice_is_still_at_once(stage: Stage, ears: Ears, tmp_path: Path) -> None:
    sounds_of(stage, c1=2.0, c2=2.0, c3=2.0)
    slow = tmp_path / "slow.py"
    slow.write_text(f"import time\nopen({str(ears.heard)!r}, 'a').write('1\\n')\ntime.sleep(60)\n")
    async with speaking(stage, f"{sys.executable} {slow}") as voice:
        voice.say([call(1), call(2)])
        await ears.have_heard(1)
        voice.hush()
        voice.say([call(3)])

        assert await ears.have_heard(2) == [1, 1]


def test_a_chime_alone_is_not_said_twice() -> None:
    assert twice(sound(CHIME_S + 0.2)) == sound(CHIME_S + 0.2)
    assert seconds(twice(sound(3.0))) == pytest.approx(3.0 + BETWEEN_S + 3.0 - CHIME_S)


def test_the_chime_is_as_long_as_the_servers() -> None:
    assert CHIME_S == chime.CHIME_S


async def test_the_hall_speaks_what_it_shows_and_a_blank_board_is_still(
    stage: Stage, ears: Ears
) -> None:
    sounds_of(stage, c91=2.0, c92=3.0)
    old = sights.hall(calls=[call(90, audio=f"{ROOT}/calls/90/audio")])
    stage.views["/live/hall"] = old
    stage.sounds["/calls/90/audio"] = sound(4.0)
    link = Link(stage.url, "token", limits=Limits(silence_s=30.0), monotonic=lambda: 0.0)
    voice = Voice(link, Command.parse(f"{sys.executable} {ears.program}"))
    async with HallApp(link, voice).run_test(size=(80, 24)) as pilot:
        await until(pilot, "A090")
        at_work = list(pilot.app.workers)
        await stage.watched("/live/hall")
        await stage.show("/live/hall", sights.hall(calls=[call(91), *old.calls], blank=True))
        await stage.show("/live/hall", sights.hall(calls=[call(92), call(91), *old.calls]))
        await until(pilot, "A092")
        # the first call may have begun before the board went dark
        await ears.hear(long(30))
    # the program that plays may take its time to end: it must not outlive the loop
    await asyncio.gather(*(worker.wait() for worker in at_work), return_exceptions=True)

    assert long(20) not in ears.tenths


def test_a_command_is_read_as_a_shell_would() -> None:
    assert Command.parse("play -q '{}' gain 3").naming("/t/a.wav") == [
        *("play", "-q", "/t/a.wav", "gain", "3")
    ]
    assert Command.parse("aplay -q").naming("/t/a.wav") == ["aplay", "-q", "/t/a.wav"]
    assert Command.parse("aplay -q -").naming("/t/a.wav") == ["aplay", "-q", "-"]
    for nothing in ("", "'"):
        with pytest.raises(ValueError, match=r"no program|quotation"):
            Command.parse(nothing)
