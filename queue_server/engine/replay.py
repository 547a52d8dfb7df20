"""The floor rebuilt from the journal: a restart is a replay of the day."""

from queue_server.domain.facts import BrokenRecord
from queue_server.domain.floor import Floor
from queue_server.protocol.codec import chain, chain_start, decode_event
from queue_server.protocol.events import DayOpened
from queue_server.store.contract import Entry, Journal, JournalCorrupt

PAGE = 5_000


async def load(journal: Journal) -> tuple[Floor, bytes]:
    """Return the floor as the journal has it, and the hash of its last event.

    Replay starts at the last `day_opened`, which carries all that crosses midnight.

    Raises:
        StoreError: the journal cannot be read.
        JournalCorrupt: an event does not fit; the text names it.
    """
    floor = Floor(journal.centre)
    opening = await journal.opening()
    last_hash = chain_start(journal.centre)
    if opening > 1:
        floor.seq, last_hash, _ = await _before(journal, opening)
    while entries := await journal.read(floor.seq, PAGE):
        for entry in entries:
            last_hash = await _follow(journal, floor, last_hash, entry)
    floor.take_changed()
    return floor, last_hash


async def _before(journal: Journal, opening: int) -> Entry:
    """Return the event before the last day opened: the chain goes on from it."""
    entries = await journal.read(opening - 2, 1)
    if not entries or entries[0].seq != opening - 1:
        raise JournalCorrupt(f"event {opening - 1} is missing")
    return entries[0]


async def _follow(journal: Journal, floor: Floor, last_hash: bytes, entry: Entry) -> bytes:
    if entry.seq != floor.seq + 1:
        raise JournalCorrupt(f"event {floor.seq + 1} is missing")
    link = chain(last_hash, entry.body)
    if link != entry.hash:
        raise JournalCorrupt(f"event {entry.seq} does not fit the chain")
    try:
        event = decode_event(entry.body)
        if isinstance(event, DayOpened) and floor.plan is None:
            await _take_plan(journal, floor, event)
        floor.apply(event)
    except (ValueError, LookupError, BrokenRecord) as error:
        raise JournalCorrupt(f"event {entry.seq} cannot be followed: {error}") from error
    return link


async def _take_plan(journal: Journal, floor: Floor, opened: DayOpened) -> None:
    kept = await journal.plan(opened.plan_version)
    if kept is None or kept.hash != opened.plan_hash:
        raise JournalCorrupt(f"the copy of plan {opened.plan_version} is missing or damaged")
    floor.take_plan(kept.plan, kept.hash)
