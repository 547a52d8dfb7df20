"""What is printed on a ticket."""

import pytest

from queue_server.domain.numbering import label
from tests.support.floors import Stage
from tests.support.plans import field, one_line, plan, series


@pytest.mark.parametrize(
    ("prefix", "number", "printed"),
    [
        ("A", 1, "A001"),
        ("A", 999, "A999"),
        ("A", 1000, "A1000"),
        ("7", 5, "7005"),
        ("AB", 12, "AB012"),
    ],
)
def test_a_label_has_three_digits_and_then_four(prefix, number, printed):
    assert label(prefix, number) == printed


def test_numbers_begin_at_one_every_day_in_every_series():
    stage = Stage(plan())

    friday = [stage.label(stage.issue(code)) for code in ("HT", "HT", "CT")]
    stage.later(days=1)
    saturday = [stage.label(stage.issue(code)) for code in ("CT", "HT")]

    assert friday == ["A001", "A002", "B001"]
    assert saturday == ["B001", "A001"]


def test_a_refused_wish_skips_no_number():
    stage = Stage(plan())
    stage.issue()

    for code in ("unknown_field", "unknown_priority", "unknown_procedure", "too_many_dossiers"):
        about = {
            "unknown_field": {"field": "ZZ"},
            "unknown_priority": {"priority": "vip"},
            "unknown_procedure": {"procedure": "9.999"},
            "too_many_dossiers": {"quantity": 6},
        }[code]
        with stage.refuses(code):
            stage.issue(**about)

    assert stage.label(stage.issue()) == "A002"


def test_two_fields_may_share_a_series():
    stage = Stage(
        one_line(
            fields=(field("HT", "A"), field("CT", "A")),
            counters=(plan().counters[1],),
        )
    )

    assert [stage.label(stage.issue(code)) for code in ("HT", "CT", "HT")] == [
        "A001",
        "A002",
        "A003",
    ]


def test_cancelled_numbers_are_not_given_again():
    stage = Stage(one_line())
    stage.cancel(stage.issue())

    assert stage.label(stage.issue()) == "A002"


def test_a_thousand_numbers_of_digits_stay_apart():
    stage = Stage(one_line(series=(series("A", "1"),)))

    labels = [stage.label(stage.issue()) for _ in range(1001)]

    assert labels[0] == "1001"
    assert labels[-1] == "11001"
    assert len(set(labels)) == 1001
