"""What a listener would find in a clip pack."""

from array import array
from pathlib import Path

import pytest

from queue_server.voice import checking, pack
from queue_server.voice.sound import Sound, silence
from tests.support.tones import RATE, clip_pack, tone


def test_what_is_not_recorded_is_named_in_order(tmp_path: Path) -> None:
    found = pack.read(clip_pack(tmp_path, ["một", "Mời số"]))

    assert checking.lacking(found, ["mời số", "hai", "MỘT", "ba"]) == ["hai", "ba"]
    assert checking.doubts(found) == []


@pytest.mark.parametrize(
    ("sound", "doubt"),
    [
        (silence(1, RATE), "is silent or much too faint"),
        (tone(loud=500), "is silent or much too faint"),
        (Sound(RATE, array("h", [0, 32_767, -20_000, 0])), "is overdriven"),
        (tone(9), "lasts 9 s"),
        (Sound(RATE, array("h", [9000, 9000, 0])), "begins or ends within a word"),
    ],
)
def test_what_sounds_wrong_is_told(tmp_path: Path, sound: Sound, doubt: str) -> None:
    found = pack.read(clip_pack(tmp_path, ["một"], sound))

    (told,) = checking.doubts(found)

    assert told.startswith("clip-0.wav (một): ")
    assert doubt in told


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    found = pack.read(clip_pack(tmp_path, ["một"]))
    (tmp_path / "clip-0.wav").unlink()

    (told,) = checking.doubts(found)

    assert "clip-0.wav: cannot be read" in told
