"""espeak-ng, the real one where it is installed; and programs that are not what they seem."""

import shutil
from pathlib import Path

import pytest

from queue_server.voice import espeak
from queue_server.voice.espeak import Espeak, SilentError
from queue_server.voice.sound import silence, write_wav

there = pytest.mark.skipif(shutil.which(espeak.NAME) is None, reason="espeak-ng is not installed")


def _program(folder: Path, script: str) -> Espeak:
    file = folder / "speaks"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Espeak(str(file))


@there
def test_a_sentence_is_heard() -> None:
    sound = Espeak.found().say("Mời số A, năm đến quầy số ba.", "vi")

    assert 1.5 < sound.seconds < 6
    assert sound.peak > 3000


@there
def test_a_text_is_never_an_option(tmp_path: Path) -> None:
    sound = Espeak.found().say(f"-w {tmp_path}/out.wav", "vi")

    assert sound.samples
    assert not list(tmp_path.iterdir())


@there
def test_an_unknown_voice_is_silent_and_says_so() -> None:
    with pytest.raises(SilentError, match=r"espeak-ng failed: .*voice"):
        Espeak.found().say("một", "nowhere")


@there
def test_nothing_to_say_is_no_sound() -> None:
    with pytest.raises(SilentError, match="espeak-ng"):
        Espeak.found().say("", "vi")


def test_where_it_is_not_installed_it_says_so() -> None:
    with pytest.raises(SilentError, match="espeak-ng is not installed"):
        Espeak(None).say("một", "vi")


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("echo no such voice >&2; exit 3", "failed: no such voice"),
        ("exit 3", "failed: 3"),
        ("echo hello", "is no WAV file"),
    ],
)
def test_a_program_that_does_not_speak_is_told_of(tmp_path: Path, script: str, fault: str) -> None:
    with pytest.raises(SilentError, match=fault):
        _program(tmp_path, script).say("một", "vi")


def test_a_file_without_a_sound_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").write_bytes(write_wav(silence(0, 8000)))

    with pytest.raises(SilentError, match="said nothing: no sound came"):
        _program(tmp_path, f"cat {tmp_path}/empty.wav").say("một", "vi")


def test_a_program_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "_WITHIN_S", 0.2)

    with pytest.raises(SilentError, match="does not answer"):
        _program(tmp_path, "exec sleep 60").say("một", "vi")


def test_a_program_that_went_away_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SilentError, match="does not answer"):
        Espeak(str(tmp_path / "gone")).say("một", "vi")
