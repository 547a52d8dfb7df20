from pathlib import Path

import pytest

from counter_display import __main__ as program
from counter_display.console.app import ConsoleApp
from counter_display.counter.app import CounterApp
from counter_display.hall.app import HallApp
from queue_server.terminal.shell import TerminalApp

SERVER = "--server=http://127.0.0.1:8080"


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[TerminalApp]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    started: list[TerminalApp] = []
    monkeypatch.setattr(TerminalApp, "run", lambda app: started.append(app))
    monkeypatch.setattr(program.options, "write_log", lambda *_: None)
    monkeypatch.setenv("COUNTER_PASSWORD", "bí mật")
    return started


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["hall", SERVER, "--token=t"], HallApp),
        (["counter", "3", SERVER, "--token=t"], CounterApp),
        (["console", "8", SERVER, "--account=officer8"], ConsoleApp),
        (["console", "8", SERVER], ConsoleApp),
    ],
)
def test_each_screen_has_its_command(
    apps: list[TerminalApp], arguments: list[str], kind: type[TerminalApp]
) -> None:
    assert program.main(arguments) == 0

    assert [type(app) for app in apps] == [kind]


def test_an_account_takes_its_password_from_the_environment(apps: list[TerminalApp]) -> None:
    program.main(["console", "8", SERVER, "--account=officer8"])
    program.main(["console", "8", SERVER])

    named, unnamed = apps
    assert isinstance(named, ConsoleApp)
    assert isinstance(unnamed, ConsoleApp)
    assert (named._account, named._password) == ("officer8", "bí mật")
    assert unnamed._password == "", "a password without a name is nobody's"


@pytest.mark.parametrize(
    ("given", "speaks"), [([], False), (["--voice=off"], False), (["--voice=cat -"], True)]
)
def test_the_hall_speaks_where_a_program_is_named(
    apps: list[TerminalApp], given: list[str], speaks: bool
) -> None:
    assert program.main(["hall", SERVER, "--token=t", *given]) == 0

    (app,) = apps
    assert isinstance(app, HallApp)
    assert (app._voice is not None) is speaks


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "hall|counter|console"),
        (["counter", SERVER], "N"),
        (["counter", "../3", SERVER], "is no counter"),
        (["hall", SERVER, "--account=x"], "device's token"),
        (["hall"], "--server"),
        (["hall", SERVER, "--voice="], "is no command"),
        (["hall", SERVER, "--voice=no-such-program"], "there is no program"),
        (["counter", "3", SERVER, "--voice=cat"], "the hall's board alone speaks"),
        (["console", "1", SERVER, "--pair=ABCD-EFGH"], "unrecognized arguments"),
    ],
)
def test_wrong_usage_is_one_sentence(
    apps: list[TerminalApp], capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as end:
        program.main(arguments)

    assert end.value.code == 2
    assert says in capsys.readouterr().err
    assert apps == []
