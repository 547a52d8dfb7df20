"""Where the data lies."""

import argparse
from pathlib import Path

import pytest

from queue_server.cli.options import add_place, config_of, folder_of, new_folder_of
from queue_server.cli.trouble import Trouble
from tests.queue_server.cli.conftest import Typed


def given(*words: str | Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_place(parser)
    return parser.parse_args([str(word) for word in words])


def test_a_folder_names_its_own_database(tmp_path: Path):
    (tmp_path / "queue.db").touch()

    assert folder_of(given("--data", tmp_path)) == tmp_path
    assert config_of(given("--data", tmp_path)).port == 8080


def test_a_configuration_names_the_folder(tmp_path: Path):
    (tmp_path / "server.toml").write_text('database = "deep"\nport = 9000')

    options = given("--config", tmp_path / "server.toml")

    assert new_folder_of(options) == tmp_path / "deep"
    assert config_of(options).port == 9000


def test_a_folder_without_a_database_is_said(tmp_path: Path):
    with pytest.raises(Trouble, match="There is no database in"):
        folder_of(given("--data", tmp_path))


def test_another_database_comes_later(tmp_path: Path):
    (tmp_path / "server.toml").write_text('database = "postgresql://db/queue"')

    with pytest.raises(Trouble, match="Only SQLite"):
        folder_of(given("--config", tmp_path / "server.toml"))


@pytest.mark.parametrize("command", ["estimates", "report queue"])
@pytest.mark.parametrize("period", ["soon", "2026-13", "2026-11-20..2026-11-01", ""])
def test_what_is_no_period_is_wrongly_typed(
    typed: Typed, tmp_path: Path, command: str, period: str
) -> None:
    status, _, complaint = typed(*command.split(), "--data", tmp_path, "--period", period)

    assert (status, "2026-Q4" in complaint) == (2, True)
