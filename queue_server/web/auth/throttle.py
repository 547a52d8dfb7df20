"""Slows guessing down: each failure makes the next try wait longer, for half a minute at most."""

import math
from collections.abc import Callable
from typing import NamedTuple

from queue_server.protocol.refusals import Refused

_LONGEST_S = 30
_FORGET_S = 900
_MOST_KEPT = 10_000
_FREE_PER_NAME = 5
_FREE_PER_ADDRESS = 20
"""An office shares one address, and people mistype."""


class _Failures(NamedTuple):
    times: int
    last: float
    until: float


class Throttle:
    """Remembers failures by name and address, and by address alone."""

    def __init__(self, monotonic: Callable[[], float], *, per_address: bool = True) -> None:
        self._monotonic = monotonic
        self._per_address = per_address
        self._kept: dict[tuple[str, ...], _Failures] = {}

    def check(self, name: str, address: str) -> None:
        """Refuse with `too_many_requests` while this name from this address has to wait."""
        now = self._monotonic()
        wait = max(self._wait(key, now) for key, _ in self._keys(name, address))
        if wait > 0:
            raise Refused("too_many_requests", retry_s=math.ceil(wait))

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        now = self._monotonic()
        for key, free in self._keys(name, address):
            self._count(key, free, now)

    def passed(self, name: str, address: str) -> None:
        """Forget the failures of a name from this address."""
        self._kept.pop((name, address), None)

    def _keys(self, name: str, address: str) -> list[tuple[tuple[str, ...], int]]:
        keys: list[tuple[tuple[str, ...], int]] = [((name, address), _FREE_PER_NAME)]
        if self._per_address:
            keys.append(((address,), _FREE_PER_ADDRESS))
        return keys

    def _wait(self, key: tuple[str, ...], now: float) -> float:
        kept = self._kept.get(key)
        return kept.until - now if kept else 0.0

    def _count(self, key: tuple[str, ...], free: int, now: float) -> None:
        # taken out and put in again: the first of the dict is the one longest quiet
        kept = self._kept.pop(key, None)
        before = kept.times if kept and now - kept.last < _FORGET_S else 0
        count = before + 1
        wait = min(_LONGEST_S, 2 ** min(count - free, 10)) if count >= free else 0
        self._kept[key] = _Failures(count, now, now + wait)
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
