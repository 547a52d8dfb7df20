"""How good estimates were, from the records and played again from the journal."""

from datetime import date, timedelta

import pytest

from queue_server.domain import estimating
from queue_server.protocol.codec import canonical, decode_event
from queue_server.protocol.events import Estimate
from queue_server.statistics.estimates import (
    Backtest,
    Estimates,
    Quality,
    compared,
    put_together,
    told,
)
from queue_server.store.contract import EstimateSums
from queue_server.store.sqlite import SqliteStore
from tests.support.floors import MORNING, Stage
from tests.support.plans import one_line
from tests.support.random_days import changed

TODAY = MORNING.date()


def played() -> Stage:
    """Return a morning: three are told something and served, one is told nothing, one gives up."""
    stage = Stage(one_line())
    stage.issue()
    stage.open("1")
    people = [stage.issue() for _ in range(3)]
    stage.cancel(stage.issue())
    for minutes in (5, 30, 2, 1):
        stage.later(minutes=minutes).serve("1", minutes=minutes)
    assert people
    return stage


def again(stage: Stage, first: date = TODAY, last: date = TODAY) -> list[EstimateSums]:
    backtest, sums = Backtest(stage.floor.centre, first, last), []
    for event in stage.events:
        sums += backtest.follow(decode_event(canonical(event)))
    return [*sums, *backtest.end()]


async def by_records(store: SqliteStore, stage: Stage) -> Estimates:
    await store.journal(stage.floor.centre).append(changed(stage))
    return await told(store.records, stage.floor.centre, TODAY, TODAY + timedelta(days=5))


async def test_the_same_rules_played_again_say_what_was_told(store: SqliteStore) -> None:
    stage = played()

    kept, replayed = await by_records(store, stage), put_together(again(stage))

    assert kept == replayed
    assert (kept.total.compared, kept.total.untold) == (3, 1)


async def test_every_day_is_told_apart_and_put_together(store: SqliteStore) -> None:
    stage = played()
    stage.later(days=1).open("1").issue()
    stage.serve("1")

    kept = await by_records(store, stage)
    replayed = put_together(again(stage, last=TODAY + timedelta(days=5)))

    assert [day.compared for day in kept.days] == [3, 1]
    assert kept.total.compared == 4
    assert replayed == kept


def test_other_rules_would_have_said_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = played()
    before = put_together(again(stage)).total
    monkeypatch.setattr(estimating, "PACE", 9.0)

    after = put_together(again(stage)).total

    assert after.compared == before.compared
    assert after.mae_s != before.mae_s


def test_days_outside_are_played_but_not_compared() -> None:
    assert again(played(), first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=2)) == []


def test_what_a_doubted_clock_touched_proves_nothing() -> None:
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.doubt()
    stage.serve("1")

    assert put_together(again(stage)).total == Quality(
        compared=0, untold=0, mae_s=None, inside=None, too_little=None
    )


def test_the_first_leg_is_the_truth() -> None:
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.later(minutes=4).next("1")
    stage.transfer("1", field="HT")
    stage.later(minutes=50).next("1")

    (sums,) = again(stage)

    assert (sums.compared, sums.off_twice_s) == (1, 2 * 240 - 60)


def test_a_wait_is_inside_up_to_both_ends_and_too_little_after_the_last() -> None:
    range_ = Estimate(60, 120, "prior")
    sums = compared(TODAY, [(range_, wait) for wait in (59, 60, 120, 121)] + [(None, 5)])

    assert (sums.compared, sums.untold, sums.inside, sums.too_little) == (4, 1, 2, 1)
    assert put_together([sums]).total.mae_s == 31
