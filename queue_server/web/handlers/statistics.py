"""The figures over time."""

from datetime import date, datetime
from typing import Final

from aiohttp import web
from multidict import MultiMapping

from queue_server.domain.floor import Floor
from queue_server.statistics.figures import Key, figures
from queue_server.statistics.periods import Basis, Period, Reckoning, between, one_day, parse
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import answer, day

KEYS: Final = ", ".join(Key)


async def statistics(asked: Asked) -> web.Response:
    """Answer with the figures of some days, by the keys that were asked for."""
    query = asked.request.query
    by = keys(query.get("by", ""))
    period = await asked_period(asked, query)
    centre = asked.engine.centre
    return answer(await figures(asked.context.records, centre, period.first, period.last, by))


def keys(text: str) -> list[Key]:
    """Return the keys in a comma list; refuse one that is none with `wrong_value`."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    try:
        return [Key(name) for name in names]
    except ValueError as error:
        raise Wrong("wrong_value", f"`by` holds any of {KEYS}.") from error


async def asked_period(asked: Asked, query: MultiMapping[str]) -> Period:
    """Return the period a query asks for: by its name, or from one day to another; else today."""
    today, cutoff_day = await asked.engine.ask(_today)
    if period := query.get("period", ""):
        return parse(period, Reckoning(basis(query.get("basis", "")), cutoff_day))
    last = day(query.get("to"), "to") or today
    first = day(query.get("from"), "from") or last
    if first == last:
        return one_day(first)
    return between(first, last)


def basis(text: str, usual: Basis = Basis.CALENDAR) -> Basis:
    """Return the basis a query asks for; refuse another word with `wrong_value`."""
    try:
        return Basis(text) if text else usual
    except ValueError as error:
        raise Wrong("wrong_value", "`basis` is official or calendar.") from error


def _today(floor: Floor, now: datetime) -> tuple[date, int]:
    return floor.day or now.astimezone(floor.zone).date(), floor.in_force.policy.cutoff_day
