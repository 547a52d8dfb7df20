"""Section 2: the commands, as somebody types them."""

import json
import os
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from queue_server.__main__ import main
from tests.contract.conftest import People
from tests.support import program
from tests.support.outside import Demo, view_that

VERBS = [
    "",
    "demo",
    "init",
    "run",
    "centre",
    "centre check",
    "centre import",
    "centre export",
    "account",
    "account add",
    "account list",
    "account disable",
    "account password",
    "device",
    "device pair",
    "device list",
    "device revoke",
    "verify",
    "backup",
    "restore",
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_tells_what_it_does(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*verb.split(), "--help"])

    assert ended.value.code == 0
    assert "usage: queue-server" in capsys.readouterr().out


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nonsense",
        "demo --nonsense",
        "demo --port many",
        "demo --host 0.0.0.0",
        "demo --host 192.168.1.5",
        "centre",
        "centre check",
        "verify",
        "account add somebody",
        "account add somebody --role king --data .",
        "backup --data .",
    ],
)
def test_what_is_wrongly_typed_ends_with_two(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed.split())

    said = capsys.readouterr()
    assert ended.value.code == 2
    assert "error: " in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "typed",
    [
        "verify --data {}/none",
        "run --config {}/none.toml",
        "backup --data {}/none {}/file",
        "restore --data {}/none {}/file",
        "centre check {}/none.toml",
        "account list --data {}/none",
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(typed.replace("{}", str(tmp_path)).split())

    said = capsys.readouterr()
    assert status == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_the_demo_writes_who_may_enter(demo: Demo) -> None:
    file = demo.folder / "credentials.json"
    known = demo.credentials()
    roles = [account["role"] for account in known["accounts"]]

    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert known["centre"] == "cam-xuyen"
    assert known["url"] == demo.url
    assert {"admin", "manager", "auditor"} <= set(roles)
    officers = [a["counter"] for a in known["accounts"] if a["role"] == "officer"]
    assert sorted(officers) == list("12345678")
    assert all(a["name"] and a["password"] for a in known["accounts"])
    assert {"kiosk", "display"} <= known["devices"].keys()


def test_a_folder_has_one_server(demo: Demo) -> None:
    ended = program.run(*program.demo(demo.folder, "--no-traffic"))

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1


async def test_the_plan_goes_out_and_comes_in_live(people: People, tmp_path: Path) -> None:
    data = ["--data", str(people.demo.folder)]
    assert program.run("centre", "export", *data, "--out", str(tmp_path)).returncode == 0
    (file,) = tmp_path.glob("*.toml")
    assert program.run("centre", "check", str(file)).returncode == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("notice_vi = .*", 'notice_vi = "Mới"', text), encoding="utf-8")
    async with people.display.watch("hall") as hall:
        assert program.run("centre", "import", *data, str(file)).returncode == 0
        await view_that(hall, lambda v: v["notice"] == "Mới")


def test_a_fault_in_a_centre_file_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "centre.toml"
    file.write_text('centre = "x"\nname_vi = "X"\ncolour = "red"\n', encoding="utf-8")

    assert main(["centre", "check", str(file)]) == 1
    assert f"{file}:3:" in capsys.readouterr().err


async def test_people_and_devices_are_kept_while_the_server_runs(people: People) -> None:
    data = ["--data", str(people.demo.folder)]
    word = "a-long-enough-word"
    add = ["account", "add", *data, "--role", "auditor", "by-hand"]
    assert program.run(*add, typed=f"{word}\n{word}\n").returncode == 0
    wish = {"name": "by-hand", "password": word}
    (await people.nobody.post("/api/v1/session", wish)).ok(200, 201)
    assert "by-hand" in program.run("account", "list", *data).stdout
    assert program.run("account", "disable", *data, "by-hand").returncode == 0
    assert (await people.nobody.post("/api/v1/session", wish)).status == 401


