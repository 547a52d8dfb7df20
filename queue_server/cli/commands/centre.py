"""`queue-server centre`: a centre's plan as files, checked, taken in and given out."""

import argparse
import asyncio
from pathlib import Path

from queue_server.cli import centre_file
from queue_server.cli.options import add_place, folder_of
from queue_server.cli.serving import control, plans
from queue_server.cli.serving.acts import ImportPlan, ShowPlan
from queue_server.domain import planning


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    check = verbs.add_parser("check", help="say what is wrong with a centre file, line by line")
    check.add_argument("file", type=Path, metavar="FILE", help="a centre file (TOML)")
    check.set_defaults(do=_check)
    take_in = verbs.add_parser("import", help="let a centre file hold from now on")
    take_in.add_argument("file", type=Path, metavar="FILE", help="a centre file (TOML)")
    add_place(take_in)
    take_in.set_defaults(do=_import)
    export = verbs.add_parser("export", help="write the plan that holds now as a centre file")
    export.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="default: the current folder"
    )
    export.add_argument("--centre", metavar="ID", help="needed only where there are several")
    add_place(export)
    export.set_defaults(do=_export)


def _check(given: argparse.Namespace) -> int:
    plan = plans.from_file(given.file)
    for warning in planning.warnings(plan):
        print(f"{given.file}: note: {warning}")
    print(
        f"{given.file}: fine: {len(plan.fields)} fields, {len(plan.counters)} counters, "
        f"{len(plan.procedures)} procedures."
    )
    return 0


def _import(given: argparse.Namespace) -> int:
    act = ImportPlan(plan=plans.from_file(given.file))
    reply = asyncio.run(control.ask(folder_of(given), act))
    print(*reply.lines, sep="\n")
    return 0


def _export(given: argparse.Namespace) -> int:
    reply = asyncio.run(control.ask(folder_of(given), ShowPlan(centre=given.centre)))
    if reply.plan is not None:
        print(f"Written: {centre_file.write(reply.plan, given.out)}")
    return 0
