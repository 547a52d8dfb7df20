"""Words to bytes and back, and the chain that binds the events of a centre."""

import hashlib

import msgspec

from queue_server.protocol.events import AnyEvent, Event
from queue_server.protocol.vocabulary import CentreId

_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_canonical = msgspec.json.Encoder(order="sorted")
encode = msgspec.json.Encoder().encode
"""Bytes of any word on the wire."""


def canonical(event: Event) -> bytes:
    """Return the event as JSON with sorted keys, no spaces, UTF-8, not ASCII-escaped."""
    return _canonical.encode(event)


def decode_event(body: bytes) -> AnyEvent:
    """Return the event in `body`.

    Raises:
        msgspec.ValidationError: `body` is no event we know.
    """
    return _events.decode(body)


def chain_start(centre: CentreId) -> bytes:
    """Return hash(0) of a centre."""
    return hashlib.sha256(centre.encode()).digest()


def chain(before: bytes, body: bytes) -> bytes:
    """Return hash(n) from hash(n-1) and canonical(event n)."""
    return hashlib.sha256(before + body).digest()
