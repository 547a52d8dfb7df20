"""Those who press: citizens at kiosks, officers at counters."""

import asyncio
from collections.abc import Sequence
from random import Random

from tests.chaos.wire import Press, Wire

OUTCOMES = ("received", "supplement", "returned", "guided")


async def take_numbers(wire: Wire, chance: Random, token: str, fields: Sequence[str]) -> None:
    """Take one number after the other."""
    while True:
        await wire.press(token, "/tickets", {"field": chance.choice(fields)})
        # nobody serves as fast as a finger taps
        await asyncio.sleep(chance.uniform(0, 0.01))


async def serve(wire: Wire, chance: Random, token: str, counter: str) -> None:
    """Call, serve and finish one person after the other."""
    at = f"/counters/{counter}"
    while True:
        called = await wire.press(token, f"{at}/next")
        if called.status == 409:
            await _sit_down(wire, token, at, called)
            continue
        if chance.random() < 0.2:
            await wire.press(token, f"{at}/recall")
        await wire.press(token, f"{at}/start")
        outcome = {"outcome": chance.choice(OUTCOMES)}
        await wire.press(token, f"{at}/finish", outcome, about=called.told["ticket"]["id"])


async def _sit_down(wire: Wire, token: str, at: str, refused: Press) -> None:
    """Open a counter that is closed; else wait a moment for people."""
    if refused.told["code"] == "counter_closed":
        await wire.press(token, f"{at}/open")
    else:
        await asyncio.sleep(0.005)


def check(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Look after people: none of them may stumble."""
    for task in tasks:
        if task.done():
            task.result()
