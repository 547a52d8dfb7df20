"""Days on which anything is pressed in any order, and what they leave in the records."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.protocol import commands as c
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.plan import Hours
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import TIMER, Kind, Outcome, ProcedureCode
from queue_server.store.contract import Batch
from tests.support.floors import Stage
from tests.support.plans import OFFICE_HOURS, plan

FIELDS = ("HT", "HT", "CT", "DD")
COUNTERS = ("1", "2", "3")
Step = tuple[str, int, int]


def _known(stage: Stage, which: int) -> Any:
    tickets = list(stage.floor.tickets)
    return tickets[which % len(tickets)] if tickets else "nobody"


def _issue(stage: Stage, which: int, how: int) -> None:
    group = (None, None, "elder", "disabled")[how % 4]
    if how % 7 == 6:
        stage.issue_by_staff("HT", group)
    elif how % 5 == 4:
        stage.issue(None, group, kind=Kind.COLLECT)
    else:
        code = ProcedureCode("1.001193") if how % 3 == 0 and which % 4 < 2 else None
        stage.issue(FIELDS[which % 4], group, procedure=code)


def _finish(stage: Stage, which: int, how: int) -> None:
    lines = tuple(DossierLine(code=f"H42.{n}", quantity=n + 1) for n in range(how % 3))
    stage.finish(COUNTERS[which % 3], list(Outcome)[how % 7], dossiers=lines)


def _transfer(stage: Stage, which: int, how: int) -> None:
    to: dict[str, str] = {"field": FIELDS[how % 4]} if how % 3 else {"to": COUNTERS[how % 3]}
    stage.transfer(COUNTERS[which % 3], keep_place=how % 2 == 0, **to)  # type: ignore[arg-type]


def _clock(stage: Stage, which: int, how: int) -> None:
    if stage.floor.clock_doubted is None:
        stage.doubt("step", 900)
    else:
        stage.confirm()


def _hours(stage: Stage, which: int, how: int) -> None:
    stage.replan(hours=OFFICE_HOURS if how % 2 else Hours(always_open=True))


def _record(stage: Stage, which: int, how: int) -> None:
    lines = (DossierLine(code="H42.9", quantity=how % 4 + 1),)
    stage.record(_known(stage, which), Outcome.RECEIVED, dossiers=lines)


def _outage(stage: Stage, which: int, how: int) -> None:
    stage.later(minutes=how)
    stage.do(c.StartServer(by=TIMER, program="queue-server"))


STEPS: dict[str, Callable[[Stage, int, int], object]] = {
    "issue": _issue,
    "next": lambda s, w, h: s.next(COUNTERS[w % 3]),
    "recall": lambda s, w, h: s.recall(COUNTERS[w % 3]),
    "start": lambda s, w, h: s.start(COUNTERS[w % 3]),
    "finish": _finish,
    "miss": lambda s, w, h: s.miss(COUNTERS[w % 3]),
    "hold": lambda s, w, h: s.hold(COUNTERS[w % 3]),
    "transfer": _transfer,
    "undo": lambda s, w, h: s.undo(COUNTERS[w % 3]),
    "call": lambda s, w, h: s.call(_known(s, h), COUNTERS[w % 3]),
    "put_back": lambda s, w, h: s.put_back(_known(s, w)),
    "cancel": lambda s, w, h: s.cancel(_known(s, w)),
    "prioritise": lambda s, w, h: s.prioritise(_known(s, w), (None, "elder")[h % 2]),
    "rate": lambda s, w, h: s.rate(_known(s, w), h % 3 + 1),
    "record": _record,
    "close": lambda s, w, h: s.close(COUNTERS[w % 3]),
    "open": lambda s, w, h: s.open(COUNTERS[w % 3]),
    "later": lambda s, w, h: s.later(seconds=w * 37 + h),
    "lunch": lambda s, w, h: s.later(hours=1 + h % 3),
    "night": lambda s, w, h: s.later(hours=18),
    "clock": _clock,
    "hours": _hours,
    "outage": _outage,
}
OFTEN = ["undo", "transfer", "hold", "miss", "put_back", "call", "rate", "record", "recall"]
MOSTLY = ["issue", "issue", "next", "next", "start", "finish", "later"]
steps = st.lists(
    st.tuples(
        st.sampled_from([*STEPS, *OFTEN * 2, *MOSTLY * 6]),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    min_size=20,
    max_size=120,
)


def played(chosen: list[Step], keep: Callable[[Batch], None]) -> Stage:
    """Return what followed from steps; the refused ones changed nothing. Keep all records."""
    stage = Stage(replace(plan(), hours=OFFICE_HOURS)).open(*COUNTERS)
    for number, (name, which, how) in enumerate(chosen):
        try:
            STEPS[name](stage, which, how)
        except Refused:
            continue
        if number % 3 == 0:
            keep(changed(stage))
    stage.tick()
    keep(changed(stage))
    return stage


def changed(stage: Stage) -> Batch:
    """Return the records that changed, as a turn of the engine writes them."""
    found = stage.floor.take_changed()
    return Batch(
        visits=[figures.visit(ticket) for ticket in found.tickets],
        legs=[leg for ticket in found.tickets for leg in figures.legs(ticket)],
        gone_legs=found.gone_legs,
        mended=found.mended,
    )
