"""Which calls are to be spoken.

Rule 1: a call is spoken once.
Rule 2: of calls met after a (re)connect only the young ones are spoken.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from queue_server.protocol.screens import CallView

YOUNG = timedelta(seconds=60)


class Unspoken:
    """Remembers what was spoken, or needs no more words."""

    def __init__(self) -> None:
        self._spoken = -1
        self._is_live = False

    def lost(self) -> None:
        """Note that the line was lost: what comes next may be old."""
        self._is_live = False

    def take(self, calls: Sequence[CallView], at: datetime) -> list[CallView]:
        """Return those of a view sent at `at` that are to be spoken, the oldest first."""
        news = sorted((call for call in calls if call.serial > self._spoken), key=_serial)
        if news:
            self._spoken = news[-1].serial
        live, self._is_live = self._is_live, True
        return news if live else [call for call in news if at - call.at < YOUNG]


def _serial(call: CallView) -> int:
    return call.serial
