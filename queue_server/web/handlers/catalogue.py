"""The catalogue of procedures as a file for spreadsheets: given out, looked at, taken in."""

from typing import Annotated, Final

from aiohttp import web
from msgspec import Meta, Struct
from msgspec.structs import replace

from queue_server.domain import catalogue, planning
from queue_server.domain.catalogue import Fault, Row
from queue_server.domain.planning.merging import Taken, compared, filled, merged
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import Plan
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import PLAN_LIMIT, answer, members, read_body, shape, word
from queue_server.web.handlers.plan import expected, present, tags

CSV: Final = "text/csv"
_MARK: Final = "\ufeff"
"""In front, so that spreadsheets see the letters for what they are."""
_MOST_TOLD: Final = 5000


class CatalogueFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file as it was read."""

    csv: Annotated[str, Meta(min_length=1, max_length=PLAN_LIMIT)]
    whole: bool = False
    """What stands in no line is taken away; otherwise it stays."""


class FaultView(Struct, frozen=True, kw_only=True):
    """What is wrong on a line."""

    line: int
    vi: str
    en: str


class DifferenceView(Struct, frozen=True, kw_only=True):
    """A member of an entry that differs."""

    member: str
    before: str
    after: str


class TakenView(Struct, frozen=True, kw_only=True):
    """What becomes of one entry; `line` 0 stands in no line."""

    line: int
    code: str
    name: str
    kind: str
    """added, changed or removed."""
    differences: tuple[DifferenceView, ...]


class CatalogueCheckView(Struct, frozen=True, kw_only=True):
    """What taking a file in would change."""

    version: int
    """Of the plan that holds now."""
    faults: tuple[FaultView, ...]
    """With any of them nothing is taken in."""
    taken: tuple[TakenView, ...]
    same: int
    """Entries that would stay as they are."""


class CatalogueView(Struct, frozen=True, kw_only=True):
    """How the catalogue stands."""

    version: int
    procedures: int


_FORM: Final = shape(CatalogueFile)


async def export(asked: Asked) -> web.Response:
    """Answer with the whole catalogue, as a spreadsheet opens it."""
    plan = await asked.engine.ask(present)
    body = _MARK + catalogue.write(plan.procedures, separator=";")
    return web.Response(
        body=body.encode(),
        content_type=CSV,
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="thu-tuc-{plan.centre}.csv"'},
    )


async def check(asked: Asked) -> web.Response:
    """Answer line by line what the file would change."""
    file = await _file(asked)
    plan = await asked.engine.ask(present)
    rows, faults = _read(file, plan)
    taken = [] if faults else compared(plan.procedures, rows, whole=file.whole)
    told = [one for one in taken if one.kind != "same"]
    return answer(
        CatalogueCheckView(
            version=plan.version,
            faults=tuple(FaultView(line=one.line, vi=one.vi, en=one.sentence) for one in faults),
            taken=tuple(map(_taken, told[:_MOST_TOLD])),
            same=len(taken) - len(told),
        )
    )


async def take_in(asked: Asked) -> web.Response:
    """Let the catalogue in the file hold from now on, if nobody changed the plan meanwhile."""
    wanted = tags(asked.request)
    file = await _file(asked)
    version = await expected(asked, wanted)
    plan = await asked.engine.ask(present)
    rows, faults = _read(file, plan)
    if faults:
        told = "; ".join(f"{one.line}: {one.sentence}" for one in faults)
        raise Wrong("bad_catalogue", told, line=faults[0].line, fault=faults[0].vi)
    whole = merged(plan.procedures, rows, whole=file.whole)
    command = ChangePlan(
        by=asked.caller.id, plan=replace(plan, procedures=whole), expected=version or plan.version
    )
    await asked.engine.carry_out(command)
    after = await asked.engine.ask(present)
    return answer(CatalogueView(version=after.version, procedures=len(after.procedures)))


def _taken(one: Taken) -> TakenView:
    differences = tuple(DifferenceView(**each._asdict()) for each in one.differences)
    return TakenView(**{**one._asdict(), "differences": differences})


async def _file(asked: Asked) -> CatalogueFile:
    return word(members(await read_body(asked.request, PLAN_LIMIT), _FORM), CatalogueFile)


def _read(file: CatalogueFile, plan: Plan) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a file, and all that is wrong with them, also for this centre."""
    text = file.csv.removeprefix(_MARK)
    rows, faults = catalogue.read(text)
    if faults:
        return rows, sorted(faults)
    rows = filled(plan.procedures, rows, catalogue.columns(text))
    lines: dict[str, int] = {row.procedure.code: row.line for row in rows}
    whole = merged(plan.procedures, rows, whole=file.whole)
    for problem in planning.wrong(replace(plan, procedures=whole)):
        place = problem.where.partition("procedures[")[2].partition("]")[0]
        code = whole[int(place)].code if place else ""
        faults.append(Fault(lines.get(code, 0), problem.en, problem.vi))
    return rows, sorted(faults)
