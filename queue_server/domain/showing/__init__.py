"""The views: what each audience is shown of a floor. Pure pictures, no memory."""

from queue_server.domain.showing.boards import counter_board, hall, rating
from queue_server.domain.showing.centre import centre, kiosk
from queue_server.domain.showing.staff import console, dashboard
from queue_server.domain.showing.tickets import counter, issued, labelled, ticket

__all__ = [
    "centre",
    "console",
    "counter",
    "counter_board",
    "dashboard",
    "hall",
    "issued",
    "kiosk",
    "labelled",
    "rating",
    "ticket",
]
