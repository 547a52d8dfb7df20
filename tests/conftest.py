"""What holds for every test."""

from collections.abc import Generator

import pytest

from tests.support.counted import counts, unwatched
from tests.support.profiles import load

load()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count nothing for the coverage while an uncounted test runs, its fixtures included."""
    if counts(item):
        return (yield)
    with unwatched():
        return (yield)
