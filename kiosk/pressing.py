"""The press that is not done yet, kept where a power cut cannot take it.

Rule 1: a press is on disk with its key before the server hears of it, and is forgotten only once
its paper is out, or once the server said no. So whoever asks again asks for the same ticket.
"""

import fcntl
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.scene import Wish

log = logging.getLogger(__name__)

FILE = "press.json"
LOCK = "press.lock"
FRESH = timedelta(minutes=5)
"""So long somebody may still stand there and wait for an answer."""
KEPT = timedelta(hours=23)
"""The server knows a key for a day."""


class OpenPress(Struct, frozen=True, kw_only=True):
    """One press with its key."""

    key: str
    wish: Wish
    at: datetime
    ticket: str | None = None
    """Set once the number is known: its paper may be out or not."""

    def is_fresh(self, now: datetime) -> bool:
        """Return whether the one who pressed may still be there."""
        return abs(now - self.at) < FRESH

    def is_known(self, now: datetime) -> bool:
        """Return whether the server still knows its key."""
        return abs(now - self.at) < KEPT

    def gave(self, issued_at: datetime) -> bool:
        """Return whether a number was given to this press, not to the question after it."""
        return issued_at - self.at < FRESH


class PressBook:
    """One page: the open press, in a file or, without one, in memory alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path: Path | None = None
        self._lock: int | None = None
        if folder is not None and self._is_ours(folder):
            self._path = folder / FILE
        self.open: OpenPress | None = self._read()

    def _is_ours(self, folder: Path) -> bool:
        """Return whether no other kiosk keeps its presses here; it stays so until this one ends."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            log.warning("presses are kept in memory alone: %s", error)
            self.close()
            return False
        return True

    def close(self) -> None:
        """Leave the page to the next program."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def keep(self, press: OpenPress) -> None:
        """Keep a press so that it outlives the machine."""
        self.open = press
        if self._path is not None:
            try:
                _write(self._path, msgspec.json.encode(press))
            except OSError as error:
                # a number in memory alone is better than none
                log.error("the press is not kept: %s", error)

    def forget(self) -> None:
        """Forget the press: it is done."""
        self.open = None
        if self._path is not None:
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:
                log.error("the press cannot be forgotten: %s", error)

    def _read(self) -> OpenPress | None:
        if self._path is None:
            return None
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=OpenPress)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            log.error("the press that was left cannot be read: %s", error)
            return None


def _write(path: Path, content: bytes) -> None:
    """Put a file in the place of another, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
