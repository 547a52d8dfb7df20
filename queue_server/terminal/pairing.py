"""How a terminal becomes a device of its centre: by a code that is typed at it, once.

Rule 1: a token is on disk, for the terminal's own user alone, before anything else is done with it.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from queue_server.link import Limits, Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.terminal.options import state_folder, token

PAIRED: Final = "Đã ghép với máy chủ. Paired with the server."
USUAL_PORT: Final = 8080
_LIMITS: Final = Limits(answer_s=5.0, press_s=10.0)
_TRIES: Final = 5

Ask = Callable[[str], str]
Say = Callable[[str], None]


class NotPaired(Exception):
    """The terminal has no token; the text says why, to whoever stands in front of it."""


class Place(NamedTuple):
    """Where a terminal belongs."""

    server: str
    token: str | None


class _Device(Struct, frozen=True, kw_only=True):
    name: str
    role: Role


class _Paired(Struct, frozen=True, kw_only=True):
    token: str
    device: _Device


def place(given: argparse.Namespace, parser: argparse.ArgumentParser, role: Role) -> Place:
    """Return where a device belongs; one without a token asks whoever stands at its keyboard.

    With `--pair` it is paired and the program ends: it starts as always from then on.
    """
    file = token_file(given, role)
    server = _server(given)
    try:
        if given.pair is not None:
            if server is None:
                parser.error("--pair needs --server")
            _keep(Place(server, exchanged(server, given.pair, role)), file)
            print(PAIRED)
            parser.exit(0)
        found = _token(given, parser, file)
        if found is None and sys.stdin.isatty():
            return _keep(ask_place(server, role), file)
    except (NotPaired, OSError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
    return Place(_needed(server, parser), found)


def desk(given: argparse.Namespace, parser: argparse.ArgumentParser) -> Place:
    """Return where a screen belongs at which people sign in by name."""
    named = given.account is not None
    return Place(_needed(_server(given), parser), None if named else token(given, parser))


def _server(given: argparse.Namespace) -> str | None:
    return given.server or os.environ.get("TERMINAL_SERVER") or _remembered(_server_file())


def _needed(server: str | None, parser: argparse.ArgumentParser) -> str:
    if server is None:
        parser.error("--server is needed; a paired device remembers it")
    return server


def token_file(given: argparse.Namespace, role: Role) -> Path:
    """Return the file in which the token of a device is kept."""
    if given.token_file is not None:
        return Path(given.token_file)
    return state_folder() / f"{role.value}.token"


def _server_file() -> Path:
    return state_folder() / "server"


def _token(given: argparse.Namespace, parser: argparse.ArgumentParser, file: Path) -> str | None:
    if given.token_file is not None and not file.exists() and sys.stdin.isatty():
        return None
    return token(given, parser) or _remembered(file)


def exchanged(server: str, code: str, role: Role) -> str:
    """Return the token for a code; the code is used up.

    Raises:
        NotPaired: the server says no or nothing, or the code is for another kind of device.
    """
    try:
        paired = asyncio.run(_exchange(server, code))
    except Refused as no:
        raise NotPaired(f"{no.sentence.vi} {no.sentence.en}") from no
    except LinkLost as error:
        raise NotPaired(
            f"Máy chủ {server} không trả lời. The server {server} does not answer."
        ) from error
    if paired.device.role is not role:
        raise NotPaired(
            f"Mã này dành cho thiết bị loại {paired.device.role}, ở đây cần loại {role}. "
            f"This code is for a device of the kind {paired.device.role}; here {role} is needed."
        )
    return paired.token


async def _exchange(server: str, code: str) -> _Paired:
    link = Link(server, limits=_LIMITS)
    try:
        return await link.ask(_Paired, "POST", "/api/v1/pair", {"code": code.strip()})
    finally:
        await link.aclose()


def ask_place(server: str | None, role: Role, ask: Ask = input, say: Say = print) -> Place:
    """Ask whoever stands at the keyboard for server and code, until they are right.

    Raises:
        NotPaired: they are wrong again and again, or nobody answers.
    """
    say("Thiết bị này chưa được ghép với máy chủ. This device is not paired with a server yet.")
    say(f'Trên máy chủ · On the server:  queue-server device pair "…" --role {role} --config …')
    for _ in range(_TRIES):
        try:
            where = server or address(ask("Địa chỉ máy chủ · Server address: "))
            return Place(where, exchanged(where, ask("Mã ghép · Pairing code: "), role))
        except (NotPaired, ValueError) as error:
            say(str(error))
        except EOFError as error:
            raise NotPaired("Chưa ghép. Not paired.") from error
    raise NotPaired("Chưa ghép. Not paired.")


def address(typed: str) -> str:
    """Return the whole address for what somebody typed, e.g. `192.168.1.10`.

    Raises:
        ValueError: it is none.
    """
    text = typed.strip().rstrip("/")
    plain = "://" not in text
    try:
        parts = urlsplit(f"http://{text}" if plain else text)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise ValueError(text)
        usual = f":{USUAL_PORT}" if plain and parts.port is None else ""
    except ValueError as error:
        raise ValueError(
            f"{text!r}: cần địa chỉ như 192.168.1.10:8080. An address is like 192.168.1.10:8080."
        ) from error
    return f"{parts.scheme}://{parts.netloc}{usual}"


def _keep(found: Place, file: Path) -> Place:
    """Keep token and server for all later starts."""
    keep(file, found.token or "")
    keep(_server_file(), found.server)
    return found


def keep(file: Path, text: str) -> None:
    """Write a file that only its owner reads, whole and on disk, also if the power fails."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"{text}\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def _remembered(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except OSError:
        return None
