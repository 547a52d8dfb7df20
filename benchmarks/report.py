"""What was measured, as a table for people and as JSON for programs."""

import json
import platform
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec

RESULTS = Path(__file__).parent / "results" / "latest.json"
_PARTS = ("one-stop-queue", "aiohttp", "aiosqlite", "msgspec", "SQLAlchemy")


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    values: list[float]
    """One for each run."""
    unit: str
    limit: str = ""
    """What the figure is held against."""
    limit_values: Sequence[float] = ()
    busy: Sequence[float] = ()
    """The share of its core that the server used, in each run."""
    limit_busy: Sequence[float] = ()
    """The same of the bare server."""
    note: str = ""

    @property
    def value(self) -> float:
        """The median."""
        return statistics.median(self.values)

    @property
    def limit_value(self) -> float | None:
        """The limit's median."""
        return statistics.median(self.limit_values) if self.limit_values else None

    @property
    def ratio(self) -> float | None:
        """The figure divided by its limit."""
        return self.value / self.limit_value if self.limit_value else None


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table."""
    heads = ("what", "median", "unit", "limit", "", "of it", "runs", "core busy", "note")
    rows = [heads, *(_row(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    numbers = {1, 4, 5, 6, 7}
    lines = [
        "  ".join(
            cell.rjust(width) if n in numbers else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    shares = [each for each in (figure.busy, figure.limit_busy) if each]
    busy = " / ".join(f"{statistics.median(each):.0%}" for each in shares)
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    limit = _number(figure.limit_value) if figure.limit_value is not None else ""
    return (
        figure.name,
        _number(figure.value),
        figure.unit,
        figure.limit,
        limit,
        ratio,
        str(len(figure.values)),
        busy,
        figure.note,
    )


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    cpu = Path("/proc/cpuinfo").read_text()
    names = [line.partition(":")[2].strip() for line in cpu.splitlines() if "model name" in line]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": names[0] if names else platform.processor(),
        "cores": len(names),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{part: version(part) for part in _PARTS},
    }


def write(figures: Sequence[Figure], *, quick: bool, to: Path = RESULTS) -> None:
    """Write the figures as JSON."""
    told = {
        "machine": machine(),
        "quick": quick,
        "command": " ".join(["python", "-m", "benchmarks", *sys.argv[1:]]),
        "figures": [
            figure._asdict()
            | {"median": figure.value, "limit_median": figure.limit_value, "ratio": figure.ratio}
            for figure in figures
        ],
    }
    to.parent.mkdir(exist_ok=True)
    to.write_bytes(msgspec.json.format(json.dumps(told, ensure_ascii=False).encode()) + b"\n")
