import argparse
import logging
from pathlib import Path

import pytest

from queue_server.terminal import options

HOME = ["--server", "http://127.0.0.1:8080"]


def parsed(*arguments: str) -> tuple[argparse.Namespace, argparse.ArgumentParser]:
    parser = argparse.ArgumentParser()
    options.add_link_options(parser)
    return parser.parse_args([*HOME, *arguments]), parser


def test_a_token_comes_from_the_option_the_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "token"
    path.write_text("from-file\n")
    monkeypatch.setenv("TERMINAL_TOKEN", "from-environment")

    assert options.token(*parsed("--token", "given")) == "given"
    assert options.token(*parsed("--token-file", str(path))) == "from-file"
    assert options.token(*parsed()) == "from-environment"


@pytest.mark.parametrize("content", [None, " \n"])
def test_a_file_without_a_token_is_told(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SystemExit) as end:
        options.token(*parsed("--token-file", str(path)))

    assert end.value.code == 2
    assert "token file" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["127.0.0.1:8080", "ftp://x", "http://"])
def test_an_address_must_be_one(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parsed("--server", address)

    assert end.value.code == 2
    assert "no address" in capsys.readouterr().err


@pytest.fixture
def quiet_root() -> object:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in before[0]:
            root.removeHandler(handler)
            handler.close()
    root.handlers[:] = before[0]
    root.setLevel(before[1])


@pytest.mark.usefixtures("quiet_root")
def test_the_log_goes_to_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    options.write_log("kiosk", None)
    logging.getLogger("kiosk").info("ticket A005")

    assert "ticket A005" in (tmp_path / "one-stop-queue" / "kiosk.log").read_text()


@pytest.mark.usefixtures("quiet_root")
def test_a_log_that_cannot_be_written_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")

    options.write_log("kiosk", tmp_path / "file" / "x.log")

    assert "no log is kept" in capsys.readouterr().err
