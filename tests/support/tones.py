"""Sounds for tests: plain tones, and clip packs made of them."""

import math
from array import array
from collections.abc import Iterable
from pathlib import Path

from queue_server.voice import pack
from queue_server.voice.sound import Sound, write_wav

RATE = 8000


def tone(seconds: float = 0.1, rate: int = RATE, loud: int = 8000) -> Sound:
    """Return a hum that begins and ends softly."""
    count = round(seconds * rate)
    return Sound(
        rate,
        array(
            "h",
            [int(loud * math.sin(math.pi * n / count) * math.sin(n * 0.3)) for n in range(count)],
        ),
    )


def clip_pack(folder: Path, said: Iterable[str], sound: Sound | None = None) -> Path:
    """Make a clip pack in which everything sounds the same, and return its folder."""
    folder.mkdir(exist_ok=True)
    files = {words: f"clip-{n}.wav" for n, words in enumerate(said)}
    for file in files.values():
        (folder / file).write_bytes(write_wav(sound or tone()))
    pack.write(folder, "Thử", files)
    return folder
