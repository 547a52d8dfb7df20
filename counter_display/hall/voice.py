"""Speaks calls one after the other, by a program that plays sound.

Rule 1: the board never waits for the voice, and a call without sound is still shown.
"""

import asyncio
import io
import logging
import shlex
import tempfile
import wave
from collections.abc import Sequence
from typing import NamedTuple

from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import CallView

log = logging.getLogger(__name__)

MANY = 3
"""With more calls than this in line each is said once instead of twice."""
CHIME_S = 1.4
"""The server puts a chime so long in front; said again, a call needs none."""
BETWEEN_S = 0.5
"""The pause before a call is said again; no sentence is shorter."""
SPARE_S = 10.0
"""So much longer than the sound itself may the program take."""


class Command(NamedTuple):
    """How sound is played: the file's name takes the place of `{}`, or stands at the end.

    A program that is told to read from `-` gets the sound itself.
    """

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Command":
        """Read a command as a shell would.

        Raises:
            ValueError: it is empty, or a quotation mark is missing.
        """
        parts = tuple(shlex.split(text))
        if not parts:
            raise ValueError("no program is named")
        return cls(parts)

    @property
    def reads_input(self) -> bool:
        """Whether the sound is handed in."""
        return "-" in self.parts[1:]

    def naming(self, path: str) -> list[str]:
        """Return the command for one file."""
        if self.reads_input:
            return list(self.parts)
        if any("{}" in part for part in self.parts):
            return [part.replace("{}", path) for part in self.parts]
        return [*self.parts, path]


class Voice:
    """The calls that wait to be spoken, and the program that speaks."""

    def __init__(self, link: Link, command: Command) -> None:
        self._link = link
        self._command = command
        self._line: list[CallView] = []
        self._news = asyncio.Event()
        self._playing: asyncio.subprocess.Process | None = None

    def say(self, calls: Sequence[CallView]) -> None:
        """Speak calls after those that wait; one without sound is muted."""
        self._line += [call for call in calls if call.audio]
        self._news.set()

    def keep(self, calls: Sequence[CallView]) -> None:
        """Speak nothing of what is not shown any more: a call that was undone never was."""
        shown = {call.serial for call in calls}
        oldest = min(shown, default=0)
        self._line = [call for call in self._line if call.serial in shown or call.serial < oldest]

    def hush(self) -> None:
        """Be still, at once."""
        self._line.clear()
        if self._playing is not None and self._playing.returncode is None:
            self._playing.kill()

    async def speak(self) -> None:
        """Speak what is in line, for ever."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                while self._line:
                    await self._speak_next(once=len(self._line) > MANY)
        finally:
            self.hush()

    async def _speak_next(self, once: bool) -> None:
        call = self._line.pop(0)
        try:
            sound = await self._link.fetch(call.audio or "")
            await self._play(sound if once else twice(sound))
        except (Refused, LinkLost, OSError, TimeoutError, wave.Error, EOFError) as error:
            log.warning("call %s of %s is not heard: %s", call.serial, call.label, error)

    async def _play(self, sound: bytes) -> None:
        with tempfile.NamedTemporaryFile(prefix="call-", suffix=".wav") as file:
            if not self._command.reads_input:
                file.write(sound)
                file.flush()
            self._playing = await asyncio.create_subprocess_exec(
                *self._command.naming(file.name),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(seconds(sound) + SPARE_S):
                    given = sound if self._command.reads_input else b""
                    await self._playing.communicate(given)
            finally:
                if self._playing.returncode is None:
                    self._playing.kill()
                    await self._playing.wait()
        if self._playing.returncode:
            log.warning("the sound program ended with %s", self._playing.returncode)


def twice(sound: bytes) -> bytes:
    """Return a call's sound with its sentence said again; a chime alone stays alone."""
    with wave.open(io.BytesIO(sound)) as heard:
        shape = heard.getparams()
        whole = heard.readframes(shape.nframes)
    frame = shape.nchannels * shape.sampwidth
    again = whole[round(CHIME_S * shape.framerate) * frame :]
    if len(again) < BETWEEN_S * shape.framerate * frame:
        return sound
    pause = bytes(round(BETWEEN_S * shape.framerate) * frame)
    said = io.BytesIO()
    with wave.open(said, "wb") as file:
        file.setparams(shape)
        file.writeframes(whole + pause + again)
    return said.getvalue()


def seconds(sound: bytes) -> float:
    """Return how long a sound is."""
    with wave.open(io.BytesIO(sound)) as heard:
        return float(heard.getnframes() / heard.getframerate())
