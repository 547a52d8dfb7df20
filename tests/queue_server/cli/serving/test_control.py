"""How commands ask the server that holds the data folder."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.cli.serving import control
from queue_server.cli.serving.acts import ImportPlan, ListAccounts, PairDevice, Reply, ShowPlan
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.trouble import Trouble
from queue_server.store.contract import StoreError
from tests.support import centre


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A running server whose folder lies deeper than a socket's name may be long."""
    folder = tmp_path / ("deep" * 20) / ("deeper" * 20)
    async with open_house(folder) as house:
        await control.perform(house, ImportPlan(plan=centre.plan()))
        async with control.listen(house):
            yield house


async def test_a_running_server_is_asked(house: House):
    reply = await control.ask(house.folder, ListAccounts())

    assert reply.lines == ("name  role  counter  centre  state  id",)


async def test_only_its_owner_can_ask(house: House):
    mode = (house.folder / control.NAME).stat().st_mode

    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


async def test_a_plan_comes_whole_over_the_wire(house: House):
    reply = await control.ask(house.folder, ShowPlan())

    assert reply.plan is not None
    assert reply.plan.fields == centre.plan().fields


async def test_a_refusal_is_a_sentence(house: House):
    plan = centre.plan(fields=())

    with pytest.raises(Trouble, match="plan"):
        await control.ask(house.folder, ImportPlan(plan=plan))


async def test_what_went_wrong_here_is_a_sentence(house: House):
    act = PairDevice(name="x", role="kiosk", centre="none")  # type: ignore[arg-type]

    with pytest.raises(Trouble, match="There is no centre none"):
        await control.ask(house.folder, act)


async def test_a_store_that_fails_is_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch):
    async def fail(*_: object) -> Reply:
        raise StoreError("The disk is full.")

    monkeypatch.setitem(control._ACTS, ListAccounts, fail)

    with pytest.raises(Trouble, match=r"It could not be kept: The disk is full\."):
        await control.ask(house.folder, ListAccounts())


async def test_a_fault_of_ours_is_told_and_logged(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def fail(*_: object) -> Reply:
        raise KeyError("x")

    monkeypatch.setitem(control._ACTS, ListAccounts, fail)

    with pytest.raises(Trouble, match="unforeseen"):
        await control.ask(house.folder, ListAccounts())
    assert "ListAccounts failed" in caplog.text


async def said(house: House, line: bytes) -> bytes:
    """Say a line to the server as another program might."""
    with control._address(house.folder) as path:
        reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_newer_command_is_told_that_it_is_unknown(house: House):
    assert b"does not know this command" in await said(house, b'{"act":"Dance"}\n')
    assert b"does not know this command" in await said(house, b"")


async def test_a_server_that_stops_before_it_answers_is_said(tmp_path: Path):
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.close()

    async with await asyncio.start_unix_server(hang_up, tmp_path / control.NAME):
        with pytest.raises(Trouble, match="stopped before it answered"):
            await control.ask(tmp_path, ListAccounts())


async def test_a_server_that_is_silent_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(control, "_ANSWERS_WITHIN_S", 0)
    over = asyncio.Event()

    async def keep_silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_unix_server(keep_silent, tmp_path / control.NAME):
        with pytest.raises(Trouble, match="did not answer"):
            await control.ask(tmp_path, ListAccounts())
        over.set()


async def test_a_socket_that_was_left_over_is_no_server(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await control.perform(house, ImportPlan(plan=centre.plan()))
    server = await asyncio.start_unix_server(lambda *_: None, tmp_path / control.NAME)
    server.close()
    assert (tmp_path / control.NAME).exists()

    assert await control.ask(tmp_path, ListAccounts())
    async with open_house(tmp_path) as house, control.listen(house):
        assert await control.ask(tmp_path, ListAccounts())


async def test_a_socket_that_may_not_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(asyncio, "open_unix_connection", forbid)

    with pytest.raises(Trouble, match="cannot be asked: Permission denied"):
        await control.ask(tmp_path, ListAccounts())


async def test_a_folder_that_is_gone_is_said(tmp_path: Path):
    with pytest.raises(Trouble, match="cannot be used"):
        await control.ask(tmp_path / ("deep" * 30), ListAccounts())
