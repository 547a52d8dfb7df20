"""The floor: `decide` says what follows from a command, `apply` follows what was decided.

Rule 1: `decide` changes nothing; `apply` decides nothing.
Rule 2: no clock, no I/O, no chance: `now`, ids and salts come with the command.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from queue_server.domain import facts
from queue_server.domain.decisions import centre, counters, tickets
from queue_server.domain.decisions.draft import Draft
from queue_server.domain.standing import Standing
from queue_server.protocol import commands as c
from queue_server.protocol.events import Event
from queue_server.protocol.vocabulary import TIMER

_DECISIONS: dict[type[c.Command], Callable[[Standing, Any, Draft], None]] = {
    c.IssueTicket: tickets.issue,
    c.RecordPrint: tickets.record_print,
    c.CancelTicket: tickets.cancel,
    c.RateTicket: tickets.rate,
    c.RecordOutcome: tickets.record_outcome,
    c.AskReprint: tickets.ask_reprint,
    c.ReturnTicket: tickets.put_back,
    c.ChangePriority: tickets.change_priority,
    c.PauseSeries: centre.pause_series,
    c.ResumeSeries: centre.resume_series,
    c.OpenCounter: counters.open_counter,
    c.PauseCounter: counters.pause,
    c.CloseCounter: counters.close,
    c.CallNext: counters.call_next,
    c.CallTicket: counters.call_named,
    c.Recall: counters.recall,
    c.StartService: counters.start,
    c.MissTicket: counters.miss,
    c.HoldTicket: counters.hold,
    c.Undo: counters.undo,
    c.FinishService: counters.finish,
    c.Transfer: counters.transfer,
    c.ChangePlan: centre.change_plan,
    c.BlankBoards: centre.blank_boards,
    c.ShowBoards: centre.show_boards,
    c.ConfirmClock: centre.confirm_clock,
    c.DoubtClock: centre.doubt_clock,
    c.StartServer: centre.start_server,
    c.TurnDay: centre.turn_day,
    c.NoteAccount: centre.note_account,
    c.NoteDevice: centre.note_device,
    c.NoteImport: centre.note_import,
    c.NoteFiling: centre.note_filing,
}


class Floor(Standing):
    """Today's whole state of a centre, and the rules over it."""

    def decide(self, command: c.Command, now: datetime) -> list[Event]:
        """Return what follows from `command` at `now`.

        Raises:
            Refused: the rules say no.
        """
        draft = Draft(self, command, now)
        _DECISIONS[type(command)](self, command, draft)
        return draft.events

    def apply(self, event: Event) -> None:
        """Follow a fact.

        Raises:
            facts.BrokenRecord: the event does not fit what went before.
        """
        facts.apply(self, event)

    def day_turn(self, now: datetime) -> c.TurnDay | None:
        """Return the command that must go before any other at `now`, if the day has to turn."""
        return c.TurnDay(by=TIMER) if centre.day_is_due(self, now) else None
