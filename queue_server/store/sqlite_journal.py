"""The journal of one centre on SQLite.

Rule 1: a batch is one function on the writer's thread: whoever leaves, it ends whole or not at all.
Rule 2: what is remembered here beside the file changes on that thread, after the commit.
"""

import contextlib
import hashlib
import sqlite3
import sys
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import astuple

from queue_server.protocol.codec import chain_start, decode_event
from queue_server.protocol.events import DayOpened, PlanChanged
from queue_server.protocol.plan import Plan
from queue_server.protocol.records import Entered, EnteredFor, Leg, Text, Visit
from queue_server.protocol.vocabulary import CentreId
from queue_server.store import rows, schema
from queue_server.store.contract import (
    Answered,
    Batch,
    CommitUnknown,
    Entry,
    JournalCorrupt,
    KeptPlan,
    Key,
    StoreError,
)
from queue_server.store.driver import Connection

KEPT_S = 24 * 60 * 60
PURGE_EVERY_S = 10 * 60

_ADD_ENTRY = rows.insert(schema.journal)
_ADD_OPENING = rows.insert(schema.openings)
_ADD_PLAN = rows.insert(schema.plans)
_ADD_TEXT = rows.insert(schema.texts)
_ADD_ANSWER = rows.insert(
    schema.answers, "centre", "caller", "route", "key", "request", "status", "body", "at"
)
_PUT_VISIT = rows.upsert(schema.visits, "day")
_PUT_LEG = rows.upsert(schema.legs, "day")
_ADD_DOSSIER = rows.insert(schema.dossiers)
_VISIT = ", ".join(Visit.__struct_fields__)
_LEG = ", ".join(f'"{name}"' for name in Leg.__struct_fields__)

_READ = "SELECT seq, hash, body FROM journal WHERE centre = ? AND seq > ? ORDER BY seq LIMIT ?"
_LAST = "SELECT seq, hash FROM journal WHERE centre = ? ORDER BY seq DESC LIMIT 1"
_OPENING = "SELECT max(seq) FROM openings WHERE centre = ?"
_PLAN = "SELECT body FROM plans WHERE centre = ? AND version = ?"
_ONE_VISIT = f"SELECT {_VISIT} FROM visits WHERE centre = ? AND ticket = ?"
_ITS_LEGS = f"SELECT {_LEG} FROM legs WHERE centre = ? AND ticket = ? ORDER BY leg"
_TAKE_LEG = "DELETE FROM legs WHERE centre = ? AND ticket = ? AND leg = ?"
_MEND_VISIT = "UPDATE visits SET outcome = ?, dossiers = ? WHERE centre = ? AND ticket = ?"
_MEND_LEG = """
UPDATE legs SET outcome = ?, dossiers = ? WHERE centre = ?3 AND ticket = ?4
AND leg = (SELECT max(leg) FROM legs WHERE centre = ?3 AND ticket = ?4)
"""
_JUDGE_VISIT = "UPDATE visits SET satisfaction = ?, attitude = ? WHERE centre = ? AND ticket = ?"
_TAKE_DOSSIERS = "DELETE FROM dossiers WHERE centre = ? AND ticket = ?"
_FILED = "SELECT body FROM filings WHERE centre = ? AND id = ?"
_DOSSIER = ", ".join(Entered.__struct_fields__)
_ENTERED = f"SELECT {_DOSSIER} FROM dossiers WHERE centre = ? AND seq > ? AND seq <= ?"
_ENTERED_FOR = f"SELECT {_DOSSIER} FROM dossiers WHERE centre = ? AND ticket = ? ORDER BY line"
_KEYS = "SELECT id, caller, route, key FROM answers WHERE centre = ? ORDER BY id"
_ANSWER = "SELECT caller, route, key, request, status, body, at FROM answers WHERE id = ?"
_FIRST_ANSWER = "SELECT id FROM answers WHERE centre = ? AND at >= ? ORDER BY id LIMIT 1"
_TAKE_ANSWERS = "DELETE FROM answers WHERE centre = ? AND id < ?"
_DAY_VISITS = f"SELECT {_VISIT} FROM visits WHERE centre = ? AND day = ?"
_DAY_LEGS = f"SELECT {_LEG} FROM legs WHERE centre = ? AND day = ? ORDER BY ticket, leg"
_VISITS_A_DAY = "SELECT day, count(*) FROM visits WHERE centre = ? GROUP BY day"
_LEGS_A_DAY = "SELECT day, count(*) FROM legs WHERE centre = ? GROUP BY day"
_ONE_TEXT = "SELECT ref, salt, text, seq, kept_until FROM texts WHERE centre = ? AND ref = ?"

_read_visit = rows.reader(Visit)
_read_leg = rows.reader(Leg)
_read_text = rows.reader(Text)
_read_entered = rows.reader(Entered)


