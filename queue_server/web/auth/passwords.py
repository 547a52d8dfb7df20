"""Passwords: which are good enough, how they are kept, and how they are checked.

Rule 1: a check costs the same for a name that does not exist.
Rule 2: at most two checks run at once, each takes 64 MiB and a core for a while.
"""

import asyncio
import hashlib
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from queue_server.protocol.refusals import Refused

P = ParamSpec("P")
T = TypeVar("T")

SHORTEST = 10
LONGEST = 1000
_AT_ONCE = 2
_IN_LINE = 64
_BUSY_S = 5


def normal(password: str) -> str:
    """Return the password as it is hashed: composed, so that every keyboard types the same."""
    return unicodedata.normalize("NFC", password)


def is_good(password: str) -> bool:
    """Return whether the password may be used."""
    return SHORTEST <= len(normal(password)) <= LONGEST


def hashed(password: str, hasher: PasswordHasher | None = None) -> str:
    """Return what is kept of a password; takes a while."""
    return (hasher or PasswordHasher()).hash(normal(password))


def _digest(body: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(body, salt=salt, n=2**14, r=8, p=1, dklen=32)


class Passwords:
    """Makes and checks password hashes beside the loop, a few at a time."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="password")
        self._in_line = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return await self._beside(hashed, password, self._hasher)

    async def match(self, kept: str | None, password: str) -> bool:
        """Return whether `password` belongs to `kept`; None never matches, as slowly."""
        return await self._beside(self._matches, kept, normal(password))

    async def digest(self, body: bytes, salt: bytes) -> bytes:
        """Return a hash of a request that holds a password, as hard to guess from as that."""
        return await self._beside(_digest, body, salt)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _matches(self, kept: str | None, password: str) -> bool:
        if self._nobodys is None:
            self._nobodys = self._hasher.hash("nobody's password")
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except (Argon2Error, InvalidHashError):
            return False
        return kept is not None

    async def _beside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._in_line >= _IN_LINE:
            raise Refused("too_many_requests", retry_s=_BUSY_S)
        self._in_line += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))
        finally:
            self._in_line -= 1
