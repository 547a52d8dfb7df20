"""The wall clock is measured against one that is never set."""

from datetime import UTC, datetime, timedelta

from queue_server.engine.clock import StepWatch, SystemClock
from tests.support.clock import HandClock


def test_time_that_passes_is_no_step() -> None:
    clock = HandClock()
    watch = StepWatch(clock)
    clock.move(24 * 60 * 60)

    assert watch.look() is None


def test_a_clock_set_by_more_than_ten_minutes_has_stepped() -> None:
    clock = HandClock()
    watch = StepWatch(clock)
    clock.step(601)
    clock.move(5)

    assert watch.look() == 601
    assert watch.look() is None


def test_a_clock_set_back_has_stepped() -> None:
    clock = HandClock()
    watch = StepWatch(clock)
    clock.step(-3600)

    assert watch.look() == -3600


def test_a_clock_set_by_ten_minutes_or_less_has_not_stepped() -> None:
    clock = HandClock()
    watch = StepWatch(clock)
    clock.step(600)
    assert watch.look() is None

    clock.step(-600)
    assert watch.look() is None


def test_the_machines_clocks_go_forward() -> None:
    clock = SystemClock()

    assert clock.now() - datetime.now(UTC) < timedelta(seconds=1)
    assert clock.monotonic() <= clock.monotonic()