class SqliteJournal:
    """Keeps the events, records and answers of one centre."""

    def __init__(self, centre: CentreId, writer: Connection, reader: Connection) -> None:
        self.centre = centre
        self._writer = writer
        self._reader = reader
        self._known: dict[Key, int] | None = None
        """Where the answer to each key lies; None until it was looked up."""
        self._next_purge = 0

    async def answered(self, keys: Sequence[Key]) -> Mapping[Key, Answered]:
        """Return what was answered to those of `keys` that are known."""
        if not keys:
            return {}
        known = self._known
        if known is None:
            known = await self._writer.run(self._learn)
        ids = [known[key] for key in keys if key in known]
        if not ids:
            return {}
        found = await self._reader.run(
            lambda raw: [raw.execute(_ANSWER, (one,)).fetchone() for one in ids]
        )
        answers = [Answered(Key(*row[:3]), *row[3:]) for row in found if row is not None]
        return {answer.key: answer for answer in answers}

    def _learn(self, raw: sqlite3.Connection) -> dict[Key, int]:
        found = raw.execute(_KEYS, (self.centre,))
        self._known = {Key(*row[1:]): row[0] for row in found}
        return self._known

    async def append(self, batch: Batch) -> None:
        """Keep all of `batch` in one transaction, also if the caller goes away meanwhile.

        Raises:
            StoreError: nothing was kept.
            CommitUnknown: nobody knows; read the journal back.
        """
        await self._writer.run(lambda raw: self._keep(raw, batch))

    def _keep(self, raw: sqlite3.Connection, batch: Batch) -> None:
        _roll_back(raw)
        self._purge_if_due(raw, batch.answers)
        raw.execute("BEGIN IMMEDIATE")
        try:
            answered = self._write(raw, batch)
        except BaseException:
            _roll_back(raw)
            raise
        try:
            raw.execute("COMMIT")
        except sqlite3.Error as error:
            self._known = None
            _roll_back(raw)
            raise CommitUnknown(f"Nobody knows whether it was kept. ({error})") from error
        if self._known is not None:
            self._known.update(answered)

    def _write(self, raw: sqlite3.Connection, batch: Batch) -> dict[Key, int]:
        """Write everything and return where the answers lie."""
        centre = self.centre
        if batch.entries:
            self._write_entries(raw, batch.entries)
        if batch.gone_legs:
            raw.executemany(_TAKE_LEG, [(centre, *gone) for gone in batch.gone_legs])
        if batch.visits:
            _put(raw, _PUT_VISIT, [(centre, *astuple(visit)) for visit in batch.visits])
        if batch.legs:
            _put(raw, _PUT_LEG, [(centre, *astuple(leg)) for leg in batch.legs])
        for mended in batch.mended:
            values = (mended.outcome, mended.dossiers, centre, mended.ticket)
            raw.execute(_MEND_VISIT, values)
            raw.execute(_MEND_LEG, values)
        for judged in batch.judged:
            marks = (judged.satisfaction, judged.attitude, centre, judged.ticket)
            raw.execute(_JUDGE_VISIT, marks)
        for entered in batch.entered:
            self._write_dossiers(raw, entered)
        if batch.texts:
            rows.put_all(raw, _ADD_TEXT, [(centre, *astuple(text)) for text in batch.texts])
        for statement in batch.statements:
            raw.execute(statement.sql, statement.values)
        return self._write_answers(raw, batch.answers)

    def _write_dossiers(self, raw: sqlite3.Connection, entered: EnteredFor) -> None:
        raw.execute(_TAKE_DOSSIERS, (self.centre, entered.ticket))
        values = [(self.centre, *astuple(dossier)) for dossier in entered.dossiers]
        rows.put_all(raw, _ADD_DOSSIER, values)

    def _write_answers(
        self, raw: sqlite3.Connection, answers: Sequence[Answered]
    ) -> dict[Key, int]:
        if not answers:
            return {}
        values = [(self.centre, *key, *answer) for key, *answer in answers]
        rows.put_all(raw, _ADD_ANSWER, values)
        last = raw.execute("SELECT last_insert_rowid()").fetchone()[0]
        first = last - len(answers) + 1
        return {answer.key: first + n for n, answer in enumerate(answers)}

    def _write_entries(self, raw: sqlite3.Connection, entries: Sequence[Entry]) -> None:
        row = raw.execute(_LAST, (self.centre,)).fetchone()
        first = 1 if row is None else row[0] + 1
        if [entry.seq for entry in entries] != list(range(first, first + len(entries))):
            raise StoreError(f"The journal goes on with event {first}, not {entries[0].seq}.")
        rows.put_all(raw, _ADD_ENTRY, [(self.centre, *entry) for entry in entries])
        for entry in entries:
            # a quote inside a JSON string is escaped, so only the tag itself can look like this
            if b'"type":"day_opened"' in entry.body or b'"type":"plan_changed"' in entry.body:
                self._copy(raw, entry.body)

    def _copy(self, raw: sqlite3.Connection, body: bytes) -> None:
        """Keep a plan, or where a day begins, where it is found without a search."""
        try:
            event = decode_event(body)
        except msgspec.MsgspecError as error:
            raise StoreError(f"An event cannot be read. ({error})") from error
        if isinstance(event, DayOpened):
            raw.execute(_ADD_OPENING, (self.centre, event.seq, event.day.isoformat()))
        elif isinstance(event, PlanChanged):
            plan = msgspec.json.encode(event.plan, order="sorted")
            row = (self.centre, event.plan.version, event.plan_hash, plan)
            raw.execute(_ADD_PLAN, row)

    def _purge_if_due(self, raw: sqlite3.Connection, answers: Sequence[Answered]) -> None:
        """Forget the answers that are a day old, now and then, by the answers' own clock."""
        if not answers or answers[-1].at < self._next_purge:
            return
        now = answers[-1].at
        row = raw.execute(_FIRST_ANSWER, (self.centre, now - KEPT_S)).fetchone()
        first = row[0] if row is not None else sys.maxsize
        raw.execute(_TAKE_ANSWERS, (self.centre, first))
        self._next_purge = now + PURGE_EVERY_S
        if self._known is not None:
            self._known = {key: where for key, where in self._known.items() if where >= first}

    async def read(self, after: int, limit: int) -> list[Entry]:
        """Return up to `limit` entries with `seq` above `after`, in order."""
        found = await self._reader.rows(_READ, (self.centre, after, limit))
        return [Entry._make(row) for row in found]

    async def last(self) -> tuple[int, bytes]:
        """Return `seq` and hash of the last entry; 0 and hash(0) of an empty journal."""
        found = await self._reader.rows(_LAST, (self.centre,))
        return (found[0][0], found[0][1]) if found else (0, chain_start(self.centre))

    async def opening(self) -> int:
        """Return the `seq` of the last `day_opened`, 0 if there is none."""
        found = await self._reader.rows(_OPENING, (self.centre,))
        return found[0][0] or 0

    async def plan(self, version: int) -> KeptPlan | None:
        """Return the copy of the plan with `version`."""
        found = await self._reader.rows(_PLAN, (self.centre, version))
        if not found:
            return None
        try:
            plan = msgspec.json.decode(found[0][0], type=Plan)
        except msgspec.MsgspecError as error:
            raise JournalCorrupt(f"The copy of plan {version} cannot be read. ({error})") from error
        return KeptPlan(plan, hashlib.sha256(found[0][0]).hexdigest())

    async def visit(self, ticket: str) -> Visit | None:
        """Return the record of a ticket of any day."""
        found = await self._reader.rows(_ONE_VISIT, (self.centre, ticket))
        return _read_visit(found[0]) if found else None

    async def legs(self, ticket: str) -> list[Leg]:
        """Return the legs of a ticket of any day, in order."""
        found = await self._reader.rows(_ITS_LEGS, (self.centre, ticket))
        return [_read_leg(row) for row in found]

    async def visits_of(self, day: str) -> list[Visit]:
        """Return the visits of a day."""
        found = await self._reader.rows(_DAY_VISITS, (self.centre, day))
        return [_read_visit(row) for row in found]

    async def legs_of(self, day: str) -> list[Leg]:
        """Return the legs of a day, by ticket and in order."""
        found = await self._reader.rows(_DAY_LEGS, (self.centre, day))
        return [_read_leg(row) for row in found]

    async def filed(self, filing: str) -> bytes | None:
        """Return a filed report as it was frozen."""
        found = await self._reader.rows(_FILED, (self.centre, filing))
        return found[0][0] if found else None

    async def entered(self, after: int, upto: int) -> list[Entered]:
        """Return the dossiers that stand, of those entered by these events."""
        found = await self._reader.rows(_ENTERED, (self.centre, after, upto))
        return [_read_entered(row) for row in found]

    async def entered_for(self, ticket: str) -> list[Entered]:
        """Return the dossiers of a ticket, in order."""
        found = await self._reader.rows(_ENTERED_FOR, (self.centre, ticket))
        return [_read_entered(row) for row in found]

    async def counts(self) -> dict[str, tuple[int, int]]:
        """Return how many visits and legs each day has."""
        visits = dict(await self._reader.rows(_VISITS_A_DAY, (self.centre,)))
        legs = dict(await self._reader.rows(_LEGS_A_DAY, (self.centre,)))
        return {day: (visits.get(day, 0), legs.get(day, 0)) for day in visits.keys() | legs.keys()}

    async def kept_texts(self, refs: Sequence[str]) -> list[Text]:
        """Return those of the texts that are still kept."""
        found = await self._reader.run(
            lambda raw: [raw.execute(_ONE_TEXT, (self.centre, ref)).fetchone() for ref in refs]
        )
        return [_read_text(row) for row in found if row is not None]


def _put(raw: sqlite3.Connection, statement: str, values: Sequence[Sequence[object]]) -> None:
    if rows.put_all(raw, statement, values) != len(values):
        raise StoreError("A record cannot move to another day.")


def _roll_back(raw: sqlite3.Connection) -> None:
    """End a transaction that failed, if SQLite has not ended it already."""
    if raw.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            raw.execute("ROLLBACK")
