"""The demo's `/`: no password, no token; whoever opens it sees the whole centre at work.

Rule 1: only the demo has it, which only its own machine reaches: it shows names and passwords.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import web
from msgspec import Struct

from kiosk.browser.session import kiosk
from kiosk.browser.stand import Stand
from queue_server.demo import credentials as who
from queue_server.demo.front.paper import Paper, slip_name
from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import CounterId, TicketId
from queue_server.web.app import CONTEXT
from queue_server.web.context import Context
from queue_server.web.handlers.bodies import answer
from queue_server.web.pages.frame.door import door
from queue_server.web.pages.frame.visit import Page, Visit
from queue_server.web.pages.table import PAGES
from queue_server.web.table.row import PUBLIC

KIOSK: Final = "/kiosk"
TICKET: Final = "/demo/ticket"
_SCREENS: Final = 4
"""Kiosks at once: each is a program of its own, and tabs are soon forgotten."""
_STAFF: Final = (f"officer{who.VISITORS_COUNTER}", "manager", "auditor", "admin")


class Newest(Struct, frozen=True, kw_only=True):
    """The newest slip of paper, and how its ticket stands."""

    ticket: TicketView | None
    place: str = ""
    """The name of the counter where it was called."""
    yours: bool = False
    """It was printed by the kiosk of this page."""


class Front:
    """The page, its kiosk, and its paper."""

    def __init__(self, known: who.Credentials, tickets: Path, options: Sequence[str]) -> None:
        self._known = known
        self._paper = Paper(tickets)
        self._stand = Stand(kiosk(options), _SCREENS)

    def add_to(self, app: web.Application) -> None:
        """Add the page before the others, so that it takes the place of the door page."""
        context = app[CONTEXT]
        app.router.add_get("/", door(context, Page("/", PUBLIC, self._page), PAGES))
        app.router.add_get(TICKET, partial(self._ticket, context))
        app.router.add_get(f"{TICKET}.png", partial(self._picture, context))
        self._stand.add_to(app, KIOSK)

    async def _page(self, visit: Visit) -> web.Response:
        """Answer with the page."""
        accounts = {entry.name: entry for entry in self._known.accounts if entry.name in _STAFF}
        own = CounterId(who.VISITORS_COUNTER)
        counter = await visit.engine.ask(lambda floor, now: _busy_counter(floor) or own)
        told = {"officer": _STAFF[0], "counter": own, "shown": counter}
        passwords = {name: entry.password for name, entry in accounts.items()}
        return await visit.page(
            "demo.html",
            scripts=("demo.js",),
            accounts=accounts,
            kiosk=f"{KIOSK}/",
            counter=counter,
            own=own,
            data=told | {"passwords": passwords, "paper": TICKET},
        )

    async def _ticket(self, context: Context, request: web.Request) -> web.Response:
        """Answer with the newest ticket, as it stands now."""
        printed = self._paper.newest()
        return answer(await context.home.ask(lambda floor, now: _newest(floor, printed, now)))

    async def _picture(self, context: Context, request: web.Request) -> web.Response:
        """Answer with the slip of a ticket."""
        wanted = TicketId(request.query.get("of", ""))
        body = await self._paper.picture(context.home, wanted)
        return web.Response(
            body=body, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )


def _newest(floor: Floor, printed: str | None, now: datetime) -> Newest:
    """Return the ticket that was printed last here, or else the last one of the centre."""
    tickets = list(floor.tickets.values())
    own = [ticket for ticket in tickets if printed == slip_name(ticket.id, ticket.label)]
    if not tickets:
        return Newest(ticket=None)
    view = showing.ticket(floor, (own or tickets)[-1].id, now)
    place = floor.counter_plan(view.counter).name if view.counter in floor.counters else ""
    return Newest(ticket=view, place=place, yours=bool(own))


def _busy_counter(floor: Floor) -> CounterId | None:
    """Return the counter that called last."""
    return floor.calls[0].counter if floor.calls else None
