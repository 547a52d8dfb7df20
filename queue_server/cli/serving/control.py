"""The control socket: how commands ask the server that holds the data folder.

Rule 1: only who may read the data folder reaches it: the file is its owner's alone.
Rule 2: one act on one line, one reply on one line.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from queue_server.cli.serving import accounts, acts, devices, dossiers, plans
from queue_server.cli.serving.acts import Act, Reply, decode_act, decode_reply
from queue_server.cli.serving.house import House, open_house
from queue_server.cli.trouble import Trouble
from queue_server.protocol.codec import encode
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import StoreError

log = logging.getLogger(__name__)

NAME = "control.sock"
_LONGEST_LINE = 16 * 1024 * 1024
"""A plan with thousands of procedures is the longest that is ever said."""
_ANSWERS_WITHIN_S = 60
_LONGEST_PATH = 100
"""Of a socket; the system takes no more than about 107 bytes."""

_ACTS: dict[type[Act], Callable[[House, Any], Awaitable[Reply]]] = {
    acts.ImportPlan: plans.take_in,
    acts.ShowPlan: plans.show,
    acts.AddAccount: accounts.add,
    acts.ListAccounts: accounts.show_all,
    acts.DisableAccount: accounts.disable,
    acts.SetPassword: accounts.set_password,
    acts.PairDevice: devices.pair,
    acts.ListDevices: devices.show_all,
    acts.RevokeDevice: devices.revoke,
    acts.ImportDossiers: dossiers.take_in,
}


async def perform(house: House, act: Act) -> Reply:
    """Do an act and return what came of it."""
    try:
        return await _ACTS[type(act)](house, act)
    except Trouble as trouble:
        return Reply(error=str(trouble))
    except Refused as refused:
        return Reply(error=refused.sentence.en)
    except StoreError as error:
        return Reply(error=f"It could not be kept: {error}")


async def ask(folder: Path, act: Act) -> Reply:
    """Let the server that holds `folder` do an act; where none runs, do it here.

    Raises:
        Trouble: it was not done.
        StoreError: the store cannot be used.
    """
    reply = await _ask_server(folder, act)
    if reply is None:
        async with open_house(folder) as house:
            reply = await perform(house, act)
    if reply.error is not None:
        raise Trouble(reply.error)
    return reply


async def _ask_server(folder: Path, act: Act) -> Reply | None:
    """Return a running server's reply; None if none listens."""
    with _address(folder) as path:
        try:
            reader, writer = await asyncio.open_unix_connection(path, limit=_LONGEST_LINE)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except OSError as error:
            raise Trouble(f"The server in {folder} cannot be asked: {error.strerror}.") from error
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN_S):
            writer.write(encode(act) + b"\n")
            line = await reader.readline()
    except (OSError, TimeoutError) as error:
        raise Trouble(f"The server in {folder} did not answer.") from error
    finally:
        writer.close()
    if not line.endswith(b"\n"):
        raise Trouble(f"The server in {folder} stopped before it answered.")
    return decode_reply(line)


@contextlib.asynccontextmanager
async def listen(house: House) -> AsyncIterator[None]:
    """Answer commands as long as the server runs."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(encode(await _answer(house, await reader.readline())) + b"\n")
            await writer.drain()
        except (OSError, ValueError) as error:
            # the line was too long, or whoever typed it did not wait
            log.warning("a command went away: %s", error)
        finally:
            writer.close()

    with _address(house.folder) as path:
        # the store's lock is ours: what lies here was left by a server that is gone
        Path(path).unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            server = await asyncio.start_unix_server(serve, path, limit=_LONGEST_LINE)
        finally:
            os.umask(before)
    try:
        yield
    finally:
        server.close()
        (house.folder / NAME).unlink(missing_ok=True)


async def _answer(house: House, line: bytes) -> Reply:
    try:
        act = decode_act(line)
    except msgspec.MsgspecError as error:
        return Reply(error=f"The server does not know this command: {error}.")
    try:
        reply = await perform(house, act)
    except Exception as error:
        log.exception("%s failed", type(act).__name__)
        return Reply(error=f"Something unforeseen went wrong ({type(error).__name__}: {error}).")
    log.info("%s by command: %s", type(act).__name__, reply.error or "done")
    return reply


@contextlib.contextmanager
def _address(folder: Path) -> Iterator[str]:
    """Give a path of the socket that is short enough, however deep the folder lies."""
    path = str(folder / NAME)
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield path
        return
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise Trouble(f"The folder {folder} cannot be used: {error.strerror}.") from error
    try:
        yield f"/proc/self/fd/{opened}/{NAME}"
    finally:
        os.close(opened)
