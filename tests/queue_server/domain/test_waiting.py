"""The lines: who stands where, in which order, and how many stand before."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from queue_server.domain.ticket import Ticket
from queue_server.domain.waiting import Line, Lines, line_of, returned_to, sent_to
from queue_server.protocol.vocabulary import CounterId, FieldCode, Kind
from tests.support.floors import Stage
from tests.support.plans import one_line


@pytest.fixture
def people() -> list[Ticket]:
    """Six people in the order in which they came; the third and the fifth have priority."""
    stage = Stage(one_line())
    groups = (None, None, "elder", None, "disabled", None)
    return [stage.ticket(stage.issue(priority=group)) for group in groups]


def test_lines_have_names_that_no_field_can_have():
    assert line_of(FieldCode("HT"), Kind.COLLECT) == "HT"
    assert line_of(None, Kind.COLLECT) == "*collect"
    assert sent_to(CounterId("1")) == "@1"
    assert returned_to(CounterId("1")) == "!1"


def test_priority_comes_by_rank_and_the_others_by_place(people):
    line = Line()
    for ticket in reversed(people):
        line.add(ticket)

    labels = {ticket.id: ticket.label for ticket in people}
    assert [labels[t] for t in line.in_order()] == ["A005", "A003", "A001", "A002", "A004", "A006"]
    assert [labels[t] for t in line.by_place()] == [f"A00{n}" for n in range(1, 7)]
    assert len(line) == 6


def test_those_before_are_counted_with_priority_and_without(people):
    line = Line()
    for ticket in people:
        line.add(ticket)

    assert [line.before(ticket) for ticket in people] == [
        (0, 0),
        (0, 1),
        (1, 2),
        (0, 2),
        (0, 3),
        (0, 3),
    ]


def test_whoever_leaves_leaves_nothing_behind(people):
    lines = Lines()
    for ticket in people:
        lines.add(ticket)
    assert (len(lines), lines.count("HT")) == (6, 6)

    for ticket in people:
        lines.remove(ticket)

    assert (len(lines), lines.count("HT"), lines.get("HT"), lines.by_name) == (0, 0, None, {})


def test_nobody_leaves_a_line_twice(people):
    line = Line()
    line.add(people[0])

    with pytest.raises(LookupError):
        line.remove(people[1])
    for place in (0, 99):
        with pytest.raises(LookupError, match="ticket-1 does not stand in this line"):
            line.remove(replace(people[0], place=place))
    assert len(line) == 1


def test_people_are_found_by_field_and_by_how_long_they_wait_wherever_they_stand(people):
    lines = Lines()
    for ticket in (people[0], replace(people[1], line=sent_to(CounterId("1")))):
        lines.add(ticket)

    first = people[0].entered_at
    assert lines.longest("HT") == first
    assert lines.since("HT", first) == 2
    assert lines.since("HT", first - timedelta(seconds=1)) == 0
    assert lines.longest("CT") is None
    assert lines.since("CT", first) == 0
