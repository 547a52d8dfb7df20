"""Round by round: people press, the plug is pulled, everything is looked at again."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from tests.chaos import people
from tests.chaos.ledger import Ledger, Lost
from tests.chaos.server import Server
from tests.chaos.wire import Wire

KIOSKS = 4
LIFE_S = (0.05, 0.4)
"""How long the server lives under load before it is killed."""
SAMPLE = 10
"""So many presses of old are said once more after each start."""
PAGE = 10_000


@dataclass
class Summary:
    """What the rounds have shown."""

    rounds: int = 0
    events: int = 0
    presses: int = 0
    retried: int = 0
    """Presses that were said again because no answer came."""
    repeated: int = 0
    """Answered presses that were said once more, and got the first answer."""
    steps: Counter[str] = field(default_factory=Counter)
    start_s: float = 0.0
    """The longest time from a kill to an answer."""

    def __str__(self) -> str:
        steps = ", ".join(f"{count} {kind}" for kind, count in sorted(self.steps.items()))
        return (
            f"{self.rounds} kills, {self.presses} presses answered, {self.retried} said again, "
            f"{self.repeated} repeated, {self.events} events ({steps}), "
            f"slowest start {self.start_s:.1f} s: nothing lost, nothing twice, chain whole"
        )

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            rounds=self.rounds + other.rounds,
            events=self.events + other.events,
            presses=self.presses + other.presses,
            retried=self.retried + other.retried,
            repeated=self.repeated + other.repeated,
            steps=self.steps + other.steps,
            start_s=max(self.start_s, other.start_s),
        )


async def play(folder: Path, rounds: int, seed: int) -> Summary:
    """Kill the server so many times and return what was seen.

    Raises:
        Lost: it did not keep a promise.
    """
    server = Server(folder)
    try:
        await server.start()
        known = server.credentials()
        async with Wire(known["centre"]) as wire:
            summary = await _play(server, wire, known, rounds, Random(seed))
        if await server.stop() != 0:
            raise Lost("the server did not stop in order")
    finally:
        await server.kill()
    if found := server.verify():
        raise Lost(f"verify: {found}")
    return summary


async def _play(server: Server, wire: Wire, known: dict, rounds: int, chance: Random) -> Summary:
    wire.url = server.url
    wire.up.set()
    auditor = next(one for one in known["accounts"] if one["role"] == "auditor")
    reader = await wire.sign_in(auditor["name"], auditor["password"])
    ledger, summary = Ledger(known["centre"]), Summary()
    async with _pressing(wire, known, chance) as tasks:
        for _ in range(rounds):
            await _round(server, wire, chance, summary)
            people.check(tasks)
            await _look(wire, reader, ledger)
            summary.repeated += await _say_again(wire, chance)
    summary.rounds, summary.events = rounds, ledger.seq
    summary.presses, summary.retried = len(wire.presses), wire.retried
    for step, count in ledger.steps.items():
        summary.steps[step[0]] += count
    return summary


@asynccontextmanager
async def _pressing(
    wire: Wire, known: dict, chance: Random
) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """Let citizens and officers press as long as this lasts."""
    centre = msgspec.json.decode(await wire.get(known["devices"]["kiosk"], ""))
    fields = [each["code"] for each in centre["fields"]]
    pressing = [
        people.take_numbers(wire, chance, known["devices"]["kiosk"], fields) for _ in range(KIOSKS)
    ]
    for one in known["accounts"]:
        if one["role"] == "officer":
            token = await wire.sign_in(one["name"], one["password"])
            pressing.append(people.serve(wire, chance, token, one["counter"]))
    tasks = [asyncio.create_task(each) for each in pressing]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _round(server: Server, wire: Wire, chance: Random, summary: Summary) -> None:
    """Let people press for a moment, pull the plug, start again, let them come to an end."""
    wire.busy.set()
    await asyncio.sleep(chance.uniform(*LIFE_S))
    wire.up.clear()
    await server.kill()
    died = time.perf_counter()
    await server.start()
    summary.start_s = max(summary.start_s, time.perf_counter() - died)
    wire.up.set()
    await wire.calm()


async def _look(wire: Wire, reader: str, ledger: Ledger) -> None:
    """Read what is new in the journal and compare it with what people were told."""
    while lines := await wire.get(reader, f"/journal?after={ledger.seq}&limit={PAGE}"):
        ledger.read(lines)
    ledger.compare(wire.presses)


async def _say_again(wire: Wire, chance: Random) -> int:
    """Say some presses of old once more: each gets its first answer."""
    done = [press for press in wire.presses if press.status != 409]
    sample = chance.sample(done, min(SAMPLE, len(done)))
    for press in sample:
        status, answer, known = await wire.say(press)
        if (status, answer, known) != (press.status, press.answer, True):
            raise Lost(f"{press.path} with {press.key} was answered differently: {answer!r}")
    return len(sample)
