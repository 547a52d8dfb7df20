"""What has to be asked of the officer before a press can be sent."""

from collections.abc import Awaitable, Callable, Sequence

from textual.app import App

from counter_display import words
from counter_display.console.desk import Desk
from counter_display.console.pick import (
    Choice,
    FinishScreen,
    NumberScreen,
    Picked,
    PickScreen,
    ReasonScreen,
    SearchScreen,
)
from counter_display.console.presses import Presses, Said, no_answer
from queue_server.link import LinkLost
from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.protocol.screens import ConsoleView
from queue_server.protocol.views import CentreView, TicketView


class Questions:
    """One press, from its key to the server's answer."""

    def __init__(
        self,
        app: App[int],
        presses: Presses,
        view: ConsoleView,
        centre: CentreView | None,
    ) -> None:
        self._app = app
        self._presses = presses
        self._view = view
        self._centre = centre
        self._sending: Callable[[], None] = lambda: None

    async def carry_out(self, action: str, sending: Callable[[], None]) -> Said | None:
        """Do one action; None if the officer thought better of it."""
        self._sending = sending
        if action in ("open", "close", "undo", "recall", "start"):
            return await self._send(self._presses.at_counter(action))
        if action == "next":
            after = self._view.current.id if self._view.current else None
            return await self._send(self._presses.call_next(after))
        return await self._ask(action)

    async def _ask(self, action: str) -> Said | None:
        match action:
            case "pause":
                return await self._with_reason("pause", words.WHY_PAUSE, words.PAUSES)
            case "named":
                return await self._named()
            case "return":
                return await self._return()
            case "outcome":
                return await self._outcome()
            case "issue":
                return await self._desk().issue()
            case "print" | "priority":
                return await self._at_desk(action)
        if (current := self._view.current) is None:
            return Said(PROBLEMS["no_current_ticket"].sentence.vi, good=False)
        return await self._at_ticket(action, current)

    async def _at_ticket(self, action: str, current: TicketView) -> Said | None:
        match action:
            case "absent":
                return await self._send(self._presses.absent(current.label))
            case "hold":
                title = words.WHY_HOLD.format(label=current.label)
                return await self._with_reason("hold", title, words.HOLDS)
            case "finish":
                if (body := await self._finished(current)) is None:
                    return None
                return await self._send(self._presses.at_counter("finish", body))
            case "transfer":
                return await self._transfer(current)
        raise ValueError(f"no such action: {action}")

    async def _at_desk(self, action: str) -> Said | None:
        current = [self._view.current] if self._view.current else []
        if action == "print":
            title, tickets = words.WHOM_TO_PRINT, [*current, *self._view.waiting]
        else:
            title, tickets = words.WHOM_TO_PREFER, [*self._view.waiting, *self._view.missed]
        ticket = await self._which(title, tickets)
        if not isinstance(ticket, TicketView):
            return ticket
        desk = self._desk()
        return await (desk.print(ticket) if action == "print" else desk.prefer(ticket))

    def _desk(self) -> Desk:
        return Desk(self._app, self._presses, self._centre, self._sending)

    async def _send(self, press: Awaitable[Said]) -> Said:
        self._sending()
        return await press

    async def _pick(self, screen: PickScreen) -> Picked | None:
        return await self._app.push_screen_wait(screen)

    async def _with_reason(self, verb: str, title: str, reasons: Sequence[str]) -> Said | None:
        if (picked := await self._pick(ReasonScreen(title, reasons))) is None:
            return None
        return await self._send(self._presses.at_counter(verb, {"reason": picked.value}))

    async def _named(self) -> Said | None:
        tickets = [*self._view.held, *self._view.missed, *self._view.waiting]
        ticket = await self._which(words.WHOM_TO_CALL, tickets)
        if not isinstance(ticket, TicketView):
            return ticket
        title = words.WHY_CALL.format(label=ticket.label)
        if (picked := await self._pick(ReasonScreen(title, words.NAMED))) is None:
            return None
        body = {"ticket": ticket.id, "reason": picked.value}
        return await self._send(self._presses.at_counter("call", body))

    async def _return(self) -> Said | None:
        tickets = [*self._view.missed, *self._view.held]
        ticket = await self._which(words.WHOM_TO_RETURN, tickets)
        if not isinstance(ticket, TicketView):
            return ticket
        return await self._send(self._presses.to_ticket(ticket.id, "return"))

    async def _outcome(self) -> Said | None:
        tickets = self._view.no_outcome
        ticket = await self._which(words.WHOSE_OUTCOME, tickets)
        if not isinstance(ticket, TicketView):
            return ticket
        if (body := await self._finished(ticket)) is None:
            return None
        return await self._send(self._presses.to_ticket(ticket.id, "outcome", body))

    async def _which(self, title: str, tickets: Sequence[TicketView]) -> TicketView | Said | None:
        """Return the ticket meant; a number that stands on no list is looked for everywhere."""
        choices = [Choice(ticket.id, _named(ticket)) for ticket in tickets]
        if (picked := await self._pick(NumberScreen(title, choices))) is None:
            return None
        if picked.value:
            return next(ticket for ticket in tickets if ticket.id == picked.value)
        self._sending()
        try:
            found = await self._presses.find(picked.typed)
        except (Refused, LinkLost) as error:
            return no_answer(error)
        if not found:
            return Said(words.NOT_FOUND.format(label=picked.typed), good=False)
        return found[0] if len(found) == 1 else await self._which(title, found)

    async def _finished(self, ticket: TicketView) -> dict[str, object] | None:
        """Return outcome and dossiers as the wire wants them."""
        question = FinishScreen(ticket.label, lambda: self._presses.due(ticket))
        if (picked := await self._pick(question)) is None:
            return None
        codes = [code.strip() for code in picked.typed.replace(";", ",").split(",")]
        dossiers = [{"code": code} for code in codes if code]
        return {"outcome": picked.value, "dossiers": dossiers}

    async def _transfer(self, current: TicketView) -> Said | None:
        title = words.WHERE_TO.format(label=current.label)
        if (target := await self._pick(SearchScreen(title, self._targets()))) is None:
            return None
        keep, end = words.KEEP_PLACE_CHOICES
        title = words.KEEP_PLACE.format(label=current.label)
        question = PickScreen(title, [Choice("keep", keep), Choice("end", end)])
        if (place := await self._pick(question)) is None:
            return None
        what, _, code = target.value.partition(":")
        body = {what: code, "keep_place": place.value == "keep"}
        return await self._send(self._presses.at_counter("transfer", body))

    def _targets(self) -> list[Choice]:
        if self._centre is None:
            return []
        fields = [
            Choice(f"field:{field.code}", words.FIELD_CHOICE.format(name=field.name_vi))
            for field in self._centre.fields
        ]
        counters = [
            Choice(f"counter:{counter.id}", counter.name)
            for counter in self._centre.counters
            if counter.id != self._view.counter.id
        ]
        return counters + fields


def _named(ticket: TicketView) -> str:
    state = words.TICKET_STATES.get(ticket.state, str(ticket.state))
    return f"{ticket.label}  {words.about(ticket)}  ({state})"
