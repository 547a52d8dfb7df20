"""`python -m tests.chaos --rounds N`: kill the server N times and say what was seen."""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.ledger import Lost
from tests.chaos.rounds import Summary, play

ROUNDS_A_FOLDER = 50
"""A day that grows without end would only make each start slower."""


def main() -> int:
    """Play the rounds that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None, help="makes the same people press")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else secrets.randbelow(1 << 32)
    began, summary = time.monotonic(), Summary()
    try:
        while summary.rounds < given.rounds:
            rounds = min(ROUNDS_A_FOLDER, given.rounds - summary.rounds)
            with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
                summary += asyncio.run(play(Path(folder), rounds, seed + summary.rounds))
            print(f"{summary.rounds} of {given.rounds} rounds", file=sys.stderr)
    except Lost as lost:
        print(f"chaos: LOST after {summary.rounds} rounds, seed {seed}: {lost}")
        return 1
    print(f"chaos: {summary} (seed {seed}, {time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
