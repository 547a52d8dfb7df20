"""Each problem says where it is, so that a form can show it beside the field."""

import re
from base64 import b64encode
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from queue_server.domain import planning
from queue_server.protocol.plan import Hours, Interval, Plan, Series, Week
from queue_server.protocol.vocabulary import FieldCode, SeriesId
from tests.support.plans import plan
from tests.support.small import small_plan

_STEP = re.compile(r"\.?(\w+)|\[(\d+)\]")


def png(width: int, height: int) -> str:
    """Return the beginning of a picture: as much as is looked at."""
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b64encode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + sides + b"\x08\x06").decode()


def broken() -> Plan:
    """Return a plan with one fault of most kinds."""
    whole = small_plan()
    first, second = whole.counters
    return replace(
        whole,
        name_vi="",
        zone="Hà Nội",
        public_url="queue",
        logo="no picture",
        series=(*whole.series, Series(id=SeriesId("ht"), prefix="A", quota=10_000)),
        counters=(
            replace(first, name=" ", helps=(FieldCode("XX"),)),
            replace(second, fields=()),
        ),
        procedures=(replace(whole.procedures[0], name="a\x07", keywords=(" b",)),),
        hours=Hours(weeks=()),
    )


def at(plan: Plan, where: str) -> Any:
    """Follow the way to a part of a plan."""
    part: Any = msgspec.to_builtins(plan)
    for step in _STEP.finditer(where):
        part = part[step[1] or int(step[2])]
    return part


def test_every_problem_stands_at_a_place_of_the_plan_and_in_both_languages() -> None:
    found = [*planning.wrong(broken()), *planning.doubtful(plan())]

    assert len(found) > 10
    for problem in found:
        at(broken() if problem in planning.wrong(broken()) else plan(), problem.where)
        assert problem.vi
        assert problem.en


@pytest.mark.parametrize(
    "where",
    [
        "name_vi",
        "zone",
        "public_url",
        "logo",
        "series[3].id",
        "series[3].prefix",
        "series[3].quota",
        "counters[0].name",
        "counters[0].helps",
        "procedures[0].name",
        "procedures[0].keywords",
        "hours.weeks",
    ],
)
def test_the_place_is_the_one_to_mend(where: str) -> None:
    assert where in {problem.where for problem in planning.wrong(broken())}


def test_an_interval_is_named_by_its_day_and_its_place() -> None:
    wrong = Interval(start="12:00", end="11:00")
    week = Week(starts=date(2026, 1, 1), days=((), (wrong,), (), (), (), (), ()))
    (fault,) = planning.wrong(plan(hours=Hours(weeks=(week,))))

    assert fault.where == "hours.weeks[0].days[1][0]"
    assert "giờ kết thúc phải sau giờ bắt đầu" in fault.vi


@pytest.mark.parametrize("picture", [png(1, 1), png(1024, 200), ""])
def test_a_small_png_may_be_a_logo(picture: str) -> None:
    assert planning.faults(Plan(**_with_logo(picture))) == []


@pytest.mark.parametrize("picture", [png(1025, 10), png(0, 10), "x", "PHN2Zz4=", "ả"])
def test_nothing_else_may_be(picture: str) -> None:
    (fault,) = planning.wrong(Plan(**_with_logo(picture)))

    assert fault.where == "logo"


def _with_logo(picture: str) -> dict[str, Any]:
    whole = small_plan()
    return {name: getattr(whole, name) for name in whole.__struct_fields__} | {"logo": picture}
