"""What is heard on a live view: a view, a beat, or that nothing is heard any more."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from queue_server.link.answers import Told

V = TypeVar("V")


class Frame(NamedTuple, Generic[V]):
    """A view just heard; hearing one means that the link is live."""

    serial: int
    at: datetime
    view: V


class Lost(NamedTuple):
    """What is shown is no longer live."""

    since: datetime
    """The last moment something was heard."""
    why: Told | None = None
    """Set where dialling again soon will not help."""


class Envelope(Struct, frozen=True, kw_only=True):
    """What every frame on the wire has; a beat has no view."""

    type: str
    at: datetime
    serial: int = 0
    view: msgspec.Raw = msgspec.Raw(b"")


envelopes = msgspec.json.Decoder(Envelope)
