"""Sound in memory: read, trimmed, levelled, joined."""

import io
import wave
from array import array

import pytest

from queue_server.voice import sound as s
from tests.support.tones import RATE, tone


def _file(channels: int = 1, width: int = 2, rate: int = RATE) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\x01" * channels * width * 4)
    return data.getvalue()


def test_a_file_is_read_as_it_was_written() -> None:
    hum = tone()

    assert s.read_wav(s.write_wav(hum)) == hum


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (_file(channels=2), "has 2 channels of 16 bits"),
        (_file(width=1), "has 1 channels of 8 bits"),
        (_file(rate=96_000), "has 96000 samples a second"),
        (b"ID3 is another thing", "is no WAV file"),
        (b"", "is no WAV file"),
        (_file()[:20], "is no WAV file"),
    ],
)
def test_other_formats_are_refused_with_their_reason(data: bytes, fault: str) -> None:
    with pytest.raises(s.SoundError, match=fault):
        s.read_wav(data)


def test_a_file_that_was_cut_off_within_a_sample_is_still_heard() -> None:
    assert len(s.read_wav(s.write_wav(tone())[:-1]).samples) == len(tone().samples) - 1


def test_the_silence_around_a_word_is_cut_off() -> None:
    hum, still = tone(0.1), s.silence(0.5, RATE)
    whole = s.joined([still, hum, still], RATE)

    cut = s.trimmed(whole)

    assert whole.seconds == pytest.approx(1.1)
    assert hum.seconds * 0.8 < cut.seconds < hum.seconds + 0.03
    assert s.trimmed(still).samples == array("h")
    assert s.trimmed(still).peak == 0
    assert s.trimmed(still).level == 0


@pytest.mark.parametrize("loud", [300, 4000, 32_000])
def test_every_word_is_as_loud_as_the_others_with_headroom(loud: int) -> None:
    same = s.levelled(tone(loud=loud))

    assert same.level == pytest.approx(s.LOUDNESS, rel=0.02)
    assert same.peak <= s.CEILING


def test_a_single_crack_is_not_made_louder_than_speakers_bear() -> None:
    crack = s.Sound(RATE, array("h", [0] * 5000 + [30_000] + [0] * 5000))

    assert s.levelled(crack).peak == s.CEILING
    assert s.levelled(s.silence(1, RATE)) == s.silence(1, RATE)


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100])
def test_another_rate_lasts_as_long_and_sounds_as_loud(rate: int) -> None:
    hum = tone(0.5)

    other = s.resampled(hum, rate)

    assert other.rate == rate
    assert other.seconds == pytest.approx(hum.seconds, abs=0.001)
    assert other.level == pytest.approx(hum.level, rel=0.02)
    assert s.resampled(s.silence(0, RATE), rate) == s.silence(0, rate)


def test_what_is_joined_has_one_rate() -> None:
    whole = s.joined([tone(0.5), s.silence(0.25, RATE), tone(0.5, 16_000)], 16_000)

    assert whole.rate == 16_000
    assert whole.seconds == pytest.approx(1.25, abs=0.001)
