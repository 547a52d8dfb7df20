"""The people who sign in: made, changed and disabled by administrators; the first by a code."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from aiohttp import web
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from queue_server.protocol.commands import NoteAccount
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import ActorId, CentreId, Role
from queue_server.store.contract import Account, Statement
from queue_server.web.auth import passwords
from queue_server.web.auth.codes import code_hash
from queue_server.web.auth.names import LONGEST, is_good_name, normal_name
from queue_server.web.context import Asked
from queue_server.web.errors import Wrong
from queue_server.web.handlers.bodies import (
    answer,
    canonical,
    members,
    read,
    read_body,
    shape,
    word,
)
from queue_server.web.handlers.commands import carry_out, key_of, replayed

Name = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
Password = Annotated[str, Meta(min_length=passwords.SHORTEST, max_length=passwords.LONGEST)]
StaffRole = Literal["officer", "manager", "auditor", "admin"]
Counter = Annotated[str, Meta(min_length=1, max_length=32)]


class NewAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account to be made."""

    name: Name
    role: StaffRole
    password: Password
    counter: Counter | None = None


class AccountChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; what is left out stays."""

    name: Name | UnsetType = UNSET
    role: StaffRole | UnsetType = UNSET
    counter: Counter | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A password to be set."""

    password: Password


class Setup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first administrator, by the code that the set-up printed."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Name
    password: Password


class AccountView(Struct, frozen=True, kw_only=True):
    """An account as administrators see it."""

    id: str
    name: str
    role: Role
    centre: CentreId | None
    """None may enter every centre."""
    counter: str | None
    disabled: bool
    created_at: datetime


class AccountsView(Struct, frozen=True, kw_only=True):
    """All accounts that this administrator answers for."""

    accounts: tuple[AccountView, ...]


_NEW = shape(NewAccount)
_PASSWORD = shape(NewPassword)


async def accounts(asked: Asked) -> web.Response:
    """Answer with the accounts of the centre."""
    every = await asked.context.registry.accounts()
    mine = tuple(_view(account) for account in every if _answers_for(asked, account))
    return answer(AccountsView(accounts=mine))


async def account(asked: Asked) -> web.Response:
    """Answer with one account."""
    return answer(_view(await _named(asked)))


async def create(asked: Asked) -> web.Response:
    """Make an account."""
    found = members(await read_body(asked.request), _NEW)
    wanted = word(found, NewAccount)
    request = await _secret_digest(asked, canonical(found))
    name = _good(wanted.name)
    async with asked.context.making:
        if (earlier := await replayed(asked, request)) is not None:
            return earlier
        return await _make(asked, name, wanted, request)


async def _make(asked: Asked, name: str, wanted: NewAccount, request: bytes) -> web.Response:
    with asked.context.alone(("name", name), "name_taken"):
        await _check_free(asked, name)
        made = Account(
            id=f"a-{secrets.token_hex(8)}",
            name=name,
            role=Role(wanted.role),
            centre=asked.engine.centre,
            counter=wanted.counter,
            password_hash=await asked.context.passwords.hash(wanted.password),
            created_at=_now_s(asked),
        )
        return await _keep(asked, made, "created", status=201, request=request)


async def change(asked: Asked) -> web.Response:
    """Change what the body names, leave the rest."""
    wanted = await read(asked.request, AccountChange)
    before = await _named(asked)
    after = _changed(before, wanted)
    if after == before:
        return answer(_view(before))
    with asked.context.alone(("name", after.name), "name_taken"):
        if after.name != before.name:
            await _check_free(asked, after.name)
        if before.role is Role.ADMIN and (after.disabled or after.role is not Role.ADMIN):
            await _check_not_last(asked, before)
        what = ",".join(n for n in _CHANGEABLE if getattr(after, n) != getattr(before, n))
        return await _keep(asked, after, what, end_sessions=after.disabled)


async def disable(asked: Asked) -> web.Response:
    """Disable an account; its id stays in the record, so it is never taken away."""
    before = await _named(asked)
    if not before.disabled:
        if before.role is Role.ADMIN:
            await _check_not_last(asked, before)
        await _keep(asked, replace(before, disabled=True), "disabled", end_sessions=True)
    return web.Response(status=204)


