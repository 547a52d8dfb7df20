"""The demo's floor in a time that the test moves, and a visitor who tries it."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from queue_server.demo.credentials import account_id, staff
from queue_server.demo.people import LOOK_S, People
from queue_server.demo.visitors import MARK, is_made_up
from queue_server.domain.standing import CounterNow
from queue_server.domain.ticket import Ticket
from queue_server.engine.engine import Engine
from queue_server.protocol import commands as c
from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import Event, TicketCalled
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterId, FieldCode, TicketId, TicketState
from tests.support.clock import HandClock
from tests.support.memory import MemoryJournal

E = TypeVar("E", bound=Event)
VISITOR = ActorId("d-demo-kiosk")


class Hall:
    """The floor, its simulated people and a visitor."""

    def __init__(
        self, plan: Plan, engine: Engine, journal: MemoryJournal, clock: HandClock
    ) -> None:
        self.plan = plan
        self.engine = engine
        self.journal = journal
        self.clock = clock
        self.waiting: list[int] = []
        """How many made-up people waited, second by second."""
        self.enter()

    def enter(self, seed: int = 1) -> None:
        """Let new simulated people take the place of the old ones, as after a restart."""
        self.people = People(self.engine, staff(), random.Random(seed))

    async def live(self, seconds: int) -> None:
        """Let time pass."""
        for _ in range(round(seconds / LOOK_S)):
            self.clock.move(LOOK_S)
            await self.engine.tick()
            await self.people.step()
            made_up = [t for t in await self.tickets(TicketState.WAITING) if is_made_up(t.id)]
            self.waiting.append(len(made_up))

    async def tickets(self, state: TicketState) -> list[Ticket]:
        """Return the tickets that are in a state."""
        return await self.engine.ask(
            lambda floor, _: [t for t in floor.tickets.values() if t.state is state]
        )

    async def ticket(self, ticket: TicketId) -> Ticket:
        """Return a ticket as it stands."""
        return await self.engine.ask(lambda floor, _: floor.ticket(ticket))

    async def counter(self, number: int) -> CounterNow:
        """Return a counter as it stands."""
        return await self.engine.ask(lambda floor, _: floor.counter(CounterId(str(number))))

    def events(self, kind: type[E]) -> list[E]:
        """Return all that happened of a kind."""
        found = (decode_event(entry.body) for entry in self.journal.entries)
        return [event for event in found if isinstance(event, kind)]

    def calls(self, since: datetime | None = None) -> Sequence[TicketCalled]:
        """Return the calls that are no recalls."""
        return [e for e in self.events(TicketCalled) if since is None or e.at >= since]

    async def take_number(
        self, field: str, priority: str | None = None, *, made_up: bool = False
    ) -> TicketId:
        """Take a number as a visitor, or as somebody made up."""
        name = f"{MARK if made_up else 'visitor-'}{len(self.journal.entries)}"
        wish = c.IssueTicket(by=VISITOR, id=name, field=FieldCode(field), priority=priority)
        await self.engine.carry_out(wish)
        return TicketId(wish.id)

    async def press(self, kind: type[c.CounterCommand], number: int, **more: object) -> None:
        """Press a key at a counter, signed in as its officer."""
        words = {"by": account_id(f"officer{number}"), "counter": CounterId(str(number))}
        await self.engine.carry_out(kind(**words, **more))  # type: ignore[arg-type]
