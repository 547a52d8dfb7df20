"""The words and the rules need no loop, no wire, no disk and no screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FORBIDDEN = ("asyncio", "aiohttp", "sqlite3", "textual", "sqlalchemy", "websockets", "PIL")
CHECK = """
import importlib, pkgutil, sys
for name in {rooms!r}:
    room = importlib.import_module(name)
    for module in pkgutil.walk_packages(room.__path__, name + "."):
        importlib.import_module(module.name)
print(*sorted(m for m in {forbidden!r} if m in sys.modules))
print(*sorted(m for m in sys.modules if m.startswith("queue_server.")))
"""


def loaded(*rooms: str) -> tuple[list[str], list[str]]:
    """Return the forbidden modules and our own that a fresh process has after importing `rooms`."""
    environment = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", CHECK.format(rooms=rooms, forbidden=FORBIDDEN)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    forbidden, ours = done.stdout.splitlines()
    return forbidden.split(), ours.split()


@pytest.mark.parametrize("room", ["queue_server.protocol", "queue_server.domain"])
def test_a_pure_room_loads_nothing_that_waits_writes_or_draws(room):
    forbidden, ours = loaded(room)

    assert forbidden == []
    assert len(ours) > 5


def test_the_words_know_no_other_room():
    _, ours = loaded("queue_server.protocol")

    assert {name.split(".")[1] for name in ours} == {"protocol"}


def test_the_rules_know_the_words_alone():
    _, ours = loaded("queue_server.domain")

    assert {name.split(".")[1] for name in ours} == {"protocol", "domain"}


def test_a_bare_start_loads_no_room_at_all():
    done = subprocess.run(
        [sys.executable, "-c", "import queue_server, sys; print(len(sys.modules))"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout) < 150
