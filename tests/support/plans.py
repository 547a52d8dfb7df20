"""Plans of small centres, built from few words."""

from datetime import date
from typing import Any

from queue_server.protocol.plan import (
    Counter,
    Field,
    Hours,
    Interval,
    KindPlan,
    Plan,
    Policy,
    PriorityGroup,
    Procedure,
    Series,
    Week,
)
from queue_server.protocol.vocabulary import (
    CentreId,
    CounterId,
    FieldCode,
    Kind,
    ProcedureCode,
    SeriesId,
)

CENTRE = CentreId("mau")
OFFICE_DAY = (Interval(start="07:30", end="11:30"), Interval(start="13:30", end="17:00"))
OFFICE_HOURS = Hours(weeks=(Week(starts=date(2026, 1, 1), days=(*((OFFICE_DAY,) * 6), ())),))
"""Closed on Sundays."""
GROUPS = (
    PriorityGroup(code="elder", name_vi="Người cao tuổi", name_en="60 and over", rank=2),
    PriorityGroup(code="disabled", name_vi="Khuyết tật nặng", name_en="Disability", rank=1),
)


def series(ident: str, prefix: str | None = None, quota: int | None = None) -> Series:
    """Return a series whose prefix is its id, unless told otherwise."""
    return Series(id=SeriesId(ident), prefix=prefix or ident, quota=quota)


def field(code: str, series: str, minutes: int = 10) -> Field:
    """Return a field."""
    return Field(
        code=FieldCode(code),
        name_vi=f"Lĩnh vực {code}",
        name_en=f"Field {code}",
        series=SeriesId(series),
        minutes=minutes,
    )


def counter(ident: str, fields: str = "", helps: str = "", kinds: tuple[Kind, ...] = ()) -> Counter:
    """Return a counter; fields are named with spaces between them."""
    return Counter(
        id=CounterId(ident),
        name=f"Quầy {ident}",
        fields=tuple(map(FieldCode, fields.split())),
        helps=tuple(map(FieldCode, helps.split())),
        kinds=kinds,
    )


def plan(**changes: Any) -> Plan:
    """Return the plan of a small centre: HT at 1 and 2, CT at 2, DD at 3, results at 3."""
    parts: dict[str, Any] = {
        "centre": CENTRE,
        "name_vi": "Trung tâm mẫu",
        "series": (series("A"), series("B"), series("C"), series("R")),
        "fields": (field("HT", "A"), field("CT", "B", minutes=5), field("DD", "C", minutes=20)),
        "kinds": (KindPlan(kind=Kind.COLLECT, series=SeriesId("R")),),
        "counters": (
            counter("1", "HT", helps="DD"),
            counter("2", "HT CT"),
            counter("3", "DD", kinds=(Kind.COLLECT,)),
        ),
        "procedures": (
            Procedure(code=ProcedureCode("1.001193"), field=FieldCode("HT"), name="Khai sinh"),
        ),
        "hours": Hours(always_open=True),
        "policy": policy(),
    }
    return Plan(**(parts | changes))


def policy(**changes: Any) -> Policy:
    """Return a policy with two groups, by which recalls and numbers may follow at once."""
    free = {"groups": GROUPS, "recall_gap_s": 0, "tickets_a_minute": 0, "tickets_in_a_row": 0}
    return Policy(**(free | changes))


def one_line(**changes: Any) -> Plan:
    """Return the plan of a centre with one field and one counter."""
    parts: dict[str, Any] = {
        "series": (series("A"),),
        "fields": (field("HT", "A"),),
        "kinds": (),
        "counters": (counter("1", "HT"),),
    }
    return plan(**(parts | changes))
