"""Every state times every move: each is a move or a refusal, and the table is the only truth."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.domain.ticket import AT_COUNTER, ENDS, MOVES, Move, check_move, diagram
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Outcome, TicketId, TicketState
from tests.support.floors import Stage
from tests.support.plans import counter, one_line

README = Path(__file__).parents[3] / "README.md"
S = TicketState
Act = Callable[[Stage, TicketId], object]
EXPECTED = {
    S.WAITING: {"call": S.CALLED, "cancel": S.CANCELLED, "priority": S.WAITING},
    S.CALLED: {
        "call": S.CALLED,
        "start": S.SERVING,
        "finish": S.SERVED,
        "miss": S.MISSED,
        "hold": S.HELD,
        "transfer": S.WAITING,
    },
    S.SERVING: {"finish": S.SERVED, "hold": S.HELD, "transfer": S.WAITING},
    S.HELD: {
        "call": S.CALLED,
        "return": S.WAITING,
        "cancel": S.CANCELLED,
        "priority": S.HELD,
    },
    S.MISSED: {
        "call": S.CALLED,
        "return": S.WAITING,
        "cancel": S.CANCELLED,
        "priority": S.MISSED,
    },
    S.SERVED: {"rate": S.SERVED, "record": S.SERVED},
    S.CANCELLED: {},
    S.NO_SHOW: {},
    S.ABANDONED: {},
}
"""Written down a second time, from DESIGN.md, section 5."""
CLOSING = {
    S.WAITING: S.ABANDONED,
    S.CALLED: S.NO_SHOW,
    S.SERVING: S.SERVED,
    S.HELD: S.NO_SHOW,
    S.MISSED: S.NO_SHOW,
}
HOW: dict[Move, Act] = {
    Move.CALL: lambda stage, ticket: (
        stage.recall() if stage.current() == ticket else stage.call(ticket)
    ),
    Move.START: lambda stage, ticket: stage.start(),
    Move.FINISH: lambda stage, ticket: stage.finish(),
    Move.MISS: lambda stage, ticket: stage.miss(),
    Move.HOLD: lambda stage, ticket: stage.hold(),
    Move.RETURN: lambda stage, ticket: stage.put_back(ticket),
    Move.TRANSFER: lambda stage, ticket: stage.transfer(field="HT"),
    Move.CANCEL: lambda stage, ticket: stage.cancel(ticket),
    Move.PRIORITY: lambda stage, ticket: stage.prioritise(ticket, "elder"),
    Move.RATE: lambda stage, ticket: stage.rate(ticket),
    Move.RECORD: lambda stage, ticket: stage.record(ticket, Outcome.OTHER),
}
AT_THE_COUNTER = {Move.START, Move.FINISH, Move.MISS, Move.HOLD, Move.TRANSFER}


def in_state(state: TicketState) -> tuple[Stage, TicketId]:
    """Return a floor with one ticket in a state; a second counter takes the closing of a day."""
    stage = Stage(one_line(counters=(counter("1", "HT"), counter("2", "HT"))))
    stage.open("1", "2")
    ticket = stage.issue()
    steps: dict[TicketState, list[Act]] = {
        S.WAITING: [],
        S.CALLED: [HOW[Move.CALL]],
        S.SERVING: [HOW[Move.CALL], HOW[Move.START]],
        S.HELD: [HOW[Move.CALL], HOW[Move.HOLD]],
        S.MISSED: [HOW[Move.CALL], HOW[Move.MISS]],
        S.SERVED: [HOW[Move.CALL], HOW[Move.FINISH]],
        S.CANCELLED: [HOW[Move.CANCEL]],
    }
    for step in steps[state]:
        step(stage, ticket)
    return stage, ticket


def test_the_table_says_what_the_design_says():
    closing = {state: {"close": to} for state, to in CLOSING.items()}
    expected = {state: moves | closing.get(state, {}) for state, moves in EXPECTED.items()}

    assert {state: {m.value: to for m, to in moves.items()} for state, moves in MOVES.items()} == (
        expected
    )


def test_every_state_stands_in_the_table():
    assert set(MOVES) == set(TicketState)


def test_ends_can_only_be_judged_and_mended():
    for state in ENDS:
        assert set(MOVES[state].values()) <= {state}
    assert not ENDS & AT_COUNTER


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", TicketState)
def test_a_ticket_makes_the_moves_of_the_table_and_no_other(state: TicketState, move: Move):
    stage, ticket = in_state(S.WAITING)
    there = replace(stage.ticket(ticket), state=state)

    if move in MOVES[state]:
        assert check_move(there, move) is MOVES[state][move]
    else:
        with pytest.raises(Refused) as refused:
            check_move(there, move)
        assert (refused.value.code, refused.value.about) == ("wrong_state", {"state": state})


@pytest.mark.parametrize("move", HOW)
@pytest.mark.parametrize("state", [s for s in TicketState if s not in (S.NO_SHOW, S.ABANDONED)])
def test_each_press_in_each_state_leads_where_the_table_says(state: TicketState, move: Move):
    stage, ticket = in_state(state)

    if move.value in EXPECTED[state]:
        HOW[move](stage, ticket)
        assert stage.ticket(ticket).state is EXPECTED[state][move.value]
    else:
        at_counter = move in AT_THE_COUNTER and state not in AT_COUNTER
        with stage.refuses("no_current_ticket" if at_counter else "wrong_state"):
            HOW[move](stage, ticket)


def test_a_ticket_at_another_counter_cannot_be_called_away():
    stage, ticket = in_state(S.CALLED)

    with stage.refuses("wrong_state"):
        stage.call(ticket, "2")


def test_a_ticket_counts_the_dossiers_that_were_entered():
    stage, ticket = in_state(S.SERVED)

    stage.record(ticket, Outcome.RECEIVED, dossiers=(DossierLine(quantity=3), DossierLine()))

    assert stage.ticket(ticket).dossier_count == 4


def test_the_diagram_draws_every_move_that_changes_the_state():
    drawn = diagram()

    assert drawn.startswith("stateDiagram-v2\n    [*] --> waiting : issue\n")
    for state, moves in MOVES.items():
        for move, to in moves.items():
            lines = [x for x in drawn.splitlines() if x.startswith(f"    {state} --> {to} : ")]
            assert any(move in line for line in lines) == (state is not to or move is Move.CALL)
    for state in ENDS:
        assert f"    {state} --> [*]" in drawn.splitlines()


def test_the_readme_shows_this_diagram():
    """Between `<!-- moves -->` and `<!-- /moves -->`, as `diagram()` draws it."""
    text = README.read_text(encoding="utf-8")

    between = text.split("<!-- moves -->")[1].split("<!-- /moves -->")[0]

    assert between.strip() == f"```mermaid\n{diagram()}```"
