"""Looks at a clip pack as a listener would: what is missing, too quiet, cut off."""

from collections.abc import Sequence
from typing import Final

from queue_server.voice.pack import ClipPack, PackError, read_sound
from queue_server.voice.pieces import key
from queue_server.voice.sound import Sound

_LOUDEST: Final = 32_700
_FAINT: Final = 1_000
_LONG_S: Final = 6.0
_CUT: Final = 2_000
"""A recording whose first or last sample is this loud begins or ends within a word."""


def lacking(pack: ClipPack, needed: Sequence[str]) -> list[str]:
    """Return what is needed and not recorded."""
    return [said for said in needed if key(said) not in pack.files]


def doubts(pack: ClipPack) -> list[str]:
    """Return what somebody should listen to again, one sentence each."""
    found = []
    for said, file in pack.files.items():
        try:
            sound = read_sound(file)
        except PackError as error:
            found.append(str(error))
            continue
        found += [f"{file.name} ({said}): {fault}" for fault in _faults(sound)]
    return found


def _faults(sound: Sound) -> list[str]:
    peak = sound.peak
    if peak < _FAINT:
        return ["is silent or much too faint"]
    faults = []
    if peak >= _LOUDEST:
        faults.append("is overdriven; record it at a lower level")
    if sound.seconds > _LONG_S:
        faults.append(f"lasts {sound.seconds:.0f} s; is it one piece of a sentence?")
    if max(abs(sound.samples[0]), abs(sound.samples[-1])) > _CUT:
        faults.append("begins or ends within a word; leave a little silence around it")
    return faults
