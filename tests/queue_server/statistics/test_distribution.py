"""Waits by bins, whose edges are the two promises."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.statistics.distribution import EDGES_M, bins


@given(st.lists(st.integers(0, 10_000)))
def test_everybody_is_in_one_bin(waits: list[int]) -> None:
    found = bins(waits)

    assert sum(one.legs for one in found) == len(waits)
    within_15 = sum(one.legs for one in found if one.promise == 0)
    within_30 = within_15 + sum(one.legs for one in found if one.promise == 1)
    assert within_15 == sum(wait <= 900 for wait in waits)
    assert within_30 == sum(wait <= 1800 for wait in waits)


def test_a_bin_holds_its_upper_edge() -> None:
    found = bins([0, 300, 301, 900, 901, 1800, 1801, 3600, 3601])

    assert [one.legs for one in found] == [2, 1, 1, 1, 1, 1, 1, 1]
    assert [one.to_m for one in found] == [*EDGES_M, None]


def test_of_nobody_there_is_no_share() -> None:
    assert {one.part for one in bins([])} == {None}
