"""Tokens: random words that stand for a session or a device; only their hash is kept."""

import hashlib
import secrets
from typing import NamedTuple

from queue_server.engine.clock import Clock
from queue_server.protocol.vocabulary import ActorId
from queue_server.store.contract import Account, Device, Registry, Session
from queue_server.web.auth.caller import Caller

_TRUSTED_S = 2.0
"""Somebody else may change the tables; what we remember is looked up again after this."""
_MOST_KEPT = 10_000


def fresh_token() -> str:
    """Return a new token: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


class _Known(NamedTuple):
    caller: Caller
    until: float


class Tokens:
    """Tells who a token stands for; remembers the answer for a moment."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[bytes, _Known] = {}

    async def caller(self, hashed: bytes) -> Caller | None:
        """Return who holds the token with this hash; None for a wrong, ended or revoked one."""
        known = self._known.get(hashed)
        if known is None:
            return await self._look_up(hashed)
        if known.until < self._clock.monotonic():
            # said first: of a hundred requests at once one looks, the others still trust
            self._remember(hashed, known.caller)
            return await self._look_up(hashed)
        return known.caller if self._is_valid(known.caller) else None

    def forget(self, hashed: bytes) -> None:
        """Look this token up again when it comes next."""
        self._known.pop(hashed, None)

    def forget_actor(self, actor: str) -> None:
        """Look all tokens of an account or a device up again when they come next."""
        gone = [hashed for hashed, known in self._known.items() if known.caller.id == actor]
        for hashed in gone:
            del self._known[hashed]

    async def _look_up(self, hashed: bytes) -> Caller | None:
        caller = await self._kept_caller(hashed)
        if caller is None or not self._is_valid(caller):
            self.forget(hashed)
            return None
        self._remember(hashed, caller)
        return caller

    async def _kept_caller(self, hashed: bytes) -> Caller | None:
        device = await self._registry.device_with(hashed)
        if device is not None:
            return _of_device(device)
        session = await self._registry.session(hashed)
        if session is None:
            return None
        account = await self._registry.account(session.account)
        return None if account is None else _of_account(account, session)

    def _remember(self, hashed: bytes, caller: Caller) -> None:
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[hashed] = _Known(caller, self._clock.monotonic() + _TRUSTED_S)

    def _is_valid(self, caller: Caller) -> bool:
        ends = caller.expires_at
        return ends is None or self._clock.now().timestamp() < ends


def _of_device(device: Device) -> Caller | None:
    if device.revoked:
        return None
    return Caller(ActorId(device.id), device.role, device.name, device.centre, device.counter)


def _of_account(account: Account, session: Session) -> Caller | None:
    if account.disabled:
        return None
    return Caller(
        ActorId(account.id),
        account.role,
        account.name,
        account.centre,
        account.counter,
        session.expires_at,
    )
