"""The one table of what may be asked by HTTP: method, path, who, what it does, what it answers.

Rule 1: nothing is served under /api that does not stand here or in live.VIEWS.
"""

from typing import Final

from queue_server.web.table.people import PEOPLE
from queue_server.web.table.presses import PRESSES
from queue_server.web.table.reads import READS
from queue_server.web.table.reporting import REPORTING
from queue_server.web.table.row import Route
from queue_server.web.table.statistics import STATISTICS

ROUTES: Final[tuple[Route, ...]] = (*PRESSES, *READS, *STATISTICS, *REPORTING, *PEOPLE)
"""In this order paths are looked at: what comes most often stands first."""
