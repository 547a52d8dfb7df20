"""What a row of the route table says."""

from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from aiohttp import web
from msgspec import Struct

from queue_server.protocol.vocabulary import Role
from queue_server.web.auth.caller import ACCOUNT_ROLES, DEVICE_ROLES
from queue_server.web.context import Asked

API: Final = "/api/v1"
CENTRE: Final = f"{API}/centres/{{centre}}"

Handler = Callable[[Asked], Awaitable[web.StreamResponse]]

PUBLIC: Final = frozenset({Role.PUBLIC})
HOLDER: Final = frozenset({Role.HOLDER})
KIOSK: Final = frozenset({Role.KIOSK})
DISPLAY: Final = frozenset({Role.DISPLAY})
OFFICER: Final = frozenset({Role.OFFICER})
MANAGER: Final = frozenset({Role.MANAGER})
ADMIN: Final = frozenset({Role.ADMIN})
AUDITOR: Final = frozenset({Role.AUDITOR})
STAFF: Final = ACCOUNT_ROLES
SIGNED_IN: Final = ACCOUNT_ROLES | DEVICE_ROLES


class Query(NamedTuple):
    """One word of a query."""

    name: str
    kind: str
    en: str


class Route(NamedTuple):
    """One row: a method on a path."""

    method: str
    path: str
    roles: frozenset[Role]
    handler: Handler
    en: str
    vi: str
    answers: type[Struct] | None = None
    """None answers with nothing."""
    refusals: tuple[str, ...] = ()
    """Beside those that every such route may give."""
    body: type[Struct] | None = None
    """What is sent, where it is not a command."""
    status: int = 200
    query: tuple[Query, ...] = ()
    media: str = "application/json"
    sends: str = ""
    """The media type of a file that is sent; empty where JSON is."""
    alias: bool = False
    """The same thing at a second address: not told of in the description."""

    @property
    def address(self) -> str:
        """The whole path."""
        return self.path if self.path.startswith("/api") else CENTRE + self.path

    @property
    def of_centre(self) -> bool:
        """Whether it belongs to one centre."""
        return "{centre}" in self.address
