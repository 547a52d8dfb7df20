"""The unit files: what they start exists, and it comes back alone after a power cut."""

import re
import shutil
import subprocess
from argparse import ArgumentParser
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path

import pytest

from counter_display import __main__ as counter_display
from kiosk import __main__ as kiosk
from queue_server.cli import program

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
HERE = "/opt/one-stop-queue"
PARSERS: dict[str, Callable[[list[str]], ArgumentParser]] = {
    "queue-server": program._parser,
    "kiosk": lambda _: kiosk._parser(),
    "counter-display": lambda _: counter_display._parser(),
}
every_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)


class Unit(ConfigParser):
    """A unit file as systemd reads it."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, delimiters="=")
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read_string(re.sub(r"\\\n\s*", "", path.read_text()))


def told() -> dict[str, str]:
    """Return what terminal.env says."""
    text = (ROOT / "deploy" / "systemd" / "terminal.env").read_text()
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


@every_unit
def test_it_comes_back_alone(unit: Path) -> None:
    found = Unit(unit)

    assert found["Unit"]["StartLimitIntervalSec"] == "0", "it never gives up"
    assert found["Service"]["Restart"] == "always"
    assert found["Service"]["User"] in ("queue", "kiosk")
    assert found["Install"]["WantedBy"] in ("multi-user.target", "graphical.target")
    assert "network.target" in found["Unit"]["After"].split()
    assert "network-online.target" not in found["Unit"]["After"], "it starts without a network"


@every_unit
def test_what_it_starts_is_there(unit: Path) -> None:
    text = unit.read_text()

    words = re.sub(r"\$\{(\w+)\}", lambda name: told()[name[1]], Unit(unit)["Service"]["ExecStart"])
    ours = words.partition(f"{HERE}/.venv/bin/")[2].split()
    if ours:
        ours = [word.replace("%i", "3") for word in ours]
        PARSERS[ours[0]](ours[1:]).parse_args(ours[1:])
    for path in re.findall(rf"{HERE}/((?!\.venv)[\w./-]+)", text):
        assert (ROOT / path).exists(), path
    for other in re.findall(r"([\w@-]+)\.service\b", text.partition("[Unit]")[2]):
        assert other == "display-manager" or (unit.parent / f"{other}.service").exists(), other


@every_unit
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_finds_no_fault(unit: Path, tmp_path: Path) -> None:
    for other in UNITS:
        lines = other.read_text().replace(f"{HERE}/.venv/bin/", "/usr/bin/env ")
        if not shutil.which("chromium"):
            lines = lines.replace("/usr/bin/chromium", "/usr/bin/env")
        if not shutil.which("xterm"):
            lines = lines.replace("/usr/bin/xterm", "/usr/bin/env")
        (tmp_path / other.name).write_text(lines.replace("/usr/bin/curl", "/usr/bin/env"))
    name = unit.name.replace("@.", "@3.")

    seen = subprocess.run(
        ["systemd-analyze", "verify", f"./{name}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert [line for line in seen.stderr.splitlines() if unit.stem.rstrip("@") in line] == []
    assert seen.returncode == 0, seen.stderr


def test_the_server_is_shut_into_its_own_folder() -> None:
    service = Unit(ROOT / "deploy" / "systemd" / "queue-server.service")["Service"]

    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/srv/queue"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "browser" in unit.stem])
def test_a_browser_asks_nobody_outside_and_speaks_untouched(unit: Path) -> None:
    start = Unit(unit)["Service"]["ExecStart"]

    for option in ("--disable-background-networking", "--disable-component-update"):
        assert option in start
    assert "--autoplay-policy=no-user-gesture-required" in start
    assert "--user-data-dir=" in start, "it stays paired"


def test_the_page_names_every_unit_file() -> None:
    page = (ROOT / "docs" / "lap-dat.md").read_text(encoding="utf-8")

    for file in (ROOT / "deploy" / "systemd").iterdir():
        assert file.name.replace("@.", "@N.") in page or file.name in page, file.name
