from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.cli import centre_file
from queue_server.cli.program import main
from tests.support import centre

Typed = Callable[..., tuple[int, str, str]]
"""Types a command in this process; returns its status, what it said, and its complaints."""


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    def type_(*words: str | Path) -> tuple[int, str, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as left:
            status = int(left.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return type_


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """The centre file of a small centre."""
    return centre_file.write(centre.plan(), tmp_path / "plan")


@pytest.fixture
def data(tmp_path: Path, plan_file: Path, typed: Typed) -> Path:
    """The data folder of a server that was set up and does not run."""
    folder = tmp_path / "data"
    status, _, complaint = typed("init", folder, "--centre-file", plan_file)
    assert status == 0, complaint
    return folder
