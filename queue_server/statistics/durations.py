"""Whole seconds, added up and ranked.

Rule 1: percentiles are nearest-rank over all durations, never over other percentiles.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain

_FEW = 500
"""Up to so many groups are ranked side by side; putting more into one list costs less."""


class Durations:
    """The durations of some groups, each group's in ascending order."""

    def __init__(self, groups: Sequence[list[int]]) -> None:
        found = [group for group in groups if group]
        self._groups = found if len(found) <= _FEW else [sorted(chain.from_iterable(found))]
        self.count = sum(map(len, self._groups))

    def mean(self) -> int | None:
        """Return the mean in whole seconds."""
        return mean(sum(map(sum, self._groups)), self.count)

    def longest(self) -> int | None:
        """Return the longest one."""
        return max((group[-1] for group in self._groups), default=None)

    def nearest_rank(self, percent: int) -> int | None:
        """Return the smallest one that at least `percent` of all do not exceed."""
        if not self._groups:
            return None
        rank = -(-self.count * percent // 100)
        if len(self._groups) == 1:
            return self._groups[0][rank - 1]
        low = min(group[0] for group in self._groups)
        high = max(group[-1] for group in self._groups)
        # whole seconds: the first one with enough durations up to it is itself a duration
        return low + bisect_left(range(low, high), rank, key=self._up_to)

    def share_within(self, limit_s: int) -> float | None:
        """Return the share of those that do not exceed a limit."""
        return share(self._up_to(limit_s), self.count)

    def _up_to(self, limit_s: int) -> int:
        return sum(bisect_right(group, limit_s) for group in self._groups)


def mean(total: int, count: int) -> int | None:
    """Return the mean in whole seconds, halves rounded up; None of nothing."""
    return (2 * total + count) // (2 * count) if count else None


def share(part: int, whole: int) -> float | None:
    """Return a share of one; None of nothing."""
    return part / whole if whole else None
