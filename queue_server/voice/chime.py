"""The chime in front of every call: two soft bells, made here."""

import math
from array import array
from functools import lru_cache
from typing import Final

from queue_server.voice.sound import CEILING, Sound

CHIME_S: Final = 1.4
"""From its first bell to the first word."""
_BELLS: Final = ((0.0, 659.26), (0.42, 523.25))
"""When each begins, and its pitch: E and the C below it, known from every railway station."""
_PARTIALS: Final = ((1, 0.62, 3.2), (2, 0.22, 5.0), (3, 0.10, 8.0))
"""Of each bell: how many times its pitch, how loud, and how fast it dies away."""
_ATTACK_S: Final = 0.006
_FADE_S: Final = 0.12


@lru_cache(maxsize=8)
def chime(rate: int) -> Sound:
    """Return the chime at a sample rate."""
    count = round(CHIME_S * rate)
    tones = [
        sum(_bell(at / rate - begins, pitch) for begins, pitch in _BELLS) for at in range(count)
    ]
    loudest = max(abs(tone) for tone in tones)
    fade = _FADE_S * rate
    return Sound(
        rate,
        array(
            "h",
            [
                int(0.8 * CEILING * tone / loudest * min(1.0, (count - at) / fade))
                for at, tone in enumerate(tones)
            ],
        ),
    )


def _bell(since_s: float, pitch: float) -> float:
    """Return how far a bell swings so long after it was struck."""
    if since_s < 0:
        return 0.0
    swing = sum(
        loud * math.exp(-dies * since_s) * math.sin(2 * math.pi * times * pitch * since_s)
        for times, loud, dies in _PARTIALS
    )
    return swing * min(1.0, since_s / _ATTACK_S)
