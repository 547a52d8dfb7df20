"""What an officer does for whoever stands at the desk: a number, its paper, its priority."""

from collections.abc import Awaitable, Callable, Sequence

from textual.app import App

from counter_display import words
from counter_display.console.pick import (
    Choice,
    GroupScreen,
    Picked,
    PickScreen,
    ReasonScreen,
    SearchScreen,
)
from counter_display.console.presses import Presses, Said
from queue_server.link import LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import Kind

NONE = ""
"""No priority group; no kiosk."""


class Desk:
    """Asks what has to be known, and carries it out."""

    def __init__(
        self,
        app: App[int],
        presses: Presses,
        centre: CentreView | None,
        sending: Callable[[], None],
    ) -> None:
        self._app = app
        self._presses = presses
        self._centre = centre
        self._sending = sending

    async def issue(self) -> Said | None:
        """Take a number for somebody, and have it printed where the officer likes."""
        what = await self._pick(SearchScreen(words.ISSUE_WHAT, self._lines()))
        if what is None:
            return None
        name = next(line.text for line in self._lines() if line.value == what.value)
        screen = GroupScreen(words.ISSUE_FOR.format(what=name), self._groups(), self._cap)
        if (group := await self._pick(screen)) is None:
            return None
        return await self._said(self._issued(_wish(what.value, group)))

    async def print(self, ticket: TicketView) -> Said | None:
        """Have a ticket printed at a kiosk."""
        return await self._said(self._printed(ticket))

    async def prefer(self, ticket: TicketView) -> Said | None:
        """Give a ticket a priority group, or take it away; the reason is kept."""
        title = words.WHICH_PRIORITY.format(label=ticket.label)
        if (group := await self._pick(PickScreen(title, self._groups()))) is None:
            return None
        title = words.WHY_PRIORITY.format(label=ticket.label)
        if (why := await self._pick(ReasonScreen(title, words.PRIORITY_REASONS))) is None:
            return None
        body = {"group": group.value or None, "reason": why.value}
        self._sending()
        return await self._presses.to_ticket(ticket.id, "priority", body)

    async def _issued(self, body: dict[str, object]) -> str:
        ticket = await self._presses.issue(body)
        sentence = words.ISSUED if ticket.ahead is None else words.ISSUED_AHEAD
        given = sentence.format(label=ticket.label, about=words.about(ticket), ahead=ticket.ahead)
        try:
            return f"{given} {await self._printed(ticket)}".rstrip()
        except Refused as no:
            return f"{given} {words.NOT_PRINTED.format(why=no.sentence.vi)}"
        except LinkLost:
            return f"{given} {words.NOT_PRINTED.format(why=words.NO_SERVER)}"

    async def _printed(self, ticket: TicketView) -> str:
        """Ask where and have it printed; nothing is said of paper that nobody wants."""
        kiosks = {kiosk.id: kiosk.name for kiosk in await self._presses.kiosks()}
        if not kiosks:
            return words.NO_KIOSK
        choices = [Choice(ident, name) for ident, name in kiosks.items()]
        title = words.WHERE_TO_PRINT.format(label=ticket.label)
        where = await self._pick(PickScreen(title, [*choices, Choice(NONE, words.NOT_ON_PAPER)]))
        if where is None or where.value == NONE:
            return ""
        await self._presses.reprint(ticket.id, where.value)
        return words.PRINT_SENT.format(kiosk=kiosks[where.value])

    async def _said(self, press: Awaitable[str]) -> Said | None:
        self._sending()
        said = await self._presses.said(press)
        return said if said.sentence else None

    async def _pick(self, screen: PickScreen) -> Picked | None:
        return await self._app.push_screen_wait(screen)

    def _lines(self) -> Sequence[Choice]:
        """Return what a number can be taken for: fields, then visits without one."""
        if self._centre is None:
            return []
        fields = [Choice(f"field:{field.code}", field.name_vi) for field in self._centre.fields]
        kinds = [Choice(f"kind:{kind.kind}", words.KINDS[kind.kind]) for kind in self._centre.kinds]
        return [*fields, *kinds]

    def _groups(self) -> Sequence[Choice]:
        groups = self._centre.groups if self._centre is not None else ()
        named = [Choice(group.code, group.name_vi) for group in groups]
        return [Choice(NONE, words.NO_PRIORITY), *named]

    @property
    def _cap(self) -> int:
        return self._centre.dossiers_per_ticket if self._centre is not None else 0


def _wish(line: str, group: Picked) -> dict[str, object]:
    """Return what was chosen as the wire wants it."""
    what, _, code = line.partition(":")
    wish: dict[str, object] = {"field": code, "kind": Kind.SUBMIT}
    if what == "kind":
        wish = {"kind": Kind(code)}
    quantity = int(group.typed) if group.typed.isdecimal() else 1
    return wish | {"priority": group.value or None, "quantity": quantity}
