"""Who comes, and how it ends."""

import random
from collections import Counter
from datetime import date
from statistics import mean

from queue_server.demo.visitors import (
    Visitors,
    dossiers,
    is_made_up,
    outcome,
    satisfaction,
    service_s,
)
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CounterId, Kind, Outcome, ProcedureCode
from tests.support import centre

EVERY = [CounterId(str(number)) for number in range(1, 9)]


def drawn(visitors: Visitors, count: int = 2000):
    chance = random.Random(1)
    return [visitors.draw(chance) for _ in range(count)]


def test_people_come_only_for_what_the_counters_serve(plan: Plan):
    visitors = Visitors(plan, [CounterId("3")])

    assert {visitor.field for visitor in drawn(visitors)} == {"DD", "MT", "XD", "NN"}
    assert set(visitors.lines) == {"DD", "MT", "XD", "NN"}


def test_a_kind_with_numbers_of_its_own_needs_no_field(plan: Plan):
    kinds = Counter(visitor.kind for visitor in drawn(Visitors(plan, EVERY)))

    assert 0.05 < kinds[Kind.COLLECT] / 2000 < 0.15
    assert all(v.field is None for v in drawn(Visitors(plan, EVERY)) if v.kind is not Kind.SUBMIT)


def test_without_numbers_of_their_own_all_kinds_come_for_a_field():
    visitors = drawn(Visitors(centre.plan(), [CounterId("1")]))

    assert {visitor.kind for visitor in visitors} == set(Kind)
    assert all(visitor.field is not None for visitor in visitors)


def test_a_weight_makes_lines_likelier_or_empty(plan: Plan):
    visitors = Visitors(plan, EVERY)
    chance = random.Random(1)

    found = {visitors.draw(chance, lambda line: line == "CA").field for _ in range(50)}

    assert found == {"CA"}


def test_a_procedure_belongs_to_its_field(plan: Plan):
    fields = {procedure.code: procedure.field for procedure in plan.procedures}
    visitors = [v for v in drawn(Visitors(plan, EVERY)) if v.procedure is not None]

    assert len(visitors) > 500
    assert all(fields[visitor.procedure] == visitor.field for visitor in visitors)


def test_where_one_ticket_is_one_dossier_nobody_brings_more():
    visitors = drawn(Visitors(centre.plan(policy=centre.plan().policy), [CounterId("1")]))
    assert max(visitor.quantity for visitor in visitors) == 5

    plan = centre.plan()
    single = type(plan.policy)(dossiers_per_ticket=1)
    visitors = drawn(Visitors(centre.plan(policy=single), [CounterId("1")]))
    assert {visitor.quantity for visitor in visitors} == {1}
    assert {visitor.priority for visitor in visitors} == {None}


def test_a_wish_names_its_ticket_so_that_we_know_it_again(plan: Plan):
    visitor = drawn(Visitors(plan, EVERY), 1)[0]

    one, other = visitor.wish(ActorId("k")), visitor.wish(ActorId("k"))

    assert is_made_up(one.id)
    assert one.id != other.id
    assert len(one.id) > 30
    assert (one.field, one.kind, one.by) == (visitor.field, visitor.kind, "k")


def test_usual_minutes_lie_between_the_shortest_and_the_longest(plan: Plan):
    visitors = Visitors(plan, EVERY)

    assert visitors.minutes("DD") == 18
    assert visitors.minutes("*collect") == 4
    assert visitors.minutes("unheard of") == 10
    assert 4 < visitors.usual_minutes() < 18


def test_services_last_as_long_as_usual_in_the_mean():
    chance = random.Random(1)
    lasted = [service_s(chance, 10) for _ in range(5000)]

    assert 9.5 * 60 < mean(lasted) < 10.5 * 60
    assert min(lasted) >= 40
    assert max(lasted) < 3600


def test_results_are_collected_and_papers_received():
    chance = random.Random(1)

    collected = Counter(outcome(chance, Kind.COLLECT) for _ in range(500))
    submitted = Counter(outcome(chance, Kind.SUBMIT) for _ in range(500))

    assert collected.most_common(1)[0][0] is Outcome.RETURNED
    assert submitted.most_common(1)[0][0] is Outcome.RECEIVED
    assert Outcome.RECEIVED not in collected


def test_received_dossiers_are_numbered_on():
    day, procedure = date(2026, 11, 20), ProcedureCode("1.001193")

    received = dossiers(Outcome.RECEIVED, procedure, 2, day, 7)

    assert [line.code for line in received] == ["H27.60-261120-0007", "H27.60-261120-0008"]
    assert dossiers(Outcome.REFUSED, procedure, 2, day, 7) == ()


def test_who_waited_long_is_less_content():
    chance = random.Random(1)

    short = mean(satisfaction(chance, 60) for _ in range(500))
    long = mean(satisfaction(chance, 3600) for _ in range(500))

    assert 1 <= long < short <= 3
