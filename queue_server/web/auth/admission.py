"""Who may pass a door.

Rule 1: what a door does not allow is refused; a fault while looking lets nobody in.
Rule 2: a token in an address is never read: addresses end in logs.
"""

from collections.abc import Collection
from typing import NamedTuple

from aiohttp import web

from queue_server.engine.clock import Clock
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import Registry
from queue_server.web.auth.caller import NOBODY, OPEN_ROLES, Caller
from queue_server.web.auth.origin import is_our_page
from queue_server.web.auth.sightings import Sightings
from queue_server.web.auth.tokens import Tokens, token_hash

_READING = frozenset({"GET", "HEAD"})


class Shown(NamedTuple):
    """What a request shows of itself."""

    hashed: bytes
    by_cookie: bool


class Admission:
    """Looks at what a request shows, and lets it pass or not."""

    def __init__(self, registry: Registry, clock: Clock, *, https: bool) -> None:
        self.tokens = Tokens(registry, clock)
        self.sightings = Sightings(clock)
        # the prefix makes browsers refuse such a cookie from any other host or path
        self.cookie = "__Host-session" if https else "queue_session"
        self.https = https

    def shown(self, request: web.Request) -> Shown | None:
        """Return the token that a request carries."""
        header = request.headers.get("Authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            token = token.strip()
            return Shown(token_hash(token), False) if scheme.lower() == "bearer" and token else None
        if "Cookie" not in request.headers:
            return None
        token = request.cookies.get(self.cookie, "")
        return Shown(token_hash(token), True) if token else None

    def give_cookie(self, answer: web.StreamResponse, token: str, life_s: int) -> None:
        """Put a token into an answer's cookie: no script reads it, no other site sends it."""
        answer.set_cookie(
            self.cookie,
            token,
            path="/",
            max_age=life_s,
            httponly=True,
            samesite="Strict",
            secure=self.https,
        )

    async def caller(self, request: web.Request) -> Caller | None:
        """Return who asks; None for nobody we know."""
        shown = self.shown(request)
        return None if shown is None else await self.tokens.caller(shown.hashed)

    async def admit(
        self, request: web.Request, roles: Collection[Role], centre: CentreId | None
    ) -> Caller:
        """Return who asks, if one of `roles` and at home in `centre`; refuse otherwise."""
        shown = self.shown(request)
        caller = None if shown is None else await self.tokens.caller(shown.hashed)
        self.sightings.saw(caller)
        if shown is None or caller is None:
            if OPEN_ROLES.isdisjoint(roles):
                raise Refused("not_signed_in")
            return NOBODY
        if Role.PUBLIC in roles:
            return caller
        allowed = self._allowed(caller, roles, centre)
        if shown.by_cookie and request.method not in _READING and not is_our_page(request):
            raise Refused("foreign_origin")
        return allowed

    def _allowed(self, caller: Caller, roles: Collection[Role], centre: CentreId | None) -> Caller:
        if centre is not None and not caller.may_enter(centre):
            if Role.HOLDER in roles:
                return NOBODY
            raise Refused("not_allowed")
        if caller.role in roles or Role.HOLDER in roles:
            return caller
        raise Refused("not_allowed")
