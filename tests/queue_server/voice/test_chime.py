"""The chime: two bells, loud enough, never too loud."""

import pytest

from queue_server.voice.chime import CHIME_S, chime
from queue_server.voice.sound import CEILING, Sound


@pytest.mark.parametrize("rate", [8000, 22_050])
def test_it_lasts_as_long_as_boards_are_told(rate: int) -> None:
    assert chime(rate).seconds == pytest.approx(CHIME_S, abs=0.001)


def test_two_bells_are_heard_and_then_it_is_still() -> None:
    bells = chime(8000)

    def level(begins: float, ends: float) -> float:
        return Sound(8000, bells.samples[int(begins * 8000) : int(ends * 8000)]).level

    assert bells.peak <= CEILING
    assert level(0.02, 0.1) > level(0.32, 0.4)
    assert level(0.44, 0.52) > level(0.32, 0.4)
    assert level(CHIME_S - 0.01, CHIME_S) < 100
