"""The statistics of a year: from the records on disk to all figures by field."""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measures.runs import Plan
from benchmarks.report import Figure
from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.vocabulary import CentreId, TicketId
from queue_server.statistics.figures import Key, figures
from queue_server.store.backup import DATABASE
from queue_server.store.contract import Batch
from queue_server.store.driver import read_only
from queue_server.store.sqlite import SqliteStore

CENTRE = CentreId("bench")
LEGS = (60_000, 1_000_000)
FIRST, WORKING_DAYS = date(2026, 1, 1), 250
_LAST = FIRST + timedelta(days=WORKING_DAYS)
_AT_ONCE = 20_000
_FIELDS, _COUNTERS = 16, 16
_LUNCH_S = 7_200
_SCAN = "SELECT day, count(*), sum(wait_s), sum(service_s) FROM legs WHERE centre = ? GROUP BY day"


def measure(plan: Plan) -> list[Figure]:
    """Return the figures."""
    return [figure for legs in LEGS for figure in asyncio.run(_counted(legs, plan.runs))]


async def _counted(legs: int, runs: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        store = await SqliteStore.open(Path(folder))
        for batch in _batches(legs):
            await store.journal(CENTRE).append(batch)
        by_field = [await _asked(store, legs, Key.FIELD) for _ in range(runs)]
        by_two = [await _asked(store, legs, Key.COUNTER, Key.MONTH) for _ in range(runs)]
        scans = [_scanned(Path(folder) / DATABASE) for _ in range(runs)]
        await store.close()
    limit = ("a bare scan of the legs", scans)
    return [
        Figure(f"statistics by field, {legs:,} legs", by_field, "ms", *limit),
        Figure(f"statistics by counter and month, {legs:,} legs", by_two, "ms", *limit),
    ]


async def _asked(store: SqliteStore, legs: int, *by: Key) -> float:
    began = time.perf_counter()
    found = await figures(store.records, CENTRE, FIRST, _LAST, by)
    lasted = time.perf_counter() - began
    if found.total.legs_called != legs:
        raise RuntimeError(f"{found.total.legs_called} legs were counted, not {legs}")
    return 1000 * lasted


def _scanned(database: Path) -> float:
    raw = read_only(database)
    began = time.perf_counter()
    raw.execute(_SCAN, (CENTRE,)).fetchall()
    lasted = time.perf_counter() - began
    raw.close()
    return 1000 * lasted


def _batches(legs: int) -> Iterator[Batch]:
    chance = random.Random(legs)
    for start in range(0, legs, _AT_ONCE):
        pairs = [_pair(n, legs, chance) for n in range(start, min(start + _AT_ONCE, legs))]
        yield Batch(visits=[visit for visit, _ in pairs], legs=[leg for _, leg in pairs])


def _pair(n: int, legs: int, chance: random.Random) -> tuple[Visit, Leg]:
    """Return somebody who waited and was served, or did not come when called.

    As in a centre: some waits hold closed hours, some calls are out of turn, some people rate.
    """
    place = n * WORKING_DAYS // legs
    day, hour = (FIRST + timedelta(days=place)).isoformat(), 7 + n % 10
    wait_s, service_s = int(chance.expovariate(1 / 600)), int(chance.expovariate(1 / 400))
    issued_at = 1_767_225_600 + place * 86_400 + hour * 3_600
    closed_s = _LUNCH_S if chance.random() < 0.06 else 0
    wait_s += closed_s
    finished_at = issued_at + wait_s + service_s
    came = chance.random() >= 0.03
    state = "served" if came else "no_show"
    reason = "turn" if chance.random() < 0.85 else chance.choice(("priority", "returned", "named"))
    mark = chance.choice((1, 2, 3, 3)) if came and chance.random() < 0.2 else None
    ticket = TicketId(f"{chance.getrandbits(128):032x}")
    field, counter = f"F{chance.randrange(_FIELDS):02}", str(chance.randrange(_COUNTERS) + 1)
    visit = Visit(
        ticket=ticket, day=day, label="A001", series="A", field=field, procedure=None,
        kind="submit", priority=None, channel="kiosk", quantity=1, issued_at=issued_at, hour=hour,
        state=state, ended_at=finished_at, legs=1, wait_s=wait_s, counter=counter,
        officer=f"officer-{counter}", outcome="received", dossiers=int(came), satisfaction=mark,
        attitude=None, estimate_low_s=300, estimate_high_s=900, doubted=False,
    )  # fmt: skip
    leg = Leg(
        ticket=ticket, leg=1, day=day, hour=hour, field=field, procedure=None, kind="submit",
        priority=None, entered_at=issued_at, called_at=issued_at + wait_s,
        started_at=issued_at + wait_s, finished_at=finished_at, counter=counter,
        officer=f"officer-{counter}", reason=reason, calls=1, wait_s=wait_s,
        wait_work_s=wait_s - closed_s, left_s=None, service_s=service_s if came else None,
        implied=chance.random() < 0.05, end=state, outcome="received", dossiers=int(came),
        doubted=False,
    )  # fmt: skip
    return visit, leg
