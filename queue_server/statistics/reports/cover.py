"""What all reports of a centre have in common: their head, their period, who made them and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from queue_server.protocol.plan import Plan
from queue_server.statistics.paper import naming
from queue_server.statistics.paper.report import Cell, Chart, Column, Kind, Report, Table
from queue_server.statistics.periods import Period, PeriodKind

NUMBER: Final = Column(key="no", title="STT", kind=Kind.COUNT, width=5)
"""The running number that forms begin with."""


class Cover(NamedTuple):
    """For whom, about when, and by whom a report is made."""

    plan: Plan
    period: Period
    made_by: str
    made_at: datetime

    def field_name(self, code: str | None) -> str:
        """Return the name of a field, of one that is no more its code."""
        if code is None:
            return "Chưa rõ lĩnh vực"
        return next((one.name_vi for one in self.plan.fields if one.code == code), code)

    def level(self, code: str | None) -> str:
        """Return the level of government that settles a field's dossiers; empty if unknown."""
        own = next((one.level for one in self.plan.fields if one.code == code), "")
        return own or self.plan.reporting.level

    def field_order(self, code: str | None) -> tuple[int, str]:
        """Return where a field stands among the others: as in the plan, unknown ones last."""
        places = {one.code: place for place, one in enumerate(self.plan.fields)}
        place = places.get(code) if code is not None else None  # type: ignore[call-overload]
        return (len(places) + (code is None) if place is None else place, code or "")


def lay_out(
    cover: Cover,
    name: str,
    title: str,
    tables: Sequence[Table],
    *,
    form: str = "",
    charts: Sequence[Chart] = (),
    marks: Sequence[str] = (),
    notes: Sequence[str] = (),
    signed: bool = True,
    landscape: bool = False,
) -> Report:
    """Return a report under the centre's head."""
    reporting = cover.plan.reporting
    authority = (reporting.authority,) if reporting.authority else ()
    period = cover.period
    return Report(
        name=name,
        title=title,
        head=(*authority, *(cover.plan.header_vi or (cover.plan.name_vi,))),
        form=form,
        period=period.text,
        period_words=_words(period),
        first=period.first,
        last=period.last,
        basis=period.reckoning.basis.value,
        made_by=cover.made_by,
        made_at=cover.made_at,
        tables=tuple(tables),
        charts=tuple(charts),
        marks=tuple(marks),
        notes=tuple(notes),
        signatures=reporting.signers if signed else (),
        place=reporting.place,
        landscape=landscape,
    )


def _words(period: Period) -> str:
    """Return the name of a period; the days of any other stretch are printed beside it anyway."""
    named = period.kind not in (PeriodKind.RANGE, PeriodKind.DAY)
    return naming.title(period) if named else _UNNAMED[period.kind]


_UNNAMED: Final = {PeriodKind.RANGE: "Khoảng ngày tự chọn", PeriodKind.DAY: "Báo cáo ngày"}


def numbered(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows with their running number in front."""
    return tuple((number, *row) for number, row in enumerate(rows, 1))
