"""Every command has a decision, every event a fact."""

import typing

import pytest

from queue_server.domain import facts, floor
from queue_server.domain.floor import Floor
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.vocabulary import TIMER
from tests.support.floors import Stage
from tests.support.plans import CENTRE, one_line


def concrete(base: type) -> set[type]:
    """Return what is derived from a word and is no base of others."""
    found = set()
    for kind in base.__subclasses__():
        found |= concrete(kind) or {kind}
    return {kind for kind in found if kind.__module__.startswith("queue_server.")}


def test_every_command_has_a_decision():
    assert set(floor._DECISIONS) == concrete(c.Command)


def test_every_event_has_a_fact():
    assert set(facts._FACTS) == concrete(e.Event) == set(typing.get_args(e.AnyEvent))


@pytest.mark.parametrize("kind", sorted(concrete(c.Command), key=lambda kind: kind.__name__))
def test_a_free_text_is_named_by_its_command(kind):
    assert kind.free_text is None or kind.free_text in kind.__struct_fields__


def test_a_floor_without_a_plan_has_no_day_to_turn():
    assert Floor(CENTRE).day_turn(Stage().now) is None


def test_the_day_turns_before_anything_else():
    stage = Stage(one_line()).later(days=1)

    turn = stage.floor.day_turn(stage.now)

    assert turn == c.TurnDay(by=TIMER)
