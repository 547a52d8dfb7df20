"""Makes the sound of a call, once, and keeps it.

Rule 1: sound is made in one thread of its own: however slow it is, calls and screens are not.
Rule 2: half a sentence is never said. What cannot be said whole is a chime alone.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from queue_server.voice import pack as packs
from queue_server.voice.chime import chime
from queue_server.voice.espeak import ENGLISH, NORTH, Espeak, SilentError
from queue_server.voice.pack import ClipPack, PackError
from queue_server.voice.pieces import pieces
from queue_server.voice.sound import Sound, joined, levelled, silence, trimmed, write_wav

log = logging.getLogger(__name__)

GAP_S: Final = 0.06
PAUSE_S: Final = 0.25
BETWEEN_S: Final = 0.6
"""From one language to the other."""
_RATE: Final = 22_050
_MOST_KEPT: Final = 24 * 1024 * 1024
"""Bytes of finished calls; about a hundred of them."""
_MOST_WORDS: Final = 200


class Manner(NamedTuple):
    """How a server speaks."""

    pack: Path | None = None
    voice: str = NORTH
    """Which of espeak-ng's voices says what is not recorded."""
    english: bool = False
    """Every call is said in English too."""


class Speaker:
    """The voice of a server."""

    def __init__(self, manner: Manner | None = None, espeak: Espeak | None = None) -> None:
        self.manner = manner or Manner()
        self.espeak = espeak if espeak is not None else Espeak.found()
        self.pack, self.fault = _opened(self.manner.pack)
        """Why the pack cannot be used; empty where all is well."""
        self._thread = ThreadPoolExecutor(1, "voice")
        self._made: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._making: dict[tuple[str, str], asyncio.Future[bytes]] = {}
        self._words: OrderedDict[tuple[str, str], Sound] = OrderedDict()

    @property
    def can_speak(self) -> bool:
        """Whether at least something besides the chime can be heard."""
        return self.pack is not None or self.espeak.program is not None

    async def call(self, vi: str, en: str) -> bytes:
        """Return the sound of a call as a WAV file; it is made once, however many ask."""
        said = (vi, en if self.manner.english else "")
        known = self._made.get(said)
        if known is not None:
            self._made.move_to_end(said)
            return known
        making = self._making.get(said)
        if making is None:
            loop = asyncio.get_running_loop()
            making = asyncio.ensure_future(loop.run_in_executor(self._thread, self._make, *said))
            self._making[said] = making
            making.add_done_callback(lambda done: self._keep(said, done))
        # whoever asked may go; the others still wait for it
        return await asyncio.shield(making)

    def close(self) -> None:
        """Make no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _keep(self, said: tuple[str, str], done: "asyncio.Future[bytes]") -> None:
        del self._making[said]
        if done.cancelled() or done.exception() is not None:
            return
        self._made[said] = done.result()
        while sum(map(len, self._made.values())) > _MOST_KEPT:
            self._made.popitem(last=False)

    def _make(self, vi: str, en: str) -> bytes:
        rate = self.pack.rate if self.pack is not None else _RATE
        parts = [chime(rate)]
        try:
            parts += list(self._said(vi, rate))
            if en:
                parts += [silence(BETWEEN_S, rate), self._synthesised(en, ENGLISH)]
        except (SilentError, PackError) as error:
            log.warning("a call is only chimed: %s", error)
        return write_wav(joined(parts, rate))

    def _said(self, sentence: str, rate: int) -> Iterator[Sound]:
        """Give a sentence as clips with gaps between.

        Raises:
            SilentError: a piece is not recorded, and nobody else can say it.
            PackError: a recording went away.
        """
        recorded = self.pack.files if self.pack is not None else {}
        for piece in pieces(sentence, recorded):
            if piece.recorded and self.pack is not None:
                yield self._clip(self.pack, piece.text)
            else:
                yield self._synthesised(piece.text, self.manner.voice)
            yield silence(PAUSE_S if piece.pause else GAP_S, rate)

    def _clip(self, pack: ClipPack, said: str) -> Sound:
        return self._remembered(("", said)) or self._remember(("", said), pack.clip(said))

    def _synthesised(self, text: str, voice: str) -> Sound:
        known = self._remembered((voice, text))
        if known is not None:
            return known
        return self._remember((voice, text), levelled(trimmed(self.espeak.say(text, voice))))

    def _remembered(self, what: tuple[str, str]) -> Sound | None:
        return self._words.get(what)

    def _remember(self, what: tuple[str, str], sound: Sound) -> Sound:
        self._words[what] = sound
        if len(self._words) > _MOST_WORDS:
            self._words.popitem(last=False)
        return sound


def _opened(folder: Path | None) -> tuple[ClipPack | None, str]:
    if folder is None:
        return None, ""
    try:
        return packs.read(folder), ""
    except PackError as error:
        log.warning("the clip pack cannot be used: %s", error)
        return None, str(error)
