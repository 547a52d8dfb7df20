"""The demo, as somebody tries it on their own machine."""

import asyncio
import json
import re
import shlex
import signal
import socket
import stat
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from kiosk.__main__ import _parser as kiosk_parser
from queue_server.cli.commands import demo
from queue_server.cli.serving.house import House, open_house
from queue_server.demo.credentials import NAME, Credentials
from queue_server.engine.engine import Engine
from queue_server.protocol.vocabulary import CentreId
from queue_server.store.sqlite import SqliteStore
from tests.queue_server.cli.conftest import Typed
from tests.support import program
from tests.support.program import started

CENTRE = "/api/v1/centres/cam-xuyen"


def credentials(folder: Path) -> dict:
    return json.loads((folder / NAME).read_text(encoding="utf-8"))


async def signs_in(url: str, known: dict, name: str) -> str:
    """Return the token of an account of the credentials."""
    entry = next(account for account in known["accounts"] if account["name"] == name)
    wish = {"name": name, "password": entry["password"]}
    async with (
        aiohttp.ClientSession(url) as client,
        client.post("/api/v1/session", json=wish) as answer,
    ):
        assert answer.status in (200, 201), await answer.text()
        return (await answer.json())["token"]


async def a_trip(url: str, known: dict) -> None:
    """Take a number at the kiosk, and call it at counter 8."""
    kiosk = {"Authorization": f"Bearer {known['devices']['kiosk']}"}
    officer = {"Authorization": f"Bearer {await signs_in(url, known, 'officer8')}"}
    async with aiohttp.ClientSession(url) as client:
        tickets = f"{CENTRE}/tickets"
        async with client.post(tickets, json={"field": "HT"}, headers=kiosk) as answer:
            assert answer.status == 201
            ticket = await answer.json()
        assert re.fullmatch(r"A\d{3}", ticket["label"])
        async with client.post(f"{CENTRE}/counters/8/open", headers=officer) as answer:
            assert answer.status == 200, await answer.text()
        wish = {"ticket": ticket["id"], "reason": "thử"}
        async with client.post(f"{CENTRE}/counters/8/call", json=wish, headers=officer) as answer:
            assert answer.status == 200, await answer.text()


async def a_hall_that_is_closed(server: program.Program, known: dict) -> int | None:
    """Watch the hall until the server goes, and return the closing code."""
    headers = {"Authorization": f"Bearer {known['devices']['display']}"}
    async with (
        aiohttp.ClientSession(server.url) as client,
        client.ws_connect(f"{CENTRE}/live/hall", headers=headers) as hall,
    ):
        first = await hall.receive_json()
        assert first["view"]["centre"]
        server.process.send_signal(signal.SIGINT)
        async for _ in hall:
            pass
        return hall.close_code


def test_a_first_start_a_trip_and_a_second_start(tmp_path: Path):
    folder = tmp_path / "demo"
    with started(*program.demo(folder)) as server:
        known = credentials(folder)
        assert known["url"] == server.url
        asyncio.run(a_trip(server.url, known))
        verified = program.run("verify", "--data", str(folder))
        assert verified.returncode == 0, verified.stderr
        status = server.end()
    assert status == 0
    assert len(re.findall("^ready ", server.said, re.MULTILINE)) == 1
    assert "Traceback" not in server.said

    with started(*program.demo(folder, "--traffic")) as server:
        assert credentials(folder) == known | {"url": server.url}
        closed = asyncio.run(a_hall_that_is_closed(server, known))
        server.process.wait(timeout=program.ENDS_WITHIN_S)
    assert server.process.returncode == 0
    assert closed == 1001


