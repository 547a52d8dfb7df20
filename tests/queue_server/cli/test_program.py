"""What is typed, and what is said when it goes wrong."""

import sys

import pytest

from queue_server.cli import program
from queue_server.cli.program import COMMANDS
from queue_server.cli.trouble import FileTrouble, Trouble
from queue_server.config import ConfigError
from queue_server.store.contract import StoreError
from tests.queue_server.cli.conftest import Typed


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch):
    """Let `verify` end with an error."""

    def break_with(error: BaseException) -> None:
        def arrange(parser):
            def do(given):
                raise error

            parser.set_defaults(do=do)

        monkeypatch.setattr("queue_server.cli.commands.keeping.arrange_verify", arrange)

    return break_with


def test_help_names_every_command(typed: Typed):
    status, said, _ = typed("--help")

    assert status == 0
    assert all(f"    {command}" in said for command in COMMANDS)
    assert "exit codes" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps(typed: Typed, command: str):
    status, said, _ = typed(command, "--help")

    assert status == 0
    assert said.startswith(f"usage: queue-server {command}")


@pytest.mark.parametrize(
    ("command", "verb"),
    [
        ("centre", "check"),
        ("centre", "import"),
        ("centre", "export"),
        ("account", "add"),
        ("account", "list"),
        ("account", "disable"),
        ("account", "password"),
        ("device", "pair"),
        ("device", "list"),
        ("device", "revoke"),
    ],
)
def test_every_verb_helps(typed: Typed, command: str, verb: str):
    status, said, _ = typed(command, verb, "--help")

    assert status == 0
    assert said.startswith(f"usage: queue-server {command} {verb}")


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["verify"], ["verify", "--data", "a", "--config", "b"], ["centre"]]
)
def test_what_is_wrongly_typed_is_2(typed: Typed, words: list[str]):
    status, _, complaint = typed(*words)

    assert status == 2
    assert "queue-server" in complaint


def test_the_version_is_said(typed: Typed):
    assert typed("--version")[1].startswith("one-stop-queue 0.")


@pytest.mark.parametrize("kind", [Trouble, ConfigError, StoreError])
def test_a_foreseen_error_is_one_sentence(typed: Typed, broken, kind: type[Exception]):
    broken(kind("The disk is full."))

    assert typed("verify") == (1, "", "queue-server: The disk is full.\n")


def test_faults_of_a_file_begin_with_its_name(typed: Typed, broken):
    broken(FileTrouble("a.toml:1: wrong\na.toml:2: wrong"))

    assert typed("verify")[2] == "a.toml:1: wrong\na.toml:2: wrong\n"


def test_an_unforeseen_error_shows_no_trace(typed: Typed, broken):
    broken(KeyError("x"))

    status, _, complaint = typed("verify")

    assert status == 1
    assert complaint == "queue-server: Something unforeseen went wrong (KeyError: 'x').\n"


def test_whoever_wants_the_trace_gets_it(typed: Typed, broken, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(program.TRACE, "1")
    broken(KeyError("x"))

    assert "Traceback" in typed("verify")[2]


def test_an_interrupt_is_no_error(typed: Typed, broken):
    broken(KeyboardInterrupt())

    assert typed("verify") == (130, "", "")


def test_a_reader_who_goes_away_is_no_error(
    typed: Typed, broken, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    broken(BrokenPipeError())
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert program.main(["verify"]) == 1


def test_only_what_was_typed_is_imported(typed: Typed, monkeypatch: pytest.MonkeyPatch):
    imported = []
    real = program.import_module
    monkeypatch.setattr(program, "import_module", lambda name: imported.append(name) or real(name))

    typed("centre", "check", "--help")

    assert imported == ["queue_server.cli.commands.centre"]
