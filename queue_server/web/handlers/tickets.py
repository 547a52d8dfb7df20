"""A ticket of any day for whoever holds its id, and what is looked at before some verbs on it."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import cast

from aiohttp import web
from msgspec.structs import replace

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import Command, RecordOutcome
from queue_server.protocol.events import Event
from queue_server.protocol.plan import Plan
from queue_server.protocol.records import Leg, Visit
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import (
    CounterId,
    FieldCode,
    Kind,
    Outcome,
    ProcedureCode,
    Role,
    TicketId,
    TicketState,
)
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import Members, answer
from queue_server.web.handlers.commands import Show, is_repeated
from queue_server.web.handlers.devices import kiosks_of

_LONGEST_LABEL = 32


async def ticket(asked: Asked) -> web.Response:
    """Answer with a ticket of any day."""
    return answer(await find(asked.engine, TicketId(asked.request.match_info["ticket"])))


async def find(engine: Engine, wanted: TicketId) -> TicketView:
    """Return a ticket of any day.

    Raises:
        Refused: `unknown_ticket`.
    """
    try:
        return await engine.ask(lambda floor, now: showing.ticket(floor, wanted, now))
    except Refused as refused:
        if refused.code != "unknown_ticket":
            raise
        visit = await engine.journal.visit(wanted)
        if visit is None:
            raise
    legs = await engine.journal.legs(wanted)
    plan, zone = await engine.ask(_plan_and_zone)
    return _of_past(visit, legs[-1] if legs else None, plan, zone)


async def labelled(asked: Asked) -> web.Response:
    """Answer with today's tickets of a label: only staff find somebody by the number alone."""
    text = asked.request.query.get("label", "")[:_LONGEST_LABEL]
    return answer(await asked.engine.ask(lambda floor, now: showing.labelled(floor, text, now)))


async def of_any_day(asked: Asked, members: Members) -> Show | None:
    """Let an outcome be mended days later, when the floor no longer knows the ticket."""
    wanted = TicketId(asked.request.match_info["ticket"])
    if await asked.engine.ask(lambda floor, now: wanted in floor.tickets):
        return None
    seen = await find(asked.engine, wanted)
    if seen.state is not TicketState.SERVED:
        raise Refused("wrong_state", state=seen.state.value)
    members["past"] = True

    def drawn(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> TicketView:
        mended = cast("RecordOutcome", command)
        count = sum(line.quantity for line in mended.dossiers)
        return replace(seen, outcome=mended.outcome, dossiers=count)

    return drawn


async def to_be_rated(asked: Asked, members: Members) -> Show | None:
    """Let a visit be judged a day later, when the floor no longer knows the ticket.

    A rating tablet may not speak of a ticket served at another counter.
    """
    wanted = TicketId(asked.request.match_info["ticket"])
    caller = asked.caller
    if caller.role is Role.RATING and caller.counter is not None:
        seen = await find(asked.engine, wanted)
        if seen.counter != caller.counter:
            raise Refused("not_allowed")
    if await asked.engine.ask(lambda floor, now: wanted in floor.tickets):
        return None
    seen = await find(asked.engine, wanted)
    if seen.state is not TicketState.SERVED or seen.finished_at is None:
        raise Refused("wrong_state", state=seen.state.value)
    if seen.rated and not await is_repeated(asked):
        raise Refused("already_rated")
    members["served_at"] = int(seen.finished_at.timestamp())

    def drawn(floor: Floor, command: Command, events: Sequence[Event], now: datetime) -> TicketView:
        return replace(seen, rated=True)

    return drawn


async def at_known_kiosk(asked: Asked, members: Members) -> None:
    """Put a kiosk's id in the place of its name; refuse with `unknown_device`."""
    wanted = members.get("kiosk")
    if not isinstance(wanted, str):
        return
    kiosks = [k for k in await kiosks_of(asked) if wanted in (k.id, k.name)]
    if not kiosks:
        raise Refused("unknown_device")
    members["kiosk"] = next((k.id for k in kiosks if k.id == wanted), kiosks[0].id)


def _plan_and_zone(floor: Floor, now: datetime) -> tuple[Plan | None, tzinfo]:
    return floor.plan, floor.zone


def _of_past(visit: Visit, leg: Leg | None, plan: Plan | None, zone: tzinfo) -> TicketView:
    """Draw a ticket from its records, in the words of today's plan."""

    def at(seconds: int | None) -> datetime | None:
        return None if seconds is None else datetime.fromtimestamp(seconds, zone)

    code = leg.field if leg is not None else visit.field
    field = next((f for f in plan.fields if f.code == code), None) if plan else None
    url = plan.public_url.rstrip("/") if plan else ""
    return TicketView(
        id=visit.ticket,
        label=visit.label,
        field=FieldCode(code) if code is not None else None,
        procedure=ProcedureCode(visit.procedure) if visit.procedure is not None else None,
        kind=Kind(visit.kind),
        priority=visit.priority,
        state=TicketState(visit.state),
        issued_at=datetime.fromtimestamp(visit.issued_at, zone),
        service_day=date.fromisoformat(visit.day),
        ahead=None,
        estimate=None,
        counter=CounterId(visit.counter) if visit.counter is not None else None,
        called_at=at(leg.called_at if leg else None),
        started_at=at(leg.started_at if leg else None),
        finished_at=at(leg.finished_at if leg else None),
        outcome=Outcome(visit.outcome) if visit.outcome is not None else None,
        link=f"{url}/t/{visit.ticket}" if url else None,
        field_name_vi=field.name_vi if field else "",
        field_name_en=field.name_en if field else "",
        calls=leg.calls if leg else 0,
        quantity=visit.quantity,
        dossiers=visit.dossiers,
        rated=visit.satisfaction is not None,
        implied=leg.implied if leg else False,
    )
