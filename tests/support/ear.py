"""What a terminal's link is asked for in tests, and what is heard on it."""

from collections.abc import AsyncIterator

from queue_server.link import Frame, Limits, Link, Lost
from queue_server.protocol.screens import KioskView
from queue_server.protocol.views import TicketView

QUICK = Limits(answer_s=20.0, press_s=20.0, silence_s=0.4, dial_s=5.0, refused_s=0.05)
WISH = {"kind": "submit", "field": "HT", "language": "vi"}


async def take(link: Link) -> TicketView:
    """Take a number."""
    return await link.ask(TicketView, "POST", "/tickets", WISH)


async def next_frame(stream: AsyncIterator[Frame[KioskView] | Lost]) -> Frame[KioskView]:
    """Return the next view."""
    async for heard in stream:
        if isinstance(heard, Frame):
            return heard
    raise AssertionError("the stream ended")


async def next_loss(stream: AsyncIterator[Frame[KioskView] | Lost]) -> Lost:
    """Wait until the link is lost."""
    async for heard in stream:
        if isinstance(heard, Lost):
            return heard
    raise AssertionError("the stream ended")
