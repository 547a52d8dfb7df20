"""Fifty officers press next over ten thousand people: everybody once, nobody out of turn."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.engine.engine import Engine
from queue_server.protocol.codec import decode_event
from queue_server.protocol.commands import ChangePlan, IssueTicket
from queue_server.protocol.events import AnyEvent, TicketCalled, TicketIssued
from queue_server.protocol.plan import Counter, Field, Plan, Policy, PriorityGroup, Series
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CounterId, FieldCode, SeriesId, TicketId
from queue_server.store.contract import Journal
from queue_server.store.sqlite import SqliteStore
from tests.support.centre import CENTRE, MANAGER, next_at, number, opened, plan
from tests.support.clock import HandClock

pytestmark = pytest.mark.uncounted
PEOPLE, COUNTERS = 10_000, 50
LETTERS = "ABCDEFGHKL"
RANKS = {"elder": 2, "disabled": 1}
RUN = 2
"""Most priority calls in a row while others wait."""


def large_plan() -> Plan:
    """Ten fields; every counter serves two of them and helps with a third."""
    fields = [FieldCode(letter * 2) for letter in LETTERS]
    counters = [
        Counter(
            id=CounterId(str(n)),
            name=f"Quầy {n}",
            fields=(fields[n % 10], fields[(n // 10 + n + 1) % 10]),
            helps=(fields[(n // 10 + n + 5) % 10],),
        )
        for n in range(1, COUNTERS + 1)
    ]
    counters = [
        replace(counter, helps=tuple(set(counter.helps) - set(counter.fields)))
        for counter in counters
    ]
    groups = tuple(
        PriorityGroup(code=code, name_vi=code, name_en=code, rank=rank)
        for code, rank in RANKS.items()
    )
    return replace(
        plan(procedures=()),
        series=tuple(Series(id=SeriesId(letter), prefix=letter) for letter in LETTERS),
        fields=tuple(
            Field(code=code, name_vi=code, name_en=code, series=SeriesId(code[0]))
            for code in fields
        ),
        counters=tuple(counters),
        policy=Policy(groups=groups, priority_run=RUN, tickets_a_minute=0, tickets_in_a_row=0),
    )


def wishes() -> Iterator[IssueTicket]:
    """Ten thousand numbers: some fields are far busier, every ninth person has priority."""
    for n in range(PEOPLE):
        field = LETTERS[(n * n + n // 7) % 10] * 2
        group = ("elder", "disabled")[n % 2] if n % 9 == 0 else None
        yield number(field, group)


class Reference:
    """The rule of the line once more, written plainly: who must be called next."""

    def __init__(self, plan: Plan) -> None:
        self.counters = {counter.id: counter for counter in plan.counters}
        self.priority: dict[str, dict[int, deque[tuple[int, str]]]] = defaultdict(
            lambda: {rank: deque() for rank in sorted(RANKS.values())}
        )
        self.others: dict[str, deque[tuple[int, str]]] = defaultdict(deque)
        self.run = dict.fromkeys(self.counters, 0)

    def issued(self, event: TicketIssued) -> None:
        if event.priority is None:
            self.others[event.field].append((event.seq, event.ticket))
        else:
            self.priority[event.field][RANKS[event.priority]].append((event.seq, event.ticket))

    def due(self, counter: CounterId) -> str:
        """Return whom `counter` must call now, and take that person out of the line."""
        own = self.counters[counter].fields
        fields = own if self.waits(own) else self.counters[counter].helps
        first = [
            (rank, *queue[0], queue)
            for field in fields
            for rank, queue in self.priority[field].items()
            if queue
        ]
        others = [
            (*self.others[field][0], self.others[field]) for field in fields if self.others[field]
        ]
        if first and not (others and self.run[counter] >= RUN):
            self.run[counter] += 1
            queue = min(first)[-1]
        else:
            self.run[counter] = 0
            queue = min(others)[-1]
        return queue.popleft()[1]

    def waits(self, fields: Iterable[str]) -> bool:
        return any(self.others[f] or any(self.priority[f].values()) for f in fields)


async def press_until_nobody_waits(engine: Engine, counter: int) -> list[TicketId]:
    called = []
    while True:
        try:
            done = await engine.carry_out(next_at(counter))
        except Refused as refused:
            if refused.code != "nobody_waiting":
                raise
            return called
        called.append(done.events[-1].ticket)


async def events_of(journal: Journal) -> list[AnyEvent]:
    entries = await journal.read(0, 10 * PEOPLE)
    return [decode_event(entry.body) for entry in entries]


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Engine]:
    """An engine over a store on disk, with all its counters open and everybody waiting."""
    store = await SqliteStore.open(tmp_path)
    engine = Engine(CENTRE, store.journal(CENTRE), HandClock())
    try:
        await engine.start()
        await engine.carry_out(ChangePlan(by=MANAGER, plan=large_plan()))
        for counter in range(1, COUNTERS + 1):
            await engine.carry_out(opened(counter))
        await asyncio.gather(*(engine.carry_out(wish) for wish in wishes()))
        yield engine
    finally:
        await engine.stop()
        await store.close()


async def test_fifty_callers_over_ten_thousand_people(hall: Engine) -> None:
    lists = await asyncio.gather(
        *(press_until_nobody_waits(hall, counter) for counter in range(1, COUNTERS + 1))
    )
    answered = [ticket for called in lists for ticket in called]
    assert len(answered) == len(set(answered)) == PEOPLE

    reference = Reference(large_plan())
    calls = 0
    for event in await events_of(hall.journal):
        if isinstance(event, TicketIssued):
            reference.issued(event)
        elif isinstance(event, TicketCalled):
            assert event.ticket == reference.due(event.counter), event
            calls += 1
    assert calls == PEOPLE
