"""The doors at an address."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from queue_server.cli.serving.doors import answers, bound, open_doors, url_of
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.trouble import Trouble
from queue_server.config import ServerConfig, TlsConfig
from queue_server.protocol.commands import ChangePlan
from tests.support import centre

HOST = "127.0.0.1"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        engine = await house.engine(centre.CENTRE)
        await engine.carry_out(ChangePlan(by=centre.MANAGER, plan=centre.plan()))
        yield house


async def test_doors_answer_once_they_are_open(house: House):
    with bound(HOST, 0) as holder:
        with pytest.raises(Trouble, match="does not answer"):
            await answers(holder)
        async with open_doors(house, ServerConfig(), holder, demo=True):
            await answers(holder)
            url = url_of(holder, HOST)
            async with (
                aiohttp.ClientSession(url) as client,
                client.get("/api/v1/centres/mau") as answer,
            ):
                assert (await answer.json())["id"] == "mau"


async def test_only_known_names_are_answered(house: House):
    config = ServerConfig(allowed_hosts=("so.vn",), public_url="https://phones.vn/x")
    with bound(HOST, 0) as holder:
        async with open_doors(house, config, holder), aiohttp.ClientSession() as client:
            statuses = [
                await status(client, url_of(holder, HOST), name)
                for name in ("so.vn", "phones.vn", "other.vn")
            ]

    assert statuses[:2] == [200, 200]
    assert statuses[2] >= 400


async def status(client: aiohttp.ClientSession, url: str, name: str) -> int:
    async with client.get(f"{url}/healthz", headers={"Host": name}) as answer:
        return answer.status


def test_a_taken_port_is_said():
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} of {HOST} is taken"):
            bound(HOST, port)


def test_a_foreign_address_is_said():
    with pytest.raises(Trouble, match=r"203\.0\.113\.1:8080 cannot be used"):
        bound("203.0.113.1", 8080)


def test_an_unknown_name_is_said():
    with pytest.raises(Trouble, match="There is no address"):
        bound("no.such.name.invalid", 8080)


def test_a_port_of_the_system_is_said(monkeypatch: pytest.MonkeyPatch):
    def forbid(self: socket.socket, address: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbid)

    with pytest.raises(Trouble, match="Port 80 may only be used by the system's administrator"):
        bound(HOST, 80)


async def test_a_port_that_somebody_else_opened_meanwhile_is_said(house: House):
    with bound(HOST, 0) as holder, bound(HOST, holder.getsockname()[1]) as other:
        other.listen()
        with pytest.raises(Trouble, match="is taken"):
            async with open_doors(house, ServerConfig(), holder):
                pass


def test_addresses_are_written_as_browsers_want_them():
    with bound(HOST, 0) as holder:
        port = holder.getsockname()[1]
        assert url_of(holder, "localhost") == f"http://localhost:{port}"
        assert url_of(holder, HOST, tls=True) == f"https://{HOST}:{port}"
    with bound("::1", 0) as holder:
        assert url_of(holder, "::1").startswith("http://[::1]:")


async def test_a_certificate_that_cannot_be_used_is_said(house: House, tmp_path: Path):
    config = ServerConfig(tls=TlsConfig(cert=str(tmp_path / "no.pem"), key=str(tmp_path / "k")))

    said = r"The certificate .*no\.pem cannot be used"
    with bound(HOST, 0) as holder, pytest.raises(Trouble, match=said):
        async with open_doors(house, config, holder):
            pass


async def test_a_server_that_is_not_ready_is_said():
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 503 Gone\r\n\r\n")
        writer.close()

    with bound(HOST, 0) as holder:
        async with await asyncio.start_server(refuse, sock=holder):
            with pytest.raises(Trouble, match=r"not ready: HTTP/1\.1 503 Gone"):
                await answers(holder)
