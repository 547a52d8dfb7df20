import pytest

from queue_server.protocol.refusals import Refused
from queue_server.web.auth.throttle import Throttle


class _Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _wait(throttle: Throttle, name: str = "an", address: str = "10.0.0.1") -> object:
    """Return how long somebody has to wait."""
    try:
        throttle.check(name, address)
    except Refused as refused:
        return refused.about["retry_s"]
    return 0


def _fail(throttle: Throttle, times: int, name: str = "an", address: str = "10.0.0.1") -> None:
    for _ in range(times):
        throttle.failed(name, address)


def test_the_wait_grows_up_to_half_a_minute() -> None:
    throttle = Throttle(_Time())
    waits = []
    for _ in range(12):
        _fail(throttle, 1)
        waits.append(_wait(throttle))

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_million_failures_wait_no_longer() -> None:
    throttle = Throttle(_Time())
    _fail(throttle, 5000)

    assert _wait(throttle) == 30


def test_a_wait_ends() -> None:
    time = _Time()
    throttle = Throttle(time)
    _fail(throttle, 6)
    time.now = 1.5
    half = _wait(throttle)
    time.now = 2.0

    assert (half, _wait(throttle)) == (1, 0)


def test_a_stranger_elsewhere_locks_nobody_out() -> None:
    throttle = Throttle(_Time())
    _fail(throttle, 1000, address="6.6.6.6")

    assert _wait(throttle) == 0


def test_one_address_is_slowed_over_all_names() -> None:
    throttle = Throttle(_Time())
    for number in range(20):
        _fail(throttle, 1, name=str(number))

    assert _wait(throttle, "somebody new") == 1
    assert _wait(throttle, "somebody new", "10.0.0.2") == 0


def test_success_and_a_quiet_while_forget() -> None:
    time = _Time()
    throttle = Throttle(time, per_address=False)
    _fail(throttle, 5)
    throttle.passed("an", "10.0.0.1")
    _fail(throttle, 4)
    assert _wait(throttle) == 0
    time.now = 901
    _fail(throttle, 4)

    assert _wait(throttle) == 0


def test_memory_stays_small_and_keeps_the_busy() -> None:
    throttle = Throttle(_Time(), per_address=False)
    _fail(throttle, 5)
    for number in range(10_000):
        _fail(throttle, 1, name=str(number))
        if number == 5000:
            _fail(throttle, 1)

    assert len(throttle._kept) == 10_000
    with pytest.raises(Refused):
        throttle.check("an", "10.0.0.1")
