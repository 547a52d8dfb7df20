"""A device is paired at its own keyboard, and knows where it belongs from then on."""

import argparse
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.terminal import options, pairing
from queue_server.terminal.pairing import NotPaired, Place
from tests.support.stage import Asked, Stage
from tests.support.thread import running

CODE = "ABCD-EFGH"


@pytest.fixture
def server() -> Iterator[Stage]:
    """A server that knows one code."""
    stage = Stage()
    stage.answers["POST /api/v1/pair"] = _paired
    with running(stage.start, stage.stop):
        yield stage


def _paired(asked: Asked) -> object:
    if asked.body != {"code": CODE}:
        raise Refused("wrong_code")
    return {"token": "secret", "device": {"name": "Kiosk", "role": "kiosk", "id": "d-1"}}


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "one-stop-queue"


def placed(*arguments: str, role: Role = Role.KIOSK) -> Place:
    parser = argparse.ArgumentParser(prog="kiosk")
    options.add_link_options(parser)
    return pairing.place(parser.parse_args(arguments), parser, role)


def test_a_code_becomes_a_token_that_later_starts_find(
    server: Stage, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        placed("--server", server.url, "--pair", f" {CODE} ")

    assert end.value.code == 0
    assert capsys.readouterr().out == f"{pairing.PAIRED}\n"
    assert stat.S_IMODE((state / "kiosk.token").stat().st_mode) == 0o600
    assert placed() == Place(server.url, "secret")
    assert placed("--token", "other") == Place(server.url, "other")


def test_a_named_file_keeps_the_token(server: Stage, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "t"
    with pytest.raises(SystemExit):
        placed("--server", server.url, "--pair", CODE, "--token-file", str(file))

    assert file.read_text() == "secret\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert placed("--token-file", str(file)) == Place(server.url, "secret")


@pytest.mark.parametrize(
    ("code", "role", "says"),
    [
        ("WRNG-CODE", Role.KIOSK, Refused("wrong_code").sentence.vi),
        (CODE, Role.DISPLAY, "dành cho thiết bị loại kiosk"),
    ],
)
def test_a_code_that_does_not_fit_is_one_sentence_and_keeps_nothing(
    server: Stage,
    state: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
    role: Role,
    says: str,
) -> None:
    with pytest.raises(SystemExit) as end:
        placed("--server", server.url, "--pair", code, role=role)

    assert end.value.code == 1
    complaint = capsys.readouterr().err
    assert says in complaint
    assert complaint.count("\n") == 1
    assert not state.exists()


def test_a_silent_server_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "_LIMITS", pairing.Limits(answer_s=0.2, press_s=0.2))

    with pytest.raises(NotPaired, match="không trả lời"):
        pairing.exchanged("http://127.0.0.1:9", CODE, Role.KIOSK)


def test_the_first_start_asks_until_address_and_code_are_right(server: Stage) -> None:
    answers = iter(["so.example/x", server.url, "WRNG-CODE", server.url, CODE])
    said: list[str] = []

    found = pairing.ask_place(None, Role.KIOSK, lambda _: next(answers), said.append)

    assert found == Place(server.url, "secret")
    assert "cần địa chỉ như" in said[2]
    assert said[3].startswith(Refused("wrong_code").sentence.vi)


def test_a_known_server_is_not_asked_for(server: Stage) -> None:
    found = pairing.ask_place(server.url, Role.KIOSK, lambda _: CODE, lambda _: None)

    assert found == Place(server.url, "secret")


def test_nobody_at_the_keyboard_ends_it(server: Stage) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    with pytest.raises(NotPaired, match="Chưa ghép"):
        pairing.ask_place(server.url, Role.KIOSK, nobody, lambda _: None)
    with pytest.raises(NotPaired, match="Chưa ghép"):
        pairing.ask_place(server.url, Role.KIOSK, lambda _: "no", lambda _: None)


def test_a_start_at_a_keyboard_asks_and_keeps(
    server: Stage, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(
        pairing, "ask_place", lambda where, role: Place(where or "?", f"for a {role}")
    )

    asked = placed("--server", server.url, "--token-file", str(state / "own"))

    assert asked == Place(server.url, "for a kiosk")
    assert placed("--token-file", str(state / "own")) == asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.10", "http://192.168.1.10:8080"),
        (" may-chu:9000/ ", "http://may-chu:9000"),
        ("https://so.example.gov.vn", "https://so.example.gov.vn"),
    ],
)
def test_an_address_is_typed_as_people_do(typed: str, meant: str) -> None:
    assert pairing.address(typed) == meant


@pytest.mark.parametrize("typed", ["", "ftp://x", "a b/c", "http://[", "x:y"])
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="cần địa chỉ như"):
        pairing.address(typed)
