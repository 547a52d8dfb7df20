"""What the demo's manager did in the past: took the case system's export in, filed the reports.

Rule 1: all chance comes from a dossier's own code, so that each export goes on with the one before.
Rule 2: it goes through the same judging, making and filing as everything a manager does.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from queue_server.demo.book import Book
from queue_server.domain import due
from queue_server.protocol.commands import NoteFiling, NoteImport
from queue_server.protocol.papers import Case, CaseChannel, CaseImport, CaseState, Filing
from queue_server.protocol.plan import Plan, Procedure
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import ActorId, ProcedureCode
from queue_server.statistics import filing, making, periods
from queue_server.statistics.archive import Archive
from queue_server.statistics.making import Desk
from queue_server.statistics.periods import Basis, Period, PeriodKind, Reckoning
from queue_server.store.contract import Records

_TAKEN_ON: Final = 15
"""The day of the month on which the export is taken in; it covers up to the day before."""
_FILED_ON: Final = 16
_LOOKED_BACK: Final = timedelta(days=62)
"""Longer than any of these dossiers takes."""
_KINDS: Final = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF,
    PeriodKind.NINE_MONTHS,
    PeriodKind.YEAR,
)
_FORGOTTEN: Final = ("ii06a", PeriodKind.QUARTER, 3)
"""The one report that the manager forgot: every third quarter's."""
_ONLINE_SHARE: Final = 0.45
"""Dossiers that come online, beside those of the counters."""
_NO_PROCEDURE, _NO_DUE, _GIVEN_UP = 0.02, 0.01, 0.008
_EARLY, _ON_TIME, _LATE = 0.62, 0.33, 0.035
_LATEST: Final = 12
_USUAL_DAYS: Final = 5
_DAY: Final = timedelta(days=1)


class _Catalogue:
    """The plan's procedures, found quickly."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.by_code = {one.code: one for one in plan.procedures}
        self.by_field: dict[str, list[Procedure]] = {}
        for one in plan.procedures:
            self.by_field.setdefault(one.field, []).append(one)

    def choose(
        self, procedure: str | None, field: str | None, chance: random.Random
    ) -> Procedure | None:
        """Return the procedure an officer chose, or another of its field; now and then none."""
        if chance.random() < _NO_PROCEDURE:
            return None
        chosen = self.by_code.get(ProcedureCode(procedure)) if procedure is not None else None
        others = self.by_field.get(field or "", [])
        return chosen or (chance.choice(others) if others else None)


class Papers:
    """The manager's desk in the past."""

    def __init__(
        self, archive: Archive, records: Records, manager: ActorId, names: Mapping[str, str]
    ) -> None:
        self._archive = archive
        self._records = records
        self._manager = manager
        self._names = names

    async def end_of_day(self, book: Book, day: date) -> None:
        """Do what is due on the evening of a day."""
        if book.floor.plan is None or day.day not in (_TAKEN_ON, _FILED_ON):
            return
        await book.keep()
        if day.day == _TAKEN_ON:
            await self._take_in(book, book.floor.plan, day)
        else:
            await self._file(book, book.floor.plan, day)
        await book.keep()

    async def _take_in(self, book: Book, plan: Plan, day: date) -> None:
        centre, last = book.floor.centre, day - _DAY
        made = await self._cases(book, plan, last)
        known = await self._archive.cases_named(centre, [case.code for case in made])
        new = [case for case in made if known.get(case.code) != case]
        at = _evening(book, day)
        record = CaseImport(
            id=f"i-demo-{day:%y%m%d}",
            digest=filing.digest(f"{centre} {day}".encode()),
            by=self._manager,
            at=int(at.timestamp()),
            first=date(day.year - 2, 1, 1),
            last=last,
            taken=len(new),
            same=len(made) - len(new),
            refused=0,
        )
        rows = [self._archive.put_case(centre, case, record.id) for case in new]
        await book.keep_rows([*rows, self._archive.put_import(centre, record)])
        book.write(
            at,
            NoteImport(
                by=self._manager,
                import_id=record.id,
                digest=record.digest,
                first=record.first.isoformat(),
                last=record.last.isoformat(),
                taken=record.taken,
            ),
        )

    async def _cases(self, book: Book, plan: Plan, last: date) -> list[Case]:
        """Return the dossiers as the case system has them at the end of `last`."""
        first = last - _LOOKED_BACK
        handled = await self._archive.handled(book.floor.centre, first, last)
        received = [one for one in handled if one.outcome == "received" and one.code]
        catalogue = _Catalogue(plan)
        made = [
            _case(catalogue, one.code, one.procedure, one.field, one.day, CaseChannel.DIRECT, last)
            for one in received
        ]
        a_day: dict[date, int] = {}
        for one in received:
            a_day[one.day] = a_day.get(one.day, 0) + 1
        for day, count in a_day.items():
            made += _online(catalogue, day, count, last)
        return list({case.code: case for case in made}.values())

    async def _file(self, book: Book, plan: Plan, day: date) -> None:
        for period in _ended(plan, day):
            for name in plan.reporting.expected:
                if (name, period.kind, period.number) != _FORGOTTEN:
                    await self._file_one(book, plan, name, period, day)

    async def _file_one(self, book: Book, plan: Plan, name: str, period: Period, day: date) -> None:
        at = _evening(book, day)
        desk = Desk(
            centre=book.floor.centre,
            plan=plan,
            records=self._records,
            archive=self._archive,
            names=self._names,
            made_by=self._names[self._manager],
            made_at=at,
        )
        try:
            body = await making.frozen(desk, name, period)
        except Refused:
            # filed before, at a start that was cut short
            return
        record = Filing(
            id=f"f-demo-{name}-{period.text}",
            report=name,
            period=period.text,
            basis=period.reckoning.basis.value,
            first=period.first,
            last=period.last,
            by=self._manager,
            at=int(at.timestamp()),
            digest=filing.digest(body),
        )
        await book.keep_rows([self._archive.put_filing(desk.centre, record, body)])
        book.write(
            at,
            NoteFiling(
                by=self._manager,
                filing=record.id,
                report=name,
                period=record.period,
                basis=record.basis,
                digest=record.digest,
            ),
        )


