"""`queue-server report`: a report of a period as a file, also while the server runs."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from queue_server.cli.commands.keeping import reading
from queue_server.cli.options import add_period, add_place, centre_of, folder_of
from queue_server.cli.serving.acts import OPERATOR
from queue_server.cli.trouble import Trouble
from queue_server.engine.replay import load
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics import making
from queue_server.statistics.dossiers import taking
from queue_server.statistics.making import Desk
from queue_server.statistics.paper import forms
from queue_server.statistics.paper.report import Report
from queue_server.statistics.periods import Basis
from queue_server.statistics.reports.catalogue import REPORTS
from queue_server.store.sqlite import SqliteStore

_STEPS = ("Opening the data", "Gathering the figures", "Writing the file")


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    parser.add_argument("name", choices=tuple(REPORTS), metavar="NAME", help=", ".join(REPORTS))
    add_period(parser)
    parser.add_argument("--basis", choices=[basis.value for basis in Basis])
    parser.add_argument("--format", choices=tuple(forms.FORMS), help="default: by --out, or xlsx")
    parser.add_argument("--out", type=Path, metavar="FILE", help="- writes to standard output")
    parser.add_argument("--centre", metavar="ID", help="needed only where there are several")
    parser.add_argument("--fresh", action="store_true", help="as it stands now, also where filed")
    parser.add_argument(
        "--names", type=Path, metavar="FILE", help="the register's names, from an export; not kept"
    )
    add_place(parser)
    parser.set_defaults(do=_report)


def _report(given: argparse.Namespace) -> int:
    form = _form(given)
    with _progress() as progress:
        task = progress.add_task(_STEPS[0], total=len(_STEPS))

        def step(number: int) -> None:
            progress.update(task, completed=number, description=_STEPS[number])

        try:
            made = asyncio.run(_made(given, step))
        except Refused as refused:
            raise Trouble(refused.sentence.en) from refused
        step(2)
        body = forms.form(form).render(made)
        progress.update(task, completed=len(_STEPS), description="Done")
    return _write(given, made, form, body)


def _progress() -> Progress:
    """Return a bar on standard error; it is silent where nobody looks."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description:<22}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _form(given: argparse.Namespace) -> str:
    if given.format:
        return str(given.format)
    suffix = given.out.suffix.removeprefix(".").lower() if given.out is not None else ""
    return suffix if suffix in forms.FORMS else "xlsx"


def _write(given: argparse.Namespace, made: Report, form: str, body: bytes) -> int:
    if given.out is not None and str(given.out) == "-":
        sys.stdout.buffer.write(body)
        return 0
    file = given.out or Path(forms.file_name(made, form))
    try:
        file.write_bytes(body)
    except OSError as error:
        raise Trouble(f"{file} cannot be written: {error.strerror}.") from error
    print(f"Written: {file}")
    return 0


async def _made(given: argparse.Namespace, step: making.Step) -> Report:
    async with reading(folder_of(given)) as store:
        desk = await _desk(store, centre_of(await store.centres(), given.centre))
        if given.names is not None:
            desk = desk._replace(owners=taking.owners(taking.opened(_read(given.names), desk.plan)))
        period = making.period_of(given.name, given.period, given.basis, desk.plan)
        step(1)
        kept = None if given.fresh or given.names else await making.filed(desk, given.name, period)
        return kept or await making.make(desk, given.name, period)


async def _desk(store: SqliteStore, centre: CentreId) -> Desk:
    floor, _ = await load(store.journal(centre))
    if floor.plan is None:
        raise Trouble(f"The centre {centre} has no plan yet.")
    names = {account.id: account.name for account in await store.registry.accounts()}
    now = datetime.now(UTC).astimezone(floor.zone).replace(microsecond=0)
    return Desk(centre, floor.plan, store.records, store.archive, names, OPERATOR, now)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from error
