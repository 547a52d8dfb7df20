from collections.abc import AsyncIterator
from pathlib import Path

import pytest

# before Textual is imported anywhere: it decides on the colours
import queue_server.terminal  # noqa: F401
from tests.support.glass import PaperTray
from tests.support.stage import Stage


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep caches and logs of the programs out of the user's home."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give a stand-in server."""
    made = Stage()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def tray() -> PaperTray:
    """Give a printer with paper."""
    return PaperTray()
