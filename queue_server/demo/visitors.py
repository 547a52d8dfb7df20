"""Who comes to the demo centre, what for, and how it ends: chance, with the shares of real days."""

import math
import random
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from queue_server.domain.waiting import line_of
from queue_server.protocol.commands import DossierLine, IssueTicket
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import (
    ActorId,
    CounterId,
    FieldCode,
    Kind,
    Language,
    Outcome,
    ProcedureCode,
)

MARK = "demo."
"""How the ids of made-up tickets begin; no id that the doors give has a dot."""

_BUSY = {
    "CT": 22,
    "HT": 18,
    "CA": 15,
    "BT": 9,
    "KD": 8,
    "DD": 6,
    "BH": 8,
    "NC": 3,
    "XD": 3,
    "TP": 2,
    "GD": 2,
    "NN": 1.5,
    "NV": 1.5,
    "MT": 1,
    "CO": 1,
    "VH": 1,
}
"""How many of a hundred come for a field."""
_USUAL = 2.0
_KIND_SHARE = {Kind.COLLECT: 0.10, Kind.GUIDANCE: 0.03}
_PRIORITY_SHARE = 0.08
_PROCEDURE_SHARE = 0.6
_SEVERAL_DOSSIERS_SHARE = 0.06
_ENGLISH_SHARE = 0.005
_SPREAD = 0.5
"""Sigma of the logarithm of a service's length: most are short, some are very long."""

_ENDS: Mapping[Kind, Sequence[tuple[Outcome, float]]] = {
    Kind.SUBMIT: (
        (Outcome.RECEIVED, 78),
        (Outcome.SUPPLEMENT, 12),
        (Outcome.GUIDED, 5),
        (Outcome.REFUSED, 2),
        (Outcome.OTHER, 3),
    ),
    Kind.COLLECT: ((Outcome.RETURNED, 90), (Outcome.NOT_READY, 8), (Outcome.OTHER, 2)),
    Kind.GUIDANCE: ((Outcome.GUIDED, 96), (Outcome.OTHER, 4)),
}


Weight = Callable[[str], float]
"""How likely a line is, by its name; 1 is as usual."""


def is_made_up(ticket: str) -> bool:
    """Return whether the simulation made this ticket, now or before a restart."""
    return ticket.startswith(MARK)


class Visitor(NamedTuple):
    """Somebody who will take a number."""

    field: FieldCode | None
    procedure: ProcedureCode | None
    kind: Kind
    priority: str | None
    quantity: int
    language: Language

    def wish(self, by: ActorId) -> IssueTicket:
        """Return the tap at the kiosk `by`."""
        return IssueTicket(
            by=by,
            id=MARK + secrets.token_urlsafe(24),
            field=self.field,
            procedure=self.procedure,
            kind=self.kind,
            priority=self.priority,
            quantity=self.quantity,
            language=self.language,
        )


