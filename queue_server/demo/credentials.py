"""Who may enter the demo: names, passwords and tokens, made once and kept in the data folder.

Rule 1: rows first, then the file: a start that was cut short makes both anew.
Rule 2: ids never change, so that the past knows its officers whatever their passwords are.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from queue_server.demo.shift import Staff
from queue_server.protocol.vocabulary import ActorId, CentreId, CounterId, Role
from queue_server.store.contract import Account, Device, Registry
from queue_server.web.auth.passwords import hashed
from queue_server.web.auth.tokens import fresh_token, token_hash

NAME = "credentials.json"
VISITORS_COUNTER = "8"
"""Nobody made-up sits here."""

_OFFICERS = [str(number) for number in range(1, 9)]
_SIMULATED = "simulated"
_DEVICE_NAMES = {
    "kiosk": "Kiosk sảnh chính",
    "display": "Bảng hiển thị",
    "rating": f"Máy đánh giá quầy {VISITORS_COUNTER}",
    _SIMULATED: "Kiosk mô phỏng",
}
_CONSONANTS, _VOWELS = "bdghklmnrtvx", "aeiou"


class AccountEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who may sign in."""

    name: str
    password: str
    role: Literal["admin", "manager", "auditor", "officer"]
    counter: str | None = None


class Credentials(Struct, frozen=True, kw_only=True):
    """The file's content."""

    centre: CentreId
    url: str
    accounts: tuple[AccountEntry, ...]
    devices: dict[str, str]
    """Tokens, by what the device is."""

    def password(self, name: str) -> str:
        """Return the password of an account."""
        return next(entry.password for entry in self.accounts if entry.name == name)


def staff() -> Staff:
    """Return the ids of the simulated people: a kiosk, and all officers but the visitors'."""
    simulated = [number for number in _OFFICERS if number != VISITORS_COUNTER]
    officers = {CounterId(number): account_id(f"officer{number}") for number in simulated}
    return Staff(device_id(_SIMULATED), officers)


def account_id(name: str) -> ActorId:
    """Return the id of a demo account."""
    return ActorId(f"a-demo-{name}")


def names() -> dict[str, str]:
    """Return the names of the demo's accounts, by id."""
    every = ("admin", "manager", "auditor", *(f"officer{number}" for number in _OFFICERS))
    return {account_id(name): name for name in every}


def device_id(name: str) -> ActorId:
    """Return the id of a demo device."""
    return ActorId(f"d-demo-{name}")


def read(folder: Path) -> Credentials | None:
    """Return the credentials of a folder; None if there are none that can be used."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Credentials)
    except (OSError, msgspec.MsgspecError):
        return None


def fresh(centre: CentreId, url: str) -> Credentials:
    """Return new credentials."""
    officers = (
        AccountEntry(name=f"officer{number}", password=_password(), role="officer", counter=number)
        for number in _OFFICERS
    )
    return Credentials(
        centre=centre,
        url=url,
        accounts=(
            AccountEntry(name="admin", password=_password(), role="admin"),
            AccountEntry(name="manager", password=_password(), role="manager"),
            AccountEntry(name="auditor", password=_password(), role="auditor"),
            *officers,
        ),
        devices={role: fresh_token() for role in ("kiosk", "display", "rating")},
    )


def _password() -> str:
    """Return three made-up words and a number: easy to say, hard to guess (41 bits)."""
    return f"{_word()}-{_word()}-{_word()}-{10 + secrets.randbelow(90)}"


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(2))


def write(folder: Path, credentials: Credentials) -> None:
    """Write the file and a file for each token, for nobody else to read."""
    text = json.dumps(msgspec.to_builtins(credentials), ensure_ascii=False, indent=2)
    _write(folder / NAME, f"{text}\n")
    for device, token in credentials.devices.items():
        _write(token_file(folder, device), f"{token}\n")


def token_file(folder: Path, device: str) -> Path:
    """Return the file that holds a device's token."""
    return folder / f"{device}.token"


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.replace(path)


def accounts(credentials: Credentials, now_s: int) -> list[Account]:
    """Return the accounts as they are kept; hashing their passwords takes a second."""
    return [
        Account(
            id=account_id(entry.name),
            name=entry.name,
            role=Role(entry.role),
            centre=None if entry.role == "admin" else credentials.centre,
            counter=entry.counter,
            password_hash=hashed(entry.password),
            created_at=now_s,
        )
        for entry in credentials.accounts
    ]


def devices(credentials: Credentials, now_s: int) -> list[Device]:
    """Return the devices as they are kept, and the kiosk of the simulated people."""
    # nobody knows the last one's token
    tokens = credentials.devices | {_SIMULATED: fresh_token()}
    return [
        Device(
            id=device_id(name),
            name=_DEVICE_NAMES[name],
            role=Role.KIOSK if name == _SIMULATED else Role(name),
            centre=credentials.centre,
            counter=VISITORS_COUNTER if name == Role.RATING else None,
            token_hash=token_hash(token),
            created_at=now_s,
        )
        for name, token in tokens.items()
    ]


async def are_kept(registry: Registry, credentials: Credentials) -> bool:
    """Return whether all of them are in the tables."""
    for entry in credentials.accounts:
        if await registry.account(account_id(entry.name)) is None:
            return False
    for token in credentials.devices.values():
        if await registry.device_with(token_hash(token)) is None:
            return False
    return True
