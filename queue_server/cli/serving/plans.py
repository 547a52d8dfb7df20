"""Plans, taken in and given out by command."""

from pathlib import Path

from queue_server.cli import centre_file
from queue_server.cli.serving.acts import OPERATOR, ImportPlan, Reply, ShowPlan
from queue_server.cli.serving.house import House
from queue_server.cli.trouble import FileTrouble, Trouble
from queue_server.domain.floor import Floor
from queue_server.engine.replay import load
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.events import PlanChanged
from queue_server.protocol.plan import Plan


def from_file(file: Path) -> Plan:
    """Return the plan in a centre file.

    Raises:
        FileTrouble: the file is faulty.
    """
    try:
        return centre_file.read(file)
    except centre_file.CentreFileError as error:
        raise FileTrouble(str(error)) from error


async def take_in(house: House, act: ImportPlan) -> Reply:
    """Let a plan hold from now on."""
    engine = await house.engine(act.plan.centre)
    done = await engine.carry_out(ChangePlan(by=OPERATOR, plan=act.plan))
    version = next(e.plan.version for e in done.events if isinstance(e, PlanChanged))
    return Reply(lines=(f"Version {version} of the plan of {act.plan.centre} holds now.",))


async def show(house: House, act: ShowPlan) -> Reply:
    """Return the plan that holds now."""
    centre = await house.centre(act.centre)
    engine = house.engines.get(centre)
    if engine is not None:
        return Reply(plan=await engine.ask(lambda floor, _: _plan(floor)))
    floor, _ = await load(house.store.journal(centre))
    return Reply(plan=_plan(floor))


def _plan(floor: Floor) -> Plan:
    if floor.plan is None:
        raise Trouble(f"The centre {floor.centre} has no plan yet.")
    return floor.plan
