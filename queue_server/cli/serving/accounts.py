"""Accounts, made and changed by command: each row is kept together with its event."""

import secrets

from msgspec.structs import replace

from queue_server.cli.serving.acts import (
    OPERATOR,
    AddAccount,
    DisableAccount,
    ListAccounts,
    Reply,
    SetPassword,
    table,
)
from queue_server.cli.serving.house import House
from queue_server.cli.trouble import Trouble
from queue_server.protocol.commands import NoteAccount
from queue_server.protocol.vocabulary import Role
from queue_server.store.contract import Account
from queue_server.web.auth.names import LONGEST, is_good_name, normal_name


async def add(house: House, act: AddAccount) -> Reply:
    """Make an account; only an administrator may belong to no centre."""
    name = good_name(act.name)
    if await house.registry.account_named(name) is not None:
        raise Trouble(f"There is an account {name} already.")
    role = Role(act.role)
    everywhere = role is Role.ADMIN and act.centre is None
    centre = None if everywhere else await house.centre(act.centre)
    made = Account(
        id=f"a-{secrets.token_hex(8)}",
        name=name,
        role=role,
        centre=centre,
        counter=act.counter,
        password_hash=act.password_hash,
        created_at=house.now_s(),
    )
    await _keep(house, made, "created")
    return Reply(lines=(f"The account {name} was made ({role}).",))


async def show_all(house: House, act: ListAccounts) -> Reply:
    """Return all accounts."""
    heads = ("name", "role", "counter", "centre", "state", "id")
    rows = [
        (
            account.name,
            account.role.value,
            account.counter or "-",
            account.centre or "every centre",
            "disabled" if account.disabled else "active",
            account.id,
        )
        for account in await house.registry.accounts()
    ]
    return Reply(lines=table(heads, rows))


async def disable(house: House, act: DisableAccount) -> Reply:
    """Let somebody sign in no more, unless nobody could administer then."""
    account = await _named(house, act.name)
    if account.role is Role.ADMIN and not await _others(house, account):
        raise Trouble(f"{account.name} is the last administrator; make another one first.")
    if not account.disabled:
        await _keep(house, replace(account, disabled=True), "disabled", end_sessions=True)
    return Reply(lines=(f"The account {account.name} is disabled.",))


async def set_password(house: House, act: SetPassword) -> Reply:
    """Give somebody another password; whoever is signed in with the old one is signed out."""
    account = await _named(house, act.name)
    changed = replace(account, password_hash=act.password_hash)
    await _keep(house, changed, "password", end_sessions=True)
    return Reply(lines=(f"The account {account.name} has a new password.",))


def good_name(name: str) -> str:
    """Return a name as it is kept.

    Raises:
        Trouble: it may not be used.
    """
    normal = normal_name(name)
    if not is_good_name(normal):
        raise Trouble(f"A name is 1 to {LONGEST} letters that can be seen.")
    return normal


async def _named(house: House, name: str) -> Account:
    account = await house.registry.account_named(normal_name(name))
    if account is None:
        raise Trouble(f"There is no account {name}.")
    return account


async def _others(house: House, account: Account) -> bool:
    """Return whether another administrator could do what this one does."""
    return any(
        other.id != account.id
        and other.role is Role.ADMIN
        and not other.disabled
        and other.centre in (None, account.centre)
        for other in await house.registry.accounts()
    )


async def _keep(house: House, account: Account, change: str, *, end_sessions: bool = False) -> None:
    engine = await house.engine(account.centre or await house.home())
    statements = [house.registry.put_account(account)]
    if end_sessions:
        statements.append(house.registry.end_sessions_of(account.id))
    noted = NoteAccount(by=OPERATOR, account=account.id, change=change)
    await engine.carry_out(noted, statements=statements)
