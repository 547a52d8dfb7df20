"""Means, shares and percentiles are those of all durations together, however they are grouped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.statistics.durations import Durations, mean, share

groups = st.lists(st.lists(st.integers(0, 5000), max_size=20).map(sorted), max_size=100)


@given(groups, st.sampled_from([50, 90, 95]))
@settings(max_examples=50)
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(
    lists: list[list[int]], percent: int
) -> None:
    values = [value for one in lists for value in one]
    found = Durations(lists).nearest_rank(percent)

    if not values:
        assert found is None
        return
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


@given(groups)
@settings(max_examples=50)
def test_groups_count_as_if_they_were_one(lists: list[list[int]]) -> None:
    apart = Durations(lists)
    together = Durations([sorted(value for one in lists for value in one)])

    assert apart.count == together.count
    assert apart.mean() == together.mean()
    assert apart.longest() == together.longest()
    assert apart.share_within(900) == together.share_within(900)


def test_of_nothing_there_is_none() -> None:
    nothing = Durations([[], []])

    assert (nothing.mean(), nothing.longest(), nothing.nearest_rank(50)) == (None, None, None)
    assert (mean(0, 0), share(0, 0), nothing.share_within(60)) == (None, None, None)


@pytest.mark.parametrize(("total", "count", "is_"), [(3, 2, 2), (1, 3, 0), (2, 3, 1)])
def test_a_mean_is_in_whole_seconds_and_halves_go_up(total: int, count: int, is_: int) -> None:
    assert mean(total, count) == is_
