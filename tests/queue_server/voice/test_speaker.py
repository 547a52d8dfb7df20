"""The speaker: clips first, espeak-ng for the rest, a chime alone where nothing can be said."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from queue_server.voice import espeak, speaker
from queue_server.voice.chime import CHIME_S
from queue_server.voice.espeak import Espeak
from queue_server.voice.pack import MANIFEST
from queue_server.voice.sound import CEILING, Sound, read_wav, write_wav
from queue_server.voice.speaker import GAP_S, PAUSE_S, Manner, Speaker
from tests.support.tones import RATE, clip_pack, tone

VI, EN = "Mời số A, năm đến quầy số ba.", "Number A 5, please go to counter 3."
CLIPS = ["mời số", "A", "năm", "đến quầy số", "ba"]
NOBODY = Espeak(None)
TONE_S = 0.1

Made = Callable[..., Speaker]


@pytest.fixture
async def made() -> AsyncIterator[Made]:
    speakers: list[Speaker] = []

    def make(
        pack: Path | None = None, espeak: Espeak = NOBODY, *, english: bool = False
    ) -> Speaker:
        speakers.append(Speaker(Manner(pack=pack, english=english), espeak))
        return speakers[-1]

    yield make
    for one in speakers:
        one.close()


def _parrot(folder: Path) -> Espeak:
    """Return a program that says one hum to everything, and notes what it was told."""
    (folder / "hum.wav").write_bytes(write_wav(tone(TONE_S, 16_000)))
    file = folder / "parrot"
    file.write_text(f'#!/bin/sh\n(cat; echo " [$2]") >>{folder}/told\nexec cat {folder}/hum.wav\n')
    file.chmod(0o755)
    return Espeak(str(file))


def _told(folder: Path) -> list[str]:
    file = folder / "told"
    return file.read_text().splitlines() if file.exists() else []


async def _heard(one: Speaker, vi: str = VI, en: str = EN) -> Sound:
    return read_wav(await one.call(vi, en))


async def test_recorded_clips_are_joined_behind_a_chime(made: Made, tmp_path: Path) -> None:
    one = made(clip_pack(tmp_path, CLIPS))

    heard = await _heard(one)

    gaps = 3 * GAP_S + 2 * PAUSE_S
    assert heard.rate == RATE
    # of each hum the soft ends may be cut off
    assert CHIME_S + gaps + 3.5 * TONE_S < heard.seconds <= CHIME_S + gaps + 5 * TONE_S
    assert heard.peak <= CEILING
    assert one.can_speak


async def test_what_is_not_recorded_is_said_by_espeak(made: Made, tmp_path: Path) -> None:
    one = made(clip_pack(tmp_path / "pack", CLIPS[:3]), _parrot(tmp_path))

    heard = await _heard(one)

    assert _told(tmp_path) == ["đến quầy số ba [vi]"]
    assert heard.rate == RATE


async def test_without_a_pack_espeak_says_it_all_and_english_after_it(
    made: Made, tmp_path: Path
) -> None:
    one = made(espeak=_parrot(tmp_path), english=True)

    heard = await _heard(one)

    assert _told(tmp_path) == [f"{VI.rstrip('.')} [vi]", f"{EN} [en-gb]"]
    assert heard.rate == 22_050


async def test_what_was_said_before_is_not_made_again(made: Made, tmp_path: Path) -> None:
    one = made(espeak=_parrot(tmp_path), english=True)

    await _heard(one, "Mời số một.")
    await _heard(one, "Mời số hai.")

    assert [line for line in _told(tmp_path) if line.startswith(EN)] == [f"{EN} [en-gb]"]


async def test_english_is_not_said_unasked(made: Made, tmp_path: Path) -> None:
    await _heard(made(espeak=_parrot(tmp_path)))

    assert len(_told(tmp_path)) == 1


async def test_half_a_sentence_is_never_said(made: Made, tmp_path: Path) -> None:
    lacking = made(clip_pack(tmp_path, CLIPS[:-1]))

    assert (await _heard(lacking)).seconds == pytest.approx(CHIME_S, abs=0.01)


async def test_where_nobody_speaks_there_is_a_chime(made: Made) -> None:
    mute = made()

    heard = await _heard(mute)

    assert not mute.can_speak
    assert heard.seconds == pytest.approx(CHIME_S, abs=0.01)
    assert heard.peak > 10_000


async def test_a_pack_that_cannot_be_used_is_told_of_and_not_used(
    made: Made, tmp_path: Path
) -> None:
    (tmp_path / MANIFEST).write_text("name = 1")

    one = made(tmp_path)

    assert one.pack is None
    assert "manifest.toml" in one.fault


async def test_a_recording_that_went_away_leaves_the_chime(made: Made, tmp_path: Path) -> None:
    one = made(clip_pack(tmp_path, CLIPS))
    (tmp_path / "clip-4.wav").unlink()

    assert (await _heard(one)).seconds == pytest.approx(CHIME_S, abs=0.01)


async def test_a_call_is_made_once_however_many_boards_ask(made: Made, tmp_path: Path) -> None:
    one = made(espeak=_parrot(tmp_path))

    sounds = await asyncio.gather(*[one.call(VI, EN) for _ in range(20)])
    again = await one.call(VI, EN)

    assert {*sounds, again} == {again}
    assert len(_told(tmp_path)) == 1


async def test_a_board_that_hangs_up_takes_the_sound_from_nobody(
    made: Made, tmp_path: Path
) -> None:
    one = made(espeak=_parrot(tmp_path))
    gone = asyncio.create_task(one.call(VI, EN))
    stays = asyncio.create_task(one.call(VI, EN))
    await asyncio.sleep(0)
    gone.cancel()

    assert read_wav(await stays).seconds > CHIME_S
    assert gone.cancelled()


async def test_what_is_kept_is_bounded(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(espeak=_parrot(tmp_path))
    size = len(await one.call("Mời số một.", ""))
    monkeypatch.setattr(speaker, "_MOST_KEPT", 2 * size)
    monkeypatch.setattr(speaker, "_MOST_WORDS", 2)

    for said in ("hai", "ba", "bốn", "hai"):
        await one.call(f"Mời số {said}.", "")

    told = [line.split()[2] for line in _told(tmp_path)]
    # two sounds are kept, and "hai" was one too many ago
    assert told == ["một", "hai", "ba", "bốn", "hai"]


async def test_a_clip_is_read_once(made: Made, tmp_path: Path) -> None:
    one = made(clip_pack(tmp_path, ["mời số", "một"]))
    first = await _heard(one, "Mời số một.")
    (tmp_path / "clip-1.wav").unlink()

    again = await _heard(one, "Mời số một một.")

    assert again.seconds > first.seconds


class _Broken(Espeak):
    def say(self, text: str, voice: str) -> Sound:
        raise ValueError(text)


async def test_a_fault_of_ours_is_told_and_tried_again(made: Made) -> None:
    one = made(espeak=_Broken("broken"))

    for _ in range(2):
        with pytest.raises(ValueError, match="Mời số"):
            await one.call(VI, EN)


async def test_the_loop_goes_on_while_sound_is_made(made: Made, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nread line <" + str(tmp_path / "gate") + "\n")
    slow.chmod(0o755)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    one = made(espeak=Espeak(str(slow)))

    asked = asyncio.create_task(one.call(VI, EN))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not asked.done()
    await asyncio.to_thread(gate.write_text, "go\n")

    assert read_wav(await asked).seconds == pytest.approx(CHIME_S, abs=0.01)


@pytest.mark.skipif(shutil.which(espeak.NAME) is None, reason="espeak-ng is not installed")
async def test_the_real_program_calls_a_number(made: Made) -> None:
    heard = await _heard(made(espeak=Espeak.found(), english=True))

    assert 4 < heard.seconds < 12
