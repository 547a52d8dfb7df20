"""The terminals' end of the wire: ask by HTTP, listen by websocket, dial again by itself.

Rule 1: one press is one effect: a lost answer is asked for again with the same key.
Rule 2: whoever listens is told as soon as what it shows is no longer live.
Rule 3: no exception of a network library leaves this room.
"""

from queue_server.link.answers import LinkLost, SignedIn, Told
from queue_server.link.asking import new_key
from queue_server.link.frames import Frame, Lost
from queue_server.link.link import Link
from queue_server.link.patience import Limits, reconnect_delays

__all__ = [
    "Frame",
    "Limits",
    "Link",
    "LinkLost",
    "Lost",
    "SignedIn",
    "Told",
    "new_key",
    "reconnect_delays",
]
