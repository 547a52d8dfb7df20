"""What a manager asks the statistics: a period, a key, and how all of it is named."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from queue_server.domain.floor import Floor
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Language
from queue_server.statistics import periods
from queue_server.statistics.figures import Key
from queue_server.statistics.paper import naming
from queue_server.statistics.paper.words import lasting, percent, whole
from queue_server.statistics.periods import Basis, Period, PeriodKind, Reckoning
from queue_server.store.contract import Measure
from queue_server.web.pages.frame.period import Chooser, Link, asked_text, chooser, span
from queue_server.web.pages.frame.visit import Visit

PATH: Final = "/manager/statistics"
KEYS: Final = (Key.FIELD, Key.COUNTER, Key.OFFICER, Key.KIND, Key.PRIORITY, Key.PROCEDURE, Key.HOUR)

MEASURES: Final[Mapping[str, Measure]] = {
    "wait": "wait_s",
    "work_wait": "wait_work_s",
    "left": "left_s",
    "service": "service_s",
    "dossiers": "dossiers",
}
"""What legs are listed by, as addresses name it."""


class Known(NamedTuple):
    """What the floor says: the plan, and which day it is."""

    plan: Plan
    today: date
    now: datetime


class Asking:
    """One look at the figures."""

    def __init__(self, visit: Visit, known: Known, names: Mapping[str, str]) -> None:
        self.visit = visit
        self.known = known
        self.language = Language(visit.language)
        self.fault: Refused | None = None
        query = visit.request.query
        self.by = next((key for key in KEYS if key == query.get("by")), Key.FIELD)
        self.period = self._period(query)
        self._names = names

    def _period(self, query: Mapping[str, str]) -> Period:
        known = query.get("basis") in [basis.value for basis in Basis]
        basis = Basis(query["basis"]) if known else Basis.CALENDAR
        reckoning = Reckoning(basis, self.known.plan.policy.cutoff_day)
        try:
            if text := asked_text(query):
                return periods.parse(text, reckoning)
        except Refused as refused:
            self.fault = refused
        return periods.containing(PeriodKind.MONTH, self.known.today, reckoning)

    @property
    def asked(self) -> dict[str, str]:
        """The query of this page."""
        basis = self.reckoning.basis.value
        return {"period": self.period.text, "basis": basis, "by": self.by.value}

    @property
    def reckoning(self) -> Reckoning:
        """How months are reckoned; days and weeks know no basis, so the query is asked."""
        wanted = self.visit.request.query.get("basis", self.period.reckoning.basis.value)
        basis = Basis(wanted) if wanted in [one.value for one in Basis] else Basis.CALENDAR
        return Reckoning(basis, self.known.plan.policy.cutoff_day)

    def href(self, **changes: str) -> str:
        """Return the address of this page with something changed."""
        return f"{PATH}?{urlencode(self.asked | changes)}"

    def visits(self, /, **wanted: object) -> str:
        """Return the address of the visits behind a figure."""
        return self._down("visits", wanted)

    def legs(self, /, **wanted: object) -> str:
        """Return the address of the waits and services behind a figure."""
        return self._down("legs", wanted)

    def _down(self, to: str, wanted: Mapping[str, object]) -> str:
        asked = {"period": self.period.text, "basis": self.reckoning.basis.value}
        told = {name: "" if value is None else str(value) for name, value in wanted.items()}
        return f"{PATH}/{to}?{urlencode(asked | told)}"

    def clock(self, at: int | None) -> datetime | None:
        """Return a time of the records as the centre's clocks showed it."""
        return (
            datetime.fromtimestamp(at, ZoneInfo(self.known.plan.zone)) if at is not None else None
        )

    def chosen(self) -> Chooser:
        """Return the period, and what else could be chosen."""
        return chooser(PATH, {"by": self.by.value}, self.period, self.reckoning, self.language)

    def keys(self) -> list[Link]:
        """Return the links to the same figures by something else."""
        return [Link(key.value, self.href(by=key.value), key is self.by) for key in KEYS]

    @property
    def title(self) -> str:
        """The period's name."""
        return naming.title(self.period, self.language)

    @property
    def span(self) -> str:
        """The period's days."""
        return span(self.period)

    def name(self, key: Key, value: str | int | None) -> str:
        """Return how people call a value of a key; empty where nobody has a name for it."""
        plan = self.known.plan
        english = self.language is Language.EN
        match key:
            case Key.FIELD:
                known = {f.code: (f.name_en if english else "") or f.name_vi for f in plan.fields}
                return known.get(value, str(value or ""))  # type: ignore[call-overload,no-any-return]
            case Key.COUNTER:
                return {c.id: c.name for c in plan.counters}.get(value, str(value or ""))  # type: ignore[call-overload,no-any-return]
            case Key.PROCEDURE:
                titles = {p.code: p.short_name or p.name for p in plan.procedures}
                return titles.get(value, str(value or ""))  # type: ignore[call-overload,no-any-return]
            case Key.PRIORITY:
                groups = plan.policy.groups
                named = {g.code: g.name_en if english else g.name_vi for g in groups}
                return named.get(str(value), str(value or ""))
            case Key.OFFICER:
                return self._names.get(str(value), str(value or ""))
            case Key.HOUR:
                return f"{value}:00 – {value}:59"
        return str(value or "")

    def count(self, number: int) -> str:
        """Return a whole number."""
        return f"{number:,}" if self.language is Language.EN else whole(number)

    def share(self, part: float | None) -> str:
        """Return a share of one in percent."""
        if part is None:
            return "–"
        said = percent(part)
        # below a hundred thousand percent there is one comma, before the decimals
        return f"{said.replace(',', '.')}%" if self.language is Language.EN else f"{said}%"

    def lasting(self, seconds: int | None) -> str:
        """Return a duration in minutes and seconds."""
        return "–" if seconds is None else lasting(seconds)


async def asking(visit: Visit) -> Asking:
    """Return what is asked, with the plan and the names that it needs."""
    known = await visit.engine.ask(_known)
    accounts = await visit.context.registry.accounts()
    return Asking(visit, known, {account.id: account.name for account in accounts})


def _known(floor: Floor, now: datetime) -> Known:
    if floor.plan is None:
        raise Refused("unknown_centre")
    local = now.astimezone(floor.zone)
    return Known(floor.plan, floor.day or local.date(), local)
