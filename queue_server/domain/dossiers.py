"""What the journal says of dossiers: the ones that officers entered for a ticket.

Rule 1: the last entry of a ticket counts; an undone end takes its dossiers away.
"""

from collections.abc import Sequence

from queue_server.protocol import events as e
from queue_server.protocol.records import Entered, EnteredFor
from queue_server.protocol.vocabulary import TicketId


def entered(event: e.Event) -> Sequence[EnteredFor]:
    """Return whose dossiers an event changed, and into which."""
    match event:
        case e.ServiceFinished() if event.dossiers:
            return (EnteredFor(event.ticket, _lines(event)),)
        case e.OutcomeRecorded():
            return (EnteredFor(event.ticket, _lines(event)),)
        case e.MoveUndone():
            return tuple(EnteredFor(TicketId(ticket), ()) for ticket in event.tickets)
    return ()


def _lines(event: e.ServiceFinished | e.OutcomeRecorded) -> tuple[Entered, ...]:
    return tuple(
        Entered(
            ticket=event.ticket,
            line=place,
            seq=event.seq,
            at=int(event.at.timestamp()),
            code=dossier.code,
            procedure=dossier.procedure,
            quantity=dossier.quantity,
            due_on=dossier.due_on,
        )
        for place, dossier in enumerate(event.dossiers, 1)
    )
