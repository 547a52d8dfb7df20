"""Exports of the case system, taken in by command."""

from queue_server.cli.serving.acts import OPERATOR, ImportDossiers, Reply
from queue_server.cli.serving.house import House
from queue_server.protocol.papers import CaseImport
from queue_server.statistics.dossiers.intake import Days, judge
from queue_server.statistics.dossiers.taking import Line
from queue_server.web.handlers.dossiers import keep, plan_and_now


async def take_in(house: House, act: ImportDossiers) -> Reply:
    """Take an export in, and tell what became of its lines."""
    centre = await house.centre(act.centre)
    engine = await house.engine(centre)
    plan, now = await engine.ask(plan_and_now)
    days = Days(act.first, act.last)
    intake = await judge(house.archive, centre, plan, act.content, OPERATOR, now, days)
    await keep(engine, intake, OPERATOR)
    lines = [_told(line) for line in intake.lines if act.every_line or line.verdict == "refused"]
    record = intake.taken_in
    return Reply(lines=(*lines, _summary(record)), refused=record.refused)


def _told(line: Line) -> str:
    why = f": {line.why_en}" if line.why_en else ""
    return f"{line.line}: {line.code or '-'} {line.verdict}{why}"


def _summary(record: CaseImport) -> str:
    return (
        f"Taken: {record.taken}, unchanged: {record.same}, not taken: {record.refused}; "
        f"it covers {record.first} to {record.last}."
    )
