"""The people of the demo centre, now: they come, are called, served and sometimes missed.

Rule 1: they are clients of the engine like everybody else; nothing is shown that did not happen.
Rule 2: what they do next is read off the floor, so that after a restart they go on with it.
"""

import asyncio
import logging
import math
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from queue_server.demo.clerk import Clerk, Tempo
from queue_server.demo.shift import Staff
from queue_server.demo.visitors import Visitors, is_made_up, satisfaction
from queue_server.domain import routing
from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.protocol import commands as c
from queue_server.protocol.events import Event, ServiceFinished, TicketCalled, TicketIssued
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import HOLDER, PrintResult, TicketId
from queue_server.store.contract import StoreError

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How often they look around."""
FEWEST, ENOUGH, MOST = 14, 17, 20
"""How many made-up people wait; visitors with tickets of their own come on top."""
_AT_ONCE = 2
"""How many come at a look while fewer than `FEWEST` wait."""
_LIKELY, _UNLIKELY = 0.5, 0.15
"""That somebody comes at a look while fewer or more than `ENOUGH` wait."""
_MISSED_KEPT = 4
_MISSED_FOR = timedelta(seconds=60)
_COMES_BACK_SHARE = 0.5
_RATES_SHARE = 0.2
_RATES_AFTER = timedelta(seconds=10)

Act = tuple[Clerk | None, c.Command]
"""A command, and the simulated officer who presses it if one does."""


class People:
    """All simulated people of one centre."""

    def __init__(
        self,
        engine: Engine,
        staff: Staff,
        chance: random.Random | None = None,
        tempo: Tempo | None = None,
    ) -> None:
        self._engine = engine
        self._kiosk = staff.kiosk
        self._chance = chance if chance is not None else random.Random()
        self._tempo = tempo if tempo is not None else Tempo()
        self._clerks = [
            Clerk(counter, officer, self._chance, self._tempo)
            for counter, officer in staff.officers.items()
        ]
        self._plan: Plan | None = None
        self._visitors: Visitors | None = None
        self._day: date | None = None
        self._last_call: datetime | None = None
        self._ratings: list[tuple[datetime, TicketId]] = []

    async def run(self) -> None:
        """Live on until the server stops."""
        while True:
            try:
                await self.step()
            except StoreError as error:
                log.warning("the simulated people could not act: %s", error)
            except Refused as refused:
                if refused.code == "stopping":
                    return
                log.warning("the simulated people were refused: %s", refused.code)
            await asyncio.sleep(LOOK_S)

    async def step(self) -> None:
        """Look around once, and do what has become due."""
        for clerk, command in await self._engine.ask(self._due):
            events = await self._do(command)
            if clerk is not None and events:
                clerk.pressed(events[-1].seq)
            for event in events:
                await self._follow(clerk, event)

    async def _do(self, command: c.Command) -> Sequence[Event]:
        """Carry a command out; return nothing if somebody was quicker."""
        try:
            return (await self._engine.carry_out(command)).events
        except Refused as refused:
            if refused.code == "stopping":
                raise
            log.debug("%s: %s", type(command).__name__, refused.code)
            return ()

    async def _follow(self, clerk: Clerk | None, event: Event) -> None:
        match event:
            case TicketIssued():
                printed = PrintResult.PRINTED
                await self._do(c.RecordPrint(by=self._kiosk, ticket=event.ticket, result=printed))
            case TicketCalled() if clerk is not None:
                await self._called(clerk, event)
            case ServiceFinished() if self._chance.random() < _RATES_SHARE:
                self._ratings.append((event.at + _RATES_AFTER, event.ticket))

    async def _called(self, clerk: Clerk, call: TicketCalled) -> None:
        """Take a call back at once if a visitor came between the look and the press."""
        if call.call == 1:
            self._last_call = call.at
        if is_made_up(call.ticket):
            return
        for event in await self._do(c.Undo(by=clerk.officer, counter=clerk.counter)):
            clerk.pressed(event.seq)

    def _due(self, floor: Floor, now: datetime) -> list[Act]:
        """Return all that is to be done now."""
        if floor.plan is None or floor.day is None or floor.clock_doubted is not None:
            return []
        self._keep_up(floor, floor.plan)
        free = [clerk for clerk in self._clerks if clerk.is_ours(floor, now)]
        return [
            *self._arrivals(floor, free),
            *self._returns(floor, now),
            *self._judgements(now),
            *self._presses(floor, free, now),
            *self._calls(floor, floor.plan, free, now),
        ]

    def _keep_up(self, floor: Floor, plan: Plan) -> None:
        """Follow a new plan and a new day."""
        if plan is not self._plan:
            self._plan = plan
            self._visitors = Visitors(plan, [clerk.counter for clerk in self._clerks])
        if floor.day != self._day:
            self._day = floor.day
            for clerk in self._clerks:
                clerk.new_day()

    def _arrivals(self, floor: Floor, free: Sequence[Clerk]) -> list[Act]:
        """Return who comes, so that always about as many wait; or who goes again."""
        waiting = [t for line in floor.lines.by_name.values() for t in line.in_order()]
        count = sum(map(is_made_up, waiting))
        if count >= MOST:
            return self._departures(floor, free)
        if count >= FEWEST and self._chance.random() > (_LIKELY if count < ENOUGH else _UNLIKELY):
            return []
        wishes = [self._wish(floor, free) for _ in range(_AT_ONCE if count < FEWEST else 1)]
        return [(None, wish) for wish in wishes if wish is not None]

    def _wish(self, floor: Floor, free: Sequence[Clerk]) -> c.Command | None:
        """Return a tap for a line that somebody free serves, rather a short one."""
        if self._visitors is None:
            return None

        def weight(line: str) -> float:
            return float(_served(floor, free, line)) / math.sqrt((1 + floor.lines.count(line)) ** 3)

        if not any(weight(line) for line in self._visitors.lines):
            return None
        return self._visitors.draw(self._chance, weight).wish(self._kiosk)

    def _departures(self, floor: Floor, free: Sequence[Clerk]) -> list[Act]:
        """Let somebody go whom nobody free would serve, because a person uses the counter."""
        for name, line in floor.lines.by_name.items():
            for ticket in line.in_order():
                if is_made_up(ticket) and not _served(floor, free, name):
                    return [(None, c.CancelTicket(by=HOLDER, ticket=ticket))]
        return []

    def _returns(self, floor: Floor, now: datetime) -> list[Act]:
        """Let those come back or go home who were missed a while ago."""
        missed = [floor.tickets[ticket] for ticket in floor.missed if is_made_up(ticket)]
        if len(missed) <= _MISSED_KEPT:
            return []
        ticket = missed[0]
        if ticket.missed_at is None or now - ticket.missed_at < _MISSED_FOR:
            return []
        if self._chance.random() < _COMES_BACK_SHARE:
            return [(None, c.ReturnTicket(by=self._clerks[0].officer, ticket=ticket.id))]
        return [(None, c.CancelTicket(by=HOLDER, ticket=ticket.id))]

    def _judgements(self, now: datetime) -> list[Act]:
        due = [ticket for at, ticket in self._ratings if at <= now]
        self._ratings = [(at, ticket) for at, ticket in self._ratings if at > now]
        return [
            (None, c.RateTicket(by=HOLDER, ticket=t, satisfaction=satisfaction(self._chance, 0)))
            for t in due
        ]

    def _presses(self, floor: Floor, free: Sequence[Clerk], now: datetime) -> list[Act]:
        presses = [(clerk, clerk.press(floor, now)) for clerk in free]
        return [(clerk, command) for clerk, command in presses if command is not None]

    def _calls(self, floor: Floor, plan: Plan, free: Sequence[Clerk], now: datetime) -> list[Act]:
        """Return the next call, if it is time; somebody hurries if it is high time."""
        silent = (now - self._last_call).total_seconds() if self._last_call else math.inf
        if silent < self._tempo.call_gap:
            return []
        idle = [clerk for clerk in free if clerk.is_idle(floor)]
        self._chance.shuffle(idle)
        for clerk in idle:
            call = clerk.call(floor, plan, now)
            if call is not None:
                return [(clerk, call)]
        return self._hurry(floor, plan, free, now) if silent >= self._tempo.call_limit else []

    def _hurry(self, floor: Floor, plan: Plan, free: Sequence[Clerk], now: datetime) -> list[Act]:
        """Let the one who has served longest finish and call."""
        serving = [(at, one) for one in free if (at := one.serving_since(floor)) is not None]
        for _, clerk in sorted(serving, key=lambda one: one[0]):
            finish, call = clerk.finish(floor, now), clerk.call(floor, plan, now)
            if finish is not None and call is not None:
                return [(clerk, finish), (clerk, call)]
        return []


def _served(floor: Floor, free: Sequence[Clerk], line: str) -> bool:
    return any(routing.may_serve(floor, clerk.counter, line) for clerk in free)
