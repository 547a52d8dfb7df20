"""How many waited how long, against the two promises of 15 and 30 minutes."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from queue_server.domain.figures import LONG_WAIT_S, SHORT_WAIT_S
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.durations import share
from queue_server.store.contract import Records, Span

MINUTE_S = 60
EDGES_M = (5, 10, 15, 20, 30, 45, 60)
"""Up to how many minutes each bin reaches; the last one is open. Both promises are edges."""


class Bin(Struct, frozen=True, kw_only=True):
    """The legs whose wait within service hours is over `from_m` and up to `to_m` minutes."""

    from_m: int
    to_m: int | None
    """None has no end."""
    legs: int
    part: float | None
    """Of all called legs."""
    promise: int
    """0 within 15 minutes, 1 within 30, 2 over both."""


async def distribution(
    records: Records, centre: CentreId, first: date, last: date
) -> tuple[Bin, ...]:
    """Return how the waits of a centre lie from `first` to `last`.

    Raises:
        StoreError: the records cannot be read.
    """
    sums = await records.sums(Span.of(centre, first, last), ())
    return bins([wait for legs in sums.legs for wait in legs.work_waits])


def bins(waits: Sequence[int]) -> tuple[Bin, ...]:
    """Return waits in seconds by bins."""
    edges = (0, *EDGES_M)
    ends = (*EDGES_M, None)
    return tuple(_bin(waits, start, end) for start, end in zip(edges, ends, strict=True))


def _bin(waits: Sequence[int], start: int, end: int | None) -> Bin:
    # somebody called at once belongs to the first bin
    low_s = start * MINUTE_S if start else -1
    high_s = end * MINUTE_S if end is not None else max(waits, default=0)
    legs = sum(low_s < wait <= high_s for wait in waits)
    promise = (low_s >= SHORT_WAIT_S) + (low_s >= LONG_WAIT_S)
    return Bin(from_m=start, to_m=end, legs=legs, part=share(legs, len(waits)), promise=promise)
