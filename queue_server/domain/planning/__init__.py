"""Whether a plan makes sense: its faults, which forbid it, and its doubts, which do not.

Rule 1: each English sentence names the code it is about, for whoever mends the plan by hand; each
problem names its place, for whoever does so in a form.
"""

from queue_server.domain.planning import codes, doubts, hours, texts
from queue_server.domain.planning.problem import Problem
from queue_server.protocol.plan import Plan

__all__ = ["Problem", "doubtful", "faults", "warnings", "wrong"]

_WRONG = (
    texts.sizes,
    texts.texts,
    codes.codes,
    codes.twice,
    codes.unknown,
    codes.unserved,
    codes.prefixes,
    hours.rest,
    hours.hours,
)
_DOUBTFUL = (
    doubts.unused_series,
    doubts.served_and_helped,
    doubts.long_names,
    doubts.silent_priority,
    doubts.incomplete,
)


def wrong(plan: Plan) -> list[Problem]:
    """Return what is wrong with `plan`; nothing when it may be used."""
    return [problem for check in _WRONG for problem in check(plan)]


def doubtful(plan: Plan) -> list[Problem]:
    """Return what is doubtful or incomplete in `plan`."""
    return [problem for check in _DOUBTFUL for problem in check(plan)]


def faults(plan: Plan) -> list[str]:
    """Return what is wrong with `plan`, one English sentence each."""
    return [problem.en for problem in wrong(plan)]


def warnings(plan: Plan) -> list[str]:
    """Return what is doubtful or incomplete in `plan`, one English sentence each."""
    return [problem.en for problem in doubtful(plan)]
