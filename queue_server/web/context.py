"""What every door needs at hand."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from aiohttp import web
from argon2 import PasswordHasher

from queue_server.engine.clock import Clock, SystemClock
from queue_server.engine.engine import Engine
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.archive import Archive
from queue_server.store.contract import Code, Records, Registry
from queue_server.voice.speaker import Speaker
from queue_server.web.auth.admission import Admission
from queue_server.web.auth.caller import Caller
from queue_server.web.auth.chance import Chance
from queue_server.web.auth.passwords import Passwords
from queue_server.web.auth.throttle import Throttle
from queue_server.web.metrics import Metrics
from queue_server.web.search import Searches


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """All that the doors stand on; whoever starts the server makes it."""

    engines: Mapping[CentreId, Engine]
    registry: Registry
    records: Records
    archive: Archive
    clock: Clock = field(default_factory=SystemClock)
    demo: bool = False
    """Everybody comes from this machine: no limits by address."""
    https: bool = False
    """Browsers reach us by https: cookies are sent that way only."""
    hosts: frozenset[str] = frozenset()
    """The names this server answers to, without ports; none is any."""
    metrics_token: str | None = None
    """Opens /metrics to other machines."""
    before_others: Callable[[web.Application], None] | None = None
    """Adds routes that stand before ours: the demo has a first page of its own."""
    lent_token: str | None = None
    """A board's, given to any browser that opens a board and is nobody: the demo's alone."""
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    speaker: Speaker = field(default_factory=Speaker)


class Context:
    """The doors' own things, one of each for a server."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.engines = doors.engines
        self.registry = doors.registry
        self.records = doors.records
        self.archive = doors.archive
        self.clock = doors.clock
        self.speaker = doors.speaker
        self.admission = Admission(doors.registry, doors.clock, https=doors.https)
        self.tokens = self.admission.tokens
        self.sightings = self.admission.sightings
        self.passwords = Passwords(doors.hasher)
        self.throttle = Throttle(doors.clock.monotonic, per_address=not doors.demo)
        self.chance = Chance()
        self.metrics = Metrics()
        self.searches = Searches()
        self.making = asyncio.Lock()
        """Accounts are made one at a time: a request that comes twice at once finds its answer."""
        self._in_hand: set[object] = set()

    def engine(self, centre: str) -> Engine:
        """Return the engine of a centre; refuse with `unknown_centre`."""
        engine = self.engines.get(CentreId(centre))
        if engine is None:
            raise Refused("unknown_centre")
        return engine

    @property
    def home(self) -> Engine:
        """The engine that keeps what belongs to no centre."""
        for engine in self.engines.values():
            return engine
        raise Refused("unknown_centre")

    @contextmanager
    def alone(self, what: object, otherwise: str) -> Iterator[None]:
        """Let one request at a time use `what` up; refuse the others with `otherwise`."""
        if what in self._in_hand:
            raise Refused(otherwise)
        self._in_hand.add(what)
        try:
            yield
        finally:
            self._in_hand.discard(what)

    async def check_code(self, request: web.Request, hashed: bytes, purpose: str) -> Code:
        """Return the one-time code with this hash; refuse with `wrong_code`, slower each time."""
        address = request.remote or ""
        self.throttle.check(purpose, address)
        code = await self.registry.code(hashed)
        now = self.clock.now().timestamp()
        if code is None or code.purpose != purpose or code.expires_at <= now:
            self.throttle.failed(purpose, address)
            raise Refused("wrong_code")
        return code


class Asked(NamedTuple):
    """One request, past the door."""

    context: Context
    request: web.Request
    engine: Engine
    caller: Caller
