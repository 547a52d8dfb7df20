"""The case system's export, taken in; and when a dossier is due."""

from datetime import date, datetime
from typing import Final

from aiohttp import web
from msgspec import Struct

from queue_server.domain import due
from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import NoteImport
from queue_server.protocol.papers import CaseImport
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import DueView
from queue_server.protocol.vocabulary import ActorId
from queue_server.statistics.dossiers.intake import Days, Intake, judge
from queue_server.statistics.dossiers.sheet import MOST_BYTES
from queue_server.statistics.dossiers.taking import Line
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import answer, day

EXPORT_MEDIA: Final = "application/octet-stream"


class ImportView(Struct, frozen=True, kw_only=True):
    """An import: what it covers, and how many of its lines were taken."""

    id: str
    at: datetime
    by: str
    by_name: str | None
    first: date
    last: date
    taken: int
    same: int
    refused: int


class ImportsView(Struct, frozen=True, kw_only=True):
    """All imports, newest first."""

    imports: tuple[ImportView, ...]


class IntakeView(Struct, frozen=True, kw_only=True):
    """What became of each line of a file."""

    taken_in: ImportView
    lines: tuple[Line, ...]


async def imports(asked: Asked) -> web.Response:
    """Answer with all imports."""
    found = await asked.context.archive.imports(asked.engine.centre)
    names = await names_of(asked)
    zone = await asked.engine.ask(lambda floor, now: floor.zone)
    return answer(ImportsView(imports=tuple(view(one, names, zone) for one in found)))


async def take_in(asked: Asked) -> web.Response:
    """Take an export in, and answer with what became of each line."""
    days = Days(*(day(asked.request.query.get(name), name) for name in ("from", "to")))
    body = await read_file(asked.request)
    plan, now = await asked.engine.ask(plan_and_now)
    archive, centre = asked.context.archive, asked.engine.centre
    intake = await judge(archive, centre, plan, body, asked.caller.id, now, days)
    await keep(asked.engine, intake, asked.caller.id)
    taken = view(intake.taken_in, await names_of(asked), now.tzinfo)
    return answer(IntakeView(taken_in=taken, lines=tuple(intake.lines)), 201)


async def keep(engine: Engine, intake: Intake, by: ActorId) -> None:
    """Write what was judged, piece by piece, and at last that it was taken in."""
    for piece in intake.pieces():
        await engine.keep(piece)
    record = intake.taken_in
    noted = NoteImport(
        by=by,
        import_id=record.id,
        digest=record.digest,
        first=record.first.isoformat(),
        last=record.last.isoformat(),
        taken=record.taken,
    )
    await engine.carry_out(noted, statements=[intake.put_import])


async def due_on(asked: Asked) -> web.Response:
    """Answer with the day a dossier received then would be due."""
    query = asked.request.query
    plan, now = await asked.engine.ask(plan_and_now)
    procedure = query.get("procedure", "")
    if not any(one.code == procedure for one in plan.procedures):
        raise Refused("unknown_procedure")
    received = _moment(query.get("received"), now)
    found = due.suggestion(plan, procedure, received)
    if found is None:
        return answer(DueView(procedure=procedure, received_at=received, due_on=None))
    reason = found.reason()
    return answer(
        DueView(
            procedure=procedure,
            received_at=received,
            due_on=found.due_on,
            reason_vi=reason.vi,
            reason_en=reason.en,
        )
    )


async def read_file(request: web.Request) -> bytes:
    """Return the file that a request brings as its body."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Wrong("too_large", f"At most {MOST_BYTES} bytes.")
    pieces, size = [], 0
    async for piece in request.content.iter_chunked(64 * 1024):
        size += len(piece)
        if size > MOST_BYTES:
            raise Wrong("too_large", f"At most {MOST_BYTES} bytes.")
        pieces.append(piece)
    return b"".join(pieces)


def plan_and_now(floor: Floor, now: datetime) -> tuple[Plan, datetime]:
    """Return the plan that holds, and the time in the centre's zone."""
    if floor.plan is None:
        raise Refused("closed_now")
    return floor.plan, now.astimezone(floor.zone)


async def names_of(asked: Asked) -> dict[str, str]:
    """Return the names of all accounts, by id."""
    return {account.id: account.name for account in await asked.context.registry.accounts()}


def view(one: CaseImport, names: dict[str, str], zone: object) -> ImportView:
    """Return an import as it is shown."""
    return ImportView(
        id=one.id,
        at=datetime.fromtimestamp(one.at, zone),  # type: ignore[arg-type]
        by=one.by,
        by_name=names.get(one.by),
        first=one.first,
        last=one.last,
        taken=one.taken,
        same=one.same,
        refused=one.refused,
    )


def _moment(text: str | None, now: datetime) -> datetime:
    if not text:
        return now
    try:
        # an address turns the plus of an offset into a space
        return datetime.fromisoformat(text.replace(" ", "+")).astimezone(now.tzinfo)
    except ValueError as error:
        raise Wrong(
            "wrong_value", "`received` is a time such as 2026-11-20T15:10+07:00."
        ) from error
