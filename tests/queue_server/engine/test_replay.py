"""A restart is a replay of the day, and a damaged journal stops it."""

from datetime import timedelta

import pytest

from queue_server.engine.engine import Engine
from queue_server.engine.replay import load
from queue_server.protocol.codec import chain, decode_event
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.events import DayOpened, ServerStarted
from queue_server.protocol.plan import Plan, plan_hash
from queue_server.store.contract import Entry, JournalCorrupt, KeptPlan
from tests.support.centre import (
    CENTRE,
    MANAGER,
    finish_at,
    next_at,
    number,
    opened,
    plan,
    start_at,
)
from tests.support.clock import HandClock
from tests.support.memory import MemoryJournal


class WatchedJournal(MemoryJournal):
    """Remembers what was read, and gives out a plan that was put in its place."""

    def __init__(self) -> None:
        super().__init__(CENTRE)
        self.read_after: list[int] = []
        self.other_plans: dict[int, Plan | None] = {}

    async def read(self, after: int, limit: int) -> list[Entry]:
        self.read_after.append(after)
        return await super().read(after, limit)

    async def plan(self, version: int) -> KeptPlan | None:
        if version in self.other_plans:
            other = self.other_plans[version]
            return KeptPlan(other, plan_hash(other)) if other is not None else None
        return await super().plan(version)

    async def opening(self) -> int:
        return self.opened_at()

    def opened_at(self) -> int:
        """Return the seq of the last day opened."""
        opened = (e.seq for e in self.entries if b'"type":"day_opened"' in e.body)
        return max(opened, default=0)


@pytest.fixture
async def journal(clock: HandClock) -> WatchedJournal:
    """A journal of two days, the second with people waiting, called and served."""
    journal = WatchedJournal()
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    await engine.carry_out(ChangePlan(by=MANAGER, plan=plan()))
    await engine.carry_out(opened(1))
    await engine.carry_out(number())
    clock.move(24 * 60 * 60)
    for press in (opened(1), number(), number(), number(), next_at(1), start_at(1), finish_at(1)):
        await engine.carry_out(press)
    await engine.carry_out(next_at(1))
    await engine.stop()
    journal.read_after.clear()
    return journal


async def restarted(journal: WatchedJournal, clock: HandClock) -> Engine:
    engine = Engine(CENTRE, journal, clock)
    await engine.start()
    return engine


async def test_the_floor_is_as_it_was(journal: WatchedJournal, clock: HandClock) -> None:
    floor, _ = await load(journal)

    assert [(t.label, t.state.value) for t in floor.tickets.values()] == [
        ("A001", "served"),
        ("A002", "called"),
        ("A003", "waiting"),
    ]
    assert floor.counters["1"].officer == "officer-1"
    assert floor.tickets[floor.counters["1"].current].label == "A002"


async def test_replay_starts_at_the_last_day_opened(journal: WatchedJournal) -> None:
    floor, _ = await load(journal)

    assert isinstance(decode_event(journal.entries[journal.opened_at() - 1].body), DayOpened)
    assert min(journal.read_after) == journal.opened_at() - 2
    assert floor.seq == len(journal.entries)
    assert floor.plan.version == 1


async def test_replayed_records_are_not_written_again(
    journal: WatchedJournal, clock: HandClock
) -> None:
    floor, _ = await load(journal)

    assert floor.take_changed().tickets == []


async def test_the_chain_goes_on(journal: WatchedJournal, clock: HandClock) -> None:
    engine = await restarted(journal, clock)
    await engine.carry_out(number())
    await engine.stop()

    for before, entry in zip(journal.entries, journal.entries[1:], strict=False):
        assert entry.hash == chain(before.hash, entry.body)


async def test_a_start_says_how_long_nobody_ran_the_floor(
    journal: WatchedJournal, clock: HandClock
) -> None:
    clock.move(30 * 60)
    engine = await restarted(journal, clock)
    await engine.stop()

    started = decode_event(journal.entries[-1].body)
    assert isinstance(started, ServerStarted)
    assert started.gap_s == 30 * 60


