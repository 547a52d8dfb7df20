"""Which dossiers stand for a ticket, as its events tell."""

from queue_server.domain.dossiers import entered
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.vocabulary import Outcome, TicketId
from tests.support.floors import Stage
from tests.support.plans import one_line

ONE = DossierLine(code="H29.14-261120-0001", due_on="2026-11-27")
TWO = DossierLine(code="H29.14-261120-0002", quantity=3)


def standing(stage: Stage) -> dict[str, list[str]]:
    """Return the codes of each ticket after all that happened."""
    found: dict[str, list[str]] = {}
    for event in stage.events:
        for change in entered(event):
            found[change.ticket] = [dossier.code for dossier in change.dossiers]
    return found


def served(*dossiers: DossierLine) -> tuple[Stage, TicketId]:
    stage = Stage(one_line())
    ticket = stage.issue("HT")
    stage.open("1")
    stage.next("1")
    stage.start("1")
    stage.finish("1", Outcome.RECEIVED, dossiers=dossiers)
    return stage, ticket


def test_what_was_entered_at_the_end_of_service_stands():
    stage, ticket = served(ONE, TWO)

    assert standing(stage) == {ticket: [ONE.code, TWO.code]}


def test_an_end_without_dossiers_changes_nothing():
    stage, _ = served()

    assert standing(stage) == {}


def test_a_later_entry_takes_the_place_of_the_first():
    stage, ticket = served(ONE)
    stage.record(ticket, Outcome.RECEIVED, dossiers=(TWO,))

    assert standing(stage) == {ticket: [TWO.code]}


def test_an_undone_end_leaves_no_dossier():
    stage, ticket = served(ONE)
    stage.undo("1")

    assert standing(stage) == {ticket: []}
