"""A server for a real centre, set up and run."""

import asyncio
import os
import re
import signal
import stat
from pathlib import Path

import aiohttp
import pytest

from queue_server.cli.commands.server import serve
from queue_server.cli.trouble import Trouble
from queue_server.config import ServerConfig, read
from queue_server.store.sqlite import SqliteStore
from tests.queue_server.cli.conftest import Typed
from tests.support.program import run, started

GOOD = "0123456789"


def test_a_new_server_has_a_configuration_a_centre_and_a_code(
    typed: Typed, plan_file: Path, tmp_path: Path
):
    folder = tmp_path / "new"
    init = ["init", folder, "--centre-file", plan_file, "--host", "0.0.0.0", "--port", "9000"]

    status, said, _ = typed(*init)

    assert status == 0
    assert re.search(r"Set-up code, once, within 7 days: \w{4}-\w{4}\n", said)
    assert f"queue-server run --config {folder}/server.toml" in said
    config = read(folder / "server.toml", {})
    assert (config.host, config.port, config.folder) == ("0.0.0.0", 9000, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "queue.db").stat().st_mode) == 0o600


def test_nothing_is_set_up_over_something(typed: Typed, data: Path, plan_file: Path):
    status, _, complaint = typed("init", data, "--centre-file", plan_file)

    assert status == 1
    assert complaint == (
        f"queue-server: {data} is not empty; a new server needs a folder of its own.\n"
    )


def test_a_faulty_centre_file_leaves_no_folder(typed: Typed, tmp_path: Path):
    (tmp_path / "bad.toml").write_text("nonsense = 1")

    status, _, complaint = typed("init", tmp_path / "new", "--centre-file", tmp_path / "bad.toml")

    assert status == 1
    assert complaint.startswith(f"{tmp_path}/bad.toml:1: ")
    assert not (tmp_path / "new").exists()


async def test_a_server_without_a_centre_does_not_start(tmp_path: Path):
    await (await SqliteStore.open(tmp_path)).close()

    with pytest.raises(Trouble, match="There is no centre in"):
        await serve(tmp_path, ServerConfig(database=str(tmp_path), port=0))


async def test_it_runs_until_it_is_asked_to_stop(data: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO")
    server = asyncio.create_task(serve(data, ServerConfig(database=str(data), port=0)))
    while not (ready := re.search(r"ready (http://\S+)", caplog.text)):
        await asyncio.sleep(0)
        assert not server.done()
    async with aiohttp.ClientSession(ready[1]) as client, client.get("/readyz") as answer:
        assert answer.status == 200

    os.kill(os.getpid(), signal.SIGTERM)

    assert await server == 0
    assert not (data / "control.sock").exists()
    assert "one connection writes" in caplog.text


@pytest.mark.uncounted
def test_from_init_to_a_first_sign_in_and_a_backup(tmp_path: Path, plan_file: Path):
    folder = tmp_path / "data"
    made = run("init", str(folder), "--centre-file", str(plan_file), "--port", "0")
    code = re.search(r"days: (\S+)", made.stdout)
    assert code, made.stderr
    with started("run", "--config", str(folder / "server.toml")) as server:
        asyncio.run(first_administrator(server.url, code[1]))
        pairing = run("device", "pair", "Kiosk", "--role", "kiosk", "--data", str(folder))
        found = re.search(r"code: (\S+)", pairing.stdout)
        assert found, pairing.stderr
        asyncio.run(pair(server.url, found[1]))
        people = run(
            *("account", "add", "Lan", "--role", "officer", "--counter", "1"),
            *("--password-stdin", "--data", str(folder)),
            typed=f"{GOOD}\n",
        )
        assert people.returncode == 0, people.stderr
        asyncio.run(sign_in(server.url, "Lan", 201))
        assert run("account", "disable", "Lan", "--data", str(folder)).returncode == 0
        asyncio.run(sign_in(server.url, "Lan", 401))
        backup = run("backup", str(tmp_path / "b.db"), "--data", str(folder))
        assert backup.returncode == 0, backup.stderr
        verified = run("verify", "--config", str(folder / "server.toml"))
        assert verified.returncode == 0, verified.stderr
        status = server.end()
    assert status == 0
    restored = run("restore", str(tmp_path / "b.db"), "--data", str(tmp_path / "again"))
    assert restored.returncode == 0, restored.stderr
    assert "events are whole" in restored.stdout


async def first_administrator(url: str, code: str) -> None:
    """Use the set-up code, which can be used once."""
    wish = {"code": code, "name": "Quản trị", "password": GOOD}
    async with aiohttp.ClientSession(url) as client:
        async with client.post("/api/v1/setup", json=wish) as answer:
            assert answer.status == 201
        async with client.post("/api/v1/setup", json=wish) as answer:
            assert answer.status == 403
    await sign_in(url, "Quản trị", 201)


async def sign_in(url: str, name: str, expected: int) -> None:
    async with aiohttp.ClientSession(url) as client:
        wish = {"name": name, "password": GOOD}
        async with client.post("/api/v1/session", json=wish) as answer:
            assert (answer.status in (200, 201)) == (expected == 201)


async def pair(url: str, code: str) -> None:
    """Show the code at the door and use the token."""
    async with aiohttp.ClientSession(url) as client:
        async with client.post("/api/v1/pair", json={"code": code}) as answer:
            assert answer.status == 201, await answer.text()
            token = (await answer.json())["token"]
        tickets = "/api/v1/centres/mau/tickets"
        headers = {"Authorization": f"Bearer {token}"}
        async with client.post(tickets, json={"field": "HT"}, headers=headers) as answer:
            assert answer.status == 201, await answer.text()
