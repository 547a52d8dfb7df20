"""Sound as it lies in memory: one channel of 16 bits, and what is done to it.

Rule 1: what is joined has one sample rate; another one is brought to it first.
"""

import io
import math
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CEILING: Final = 23_197
"""3 dB below the loudest that 16 bits can say: speakers in halls distort above it."""
LOUDNESS: Final = 3_277
"""The mean level every piece is brought to, 20 dB below the loudest."""
_QUIET: Final = 200
"""Below this a sample belongs to the silence around a word."""
_EDGE_S: Final = 0.01
"""Left around what is heard, so that no consonant is cut."""
_MOST_S: Final = 60


class SoundError(Exception):
    """A recording cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples at a rate."""

    rate: int
    samples: "array[int]"

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate

    @property
    def peak(self) -> int:
        """The loudest sample."""
        return max(max(self.samples), -min(self.samples)) if self.samples else 0

    @property
    def level(self) -> float:
        """The mean level (root of the mean square)."""
        if not self.samples:
            return 0.0
        return math.sqrt(sum(s * s for s in self.samples) / len(self.samples))


def read_wav(data: bytes) -> Sound:
    """Return the sound in a WAV file.

    Raises:
        SoundError: it is no WAV file, or none of one channel with 16 bits.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            if (channels, width) != (1, 2):
                raise SoundError(
                    f"has {channels} channels of {8 * width} bits; one of 16 bits is needed"
                )
            if not 8000 <= rate <= 48000:
                raise SoundError(f"has {rate} samples a second; 8000 to 48000 can be used")
            frames = file.readframes(_MOST_S * rate)
    except (wave.Error, EOFError) as error:
        raise SoundError(f"is no WAV file that can be read: {error}") from error
    # a program that writes while it speaks cannot know the length: the last byte may be alone
    return Sound(rate, array("h", frames[: len(frames) // 2 * 2]))


def write_wav(sound: Sound) -> bytes:
    """Return a sound as a WAV file."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples.tobytes())
    return data.getvalue()


def silence(seconds: float, rate: int) -> Sound:
    """Return nothing to hear, for so long."""
    return Sound(rate, array("h", bytes(2 * round(seconds * rate))))


def trimmed(sound: Sound) -> Sound:
    """Return a sound without the silence around it."""
    heard = [at for at, sample in enumerate(sound.samples) if abs(sample) > _QUIET]
    if not heard:
        return Sound(sound.rate, array("h"))
    edge = round(_EDGE_S * sound.rate)
    return Sound(sound.rate, sound.samples[max(0, heard[0] - edge) : heard[-1] + edge])


def levelled(sound: Sound) -> Sound:
    """Return a sound as loud as all others, with headroom."""
    if not sound.peak:
        return sound
    scale = min(LOUDNESS / sound.level, CEILING / sound.peak)
    return Sound(sound.rate, array("h", [int(sample * scale) for sample in sound.samples]))


def resampled(sound: Sound, rate: int) -> Sound:
    """Return a sound at another sample rate."""
    if sound.rate == rate or not sound.samples:
        return Sound(rate, sound.samples)
    step, last = sound.rate / rate, len(sound.samples) - 1
    samples = sound.samples
    found = array("h")
    for at in range(int(len(samples) / step)):
        left = int(at * step)
        share = at * step - left
        right = samples[min(left + 1, last)]
        found.append(int(samples[left] + (right - samples[left]) * share))
    return Sound(rate, found)


def joined(sounds: Iterable[Sound], rate: int) -> Sound:
    """Return sounds one after the other."""
    found = array("h")
    for sound in sounds:
        found.extend(resampled(sound, rate).samples)
    return Sound(rate, found)