async def test_an_empty_journal_starts_an_empty_floor(clock: HandClock) -> None:
    journal = MemoryJournal(CENTRE)
    engine = Engine(CENTRE, journal, clock, program="queue-server 1")
    await engine.start()
    await engine.stop()

    (started,) = [decode_event(entry.body) for entry in journal.entries]
    assert (started.seq, started.program, started.gap_s) == (1, "queue-server 1", None)


def damaged(entry: Entry) -> Entry:
    return entry._replace(body=entry.body.replace(b'"at":"2026', b'"at":"2025'))


async def test_a_changed_event_stops_the_start_and_is_named(journal: WatchedJournal) -> None:
    at = journal.opened_at() + 2
    journal.entries[at - 1] = damaged(journal.entries[at - 1])

    with pytest.raises(JournalCorrupt, match=f"event {at} "):
        await load(journal)


async def test_an_event_that_is_gone_stops_the_start_and_is_named(
    journal: WatchedJournal,
) -> None:
    at = journal.opened_at() + 2
    del journal.entries[at - 1]

    with pytest.raises(JournalCorrupt, match=f"event {at} is missing"):
        await load(journal)


async def test_a_day_without_the_event_before_it_stops_the_start(
    journal: WatchedJournal,
) -> None:
    opening = journal.opened_at()
    del journal.entries[opening - 2]

    with pytest.raises(JournalCorrupt, match=f"event {opening - 1} is missing"):
        await load(journal)


def rechained(journal: WatchedJournal, at: int, body: bytes) -> None:
    """Put another body in an event's place and mend the chain over it."""
    journal.entries[at - 1] = journal.entries[at - 1]._replace(body=body)
    for n in range(at - 1, len(journal.entries)):
        entry = journal.entries[n]
        link = chain(journal.entries[n - 1].hash, entry.body)
        journal.entries[n] = entry._replace(hash=link)


async def test_an_event_nobody_understands_stops_the_start_and_is_named(
    journal: WatchedJournal,
) -> None:
    at = journal.opened_at() + 1
    rechained(journal, at, b'{"type":"miracle_happened"}')

    with pytest.raises(JournalCorrupt, match=f"event {at} cannot be followed"):
        await load(journal)


async def test_an_event_that_does_not_fit_stops_the_start_and_is_named(
    journal: WatchedJournal,
) -> None:
    at = len(journal.entries)
    body = journal.entries[-1].body.replace(b'"ticket":"ticket-', b'"ticket":"nobody-')
    rechained(journal, at, body)

    with pytest.raises(JournalCorrupt, match=f"event {at} cannot be followed"):
        await load(journal)


@pytest.mark.parametrize("copy", [None, plan(name_vi="Trung tâm khác")])
async def test_a_damaged_copy_of_the_plan_stops_the_start(
    journal: WatchedJournal, copy: Plan | None
) -> None:
    journal.other_plans[1] = copy

    with pytest.raises(JournalCorrupt, match="plan 1"):
        await load(journal)


async def test_a_damaged_journal_stops_the_engine_before_it_does_anything(
    journal: WatchedJournal, clock: HandClock
) -> None:
    journal.entries[-1] = damaged(journal.entries[-1])
    kept = list(journal.entries)
    engine = Engine(CENTRE, journal, clock)

    with pytest.raises(JournalCorrupt):
        await engine.start()
    await engine.stop()
    assert journal.entries == kept


async def test_time_does_not_go_back_over_a_restart(
    journal: WatchedJournal, clock: HandClock
) -> None:
    last = decode_event(journal.entries[-1].body).at
    clock.move(-120)
    engine = await restarted(journal, clock)
    done = await engine.carry_out(number())
    await engine.stop()

    assert done.events[0].at - last == timedelta(0)
