"""`queue-server demo`: a ready-made centre on this machine, with or without made-up people."""

import argparse
import asyncio
import logging
import os
import shlex
import sys
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from queue_server import demo
from queue_server.cli import centre_file
from queue_server.cli.serving import doors
from queue_server.cli.serving.acts import OPERATOR
from queue_server.cli.serving.control import listen
from queue_server.cli.serving.house import STORAGE, House, open_house
from queue_server.cli.serving.life import live
from queue_server.cli.trouble import Trouble
from queue_server.config import FILE_NAME, ServerConfig
from queue_server.demo import credentials as who
from queue_server.demo.front.page import Front
from queue_server.demo.papers import Papers
from queue_server.demo.past import first_day, write_past
from queue_server.demo.people import People
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan, NoteAccount, NoteDevice
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.contract import Account

CENTRE = CentreId("cam-xuyen")
CENTRE_FILE = "cam-xuyen.toml"
TICKETS = "tickets"
STAFF_CODE = "2468"
"""Ends the demo's kiosk; at real ones staff choose it."""


def arrange(parser: argparse.ArgumentParser) -> None:
    """Say how the command is typed."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="default: in the user's own data folder"
    )
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="of this machine only")
    parser.add_argument("--port", type=_port, default=8080, help="0 takes a free one")
    parser.add_argument(
        "--traffic",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="a past year, and made-up people and officers now",
    )
    parser.set_defaults(do=_demo)


def _loopback(text: str) -> str:
    try:
        is_own = text == "localhost" or ip_address(text).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
        raise argparse.ArgumentTypeError(
            f"{text} can be reached from other machines; the demo is for this machine alone, "
            "e.g. 127.0.0.1"
        )
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port; it is a number from 0 to 65535")
    return int(text)


def _demo(given: argparse.Namespace) -> int:
    folder: Path = given.data if given.data is not None else _usual_folder()
    folder = folder.expanduser().absolute()
    if (folder / FILE_NAME).exists():
        raise Trouble(f"{folder} belongs to a real server (it has a {FILE_NAME}).")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = ServerConfig(host=given.host, port=given.port, database=str(folder))
    return asyncio.run(_run(config, traffic=given.traffic))


def _usual_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "one-stop-queue" / "demo"


async def _run(config: ServerConfig, *, traffic: bool) -> int:
    with doors.bound(config.host, config.port) as holder:
        async with open_house(config.folder) as house:
            url = doors.url_of(holder, config.host)
            earlier = who.read(house.folder)
            # hashing passwords takes seconds, on the core that the past leaves free
            (known, accounts), _ = await asyncio.gather(
                _known(house, url), _furnish(house, url, traffic=traffic)
            )
            engine = await house.engine(CENTRE)
            await _link_to(engine, url, earlier.url if earlier else "")
            await _let_in(house, engine, known, accounts)
            front = _front(config.folder, known)
            opened = doors.open_doors(
                house,
                config,
                holder,
                demo=True,
                lent_token=known.devices["display"],
                before_others=front.add_to,
            )
            async with opened, listen(house):
                await doors.answers(holder)
                # in one piece: a program that waits for the first line may hang up after it
                print(f"ready {url}\n{_told(config.folder, known)}", flush=True)
                return await live(house, _people(engine) if traffic else [])


async def _furnish(house: House, url: str, *, traffic: bool) -> None:
    """Give the centre its plan, and the days that are missing."""
    journal = house.store.journal(CENTRE)
    plan = centre_file.read(Path(demo.__path__[0]) / CENTRE_FILE)
    plan = replace(plan, public_url=url)
    now = datetime.now(UTC)
    if not traffic:
        await write_past(journal, plan, None, OPERATOR, now, days=0)
        return
    since = first_day(now.astimezone(ZoneInfo(plan.zone)).date())
    papers = Papers(house.archive, house.records, who.account_id("manager"), who.names())
    await write_past(journal, plan, who.staff(), OPERATOR, now, since=since, papers=papers)


async def _link_to(engine: Engine, url: str, before: str) -> None:
    """Let tickets link to where this demo answers now, unless somebody chose another address."""
    plan = await engine.ask(lambda floor, now: floor.plan)
    if plan is not None and plan.public_url in {"", before} - {url}:
        moved = replace(plan, public_url=url)
        await engine.carry_out(ChangePlan(by=OPERATOR, plan=moved))


async def _known(house: House, url: str) -> tuple[who.Credentials, list[Account]]:
    """Return who may enter, as the folder knows them or made anew; and the accounts to be kept."""
    known = who.read(house.folder)
    if known is not None and await who.are_kept(house.registry, known):
        return replace(known, url=url), []
    known = replace(known or who.fresh(CENTRE, url), url=url)
    return known, await asyncio.to_thread(who.accounts, known, house.now_s())


async def _let_in(
    house: House, engine: Engine, known: who.Credentials, accounts: list[Account]
) -> None:
    """Keep what is new, and write the credentials for people and programs."""
    for account in accounts:
        noted = NoteAccount(by=OPERATOR, account=account.id, change="created")
        await engine.carry_out(noted, statements=[house.registry.put_account(account)])
    for device in who.devices(known, house.now_s()) if accounts else ():
        paired = NoteDevice(by=OPERATOR, device=device.id, change="paired")
        await engine.carry_out(paired, statements=[house.registry.put_device(device)])
    who.write(house.folder, known)


def _front(folder: Path, known: who.Credentials) -> Front:
    """Return the first page, with a kiosk like the one that can be pasted."""
    options = ["--server", known.url, "--token-file", str(who.token_file(folder, "kiosk"))]
    printer = ["--printer", _tickets(folder), "--log", str(folder / "kiosk.log")]
    return Front(known, folder / TICKETS, [*options, *printer])


def _tickets(folder: Path) -> str:
    return f"png://{quote(str(folder / TICKETS))}"


def _people(engine: Engine) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(People(engine, who.staff()).run(), name="simulated people")]


def _told(folder: Path, known: who.Credentials) -> str:
    """Return what people need to go on: addresses, and commands ready to be pasted."""
    kiosk, display = who.token_file(folder, "kiosk"), who.token_file(folder, "display")
    officer = f"officer{who.VISITORS_COUNTER}"
    password = known.password(officer)
    kiosk_options = ["--printer", _tickets(folder), "--staff-code", STAFF_CODE]
    board = ["counter-display", "hall", "--server", known.url, "--token-file", str(display)]
    console = ["counter-display", "console", who.VISITORS_COUNTER, "--server", known.url]
    return f"""
In a browser: {known.url}/ (touch the kiosk, see the boards), {known.url}/docs (for programs)
Names and passwords: {folder / who.NAME}
Data: {folder} ({STORAGE})

Each in a terminal of its own; Ctrl+Q ends it, at the kiosk with the code {STAFF_CODE}:
  a kiosk, whose tickets are pictures in {folder / TICKETS}
    {_typed("kiosk", "--server", known.url, "--token-file", str(kiosk), *kiosk_options)}
  the board of the hall
    {_typed(*board)}
  the console of counter {who.VISITORS_COUNTER}, where nobody simulated sits
    COUNTER_PASSWORD={password} {_typed(*console, "--account", officer)}

Ctrl+C ends the demo."""


def _typed(program: str, *options: str) -> str:
    """Return a command as a shell takes it, whether or not this environment is switched on."""
    return shlex.join([str(Path(sys.executable).parent / program), *options])
