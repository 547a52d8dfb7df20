"""The store of one data folder and the engines of its centres."""

import asyncio
from pathlib import Path

import pytest

from queue_server.cli.serving.house import House, open_house
from queue_server.cli.trouble import Trouble
from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import Account, Session, StoreError
from tests.support import centre
from tests.support.centre import CENTRE


async def furnish(house: House, *names: str) -> None:
    for name in names:
        engine = await house.engine(CentreId(name))
        await engine.carry_out(ChangePlan(by=centre.MANAGER, plan=centre.plan(centre=name)))


async def test_each_centre_has_one_engine(tmp_path: Path):
    async with open_house(tmp_path) as house:
        one, other = await asyncio.gather(house.engine(CENTRE), house.engine(CENTRE))

    assert one is other


async def test_all_centres_are_started(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await furnish(house, "b", "a")
    async with open_house(tmp_path) as house:
        await house.start_all()

        assert list(house.engines) == ["a", "b"]


async def test_two_servers_cannot_have_one_folder(tmp_path: Path):
    async with open_house(tmp_path):
        with pytest.raises(StoreError, match="Another server"):
            async with open_house(tmp_path):
                pass


async def test_the_only_centre_need_not_be_named(tmp_path: Path):
    async with open_house(tmp_path) as house:
        with pytest.raises(Trouble, match="there is none yet"):
            await house.centre(None)
        with pytest.raises(Trouble, match="There is no centre yet"):
            await house.home()
        await furnish(house, "a")
        assert await house.centre(None) == await house.home() == "a"
        await furnish(house, "b")
        with pytest.raises(Trouble, match="Say which centre is meant: a, b"):
            await house.centre(None)
        assert await house.centre(CentreId("b")) == "b"
        assert await house.home() == "a"


async def test_an_engine_that_breaks_is_noticed(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await furnish(house, "a", "b")
        for engine in house.engines.values():
            engine.died.set_exception(StoreError("broken"))

        with pytest.raises(StoreError):
            await house.died
        for engine in house.engines.values():
            engine.died.exception()


async def test_what_is_over_is_forgotten(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await furnish(house, "a")
        engine = await house.engine(CentreId("a"))
        old = Session(token_hash=b"x", account="a-1", created_at=1, expires_at=2)
        whose = Account(id="a-1", name="x", role=Role.ADMIN, password_hash="", created_at=1)
        await engine.keep([house.registry.put_account(whose), house.registry.put_session(old)])
        sweeping = asyncio.create_task(house.sweep())
        while await house.registry.session(b"x") is not None:
            await asyncio.sleep(0)

        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)


async def test_a_failing_store_does_not_end_the_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async with open_house(tmp_path) as house:
        await furnish(house, "a")
        engine = await house.engine(CentreId("a"))
        tried = asyncio.Event()

        async def fail(statements: object) -> None:
            tried.set()
            raise StoreError("full")

        monkeypatch.setattr(engine, "keep", fail)
        sweeping = asyncio.create_task(house.sweep())
        await tried.wait()
        await asyncio.sleep(0)

        assert not sweeping.done()
        assert "could not be forgotten" in caplog.text
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
