"""`python -m benchmarks`: measure, print the table and write benchmarks/results/latest.json."""

import argparse
import sys
import time

from benchmarks.measures import calling, counting, issuing, painting, showing, starting
from benchmarks.measures.runs import Plan
from benchmarks.processes import take_load_core
from benchmarks.report import RESULTS, machine, table, write

MEASURES = {
    "issue": issuing.measure,
    "next": calling.measure,
    "screens": showing.measure,
    "page": painting.measure,
    "start": starting.measure,
    "statistics": counting.measure,
}
USUAL, QUICK = Plan(runs=5, seconds=2.0), Plan(runs=2, seconds=0.5)


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs, to try it")
    parser.add_argument("--only", choices=MEASURES, action="append", metavar="NAME")
    given = parser.parse_args()
    take_load_core()
    plan = QUICK if given.quick else USUAL
    began, figures = time.monotonic(), []
    for name in given.only or MEASURES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        figures += MEASURES[name](plan)
    print("  ".join(f"{name} {value}" for name, value in machine().items()))
    print(table(figures))
    print(f"medians of {plan.runs} runs, {time.monotonic() - began:.0f} s")
    if not given.only:
        write(figures, quick=given.quick)
        print(f"written: {RESULTS}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