async def set_password(asked: Asked) -> web.Response:
    """Set a password; whoever is signed in with the old one is signed out."""
    found = members(await read_body(asked.request), _PASSWORD)
    wanted = word(found, NewPassword)
    before = await _named(asked)
    kept = await asked.context.passwords.hash(wanted.password)
    after = replace(before, password_hash=kept)
    request = await _secret_digest(asked, canonical(found))
    return await _keep(asked, after, "password", end_sessions=True, request=request)


async def setup(asked: Asked) -> web.Response:
    """Make the first administrator, once, by the code that the set-up printed."""
    wanted = await read(asked.request, Setup)
    name = _good(wanted.name)
    hashed = code_hash(wanted.code)
    with asked.context.alone(hashed, "wrong_code"):
        await asked.context.check_code(asked.request, hashed, "setup")
        await _check_free(asked, name)
        kept = await asked.context.passwords.hash(wanted.password)
        new = f"a-{secrets.token_hex(8)}"
        made = Account(
            id=new, name=name, role=Role.ADMIN, password_hash=kept, created_at=_now_s(asked)
        )
        mine = asked._replace(caller=asked.caller._replace(id=ActorId(new)))
        used = asked.context.registry.use_code(hashed)
        return await _keep(mine, made, "created", status=201, more=[used])


_CHANGEABLE = ("name", "role", "counter", "disabled")


def _changed(before: Account, wanted: AccountChange) -> Account:
    after = before
    if wanted.name is not UNSET:
        after = replace(after, name=_good(wanted.name))
    if wanted.role is not UNSET:
        after = replace(after, role=Role(wanted.role))
    if wanted.counter is not UNSET:
        after = replace(after, counter=wanted.counter)
    if wanted.disabled is not UNSET:
        after = replace(after, disabled=wanted.disabled)
    return after


async def _keep(
    asked: Asked,
    account: Account,
    change: str,
    *,
    status: int = 200,
    request: bytes = b"",
    end_sessions: bool = False,
    more: Sequence[Statement] = (),
) -> web.Response:
    """Keep the row and its event together, and let old sessions go."""
    registry = asked.context.registry
    statements = [registry.put_account(account), *more]
    if end_sessions:
        statements.append(registry.end_sessions_of(account.id))
    noted = NoteAccount(by=asked.caller.id, account=account.id, change=change)
    try:
        return await carry_out(
            asked, noted, _view(account), status=status, request=request, statements=statements
        )
    finally:
        asked.context.tokens.forget_actor(account.id)


async def _named(asked: Asked) -> Account:
    found = await asked.context.registry.account(asked.request.match_info["account"])
    if found is None or not _answers_for(asked, found):
        raise Refused("unknown_account")
    return found


def _answers_for(asked: Asked, account: Account) -> bool:
    """Return whether the caller may see and change `account`.

    Somebody of one centre has no say over those who may enter every centre.
    """
    if account.centre is None:
        return asked.caller.centre is None
    return account.centre == asked.engine.centre


async def _check_free(asked: Asked, name: str) -> None:
    if await asked.context.registry.account_named(name) is not None:
        raise Refused("name_taken")


async def _check_not_last(asked: Asked, account: Account) -> None:
    """Refuse to lock everybody out."""
    others = (
        other
        for other in await asked.context.registry.accounts()
        if other.id != account.id
        and other.role is Role.ADMIN
        and not other.disabled
        and other.centre in (None, account.centre)
    )
    if not any(others):
        raise Refused("last_administrator")


async def _secret_digest(asked: Asked, body: bytes) -> bytes:
    """Return what is kept of a body that holds a password; too slow to be guessed from."""
    key = key_of(asked)
    return b"" if key is None else await asked.context.passwords.digest(body, key.key.encode())


def _good(name: str) -> str:
    normal = normal_name(name)
    if not is_good_name(normal):
        raise Wrong("wrong_value", "A name is 1 to 64 letters that can be seen. - at `$.name`")
    return normal


def _now_s(asked: Asked) -> int:
    return int(asked.context.clock.now().timestamp())


def _view(account: Account) -> AccountView:
    return AccountView(
        id=account.id,
        name=account.name,
        role=account.role,
        centre=account.centre,
        counter=account.counter,
        disabled=account.disabled,
        created_at=datetime.fromtimestamp(account.created_at, UTC),
    )
