from datetime import timedelta

from counter_display.hall.calling import Unspoken
from queue_server.protocol.screens import CallView
from tests.support import sights

AT = sights.AT


def call(serial: int, age_s: int = 0) -> CallView:
    return sights.call(serial, f"A{serial:03}", "1", at=AT - timedelta(seconds=age_s))


def serials(calls: list[CallView]) -> list[int]:
    return [one.serial for one in calls]


def test_live_calls_are_all_spoken_each_once_and_in_order() -> None:
    unspoken = Unspoken()
    unspoken.take([], AT)

    first = unspoken.take([call(3), call(2), call(1)], AT)
    again = unspoken.take([call(4), call(3), call(2), call(1)], AT)

    assert serials(first) == [1, 2, 3]
    assert serials(again) == [4]


def test_of_calls_first_seen_after_a_connect_only_the_young_are_spoken() -> None:
    assert serials(Unspoken().take([call(3, 5), call(2, 59), call(1, 60)], AT)) == [2, 3]


def test_after_a_lost_line_old_calls_stay_silent_also_later() -> None:
    unspoken = Unspoken()
    unspoken.take([call(1)], AT)
    unspoken.lost()

    assert serials(unspoken.take([call(3, 10), call(2, 600), call(1, 600)], AT)) == [3]
    assert serials(unspoken.take([call(4, 100), call(3, 10), call(2, 600)], AT)) == [4]


def test_a_recall_is_a_call_of_its_own() -> None:
    unspoken = Unspoken()
    unspoken.take([call(1)], AT)
    recalled = sights.call(2, "A001", "1", at=AT, again=True)

    assert serials(unspoken.take([recalled, call(1)], AT)) == [2]
