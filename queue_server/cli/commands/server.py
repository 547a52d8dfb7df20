"""`queue-server init` and `run`: a server for a real centre."""

import argparse
import asyncio
import json
import logging
import time
from pathlib import Path

from queue_server.cli.options import add_place, config_of, folder_of
from queue_server.cli.serving import plans
from queue_server.cli.serving.acts import ImportPlan
from queue_server.cli.serving.control import listen
from queue_server.cli.serving.doors import bound, lan_url, open_doors, url_of
from queue_server.cli.serving.house import open_house
from queue_server.cli.serving.life import live
from queue_server.cli.serving.logs import write_logs
from queue_server.cli.trouble import Trouble
from queue_server.config import FILE_NAME, ServerConfig
from queue_server.protocol.plan import Plan
from queue_server.store.contract import Code
from queue_server.web.auth.codes import code_hash, fresh_code

log = logging.getLogger(__name__)

SETUP_DAYS = 7
"""How long the set-up code can be used."""

_TOML = """\
# The server of {name}. Fields, counters and hours are not here: they are the centre's plan.

# Where the server listens. 0.0.0.0 is every network this machine is in.
host = {host}
port = {port}

# The names by which browsers and devices call this server; none is any name.
# allowed_hosts = ["so.example.gov.vn", "192.168.1.10"]

# How citizens' phones reach it, if they do. With https, cookies are sent that way only.
# (The links on tickets and their QR code are the plan's: public_url in the centre file.)
# public_url = "https://so.example.gov.vn"

# Opens /metrics to other machines (or set QUEUE_SERVER_METRICS_TOKEN).
# metrics_token = ""

# The folder of the database; the default is the folder of this file.
# database = "."

[voice]
# A folder of recorded clips (queue-server voice make); without one espeak-ng says everything.
# pack = "voice"
# vi (north), vi-vn-x-central or vi-vn-x-south: who says what is not recorded
# voice = "vi"
# english = true

[log]
# debug, info, warning or error; always to standard output
level = "info"
json = false

# [tls]
# cert = "cert.pem"
# key = "key.pem"
"""


def arrange_init(parser: argparse.ArgumentParser) -> None:
    """Say how `init` is typed."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument(
        "--centre-file", type=Path, required=True, metavar="FILE", help="the first centre's plan"
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="where the server shall listen; 0.0.0.0 lets the whole local network in",
    )
    parser.add_argument("--port", type=int, default=8080)
    parser.set_defaults(do=_init)


def arrange_run(parser: argparse.ArgumentParser) -> None:
    """Say how `run` is typed."""
    add_place(parser)
    parser.set_defaults(do=_run)


def _init(given: argparse.Namespace) -> int:
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(f"{folder} is not empty; a new server needs a folder of its own.")
    plan = plans.from_file(given.centre_file)
    code = asyncio.run(_make(folder, plan))
    file = folder / FILE_NAME
    file.write_text(
        _TOML.format(name=plan.centre, host=json.dumps(given.host), port=given.port),
        encoding="utf-8",
    )
    print(f"Made: {file}, with the centre {plan.centre}.")
    print(f"Start it: queue-server run --config {file}")
    print(f"Set-up code, once, within {SETUP_DAYS} days: {code}")
    print("It makes the first administrator, on the page /setup of the running server.")
    return 0


async def _make(folder: Path, plan: Plan) -> str:
    """Make database and centre, and return the code for the first administrator."""
    async with open_house(folder) as house:
        await plans.take_in(house, ImportPlan(plan=plan))
        code = fresh_code()
        ends = int(time.time()) + SETUP_DAYS * 24 * 60 * 60
        kept = Code(code_hash=code_hash(code), purpose="setup", about="{}", expires_at=ends)
        engine = await house.engine(plan.centre)
        await engine.keep([house.registry.put_code(kept)])
    return code


def _run(given: argparse.Namespace) -> int:
    folder = folder_of(given)
    config = config_of(given)
    write_logs(config.log)
    return asyncio.run(serve(folder, config))


async def serve(folder: Path, config: ServerConfig) -> int:
    """Run all centres of a data folder until somebody asks to stop, and return the exit status."""
    with bound(config.host, config.port) as holder:
        async with open_house(folder) as house:
            await house.start_all()
            if not house.engines:
                raise Trouble(f"There is no centre in {folder}; import one first.")
            async with open_doors(house, config, holder), listen(house):
                tls = config.tls is not None
                log.info("ready %s", url_of(holder, config.host, tls=tls))
                if near := lan_url(holder, tls=tls):
                    log.info("other machines in the network use %s", near)
                return await live(house)
