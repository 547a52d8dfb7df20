"""A day beside the usual weekday."""

from collections.abc import Sequence
from datetime import date, timedelta

from queue_server.protocol.vocabulary import CallReason, CentreId
from queue_server.statistics.today import curve
from queue_server.store.contract import LegSums, Span, Sums, VisitSums

CENTRE = CentreId("mau")
FRIDAY = date(2026, 11, 20)


class Told:
    """Records that were told what to say: day, hour, visits, waits."""

    def __init__(self, *said: tuple[date, int, int, list[int]]) -> None:
        self.said = said

    async def sums(self, span: Span, by: Sequence[str]) -> Sums:
        assert tuple(by) == ("hour", "day")
        within = [one for one in self.said if span.first <= one[0].isoformat() <= span.last]
        return Sums(
            [_visits(day, hour, count) for day, hour, count, _ in within],
            [_legs(day, hour, waits) for day, hour, _, waits in within if waits],
        )


def _visits(day: date, hour: int, count: int) -> VisitSums:
    return VisitSums(
        keys=(hour, day.isoformat()),
        state="served",
        visits=count,
        called=count,
        transferred=0,
        waits=0,
        wait_s=0,
        rated=0,
        satisfied=0,
    )


def _legs(day: date, hour: int, waits: list[int]) -> LegSums:
    return LegSums(
        keys=(hour, day.isoformat()),
        waits=sorted(waits),
        work_waits=sorted(waits),
        services=[],
        left=[],
        implied=0,
        dossiers=0,
        measured_dossiers=0,
        dossier_service_s=0,
        reasons=dict.fromkeys(CallReason, 0),
    )


def before(weeks: int) -> date:
    return FRIDAY - timedelta(weeks=weeks)


async def test_the_usual_day_is_the_mean_of_those_like_it() -> None:
    told = Told(
        (FRIDAY, 8, 5, [60]),
        (before(1), 8, 4, [120, 240]),
        (before(2), 8, 1, [600]),
        (before(2), 10, 3, []),
        (FRIDAY - timedelta(days=1), 8, 99, [9999]),
    )

    found = await curve(told, CENTRE, FRIDAY)

    assert found.usual_days == 2
    assert [(h.hour, h.issued, h.usual_issued) for h in found.hours] == [
        (8, 5, 2.5),
        (9, 0, 0.0),
        (10, 0, 1.5),
    ]
    assert [(h.wait_mean_s, h.usual_wait_mean_s) for h in found.hours] == [
        (60, 320),
        (None, None),
        (None, None),
    ]


async def test_a_first_day_has_nothing_to_be_compared_with() -> None:
    found = await curve(Told((FRIDAY, 9, 2, [])), CENTRE, FRIDAY)

    assert found.usual_days == 0
    assert [(h.hour, h.issued, h.usual_issued) for h in found.hours] == [(9, 2, None)]


async def test_days_long_ago_are_not_usual_any_more() -> None:
    found = await curve(Told((before(9), 9, 50, []), (before(8), 9, 7, [])), CENTRE, FRIDAY)

    assert found.usual_days == 1
    assert found.hours[0].usual_issued == 7


async def test_before_anybody_came_there_is_no_hour() -> None:
    assert (await curve(Told(), CENTRE, FRIDAY)).hours == ()
