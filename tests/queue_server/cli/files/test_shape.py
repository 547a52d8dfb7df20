"""The shape of a centre file, table by table."""

from datetime import date, datetime

import pytest

from queue_server.cli.files import shape
from queue_server.cli.files.lines import Way


def plan(**changes: object) -> dict[str, object]:
    return {"centre": "mau", "name_vi": "Mẫu", **changes}


def test_a_sound_plan_has_no_fault_and_is_brought_into_shape() -> None:
    week: dict[str, object] = {"starts": date(2026, 1, 1), "days": [["07:30-11:30"], []]}
    data = plan(policy={"guard_minutes": "off"}, hours={"weeks": [week]})

    assert list(shape.faults(data)) == []
    assert data["policy"] == {"guard_minutes": None}
    assert week["days"] == [[{"start": "07:30", "end": "11:30"}], []]


def test_no_fault_hides_another() -> None:
    data = plan(
        color="red",
        series=[{"id": "A", "prefix": "a", "colour": 1}, {"id": "B"}],
        hours={"always_open": "yes", "holidays": [{"date": "2026-01-01", "kind": "off", "x": 1}]},
    )

    assert dict(shape.faults(data)) == {
        ("color",): "unknown key color",
        ("hours", "always_open"): "always_open: expected `bool`, got `str`",
        ("series", 0, "colour"): "unknown key colour",
        ("series", 0, "prefix"): "prefix 'a' has not one of the allowed forms",
        ("series", 1): "prefix is missing",
        ("hours", "holidays", 0, "x"): "unknown key x",
    }


@pytest.mark.parametrize(
    ("data", "way", "fault"),
    [
        (
            plan(hours={"weeks": [{"starts": datetime(2026, 1, 1), "days": []}]}),  # noqa: DTZ001
            ("hours", "weeks", 0, "starts"),
            "starts: a date such as 2026-11-23 is wanted",
        ),
        (
            plan(hours={"weeks": [3]}),
            ("hours", "weeks", 0),
            "weeks: a table is wanted",
        ),
        (
            plan(
                hours={"holidays": [{"date": "2026-01-01", "kind": "work", "intervals": ["7-11"]}]}
            ),
            ("hours", "holidays", 0, "intervals", 0),
            "interval '7-11' is not like 07:30-11:30",
        ),
        (plan(hours=[]), ("hours",), "hours: expected `object`, got `array`"),
        (plan(fields={}), ("fields",), "fields: expected `array`, got `object`"),
        (plan(procedures=[]), ("procedures",), "procedures: they stand in the catalogue file"),
    ],
)
def test_each_fault_says_where(data: dict[str, object], way: Way, fault: str) -> None:
    assert list(shape.faults(data)) == [(way, fault)]


def test_a_way_is_read_from_its_words() -> None:
    assert shape.steps_of("fields[2].minutes") == ("fields", 2, "minutes")
    assert shape.steps_of(".days[0][1].start") == ("days", 0, 1, "start")
    assert shape.steps_of("") == ()
