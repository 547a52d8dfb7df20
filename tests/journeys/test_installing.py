"""From `init` to the first printed ticket, by the very commands of docs/lap-dat.md."""

import re
import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.escpos_paper import sheets
from tests.support.handbook import ROOT, Handbook
from tests.support.program import READY_WITHIN_S
from tests.support.terminal import glass
from tests.support.thread import running
from tests.support.virtual_printer import VirtualPrinter

PAGE = ROOT / "docs" / "lap-dat.md"
PASSWORD = "một câu dài dễ nhớ\n"
CODES = re.compile(r"(?:Set-up code, once, within 7 days|Pairing code): (\w{4}-\w{4})")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def service(book: Handbook, unit: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run what a unit starts."""
    log = (book.world / f"{unit}.log").open("wb")
    with log, subprocess.Popen(book.unit_command(unit), env=book.env, stdout=log) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(READY_WITHIN_S)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    made = VirtualPrinter()
    with running(made.__aenter__, made.__aexit__):
        yield made


@pytest.fixture
def book(tmp_path: Path, printer: VirtualPrinter) -> Handbook:
    port = free_port()
    return Handbook(
        PAGE,
        tmp_path,
        {
            "192.168.1.10:8080": f"127.0.0.1:{port}",
            "--host 0.0.0.0": f"--host 0.0.0.0 --port {port}",
            "192.168.1.50:9100": f"127.0.0.1:{printer.port}",
        },
    )


def edit(book: Handbook) -> None:
    """Do what the page leaves to an editor: hours that are now, addresses that are here."""
    centre = book.world / "srv/centre/centre.toml"
    if "always_open" not in (text := centre.read_text()):
        whole = re.sub(r"\n\[\[hours\..*?(?=\n\[(?!\[hours)|\Z)", "", text, flags=re.S)
        centre.write_text(f"{whole}\n[hours]\nalways_open = true\n")
    env = book.world / "etc/one-stop-queue/terminal.env"
    if env.exists():
        env.write_text(book.here(env.read_text()))


def test_the_page_leads_from_init_to_the_first_printed_ticket(
    book: Handbook, printer: VirtualPrinter
) -> None:
    install, centre, init, setup, *rest = book.blocks()
    book.run(install)
    edits(book, centre)
    start, _, wait = init.rpartition("\ncurl")
    code = CODES.search(book.run(start))
    assert code is not None
    with service(book, "queue-server"):
        book.run(f"curl{wait}")
        book.run(setup.replace("MKEW-CFGN", code[1]))
        people, device, codes, pairing, *boards = rest
        for line in people.splitlines():
            said = book.run(line, typed=PASSWORD)
        assert [name in said for name in ("quantri", "lan", "giamdoc")] == [True] * 3
        book.run(device)
        code = CODES.search(edits(book, codes))
        assert code is not None
        # the page offers two ways: the kiosk itself asks, and the command
        first_ticket_of_an_unpaired_kiosk(book, code[1])
        assert len(sheets(printer.printed)) == 1
        code = CODES.search(edits(book, codes))
        assert code is not None
        book.run(pairing.replace("ABCD-EFGH", code[1]))
        the_boards(book, boards)
    assert book.started() == [
        *("queue-server", "lightdm", "kiosk-terminal", "lightdm", "hall-browser"),
    ]


def edits(book: Handbook, block: str) -> str:
    """Run a block, editing where it opens the editor."""
    before, _, after = block.partition("sudo nano ")
    said = book.run(before) if before else ""
    edit(book)
    return said + book.run(after.partition("\n")[2] or "true")


def first_ticket_of_an_unpaired_kiosk(book: Handbook, code: str) -> None:
    """Start what the kiosk's unit shows on its screen, type the code, and touch a field."""
    xterm = book.unit_command("kiosk-terminal")
    command = xterm[xterm.index("-e") + 1 :]
    with glass(command, book.env) as screen:
        screen.until("Mã ghép")
        screen.type(f"{code}\n")
        screen.until("chưa có quầy")
        screen.touch("Hộ tịch")
        # nobody sits at a counter yet: the kiosk says so, and asks how many dossiers there are
        screen.until("Hiện chưa có quầy")
        screen.type("1")
        screen.until("lấy phiếu")


def the_boards(book: Handbook, blocks: list[str]) -> None:
    """Pair the boards, and see one start by itself afterwards."""
    tv, terminal, last = blocks
    assert CODES.search(book.run(tv))
    pair, _, show = terminal.partition("\n")
    code = CODES.search(book.run(pair))
    assert code is not None
    book.run(show.replace("ABCD-EFGH", code[1]))
    command = shlex.split(show.replace("sudo -u kiosk", ""))
    own = str(book.world / "bin" / command[0])
    with glass([own, *command[1 : command.index("--pair")]], book.env) as screen:
        screen.until("Quầy")
    assert "xa-mau" in book.run(last)
