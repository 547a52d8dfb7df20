import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import __main__ as program
from kiosk.app import KioskApp
from kiosk.printing.local import PicturePrinter
from queue_server.protocol.vocabulary import Language


class Started:
    """Takes the place of the terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.apps: list[KioskApp] = []
        monkeypatch.setattr(KioskApp, "run", lambda app: self.apps.append(app))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Started:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(program.options, "write_log", lambda *_: None)
    return Started(monkeypatch)


def test_the_command_of_the_readme_starts_a_kiosk(started: Started, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret\n")

    status = program.main(
        [
            "--server=http://127.0.0.1:8080",
            f"--token-file={tmp_path}/token",
            f"--printer=png://{tmp_path}/slips",
            "--lang=en",
            "--centre=cam-xuyen",
        ]
    )

    (app,) = started.apps
    assert status == 0
    assert isinstance(app._printer, PicturePrinter)
    assert app.scene.language is Language.EN
    assert app.link._token == "secret"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "--server"),
        (["--server=http://x", "--printer=lpt1"], "is no printer"),
        (["--server=http://x", "--lang=fr"], "--lang"),
        (["--server=http://x", "--serve=8090"], "is no HOST:PORT"),
        (["--server=http://x", "--serve=127.0.0.1:99999"], "is no HOST:PORT"),
        (["--server=http://x", "--token=a", "--token-file=b"], "not allowed with"),
        (["--pair=ABCD-EFGH"], "--pair needs --server"),
    ],
)
def test_wrong_usage_is_one_sentence(
    started: Started, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as end:
        program.main(arguments)

    assert end.value.code == 2
    assert says in capsys.readouterr().err
    assert started.apps == []


def test_a_served_kiosk_is_started_like_the_one_that_was_typed(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[tuple[str, int, list[str]]] = []
    monkeypatch.setattr("kiosk.browser.serve.run", lambda *run: runs.append(run))
    home = ["--server=http://x", "--token=t", "--lang", "en"]

    assert program.main([*home, "--serve", "127.0.0.1:8090"]) == 0
    assert program.main(["--serve=[::1]:80", *home]) == 0

    assert runs == [("127.0.0.1", 8090, home), ("::1", 80, home)]
    assert started.apps == []


def test_a_taken_address_is_one_sentence(
    started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status = program.main(["--server=http://x", "--token=t", f"--serve=127.0.0.1:{port}"])

    assert status == 1
    assert f"127.0.0.1:{port} cannot be used" in capsys.readouterr().err


def test_a_kiosk_on_a_terminal_loads_no_web_server() -> None:
    asked = "import sys, kiosk.__main__; print({'aiohttp.web', 'textual_serve'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout == "set()\n"


def test_the_machine_ends_the_kiosk_as_one_should(tmp_path: Path) -> None:
    """SIGTERM ends it with status 0, so that systemd calls that a clean stop."""
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "TERM": "xterm-256color"}
    master, slave = os.openpty()
    command = [sys.executable, "-m", "kiosk", "--server", "http://127.0.0.1:9", "--token", "t"]
    kiosk = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env)
    os.close(slave)
    try:
        seen = b""
        while b"English" not in seen:
            seen += os.read(master, 65536)
        kiosk.send_signal(signal.SIGTERM)
        status = None
        while status is None:
            status = kiosk.poll()
            _read_rest(master)
    finally:
        kiosk.kill()
        kiosk.wait()
        os.close(master)

    assert status == 0


def _read_rest(master: int) -> None:
    try:
        os.read(master, 65536)
    except OSError:
        return
