"""A page of the documentation as somebody follows it: its own commands, in a world of its own.

What belongs to the machine (packages, users, services) is played by small programs; addresses
and folders of the page are those of the test; everything else is real.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLAYED: Final = {
    "sudo": 'if [ "$1" = -u ]; then shift 2; fi; exec "$@"',
    "apt-get": ":",
    "make": ":",
    "nano": ":",
    "adduser": 'case "$*" in *--home*) mkdir -p "$WORLD/srv/queue";; esac',
    "systemctl": 'echo "$@" >> "$WORLD/systemctl"',
}
"""Programs that only note what was asked of them."""
_PROGRAMS: Final = {
    "queue-server": "queue_server",
    "kiosk": "kiosk",
    "counter-display": "counter_display",
}


class Handbook:
    """One page, and the world in which its commands run."""

    def __init__(self, page: Path, world: Path, places: Mapping[str, str]) -> None:
        self.world = world
        self._page = page.read_text(encoding="utf-8")
        self._places = {
            "/opt/one-stop-queue/.venv/bin": str(world / "programs"),
            "/opt/one-stop-queue": str(ROOT),
            "/usr/local/bin": str(world / "bin"),
            "/srv/": f"{world}/srv/",
            "/etc/": f"{world}/etc/",
            **places,
        }
        self._make_world()

    def _make_world(self) -> None:
        for folder in ("bin", "programs", "srv", "etc/systemd/system", "home"):
            (self.world / folder).mkdir(parents=True)
        for name, does in _PLAYED.items():
            self._program("bin", name, does)
        for name, module in _PROGRAMS.items():
            self._program("programs", name, f'exec {sys.executable} -m {module} "$@"')

    def _program(self, folder: str, name: str, does: str) -> None:
        file = self.world / folder / name
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "PATH": f"{self.world / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "WORLD": str(self.world),
            "XDG_STATE_HOME": str(self.world / "home"),
        }

    def blocks(self) -> list[str]:
        """Return the commands of the page, block by block, for this world."""
        return [self.here(block) for block in _BLOCK.findall(self._page)]

    def here(self, text: str) -> str:
        """Return a text with the places of this world in it."""
        for there, here in self._places.items():
            text = text.replace(there, here)
        return text

    def run(self, commands: str, typed: str = "") -> str:
        """Run commands as somebody types them, and return what they said."""
        done = subprocess.run(
            ["sh", "-eux", "-c", commands],
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=self.env,
            cwd=self.world,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def started(self) -> list[str]:
        """Return the services that are to start with the machine and now."""
        words = (self.world / "systemctl").read_text().split()
        return [word for word in words if word not in ("enable", "--now")]

    def unit_command(self, unit: str) -> list[str]:
        """Return what a copied unit starts, for this world."""
        text = (self.world / "etc/systemd/system" / f"{unit}.service").read_text()
        start = re.search(r"^ExecStart=((?:.*\\\n)*.*)$", text, re.MULTILINE)
        assert start is not None
        env = (self.world / "etc/one-stop-queue/terminal.env").read_text() if "${" in text else ""
        told = dict(re.findall(r"^(\w+)=(.*)$", env, re.MULTILINE))
        command = re.sub(r"\$\{(\w+)\}", lambda name: told[name[1]], start[1])
        return shlex.split(self.here(command.replace("\\\n", " ")))
