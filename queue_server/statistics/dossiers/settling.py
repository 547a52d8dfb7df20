"""How dossiers stand at the ends of a period: received, settled, open; early, on time, late.

Rule 1: settled is the case system's done day, never the day of collection.
Rule 2: a dossier whose due day is unknown is in no column: it is neither on time nor late.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from queue_server.protocol.papers import Case, CaseChannel, CaseImport, CaseState

Withdrawn = Literal["left_out", "settled"]
GIVEN_UP = frozenset({CaseState.WITHDRAWN, CaseState.STOPPED})
_DAY = timedelta(days=1)


class Standing(Struct, frozen=True, kw_only=True):
    """The counts of one field, as the columns of Biểu II.06a name them."""

    online: int = 0
    direct: int = 0
    """By post too."""
    carried: int = 0
    """Received before the period and open when it began."""
    early: int = 0
    on_time: int = 0
    late: int = 0
    in_time: int = 0
    """Open at the end, and not overdue."""
    overdue: int = 0

    @property
    def received(self) -> int:
        """Column 3."""
        return self.online + self.direct + self.carried

    @property
    def settled(self) -> int:
        """Column 7."""
        return self.early + self.on_time + self.late

    @property
    def open(self) -> int:
        """Column 11."""
        return self.in_time + self.overdue

    @property
    def on_time_rate(self) -> float | None:
        """What was settled early or on time, of all that was settled; None where nothing was."""
        return (self.early + self.on_time) / self.settled if self.settled else None

    def __add__(self, other: "Standing") -> "Standing":
        names = self.__struct_fields__
        return Standing(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Settling(Struct, frozen=True, kw_only=True):
    """How the dossiers of a period stand."""

    by_field: Mapping[str | None, Standing]
    undated: tuple[Case, ...]
    """Those whose due day is unknown: in no column."""
    given_up: tuple[Case, ...]
    """Those that were withdrawn or stopped."""


def settle(cases: Iterable[Case], first: date, last: date, withdrawn: Withdrawn) -> Settling:
    """Return how `cases` stand in the period from `first` to `last`."""
    counted: dict[str | None, Counter[str]] = {}
    undated, given_up = [], []
    for case in cases:
        if case.received_on > last or (case.done_on is not None and case.done_on < first):
            continue
        if case.state in GIVEN_UP:
            given_up.append(case)
            if withdrawn == "left_out":
                continue
        if case.due_on is None:
            undated.append(case)
            continue
        tally = counted.setdefault(case.field, Counter())
        tally[_came(case, first)] += 1
        tally[_went(case.done_on, case.due_on, last)] += 1
    by_field = {field: Standing(**tally) for field, tally in counted.items()}
    return Settling(by_field=by_field, undated=tuple(undated), given_up=tuple(given_up))


def _came(case: Case, first: date) -> str:
    if case.received_on < first:
        return "carried"
    return "online" if case.channel is CaseChannel.ONLINE else "direct"


def _went(done_on: date | None, due_on: date, last: date) -> str:
    if done_on is None or done_on > last:
        return "overdue" if due_on < last else "in_time"
    if done_on < due_on:
        return "early"
    return "on_time" if done_on == due_on else "late"


def covered(imports: Sequence[CaseImport], first: date, last: date) -> bool:
    """Tell whether imports together cover every day from `first` to `last`."""
    reached = first
    for taken in sorted(imports, key=lambda one: one.first):
        if taken.first > reached:
            break
        reached = max(reached, taken.last + _DAY)
    return reached > last
