"""Today for its manager: beside the usual weekday, how the machines are, and who sits where."""

import asyncio
from datetime import UTC, date, datetime
from typing import Final

from aiohttp import web
from msgspec import Struct

from queue_server.domain.floor import Floor
from queue_server.protocol.vocabulary import ActorId, Role
from queue_server.statistics.today import Curve, Hour, curve
from queue_server.web import charts
from queue_server.web.charts import Line
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import answer

_WORDS: Final = {
    "arrivals": {"vi": ("Hôm nay", "Thường ngày này"), "en": ("Today", "Usual for this weekday")},
    "waits": {
        "vi": ("Hôm nay (phút)", "Thường ngày này (phút)"),
        "en": ("Today (minutes)", "Usual for this weekday (minutes)"),
    },
}


class Machine(Struct, frozen=True, kw_only=True):
    """A kiosk, a board or a tablet, and how it is."""

    id: ActorId
    name: str
    role: Role
    watching: bool
    """It is connected now."""
    seen_at: datetime | None
    print_fault_at: datetime | None
    """Since when it cannot print; null where it can."""
    paper_low_at: datetime | None
    """Since when its paper is nearly at its end; null where it is not, or nobody knows."""


class TodayView(Struct, frozen=True, kw_only=True):
    """What changes slower than the floor."""

    day: date
    usual_days: int
    hours: tuple[Hour, ...]
    machines: tuple[Machine, ...]
    officers: dict[str, str]
    """The names of those who sit at a counter now."""


async def today(asked: Asked) -> web.Response:
    """Answer with the day's curve, the machines, and who sits where."""
    found = await _curve(asked)
    return answer(
        TodayView(
            day=found.day,
            usual_days=found.usual_days,
            hours=found.hours,
            machines=await _machines(asked),
            officers=await _officers(asked),
        )
    )


async def chart(asked: Asked) -> web.Response:
    """Answer with a picture of the day's curve."""
    query = asked.request.query
    of, language = query.get("of", "arrivals"), query.get("language", "vi")
    theme = query.get("theme", "light")
    if of not in _WORDS or language not in _WORDS[of] or theme not in charts.THEMES:
        raise Wrong("wrong_value", "`of`, `language` or `theme` is none that is drawn.")
    found = await _curve(asked)
    picture = await asyncio.to_thread(_drawn, found, of, language, theme)
    return web.Response(body=picture, content_type=charts.SVG)


def _drawn(found: Curve, of: str, language: str, theme: str) -> bytes:
    now, usual = _WORDS[of][language]
    hours = found.hours
    if of == "arrivals":
        # the rest of the day is still to come: nothing, not nobody
        last = max((hour.hour for hour in hours if hour.issued), default=0)
        values: list[float | None] = [hour.issued if hour.hour <= last else None for hour in hours]
        before = [hour.usual_issued for hour in hours]
    else:
        values = [_minutes(hour.wait_mean_s) for hour in hours]
        before = [_minutes(hour.usual_wait_mean_s) for hour in hours]
    labels = [f"{hour.hour}h" for hour in hours]
    lines = [Line(now, values)]
    if found.usual_days:
        lines.append(Line(usual, before, usual=True))
    return charts.line_chart(labels, lines, theme)


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 1)


async def _curve(asked: Asked) -> Curve:
    day = await asked.engine.ask(_day)
    return await curve(asked.context.records, asked.engine.centre, day)


def _day(floor: Floor, now: datetime) -> date:
    return floor.day or now.astimezone(floor.zone).date()


async def _machines(asked: Asked) -> tuple[Machine, ...]:
    faults, low = await asked.engine.ask(
        lambda floor, now: (dict(floor.print_faults), dict(floor.paper_low))
    )
    sightings = asked.context.sightings
    found = []
    for device in await asked.context.registry.devices():
        if device.centre != asked.engine.centre or device.revoked:
            continue
        at = sightings.last(ActorId(device.id))
        found.append(
            Machine(
                id=ActorId(device.id),
                name=device.name,
                role=device.role,
                watching=sightings.is_watching(ActorId(device.id)),
                seen_at=None if at is None else datetime.fromtimestamp(at, UTC),
                print_fault_at=faults.get(ActorId(device.id)),
                paper_low_at=low.get(ActorId(device.id)),
            )
        )
    return tuple(sorted(found, key=lambda machine: (machine.role, machine.name)))


async def _officers(asked: Asked) -> dict[str, str]:
    sitting = await asked.engine.ask(
        lambda floor, now: [c.officer for c in floor.counters.values() if c.officer is not None]
    )
    named: dict[str, str] = {}
    for officer in sitting:
        account = await asked.context.registry.account(officer)
        named[officer] = account.name if account is not None else officer
    return named
