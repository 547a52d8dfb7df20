"""A clip pack: its list, its files, and what is refused with which words."""

from pathlib import Path

import pytest

from queue_server.voice import pack
from queue_server.voice.pack import MANIFEST, PackError
from queue_server.voice.sound import LOUDNESS, silence, write_wav
from tests.support.tones import RATE, clip_pack, tone


def test_a_pack_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = pack.read(clip_pack(tmp_path, ["Mời số", "một “nghìn”"]))

    assert (found.name, found.rate, found.folder) == ("Thử", RATE, tmp_path)
    assert set(found.files) == {"mời số", "một “nghìn”"}


def test_a_clip_comes_trimmed_and_level(tmp_path: Path) -> None:
    found = pack.read(clip_pack(tmp_path, ["một"], tone(0.2, loud=500)))

    assert found.clip("một").level == pytest.approx(LOUDNESS, rel=0.05)


def _list(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name =", "Invalid value"),
        ('name = "x"\n[clips]\n', "names no clip"),
        ('name = "x"\nvoices = 1\n[clips]', "unknown field `voices`"),
        ('[clips]\n"a" = "a.wav"', "missing required field `name`"),
        ('name = "x"\n[clips]\n"a" = "../a.wav"', "matching regex"),
        ('name = "x"\n[clips]\n"a" = "/etc/a.wav"', "matching regex"),
        ('name = "x"\n[clips]\n"a" = "a.mp3"', "matching regex"),
        ('name = "x"\n[clips]\n"a" = "gone.wav"', "gone.wav: cannot be read: No such file"),
        ('name = "x"\n[clips]\n"a" = "text.wav"', "text.wav: is no WAV file"),
        ('name = "x"\n[clips]\n"a" = "huge.wav"', "huge.wav: is too large"),
        ('name = "x"\n[clips]\n"a" = "a.wav"\n"b" = "b.wav"', "a.wav 8000 Hz, b.wav 16000 Hz"),
    ],
)
def test_a_pack_that_cannot_be_used_says_why(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "a.wav").write_bytes(write_wav(tone()))
    (tmp_path / "b.wav").write_bytes(write_wav(tone(rate=16_000)))
    (tmp_path / "text.wav").write_text("not a sound")
    (tmp_path / "huge.wav").write_bytes(write_wav(silence(600, RATE)))
    _list(tmp_path, text)

    with pytest.raises(PackError, match=fault):
        pack.read(tmp_path)


def test_a_folder_without_a_list_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"manifest\.toml: cannot be read"):
        pack.read(tmp_path)
    (tmp_path / MANIFEST).write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match="utf-8"):
        pack.read(tmp_path)
