"""The newest slip of paper: what the virtual printer printed last, or what it would have."""

import asyncio
from datetime import datetime
from io import BytesIO
from pathlib import Path

from kiosk.printing.printer import Job
from kiosk.printing.raster import draw
from kiosk.printing.slip import slip
from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import Language, TicketId


class Paper:
    """The folder of the demo's virtual printer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: tuple[TicketId, bytes] | None = None

    def newest(self) -> str | None:
        """Return the name of the slip that was printed last."""
        slips = list(self._folder.glob("*-????????.png"))
        return max(slips, key=lambda path: path.stat().st_mtime_ns).stem if slips else None

    async def picture(self, engine: Engine, wanted: TicketId) -> bytes:
        """Return the slip of a ticket of today as a PNG.

        Raises:
            Refused: `unknown_ticket`.
        """
        ticket, centre, now = await engine.ask(lambda floor, now: _told(floor, wanted, now))
        printed = self._folder / f"{slip_name(ticket.id, ticket.label)}.png"
        if printed.exists():
            return await asyncio.to_thread(printed.read_bytes)
        if self._drawn is None or self._drawn[0] != wanted:
            self._drawn = wanted, await asyncio.to_thread(_drawn, ticket, centre, now)
        return self._drawn[1]


def slip_name(ticket: TicketId, label: str) -> str:
    """Return what the virtual printer calls the slip of a ticket."""
    return Job(ticket, label, ()).name


def _told(floor: Floor, wanted: TicketId, now: datetime) -> tuple[TicketView, CentreView, datetime]:
    own = now.astimezone(floor.zone)
    return showing.ticket(floor, wanted, now), showing.centre(floor, now), own


def _drawn(ticket: TicketView, centre: CentreView, now: datetime) -> bytes:
    out = BytesIO()
    draw(slip(ticket, centre, Language.VI, now)).save(out, format="PNG")
    return out.getvalue()
