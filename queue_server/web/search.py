"""The search index of each centre, kept as long as it is true."""

from datetime import date, datetime
from weakref import WeakKeyDictionary

from queue_server.domain.floor import Floor
from queue_server.domain.search import Catalogue
from queue_server.engine.engine import Engine
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused


class Searches:
    """Makes an index when it is first asked for, and again when the plan or the day changes."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Engine, tuple[int, date, Catalogue]] = WeakKeyDictionary()

    async def of(self, engine: Engine) -> Catalogue:
        """Return the index that holds now."""
        plan, today = await engine.ask(_plan_and_day)
        kept = self._kept.get(engine)
        if kept is not None and kept[:2] == (plan.version, today):
            return kept[2]
        catalogue = Catalogue(plan.procedures, today)
        self._kept[engine] = (plan.version, today, catalogue)
        return catalogue


def _plan_and_day(floor: Floor, now: datetime) -> tuple[Plan, date]:
    if floor.plan is None:
        raise Refused("unknown_centre")
    return floor.plan, floor.day or now.astimezone(floor.zone).date()
