"""The sound of a call at its address, and what the voice says it lacks."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain import sentence
from queue_server.voice.chime import CHIME_S
from queue_server.voice.espeak import Espeak
from queue_server.voice.sound import read_wav
from queue_server.voice.speaker import Manner, Speaker
from tests.support.house import House, open_house, problem
from tests.support.small import small_plan
from tests.support.tones import clip_pack

NOBODY = Espeak(None)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[House]:
    clips = sentence.clips_vi(small_plan())
    speaker = Speaker(Manner(pack=clip_pack(tmp_path, clips)), NOBODY)
    async with open_house(speaker=speaker) as house:
        yield house


async def _called(house: House) -> Any:
    """Return a call as the hall's board is shown it."""
    await house.ticket()
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")
    async with await house.watch("/hall", "display") as board:
        return (await board.receive_json())["view"]["calls"][0]


async def test_a_call_can_be_heard_at_the_address_it_names(hall: House) -> None:
    call = await _called(hall)

    answer = await hall.get(call["audio"], "display")

    assert answer.status == 200
    assert answer.content_type == "audio/wav"
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    assert read_wav(await answer.read()).seconds > CHIME_S + 0.5


async def test_a_recall_sounds_again_and_otherwise(hall: House) -> None:
    first = await _called(hall)
    hall.clock.move(10)
    await hall.told("/counters/1/recall", "officer")
    async with await hall.watch("/hall", "display") as board:
        again = (await board.receive_json())["view"]["calls"][0]
    sounds = [await (await hall.get(c["audio"], "display")).read() for c in (first, again)]

    assert first["audio"] != again["audio"]
    assert again["sentence_vi"].endswith(", lần thứ hai.")
    assert read_wav(sounds[1]).seconds > read_wav(sounds[0]).seconds


@pytest.mark.parametrize("call", ["999999", "-1", "x", "١", "9" * 40])
async def test_a_call_that_is_not_on_the_boards_cannot_be_heard(hall: House, call: str) -> None:
    await problem(await hall.get(f"/calls/{call}/audio", "display"), 404, "unknown_call")


async def test_boards_of_another_centre_do_not_hear_it(hall: House) -> None:
    call = await _called(hall)

    await problem(await hall.get(call["audio"], "display-elsewhere"), 403, "not_allowed")
    await problem(await hall.get(call["audio"]), 401, "not_signed_in")


async def _told(speaker: Speaker) -> Any:
    async with open_house(speaker=speaker) as house:
        return await (await house.get("/voice", "admin")).json()


async def test_a_whole_pack_needs_nothing_else(hall: House) -> None:
    told = await (await hall.get("/voice", "admin")).json()

    assert told["speaks"] is True
    assert (told["pack"], told["missing"], told["fault"]) == ("Thử", [], None)
    assert told["sentence_vi"] == "Giọng gọi số hoạt động đầy đủ."


async def test_nobody_to_speak_is_told(tmp_path: Path) -> None:
    told = await _told(Speaker(espeak=NOBODY))

    assert (told["speaks"], told["espeak"], told["pack"], told["clips"]) == (False, False, None, 0)
    assert "Hãy cài espeak-ng" in told["sentence_vi"]
    assert "Install espeak-ng" in told["sentence_en"]


@pytest.mark.parametrize(("espeak", "speaks"), [(Espeak("espeak-ng"), True), (NOBODY, False)])
async def test_missing_recordings_are_named(tmp_path: Path, espeak: Espeak, speaks: bool) -> None:
    told = await _told(Speaker(Manner(pack=clip_pack(tmp_path, ["Mời số", "một"])), espeak))

    assert told["speaks"] is speaks
    assert "đến quầy số" in told["missing"]
    assert f"Thiếu {len(told['missing'])} câu ghi âm" in told["sentence_vi"]


async def test_a_pack_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    told = await _told(Speaker(Manner(pack=tmp_path), NOBODY))

    assert told["fault"].endswith("manifest.toml: cannot be read: No such file or directory")
    assert told["sentence_vi"].startswith("Không dùng được bộ giọng đọc")