class Visitors:
    """Draws visitors for the lines that some counters serve."""

    def __init__(self, plan: Plan, counters: Collection[CounterId]) -> None:
        desks = [counter for counter in plan.counters if counter.id in counters]
        fields = {code for desk in desks for code in (*desk.fields, *desk.helps)}
        alone = {kind.kind: kind for kind in plan.kinds}
        served = {kind for desk in desks for kind in desk.kinds}
        self._shares: dict[str, float] = {
            str(field.code): _BUSY.get(field.code, _USUAL)
            for field in plan.fields
            if field.code in fields
        }
        self._minutes: dict[str, float] = {str(f.code): f.minutes for f in plan.fields}
        every = sum(self._shares.values())
        for kind in [kind for kind in _KIND_SHARE if kind in served]:
            self._shares[line_of(None, kind)] = every * _KIND_SHARE[kind]
            self._minutes[line_of(None, kind)] = alone[kind].minutes
        self._with_field = [kind for kind in _KIND_SHARE if kind not in alone]
        self._groups = [group.code for group in plan.policy.groups]
        self._most = plan.policy.dossiers_per_ticket or 5
        self._procedures = _procedures(plan)

    @property
    def lines(self) -> list[str]:
        """The lines in which visitors may stand."""
        return list(self._shares)

    def minutes(self, line: str) -> float:
        """Return the usual minutes of a service in `line`."""
        return self._minutes.get(line, 10)

    def usual_minutes(self) -> float:
        """Return the mean minutes of a service, over all who come."""
        minutes = sum(share * self.minutes(line) for line, share in self._shares.items())
        return minutes / sum(self._shares.values())

    def draw(self, chance: random.Random, weight: Weight = lambda line: 1.0) -> Visitor:
        """Return the next one; `weight` makes some lines more or less likely."""
        weights = [share * weight(line) for line, share in self._shares.items()]
        line = chance.choices(self.lines, weights)[0]
        alone = line.startswith("*")
        field = None if alone else FieldCode(line)
        kind = Kind(line[1:]) if alone else self._kind(chance)
        return Visitor(
            field=field,
            procedure=self._procedure(chance, field, kind),
            kind=kind,
            priority=self._priority(chance),
            quantity=self._quantity(chance, kind),
            language=Language.EN if chance.random() < _ENGLISH_SHARE else Language.VI,
        )

    def _kind(self, chance: random.Random) -> Kind:
        for kind in self._with_field:
            if chance.random() < _KIND_SHARE[kind]:
                return kind
        return Kind.SUBMIT

    def _procedure(
        self, chance: random.Random, field: FieldCode | None, kind: Kind
    ) -> ProcedureCode | None:
        known = self._procedures.get(field, []) if field is not None else []
        if not known or kind is not Kind.SUBMIT or chance.random() > _PROCEDURE_SHARE:
            return None
        # the catalogue names the busiest of a field first
        return chance.choices(known, [1 / place for place in range(1, len(known) + 1)])[0]

    def _priority(self, chance: random.Random) -> str | None:
        if not self._groups or chance.random() > _PRIORITY_SHARE:
            return None
        return chance.choices(self._groups, range(len(self._groups), 0, -1))[0]

    def _quantity(self, chance: random.Random, kind: Kind) -> int:
        several = chance.random() < _SEVERAL_DOSSIERS_SHARE
        if not several or kind is not Kind.SUBMIT or self._most < 2:
            return 1
        return chance.randint(2, self._most)


def _procedures(plan: Plan) -> dict[FieldCode, list[ProcedureCode]]:
    procedures: dict[FieldCode, list[ProcedureCode]] = {}
    for procedure in plan.procedures:
        procedures.setdefault(procedure.field, []).append(procedure.code)
    return procedures


def service_s(chance: random.Random, minutes: float) -> int:
    """Return how long one service lasts; in the mean it is `minutes`."""
    median = math.log(minutes * 60) - _SPREAD**2 / 2
    return max(40, min(round(chance.lognormvariate(median, _SPREAD)), 58 * 60))


def outcome(chance: random.Random, kind: Kind) -> Outcome:
    """Return how a service ends."""
    ends = _ENDS[kind]
    return chance.choices([end for end, _ in ends], [share for _, share in ends])[0]


def dossiers(
    end: Outcome,
    procedure: ProcedureCode | None,
    quantity: int,
    day: date,
    first: int,
) -> tuple[DossierLine, ...]:
    """Return the dossiers that were received; their codes run on from `first`, day by day."""
    if end is not Outcome.RECEIVED:
        return ()
    return tuple(
        DossierLine(code=f"H27.60-{day:%y%m%d}-{first + place:04d}", procedure=procedure)
        for place in range(quantity)
    )


_PICKS_SHARE = {3: 0.03, 2: 0.35, 1: 0.8}
"""How many of those who give a mark pick a reason."""
_SECOND_SHARE = 0.25
_COMPLAINTS = ("unclear", "extra_papers", "attitude", "other")


def reasons(chance: random.Random, score: int, waited_s: int) -> tuple[str, ...]:
    """Return what somebody picks from the list of what should be better."""
    if chance.random() >= _PICKS_SHARE[score]:
        return ()
    long = waited_s > 15 * 60
    picked = chance.choices(_COMPLAINTS, (45, 30, 10, 15))[0]
    if not long:
        return (picked,)
    return ("long_wait", picked) if chance.random() < _SECOND_SHARE else ("long_wait",)


def satisfaction(chance: random.Random, waited_s: int) -> int:
    """Return a judgement; who waited long is less content."""
    long = waited_s > 30 * 60
    return chance.choices((3, 2, 1), (55, 33, 12) if long else (76, 21, 3))[0]
