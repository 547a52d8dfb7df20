"""The choice of a period, as pages of figures and of reports offer it."""

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Language
from queue_server.statistics import periods
from queue_server.statistics.paper import naming
from queue_server.statistics.periods import Basis, Period, PeriodKind, Reckoning

_KINDS: Final = tuple(kind for kind in PeriodKind if kind is not PeriodKind.RANGE)


class Link(NamedTuple):
    """Somewhere to go."""

    title: str
    href: str
    is_here: bool = False


class Chooser(NamedTuple):
    """What is chosen, and the addresses of what else could be."""

    path: str
    kept: Mapping[str, str]
    """What a page was asked beside the period."""
    title: str
    period: Period
    basis: str
    lengths: list[Link]
    bases: list[Link]
    before: str
    """Empty at the end of all years that are reckoned."""
    after: str

    @property
    def span(self) -> str:
        """The period's days."""
        return span(self.period)


def chooser(
    path: str, kept: Mapping[str, str], period: Period, reckoning: Reckoning, language: str
) -> Chooser:
    """Return the choice around a period; days and weeks know no basis, so it is named beside."""
    chosen = reckoning.basis.value

    def href(other: str, basis: str = chosen) -> str:
        return f"{path}?{urlencode({**kept, 'period': other, 'basis': basis})}"

    near = ((kind, periods.containing(kind, period.last, reckoning).text) for kind in _KINDS)
    before, after = _neighbours(period)
    return Chooser(
        path=path,
        kept=kept,
        title=naming.title(period, Language(language)),
        period=period,
        basis=chosen,
        lengths=[Link(kind.value, href(text), kind is period.kind) for kind, text in near],
        bases=[
            Link(basis.value, href(period.text, basis.value), basis is reckoning.basis)
            for basis in Basis
        ],
        before=href(before) if before else "",
        after=href(after) if after else "",
    )


def asked_text(query: Mapping[str, str]) -> str | None:
    """Return the period that was asked for: by its name, or by two days as people write them."""
    first, last = _iso(query.get("from")), _iso(query.get("to"))
    if first and last:
        return first if first == last else f"{first}..{last}"
    return query.get("period")


def _iso(day: str | None) -> str:
    """Return `1/11/2026` as `2026-11-01`; a browser's own field of days follows its own country."""
    parts = (day or "").strip().split("/")
    return f"{parts[2]}-{parts[1]:>02}-{parts[0]:>02}" if len(parts) == 3 else "".join(parts)


def span(period: Period) -> str:
    """Return the days of a period."""
    return f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"


def _neighbours(period: Period) -> tuple[str, str]:
    found = []
    for step in (periods.previous, periods.following):
        try:
            found.append(step(period).text)
        except Refused:
            found.append("")
    return found[0], found[1]
