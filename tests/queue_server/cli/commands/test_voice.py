"""A clip pack, begun and checked by command."""

import shutil
from pathlib import Path

import pytest

from queue_server.voice import pack
from tests.queue_server.cli.conftest import Typed
from tests.support.tones import clip_pack, tone

there = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@there
def test_a_pack_is_made_whole_and_found_whole(typed: Typed, plan_file: Path, tmp_path: Path):
    folder = tmp_path / "giong"
    made, said, _ = typed("voice", "make", folder, "--centre-file", plan_file)
    checked, told, _ = typed("voice", "check", folder, "--centre-file", plan_file)

    assert (made, checked) == (0, 0)
    assert f"Made: {folder}, 24 clips" in said
    assert told == f"{folder}: “espeak-ng”, 22050 Hz: 24 of 24 pieces.\n"
    files = pack.read(folder).files
    assert len({file.name for file in files.values()}) == len(files)
    assert {files["mười"].name, files["mươi"].name} == {"muoi.wav", "muoi-2.wav"}


def test_a_folder_in_use_is_left_alone(typed: Typed, tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine")

    status, _, complaint = typed("voice", "make", tmp_path)

    assert status == 1
    assert complaint == (
        f"queue-server: {tmp_path} is not empty; a clip pack needs a folder of its own.\n"
    )


def test_without_espeak_nothing_is_made(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))

    status, _, complaint = typed("voice", "make", tmp_path / "giong")

    assert status == 1
    assert complaint == "queue-server: “Mời số” could not be said: espeak-ng is not installed.\n"


def test_what_is_missing_and_what_sounds_wrong_is_named(typed: Typed, tmp_path: Path):
    folder = clip_pack(tmp_path / "giong", ["Mời số", "đến quầy số"], tone(loud=100))

    status, said, _ = typed("voice", "check", folder)

    assert status == 1
    assert "missing: mười\n" in said
    assert "clip-0.wav (mời số): is silent or much too faint\n" in said
    assert said.endswith(f"{folder}: “Thử”, 8000 Hz: 2 of 48 pieces.\n")


def test_what_is_no_pack_says_why(typed: Typed, tmp_path: Path):
    status, _, complaint = typed("voice", "check", tmp_path)

    assert status == 1
    assert complaint.startswith(f"queue-server: {tmp_path}/manifest.toml: cannot be read")
