"""Which tests count for the coverage: those that stand beside the code they test.

Whoever goes through whole programs runs through nearly every line as well, for twice the time
while each line is watched. Such tests prove what they prove without it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from coverage import Coverage

JOURNEYS = (
    "tests/benchmarks/",
    "tests/browsers/",
    "tests/chaos/",
    "tests/contract/",
    "tests/deploy/",
    "tests/journeys/",
)
"""Folders of tests that go through whole programs; elsewhere a test is marked as `uncounted`."""
_CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""Tells a Python that is started to watch itself."""


def counts(test: pytest.Item) -> bool:
    """Whether the lines that a test runs through count as covered."""
    return test.get_closest_marker("uncounted") is None and not test.nodeid.startswith(JOURNEYS)


@contextmanager
def unwatched() -> Iterator[None]:
    """Run without watching lines, here and in the programs that are started."""
    children = os.environ.pop(_CHILDREN, None)
    watching = []
    # two of them in a worker: pytest's own lies over the one that every child begins with
    while (newest := Coverage.current()) is not None:
        newest.stop()
        watching.append(newest)
    try:
        yield
    finally:
        for one in reversed(watching):
            one.start()
        if children is not None:
            os.environ[_CHILDREN] = children
