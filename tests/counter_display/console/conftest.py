import pytest

from tests.support import sights
from tests.support.desks import LIVE
from tests.support.stage import Stage

SESSION = {"token": "session-1", "role": "officer", "expires_at": sights.AT}


@pytest.fixture(autouse=True)
def answers(stage: Stage) -> None:
    stage.views[LIVE] = sights.console()
    stage.answers["POST /api/v1/session"] = lambda _: SESSION
    stage.answers["DELETE /api/v1/session"] = lambda _: {}
    for verb in ("open", "pause", "close", "recall", "start", "finish", "hold", "transfer"):
        stage.answers[f"POST /counters/3/{verb}"] = lambda _: sights.at_counter()
    stage.answers["POST /tickets/wait00000000000000000000/priority"] = lambda _: sights.ticket()
    for verb in ("undo", "miss", "call"):
        stage.answers[f"POST /counters/3/{verb}"] = lambda _: sights.at_counter()
    stage.answers["POST /counters/3/next"] = lambda _: {
        "ticket": sights.ticket(label="B007"),
        "reason": "priority",
    }
