"""How long hypothesis searches: shortly and always the same way, or long and anew each time.

`HYPOTHESIS_PROFILE=search pytest …` searches for as long as one has patience.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    max_examples=120,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.register_profile(
    "search",
    settings.get_profile("ci"),
    max_examples=int(os.environ.get("EXAMPLES", "5000")),
    stateful_step_count=60,
    derandomize=False,
)
# what a test does not say for itself: no time limits, they belong to the benchmarks
settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
NAME = os.environ.get("HYPOTHESIS_PROFILE", "ci")
MACHINE = settings.get_profile(NAME)
"""For a machine: few examples of many steps."""
PLAIN = settings(MACHINE, max_examples=MACHINE.max_examples * 2)
"""For a function."""


def load() -> None:
    """Let the house's profile hold for every test that says nothing else."""
    settings.load_profile("house")
