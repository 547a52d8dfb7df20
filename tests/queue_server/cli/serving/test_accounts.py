"""Accounts changed by command while a server runs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.cli.serving import accounts
from queue_server.cli.serving.acts import (
    OPERATOR,
    AddAccount,
    DisableAccount,
    ImportPlan,
    SetPassword,
)
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.serving.plans import take_in
from queue_server.cli.trouble import Trouble
from queue_server.protocol.codec import decode_event
from queue_server.protocol.events import AccountChanged
from queue_server.store.contract import Session
from tests.support import centre


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        await take_in(house, ImportPlan(plan=centre.plan()))
        yield house


async def noted(house: House) -> list[str]:
    """Return what the record says of accounts."""
    entries = await house.store.journal(centre.CENTRE).read(0, 1000)
    events = [decode_event(entry.body) for entry in entries]
    changes = [event for event in events if isinstance(event, AccountChanged)]
    assert {event.by for event in changes} <= {OPERATOR}
    return [event.change for event in changes]


async def signed_in(house: House, name: str) -> None:
    account = await house.registry.account_named(name)
    assert account is not None
    session = Session(token_hash=b"t", account=account.id, created_at=1, expires_at=2**40)
    engine = await house.engine(centre.CENTRE)
    await engine.keep([house.registry.put_session(session)])


async def test_each_change_stands_in_the_record_without_the_name(house: House):
    await accounts.add(house, AddAccount(name="Lan", role="officer", password_hash="x"))
    await accounts.set_password(house, SetPassword(name="Lan", password_hash="y"))
    await accounts.disable(house, DisableAccount(name="Lan"))
    await accounts.disable(house, DisableAccount(name="Lan"))

    assert await noted(house) == ["created", "password", "disabled"]
    bodies = [entry.body for entry in await house.store.journal(centre.CENTRE).read(0, 1000)]
    assert not any(b"Lan" in body for body in bodies)


@pytest.mark.parametrize("change", ["password", "disabled"])
async def test_whoever_is_signed_in_is_signed_out(house: House, change: str):
    await accounts.add(house, AddAccount(name="Lan", role="officer", password_hash="x"))
    await signed_in(house, "Lan")

    if change == "password":
        await accounts.set_password(house, SetPassword(name=" Lan ", password_hash="y"))
    else:
        await accounts.disable(house, DisableAccount(name="Lan"))

    assert await house.registry.session(b"t") is None


async def test_an_administrator_of_one_centre_is_no_substitute_for_all(house: House):
    await accounts.add(house, AddAccount(name="all", role="admin", password_hash="x"))
    one = AddAccount(name="one", role="admin", password_hash="x", centre=centre.CENTRE)
    await accounts.add(house, one)

    await accounts.disable(house, DisableAccount(name="one"))
    with pytest.raises(Trouble, match="last administrator"):
        await accounts.disable(house, DisableAccount(name="all"))


def test_names_are_kept_in_one_form():
    assert accounts.good_name("  Nguyê\u0303n   Lan ") == "Nguyễn Lan"
    with pytest.raises(Trouble):
        accounts.good_name("")
