"""What the plan in force says, ready to be asked; made once for each plan."""

from queue_server.domain.waiting import lines_of
from queue_server.protocol.plan import Counter, Field, KindPlan, Plan, Procedure, Series
from queue_server.protocol.vocabulary import CounterId, FieldCode, Kind, ProcedureCode, SeriesId


class PlanIndex:
    """A plan by its codes; without a plan there is nothing to be found."""

    def __init__(self, plan: Plan | None = None) -> None:
        counters = plan.counters if plan else ()
        self._fields = {field.code: field for field in plan.fields} if plan else {}
        self._series = {series.id: series for series in plan.series} if plan else {}
        self._kinds = {kind.kind: kind for kind in plan.kinds} if plan else {}
        self._procedures = {entry.code: entry for entry in plan.procedures} if plan else {}
        self._ranks = {group.code: group.rank for group in plan.policy.groups} if plan else {}
        self.counters: dict[CounterId, Counter] = {counter.id: counter for counter in counters}
        self.own_lines: dict[CounterId, tuple[str, ...]] = {c.id: lines_of(c) for c in counters}
        self.helped: set[FieldCode] = {field for counter in counters for field in counter.helps}
        self.served_by: dict[str, tuple[CounterId, ...]] = {}
        """The counters whose own a line is."""
        for counter, lines in self.own_lines.items():
            for line in lines:
                self.served_by[line] = (*self.served_by.get(line, ()), counter)

    def field(self, code: FieldCode) -> Field | None:
        """Return a field."""
        return self._fields.get(code)

    def series(self, series: SeriesId) -> Series:
        """Return a series that the plan names somewhere, so that it exists."""
        return self._series[series]

    def numbered_by(self, field: FieldCode | None, kind: Kind) -> Series:
        """Return the series that numbers a visit: the kind's own, else the field's."""
        own = self._kinds.get(kind)
        if own is not None:
            return self._series[own.series]
        assert field is not None, "a visit without a field has a kind of its own"
        return self._series[self._fields[field].series]

    def kind(self, kind: Kind) -> KindPlan | None:
        """Return what is said of a visit kind that is numbered by itself."""
        return self._kinds.get(kind)

    def procedure(self, code: ProcedureCode) -> Procedure | None:
        """Return a procedure."""
        return self._procedures.get(code)

    def rank(self, group: str | None) -> int | None:
        """Return the rank of a priority group; None for no group or one no longer known."""
        return None if group is None else self._ranks.get(group)

    def knows_group(self, group: str) -> bool:
        """Return whether there is such a priority group."""
        return group in self._ranks
