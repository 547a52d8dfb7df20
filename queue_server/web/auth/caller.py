"""Somebody who asks, as the doors know them."""

from typing import NamedTuple

from queue_server.protocol.vocabulary import HOLDER, ActorId, CentreId, Role

ACCOUNT_ROLES = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR, Role.ADMIN})
DEVICE_ROLES = frozenset({Role.KIOSK, Role.DISPLAY, Role.RATING})
OPEN_ROLES = frozenset({Role.HOLDER, Role.PUBLIC})
"""What needs no sign-in."""


class Caller(NamedTuple):
    """An account, a device, or somebody unknown."""

    id: ActorId
    role: Role
    name: str = ""
    centre: CentreId | None = None
    """None may enter every centre of this server."""
    counter: str | None = None
    expires_at: int | None = None
    """When the session ends, in seconds since the epoch; None for devices."""

    def may_enter(self, centre: CentreId) -> bool:
        """Return whether this caller belongs to `centre`."""
        return self.centre is None or self.centre == centre


NOBODY = Caller(HOLDER, Role.PUBLIC)
"""Nobody is signed in: what they know is all they have."""
