"""What is missing: reports that were not made, and rows of the register that are not whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from queue_server.protocol.papers import Filing
from queue_server.statistics import periods
from queue_server.statistics.dossiers.joining import Entry, lacking
from queue_server.statistics.paper import naming
from queue_server.statistics.paper.report import Cell, Column, Kind, Report, Table
from queue_server.statistics.periods import Basis, Period, PeriodKind, Reckoning
from queue_server.statistics.reports.cover import NUMBER, Cover, lay_out, numbered
from queue_server.statistics.reports.register import named

NAME: Final = "gaps"
TITLE: Final = "BÁO CÁO CHƯA LẬP VÀ SỔ THEO DÕI CHƯA ĐỦ"
KINDS: Final = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF,
    PeriodKind.NINE_MONTHS,
    PeriodKind.YEAR,
)


class Expected(NamedTuple):
    """A report that has to be filed."""

    report: str
    title: str
    period: Period


def expected(
    cover: Cover, titles: Mapping[str, tuple[str, Basis]], since: date | None
) -> Iterator[Expected]:
    """Yield the reports of all periods that ended within the cover's, and after `since`."""
    today = cover.made_at.date()
    until = min(cover.period.last, date.fromordinal(today.toordinal() - 1))
    if since is None:
        return
    first = max(cover.period.first, since)
    for name in cover.plan.reporting.expected:
        title, basis = titles[name]
        reckoning = Reckoning(basis, cover.plan.policy.cutoff_day)
        for kind in KINDS:
            for period in periods.ended(kind, first, until, reckoning):
                yield Expected(name, title, period)


def report(
    cover: Cover,
    wanted: Sequence[Expected],
    filings: Sequence[Filing],
    entries: Sequence[Entry],
    officers: Mapping[str, str],
) -> Report:
    """Return what is missing."""
    return lay_out(
        cover,
        NAME,
        TITLE,
        [_missing(cover, wanted, filings), _incomplete(cover, entries, officers)],
        signed=False,
    )


def not_filed(wanted: Sequence[Expected], filings: Sequence[Filing]) -> list[Expected]:
    """Return those of the reports that nobody has filed, oldest first."""
    done = {(one.report, one.period, one.basis) for one in filings}
    left = [
        one
        for one in wanted
        if (one.report, one.period.text, one.period.reckoning.basis.value) not in done
    ]
    return sorted(left, key=lambda one: (one.period.last, one.period.first))


def incomplete(
    entries: Sequence[Entry], wanted: Sequence[str]
) -> Iterator[tuple[Entry, list[str]]]:
    """Yield the register's rows that lack some of the `wanted` columns, with those."""
    for entry in entries:
        if missing := lacking(entry, wanted):
            yield entry, missing


def _missing(cover: Cover, wanted: Sequence[Expected], filings: Sequence[Filing]) -> Table:
    missing = not_filed(wanted, filings)
    today = cover.made_at.date()
    rows = [
        (
            one.title,
            naming.title(one.period),
            one.period.first,
            one.period.last,
            one.period.due_on,
            _since(one.period.due_on, today),
        )
        for one in missing
    ]
    return Table(
        title="Báo cáo chưa nộp",
        columns=(
            NUMBER,
            Column(key="report", title="Báo cáo", width=24),
            Column(key="period", title="Kỳ", width=22),
            Column(key="first", title="Từ ngày", kind=Kind.DAY, width=11),
            Column(key="last", title="Đến ngày", kind=Kind.DAY, width=11),
            Column(key="due_on", title="Hạn gửi", kind=Kind.DAY, width=11),
            Column(key="late", title="Tình trạng", width=18),
        ),
        rows=numbered(rows),
        notes=(f"Đã nộp {len(wanted) - len(missing)}/{len(wanted)} báo cáo của các kỳ đã hết.",),
    )


def _since(due_on: date | None, today: date) -> str:
    if due_on is None or today <= due_on:
        return "Chưa đến hạn gửi"
    return f"Quá hạn {(today - due_on).days} ngày"


def _incomplete(cover: Cover, entries: Sequence[Entry], officers: Mapping[str, str]) -> Table:
    wanted = cover.plan.reporting.register_complete
    rows: list[tuple[Cell, ...]] = [
        (
            entry.received_on,
            entry.code or None,
            entry.label or None,
            cover.field_name(entry.field),
            named(missing),
            officers.get(entry.officer or "") or None,
        )
        for entry, missing in incomplete(entries, wanted)
    ]
    return Table(
        title="Dòng chưa đủ trong sổ theo dõi hồ sơ",
        columns=(
            NUMBER,
            Column(key="received_on", title="Ngày nhận", kind=Kind.DAY, width=11),
            Column(key="code", title="Mã hồ sơ", width=20),
            Column(key="label", title="Phiếu", width=8),
            Column(key="field", title="Lĩnh vực", width=24),
            Column(key="missing", title="Còn thiếu", width=24),
            Column(key="officer", title="Người nhận hồ sơ", width=16),
        ),
        rows=numbered(rows),
        notes=(
            f"Một dòng là đủ khi có: {named(wanted)}. {len(rows)}/{len(entries)} dòng chưa đủ.",
        ),
    )
