"""espeak-ng: says what nobody has recorded.

Rule 1: what it shall say goes in by its standard input, so that no text is ever an option.
"""

import shutil
import subprocess
from typing import Final, NamedTuple

from queue_server.voice.sound import Sound, SoundError, read_wav

NAME: Final = "espeak-ng"
NORTH: Final = "vi"
ENGLISH: Final = "en-gb"
_WORDS_A_MINUTE: Final = "145"
_WITHIN_S: Final = 5.0
_LONGEST: Final = 400
"""No sentence of ours is longer; a counter's name of many lines is cut."""


class SilentError(Exception):
    """Nothing can be said; the text says why."""


class Espeak(NamedTuple):
    """The program, where there is one."""

    program: str | None

    @classmethod
    def found(cls) -> "Espeak":
        """Return the one on this machine, or none."""
        return cls(shutil.which(NAME))

    def say(self, text: str, voice: str) -> Sound:
        """Return a text as a voice reads it.

        Raises:
            SilentError: there is no such program, or it says nothing.
        """
        if self.program is None:
            raise SilentError(f"{NAME} is not installed")
        typed = [self.program, "-v", voice, "-s", _WORDS_A_MINUTE, "-b", "1", "--stdin", "--stdout"]
        try:
            done = subprocess.run(
                typed,
                input=text[:_LONGEST].encode(),
                capture_output=True,
                timeout=_WITHIN_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SilentError(f"{NAME} does not answer: {error}") from error
        return _heard(done)


def _heard(done: "subprocess.CompletedProcess[bytes]") -> Sound:
    complaint = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0:
        raise SilentError(f"{NAME} failed: {complaint or done.returncode}")
    try:
        sound = read_wav(done.stdout)
    except SoundError as error:
        raise SilentError(f"what {NAME} said {error}") from error
    if not sound.samples:
        raise SilentError(f"{NAME} said nothing: {complaint or 'no sound came'}")
    return sound
