"""A plan is asked by its codes."""

import pytest

from queue_server.domain.plan_index import PlanIndex
from queue_server.protocol.vocabulary import FieldCode, Kind, ProcedureCode
from tests.support.plans import plan

INDEX = PlanIndex(plan())


def test_what_stands_in_the_plan_is_found_and_nothing_else() -> None:
    field = INDEX.field(FieldCode("HT"))
    assert field is not None
    assert field.name_vi == "Lĩnh vực HT"
    assert INDEX.field(FieldCode("ZZ")) is None
    procedure = INDEX.procedure(ProcedureCode("1.001193"))
    assert procedure is not None
    assert procedure.name == "Khai sinh"
    assert INDEX.procedure(ProcedureCode("0")) is None
    assert [INDEX.rank(group) for group in ("elder", "vip", None)] == [2, None, None]
    assert [INDEX.knows_group(group) for group in ("elder", "vip")] == [True, False]
    assert INDEX.kind(Kind.GUIDANCE) is None


@pytest.mark.parametrize(("kind", "series"), [(Kind.COLLECT, "R"), (Kind.SUBMIT, "A")])
def test_a_visit_is_numbered_by_its_kind_or_its_field(kind: Kind, series: str) -> None:
    numbered = INDEX.numbered_by(FieldCode("HT"), kind)

    assert numbered.id == series
    assert INDEX.series(numbered.id) is numbered


def test_without_a_plan_there_is_nothing() -> None:
    index = PlanIndex()

    assert index.field(FieldCode("HT")) is None
    assert (index.counters, index.served_by, index.helped) == ({}, {}, set())
