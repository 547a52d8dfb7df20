"""Twenty kills at random instants, while citizens take numbers and officers call and serve."""

from pathlib import Path

import pytest

from tests.chaos.rounds import play

ROUNDS = 20


@pytest.mark.timeout(240)
async def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    summary = await play(tmp_path, ROUNDS, seed=20261120)

    assert summary.rounds == ROUNDS
    assert summary.retried > 0
    assert summary.steps["ticket_issued"] > 100
    assert summary.steps["service_finished"] > 20