def _evening(book: Book, day: date) -> datetime:
    return datetime.combine(day, time(17, 20), book.floor.zone)


def _ended(plan: Plan, day: date) -> Iterator[Period]:
    """Yield the periods that have ended in the last days."""
    reckoning = Reckoning(Basis.OFFICIAL, plan.policy.cutoff_day)
    for kind in _KINDS:
        yield from periods.ended(kind, day - 4 * _DAY, day - _DAY, reckoning)


def _case(
    catalogue: _Catalogue,
    code: str,
    procedure: str | None,
    field: str | None,
    day: date,
    channel: CaseChannel,
    last: date,
) -> Case:
    """Return a dossier as the case system has it on `last`."""
    chance = random.Random(code)
    entry = catalogue.choose(procedure, field, chance)
    due_on = _due(catalogue.plan, entry, day, chance)
    gone = chance.random() < _GIVEN_UP
    done_on = _done(chance, day, due_on or day + _USUAL_DAYS * _DAY)
    return Case(
        code=code,
        field=entry.field if entry is not None else field,
        procedure=entry.code if entry is not None else None,
        received_on=day,
        due_on=None if chance.random() < _NO_DUE else due_on,
        done_on=done_on if done_on is not None and done_on <= last else None,
        channel=channel,
        state=CaseState.WITHDRAWN if gone else CaseState.REGULAR,
    )


def _due(plan: Plan, entry: Procedure | None, day: date, chance: random.Random) -> date:
    """Return the day on the receipt: by the procedure's time, else after some days."""
    received = datetime.combine(day, time(8 + chance.randrange(8)), ZoneInfo(plan.zone))
    suggestion = due.suggested(plan, entry.code if entry is not None else None, received)
    usual = day + (2 + chance.randrange(2 * _USUAL_DAYS)) * _DAY
    return min(suggestion or usual, day + 40 * _DAY)


def _done(chance: random.Random, day: date, due_on: date) -> date | None:
    """Return when it was settled; None for the few that nobody finds any more."""
    said = chance.random()
    length = (due_on - day).days
    if said < _EARLY and length > 0:
        return day + chance.randrange(length) * _DAY
    if said < _EARLY + _ON_TIME:
        return due_on
    if said < _EARLY + _ON_TIME + _LATE:
        return due_on + (1 + chance.randrange(_LATEST)) * _DAY
    return due_on + 4 * _LATEST * _DAY


def _online(catalogue: _Catalogue, day: date, count: int, last: date) -> Sequence[Case]:
    """Return the dossiers that came online on a day when so many came to the counters."""
    chance = random.Random(f"online {day}")
    fields = [field.code for field in catalogue.plan.fields]
    return [
        _case(
            catalogue,
            f"H27.60-{day:%y%m%d}-9{number:03d}",
            None,
            chance.choice(fields),
            day,
            CaseChannel.ONLINE if chance.random() < 0.94 else CaseChannel.POST,
            last,
        )
        for number in range(1, 1 + round(count * _ONLINE_SHARE))
    ]
