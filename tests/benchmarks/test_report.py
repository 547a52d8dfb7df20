"""The table of the benchmarks and their JSON."""

import json
from pathlib import Path

from benchmarks.report import Figure, table, write

ISSUE = Figure("issue", [900.0, 1000.0, 2500.0], "tickets/s", "echo", [4000.0, 5000.0], [0.97])
MEMORY = Figure("memory", [61.25], "MB", note="idle")


def test_the_table_shows_medians_beside_their_limits() -> None:
    heads, _, issue, memory = table([ISSUE, MEMORY]).splitlines()

    assert heads.split()[:3] == ["what", "median", "unit"]
    assert issue.split() == ["issue", "1,000", "tickets/s", "echo", "4,500", "0.22", "3", "97%"]
    assert memory.split() == ["memory", "61.25", "MB", "1", "idle"]


def test_the_json_says_on_what_it_was_measured(tmp_path: Path) -> None:
    file = tmp_path / "results" / "latest.json"
    write([ISSUE, MEMORY], quick=True, to=file)
    told = json.loads(file.read_text())

    assert {"at", "cpu", "cores", "python", "sqlite", "aiohttp"} <= told["machine"].keys()
    assert told["quick"] is True
    assert told["figures"][0]["median"] == 1000.0
    assert told["figures"][0]["limit_median"] == 4500.0
    assert told["figures"][1]["ratio"] is None
