"""Nobody takes a heap of numbers at a kiosk, to sell them or for fun.

Rule 1: only numbers that were given count: a press that was refused, or asked for again by its
key, is none. So the floor decides, and it is the same after a restart and at every node.
Rule 2: staff may give as many as they like.
"""

from datetime import timedelta

from queue_server.domain.decisions.draft import Draft
from queue_server.domain.standing import Standing
from queue_server.protocol.commands import IssueTicket
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Channel

WINDOW = timedelta(minutes=1)
"""So long after the last one begins the next person's turn, whatever they want."""


def check_hoarding(floor: Standing, command: IssueTicket, line: str, draft: Draft) -> None:
    """Refuse with `too_many_tickets` what one kiosk gives too often."""
    many, row = draft.policy.tickets_a_minute, draft.policy.tickets_in_a_row
    if command.channel is not Channel.KIOSK or not (many or row):
        return
    earlier = floor.taken.get(command.by, ())
    lines = [name for name, at in earlier if draft.at - WINDOW < at <= draft.at]
    if (many and len(lines) >= many) or (row and lines[-row:] == [line] * row):
        raise Refused("too_many_tickets")
