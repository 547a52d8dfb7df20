"""`queue-server estimates`: what people were told of their wait, and what today's rules would say.

The journal is played again: at every number that was given, today's rules are asked.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from queue_server.cli.commands.keeping import reading
from queue_server.cli.options import add_period, add_place, centre_of, folder_of
from queue_server.protocol.codec import decode_event
from queue_server.protocol.plan import Policy
from queue_server.protocol.vocabulary import CentreId, Language
from queue_server.statistics import estimates
from queue_server.statistics.estimates import Backtest, Estimates, Quality
from queue_server.statistics.paper.naming import words
from queue_server.statistics.periods import Basis, Period, Reckoning, parse
from queue_server.store.contract import EstimateSums, Journal
from queue_server.store.sqlite import SqliteStore

PAGE = 5_000
_EACH = "inside", "too little"
_HEAD = ("", "tickets", "told: off by", *_EACH, "now: off by", *_EACH)
_WIDTHS = (12, 8, 14, 8, 11, 13, 8, 11)


class Tested(Struct, frozen=True, kw_only=True):
    """What was told, and what today's rules would have told."""

    period: str
    told: Estimates
    now: Estimates


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    add_place(parser)
    parser.add_argument("--centre", metavar="ID", help="if the server has several")
    add_period(parser)
    parser.add_argument("--basis", choices=[*Basis], default=Basis.CALENDAR)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(do=_estimates)


def _estimates(given: argparse.Namespace) -> int:
    tested, period = asyncio.run(_tested(folder_of(given), given))
    if given.json:
        print(msgspec.json.encode(tested).decode())
    else:
        print(_table(tested, period))
    return 0


async def _tested(folder: Path, given: argparse.Namespace) -> tuple[Tested, Period]:
    async with reading(folder) as store:
        centre = centre_of(await store.centres(), given.centre)
        journal = store.journal(centre)
        cutoff_day = await _cutoff_day(journal)
        period = parse(given.period, Reckoning(Basis(given.basis), cutoff_day))
        told = await estimates.told(store.records, centre, period.first, period.last)
        now = estimates.put_together(await _played(store, centre, period))
    return Tested(period=period.text, told=told, now=now), period


async def _cutoff_day(journal: Journal) -> int:
    """Return the cut-off day of the last plan."""
    cutoff_day, version = Policy().cutoff_day, 1
    while (kept := await journal.plan(version)) is not None:
        cutoff_day, version = kept.plan.policy.cutoff_day, version + 1
    return cutoff_day


async def _played(store: SqliteStore, centre: CentreId, period: Period) -> list[EstimateSums]:
    journal, backtest = store.journal(centre), Backtest(centre, period.first, period.last)
    sums: list[EstimateSums] = []
    while entries := await journal.read(backtest.floor.seq, PAGE):
        for entry in entries:
            sums += backtest.follow(decode_event(entry.body))
        if sys.stderr.isatty():
            print(f"\r{backtest.floor.seq} events", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return [*sums, *backtest.end()]


def _table(tested: Tested, period: Period) -> str:
    then = {day.day: day for day in tested.told.days}
    rows = [_row(day.day.isoformat(), then.get(day.day), day) for day in tested.now.days]
    total = _row("total", tested.told.total, tested.now.total)
    head = "".join(name.rjust(width) for name, width in zip(_HEAD, _WIDTHS, strict=True))
    return "\n".join([words(period, Language.EN), head, *rows, total])


def _row(name: str, told: Quality | None, now: Quality) -> str:
    cells = [name.ljust(_WIDTHS[0]), str(now.compared).rjust(_WIDTHS[1])]
    widths = iter(_WIDTHS[2:])
    for quality in (told, now):
        off = quality.mae_s if quality is not None else None
        cells.append(("-" if off is None else f"{off // 60}:{off % 60:02}").rjust(next(widths)))
        for part in (quality.inside, quality.too_little) if quality else (None, None):
            cells.append(("-" if part is None else f"{part:.0%}").rjust(next(widths)))
    return "".join(cells)
