"""Sign in, say who one is, sign out."""

from datetime import UTC, datetime
from typing import Annotated, Final

from aiohttp import web
from msgspec import Meta, Struct

from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import Account, Session
from queue_server.web.auth.caller import DEVICE_ROLES, Caller
from queue_server.web.auth.names import normal_name
from queue_server.web.auth.tokens import fresh_token, token_hash
from queue_server.web.context import Asked, Context
from queue_server.web.handlers.bodies import answer, read

LIFE_S: Final = 12 * 60 * 60
"""A working day and its overtime."""


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name and its password."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=1000)]


class SessionView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is signed in, and where they may go."""

    role: Role
    expires_at: datetime | None
    """None for devices: their token holds until it is revoked."""
    account: str | None
    """The opaque id that stands in events; None for devices."""
    device: str | None
    name: str
    counter: str | None
    centre: CentreId | None
    """None is every centre."""
    centres: tuple[CentreId, ...]
    token: str | None = None
    """Said once, at sign-in."""


async def sign_in(asked: Asked) -> web.Response:
    """Answer with a new token for a name and its password."""
    wanted = await read(asked.request, SignIn)
    account = await _known(asked, normal_name(wanted.name), wanted.password)
    token = fresh_token()
    context = asked.context
    now = int(context.clock.now().timestamp())
    session = Session(
        token_hash=token_hash(token), account=account.id, created_at=now, expires_at=now + LIFE_S
    )
    await context.home.keep([context.registry.put_session(session)])
    caller = await context.tokens.caller(session.token_hash)
    if caller is None:
        # disabled in the moment between
        raise Refused("wrong_password")
    shown = answer(_shown(context, caller, token))
    context.admission.give_cookie(shown, token, LIFE_S)
    return shown


async def _known(asked: Asked, name: str, password: str) -> Account:
    """Return the account with this name and password; count it if there is none."""
    context, address = asked.context, asked.request.remote or ""
    context.throttle.check(name, address)
    account = await context.registry.account_named(name)
    kept = account.password_hash if account is not None and not account.disabled else None
    right = await context.passwords.match(kept, password)
    # of many guesses at once, all but the first have failed in the meantime
    context.throttle.check(name, address)
    if account is None or not right:
        context.throttle.failed(name, address)
        raise Refused("wrong_password")
    context.throttle.passed(name, address)
    return account


async def who(asked: Asked) -> web.Response:
    """Answer with who is signed in."""
    return answer(_shown(asked.context, asked.caller))


async def sign_out(asked: Asked) -> web.Response:
    """End the session; a device's token is ended by an administrator only."""
    context = asked.context
    shown = context.admission.shown(asked.request)
    if shown is None or asked.caller.role in DEVICE_ROLES:
        raise Refused("not_allowed")
    await context.home.keep([context.registry.end_session(shown.hashed)])
    context.tokens.forget(shown.hashed)
    gone = web.Response(status=204)
    gone.del_cookie(context.admission.cookie, path="/", secure=context.admission.https)
    return gone


def _shown(context: Context, caller: Caller, token: str | None = None) -> SessionView:
    is_device = caller.role in DEVICE_ROLES
    ends = caller.expires_at
    return SessionView(
        role=caller.role,
        expires_at=datetime.fromtimestamp(ends, UTC) if ends is not None else None,
        account=None if is_device else caller.id,
        device=caller.id if is_device else None,
        name=caller.name,
        counter=caller.counter,
        centre=caller.centre,
        centres=tuple(c for c in context.engines if caller.may_enter(c)),
        token=token,
    )
