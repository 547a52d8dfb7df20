"""The server under measure: the real house and the real doors, with a centre made to measure."""

import argparse
import asyncio
import cProfile
from collections.abc import Callable
from pathlib import Path

from queue_server.cli.serving.doors import bound, open_doors, url_of
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.serving.life import live
from queue_server.cli.serving.logs import write_logs
from queue_server.config import LogConfig, ServerConfig
from queue_server.engine.engine import Engine
from queue_server.protocol.commands import ChangePlan, OpenCounter
from queue_server.protocol.plan import Counter, Field, Hours, Plan, Policy, Series
from queue_server.protocol.vocabulary import (
    TIMER,
    ActorId,
    CentreId,
    CounterId,
    FieldCode,
    Role,
    SeriesId,
)
from queue_server.store.contract import Account, Device, Session
from queue_server.web.auth.tokens import token_hash

CENTRE = CentreId("bench")
BASE = f"/api/v1/centres/{CENTRE}"
COUNTERS = 16
FIELDS = [FieldCode(f"F{n:02}") for n in range(16)]
KIOSK_TOKEN = "token-kiosk"
DISPLAY_TOKEN = "token-display"
_LATER = 4_000_000_000


def officer_token(counter: int) -> str:
    """Return the token of the officer at a counter."""
    return f"token-officer-{counter}"


def plan() -> Plan:
    """Return a centre with sixteen fields and as many counters, each serving four of them."""
    return Plan(
        centre=CENTRE,
        name_vi="Trung tâm đo",
        series=tuple(
            Series(id=SeriesId(code), prefix=chr(65 + n)) for n, code in enumerate(FIELDS)
        ),
        fields=tuple(
            Field(code=code, name_vi=f"Lĩnh vực {code}", name_en=code, series=SeriesId(code))
            for code in FIELDS
        ),
        counters=tuple(
            Counter(
                id=CounterId(str(n)),
                name=f"Quầy {n}",
                fields=tuple(FIELDS[(n + k) % len(FIELDS)] for k in range(4)),
            )
            for n in range(1, COUNTERS + 1)
        ),
        hours=Hours(always_open=True),
        policy=Policy(recall_gap_s=0, tickets_a_minute=0, tickets_in_a_row=0),
    )


async def provide(house: House, engine: Engine) -> None:
    """Make the centre, its officers, its kiosk and its boards."""
    registry = house.registry
    await engine.carry_out(ChangePlan(by=TIMER, plan=plan()))
    for name, role in (("kiosk", Role.KIOSK), ("display", Role.DISPLAY)):
        device = Device(
            id=name,
            name=name,
            role=role,
            centre=CENTRE,
            token_hash=token_hash(f"token-{name}"),
            created_at=0,
        )
        await engine.keep([registry.put_device(device)])
    for counter in range(1, COUNTERS + 1):
        officer = ActorId(f"officer-{counter}")
        account = Account(
            id=officer,
            name=officer,
            role=Role.OFFICER,
            centre=CENTRE,
            password_hash="",
            created_at=0,
        )
        session = Session(
            token_hash=token_hash(officer_token(counter)),
            account=officer,
            created_at=0,
            expires_at=_LATER,
        )
        await engine.keep([registry.put_account(account), registry.put_session(session)])
        await engine.carry_out(OpenCounter(by=officer, counter=CounterId(str(counter))))


async def serve(folder: Path) -> int:
    """Run the server until it is asked to stop."""
    with bound("127.0.0.1", 0) as holder:
        async with open_house(folder) as house:
            engine = await house.engine(CENTRE)
            if await engine.ask(lambda floor, now: floor.plan is None):
                await provide(house, engine)
            async with open_doors(house, ServerConfig(), holder, demo=True):
                print("ready", url_of(holder, "127.0.0.1"), flush=True)
                return await live(house)


def profiled(run: Callable[[], int], file: Path) -> int:
    """Run and leave a profile in `file`."""
    profile = cProfile.Profile()
    try:
        return profile.runcall(run)
    finally:
        profile.dump_stats(file)


def main() -> int:
    """Serve what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--log", choices=("info", "warning"), default="warning")
    given = parser.parse_args()
    write_logs(LogConfig(level=given.log))

    def run() -> int:
        return asyncio.run(serve(given.folder))

    return profiled(run, given.profile) if given.profile else run()


if __name__ == "__main__":
    raise SystemExit(main())