@pytest.mark.uncounted
def test_what_is_told_can_be_pasted(tmp_path: Path):
    folder = tmp_path / "a folder"
    with started(*program.demo(folder)) as server:
        server.end()

    typed = [line.strip() for line in server.said.splitlines() if "--server" in line]
    kiosk, hall, console = (shlex.split(line) for line in typed)
    given = kiosk_parser().parse_args(kiosk[1:])
    assert Path(kiosk[0]).name == "kiosk"
    assert given.token_file.read_text().strip() == credentials(folder)["devices"]["kiosk"]
    assert hall[1:4] == ["hall", "--server", server.url]
    assert console[0].startswith("COUNTER_PASSWORD=")
    assert console[2:4] == ["console", "8"]
    assert re.search(r"SQLite 3\.\d+\.\d+, one connection writes", server.said)


@pytest.mark.uncounted
def test_the_first_start_with_traffic_has_a_past(tmp_path: Path):
    with started(*program.demo(tmp_path, "--traffic")) as server:
        server.end()

    journal = asyncio.run(last_event(tmp_path))
    assert journal > 20_000
    assert program.run("verify", "--data", str(tmp_path)).returncode == 0


async def last_event(folder: Path) -> int:
    store = await SqliteStore.open(folder)
    seq, _ = await store.journal(CentreId("cam-xuyen")).last()
    await store.close()
    return seq


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "so.example.vn", "::"])
def test_other_machines_are_refused(typed: Typed, tmp_path: Path, host: str):
    status, said, complaint = typed("demo", "--data", tmp_path / "d", "--host", host)

    assert (status, said) == (2, "")
    assert "can be reached from other machines" in complaint.splitlines()[-1]
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_a_port_is_a_number(typed: Typed, port: str):
    assert typed("demo", "--port", port)[0] == 2


def test_a_taken_port_is_one_sentence_and_leaves_nothing(typed: Typed, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        answer = typed("demo", "--data", tmp_path / "d", "--port", str(port))

    complaint = f"Port {port} of 127.0.0.1 is taken by another program; choose another one."
    assert answer == (1, "", f"queue-server: {complaint}\n")
    assert not (tmp_path / "d").exists()


def test_a_real_servers_folder_is_left_alone(typed: Typed, data: Path):
    status, _, complaint = typed("demo", "--data", data)

    assert status == 1
    assert complaint == f"queue-server: {data} belongs to a real server (it has a server.toml).\n"


def test_without_a_folder_it_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert demo._usual_folder() == tmp_path / "one-stop-queue" / "demo"

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert demo._usual_folder() == tmp_path / ".local" / "share" / "one-stop-queue" / "demo"


async def enter(house: House, url: str) -> Credentials:
    """Let everybody in, as a start does."""
    known, accounts = await demo._known(house, url)
    await demo._let_in(house, await house.engine(demo.CENTRE), known, accounts)
    return known


async def test_lost_credentials_are_made_anew(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await demo._furnish(house, "http://127.0.0.1:1", traffic=False)
        first = await enter(house, "http://127.0.0.1:1")
        (tmp_path / NAME).unlink()

        second = await enter(house, "http://127.0.0.1:2")
        third = await enter(house, "http://127.0.0.1:3")

        assert second.devices != first.devices
        assert third == replace(second, url="http://127.0.0.1:3")
        assert len(await house.registry.accounts()) == 11
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


async def test_tickets_link_to_where_the_demo_answers_now(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await demo._furnish(house, "http://127.0.0.1:1", traffic=False)
        engine = await house.engine(demo.CENTRE)

        await demo._link_to(engine, "http://127.0.0.1:1", "")
        assert await link(engine) == ("http://127.0.0.1:1", 1)
        await demo._link_to(engine, "http://127.0.0.1:2", "http://127.0.0.1:1")
        assert await link(engine) == ("http://127.0.0.1:2", 2)
        await demo._link_to(engine, "http://127.0.0.1:3", "http://127.0.0.1:1")
        assert await link(engine) == ("http://127.0.0.1:2", 2)


async def link(engine: Engine) -> tuple[str, int]:
    """Return where tickets link to, and the plan's version."""
    plan = await engine.ask(lambda floor, _: floor.plan)
    assert plan is not None
    return plan.public_url, plan.version