async def test_a_device_paired_by_hand_works_until_it_is_revoked(people: People) -> None:
    data = ["--data", str(people.demo.folder)]
    paired = program.run("device", "pair", *data, "--role", "display", "Bảng hai")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", paired.stdout)
    assert code
    answer = (await people.nobody.post("/api/v1/pair", {"code": code[0]})).ok(201)
    board = people.holding(answer["token"])
    assert (await board.get("/api/v1/session")).ok()["role"] == "display"

    assert "Bảng hai" in program.run("device", "list", *data).stdout
    async with board.watch("hall") as screen:
        assert program.run("device", "revoke", *data, "Bảng hai").returncode == 0
        await screen.wait_closed()
    assert screen.close_code in (4401, 4403)
    assert (await board.get("/api/v1/session")).status == 401


async def test_a_backup_while_running_is_restored_whole(people: People, tmp_path: Path) -> None:
    ticket = await people.kiosk.take("HT")
    file, empty = tmp_path / "backup", tmp_path / "restored"
    assert program.run("backup", "--data", str(people.demo.folder), str(file)).returncode == 0
    back = program.run("restore", "--data", str(empty), str(file))
    assert (back.returncode, "whole" in back.stdout) == (0, True)
    again = program.run("restore", "--data", str(empty), str(file))
    assert again.returncode == 1

    assert program.run("verify", "--data", str(empty)).returncode == 0
    tampered = tamper(empty, ticket["id"])
    ended = program.run("verify", "--data", str(empty))
    assert ended.returncode == 1
    assert str(tampered) in ended.stdout + ended.stderr


def tamper(folder: Path, ticket: str) -> int:
    """Change the event that issued a ticket, as somebody with the file could; give its seq."""
    with closing(sqlite3.connect(folder / "queue.db")) as base, base:
        base.text_factory = lambda cell: cell.decode(errors="replace")
        table, column = _where(base, ticket)
        for (text,) in base.execute(f"SELECT {column} FROM {table}").fetchall():
            event = _event(text)
            if event.get("ticket") == ticket and event["type"] == "ticket_issued":
                forged = json.dumps(event | {"label": "A999"}, ensure_ascii=False)
                changed = forged if isinstance(text, str) else forged.encode()
                change = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
                assert base.execute(change, (changed, text)).rowcount == 1
                return int(event["seq"])
    raise AssertionError("no such event")


def _where(base: sqlite3.Connection, ticket: str) -> tuple[str, str]:
    """Find the table and column that hold the events, whatever their names."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for (table,) in base.execute(tables).fetchall():
        for column in [row[1] for row in base.execute(f"PRAGMA table_info({table})").fetchall()]:
            cells = base.execute(f"SELECT CAST({column} AS TEXT) FROM {table}").fetchall()
            if any("ticket_issued" in str(cell) and ticket in str(cell) for (cell,) in cells):
                return table, column
    raise AssertionError("no table of events")


def _event(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@pytest.fixture
def centre_file(demo: Demo, tmp_path: Path) -> Path:
    program.run("centre", "export", "--data", str(demo.folder), "--out", str(tmp_path))
    (file,) = tmp_path.glob("*.toml")
    return file


async def test_a_real_server_begins_with_a_code_and_no_password(
    people: People, centre_file: Path, folder: Path
) -> None:
    made = program.run("init", str(folder), "--centre-file", str(centre_file), "--port", "0")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", made.stdout)
    assert code
    with program.started("run", "--config", str(folder / "server.toml")) as running:
        door = f"{running.url}/api/v1/setup"
        first = {"code": code[0], "name": "chief", "password": "a-long-enough-word"}
        async with people.http.post(door, json=first | {"code": "AAAA-BBBB"}) as answer:
            assert answer.status == 403
        async with people.http.post(door, json=first) as answer:
            assert answer.status == 201
        async with people.http.post(door, json=first | {"name": "other"}) as answer:
            assert answer.status in (403, 409)
        wish = {"name": "chief", "password": "a-long-enough-word"}
        async with people.http.post(f"{running.url}/api/v1/session", json=wish) as answer:
            assert (await answer.json())["role"] == "admin"
        assert running.end() == 0


def test_init_wants_an_empty_folder(
    centre_file: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    (folder / "something").write_text("x")

    assert main(["init", str(folder), "--centre-file", str(centre_file)]) == 1
