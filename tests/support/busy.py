"""The plan of a busy centre, what a manager may do to it during the day, what officers press."""

from typing import Any

from msgspec.structs import replace

from queue_server.protocol.plan import Hours, KindPlan
from queue_server.protocol.vocabulary import Kind, SeriesId, TicketState
from tests.support.plans import GROUPS, OFFICE_HOURS, counter, field, plan, policy, series

COUNTERS = ("1", "2", "3", "4")
SERIES = (
    series("A"),
    series("B", quota=6),
    series("C"),
    series("R"),
    series("G"),
    series("M", "7"),
)
BUSY = plan(
    series=SERIES,
    fields=(
        field("HT", "A"),
        field("CT", "B", minutes=5),
        field("DD", "C", minutes=20),
        field("XD", "M"),
    ),
    kinds=(
        KindPlan(kind=Kind.COLLECT, series=SeriesId("R")),
        KindPlan(kind=Kind.GUIDANCE, series=SeriesId("A")),
    ),
    counters=(
        counter("1", "HT", helps="CT DD"),
        counter("2", "HT CT", kinds=(Kind.GUIDANCE,)),
        counter("3", "DD", helps="HT", kinds=(Kind.COLLECT,)),
        counter("4", "XD CT", helps="HT"),
    ),
    policy=policy(agents_series=SeriesId("G"), guard_minutes=20, grace_minutes=15),
)


def _renamed() -> dict[str, Any]:
    """HT becomes HT2: those who wait for HT must not be forgotten."""
    return {
        "fields": (replace(BUSY.fields[0], code="HT2"), *BUSY.fields[1:]),
        "procedures": (),
        "counters": (
            counter("1", "HT2", helps="CT DD"),
            counter("2", "HT2 CT", kinds=(Kind.GUIDANCE,)),
            *BUSY.counters[2:],
        ),
    }


CHANGES: dict[str, dict[str, Any]] = {
    "as it was": {name: getattr(BUSY, name) for name in BUSY.__struct_fields__},
    "a field is renamed": _renamed(),
    "counter 4 and its field are gone": {
        "fields": BUSY.fields[:3],
        "counters": BUSY.counters[:3],
    },
    "a field is only helped": {
        "counters": (*BUSY.counters[:2], counter("3", "", "DD", (Kind.COLLECT,)), BUSY.counters[3])
    },
    "a kind is gone": {
        "kinds": BUSY.kinds[:1],
        "counters": (BUSY.counters[0], counter("2", "HT CT"), *BUSY.counters[2:]),
    },
    "a series takes over a prefix": {
        "series": (series("N", "A"), *SERIES[1:]),
        "fields": (field("HT", "N"), *BUSY.fields[1:]),
        "kinds": (BUSY.kinds[0], KindPlan(kind=Kind.GUIDANCE, series=SeriesId("N"))),
    },
    "other digits": {"series": (*SERIES[:5], series("M", "72"))},
    "office hours": {"hours": OFFICE_HOURS},
    "always open": {"hours": Hours(always_open=True)},
    "summer time": {"zone": "Europe/Berlin"},
    "a faulty plan": {"counters": ()},
}
POLICIES: dict[str, dict[str, Any]] = {
    "as it was": {n: getattr(BUSY.policy, n) for n in BUSY.policy.__struct_fields__},
    "strict": {"priority": "strict"},
    "strict with a guard": {"priority": "strict", "guard_in_strict": True},
    "one priority in a row": {"priority_run": 1},
    "no guard": {"guard_minutes": None},
    "a group is gone": {"groups": GROUPS[:1]},
    "ranks are turned round": {"groups": (replace(GROUPS[0], rank=0), GROUPS[1])},
    "no groups": {"groups": ()},
    "at the desk only": {"priority_at_kiosk": False},
    "by capacity": {"last_ticket_by_capacity": True},
    "with a counter only": {"issue_without_counter": False},
    "no agents": {"agents_series": None},
    "a gap before a recall": {"recall_gap_s": 10},
    "served out": {"lunch": "serve_out"},
}
PRESSES = ["start", "finish", "miss", "hold", "recall", "next", "send", "send away", "call"]
SENSIBLE = {
    TicketState.CALLED: ["start", "start", "miss", "recall", "hold", "send", "send away"],
    TicketState.SERVING: ["finish", "finish", "hold", "hold", "send", "send away"],
}
"""What fits the state of the ticket at a counter."""
