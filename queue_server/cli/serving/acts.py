"""The words of the control socket: what a command may ask of a server, and the answer.

Rule 1: an act is the same whether a running server does it or the command itself.
Rule 2: a password never travels; its hash does.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec
from msgspec import Struct

from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import ActorId, CentreId

OPERATOR: Final = ActorId("operator")
"""Whoever may type commands at the server's own machine, as the record names them."""

StaffRole = Literal["officer", "manager", "auditor", "admin"]
DeviceRole = Literal["kiosk", "display", "rating"]


class Act(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True, tag_field="act"):
    """Something asked of a server by whoever has its data folder."""


class ImportPlan(Act, frozen=True, kw_only=True):
    """Let a plan hold from now on; its centre is made if there is none."""

    plan: Plan


class ShowPlan(Act, frozen=True, kw_only=True):
    """Return the plan that holds now."""

    centre: CentreId | None = None


class AddAccount(Act, frozen=True, kw_only=True):
    """Make an account."""

    name: str
    role: StaffRole
    password_hash: str
    centre: CentreId | None = None
    counter: str | None = None


class ListAccounts(Act, frozen=True, kw_only=True):
    """Return all accounts."""


class DisableAccount(Act, frozen=True, kw_only=True):
    """Let somebody sign in no more."""

    name: str


class SetPassword(Act, frozen=True, kw_only=True):
    """Give somebody another password."""

    name: str
    password_hash: str


class PairDevice(Act, frozen=True, kw_only=True):
    """Make a one-time code for a new device."""

    name: str
    role: DeviceRole
    centre: CentreId | None = None
    counter: str | None = None


class ListDevices(Act, frozen=True, kw_only=True):
    """Return all devices."""


class RevokeDevice(Act, frozen=True, kw_only=True):
    """Take a device's token away."""

    name: str
    """Its name, or its id where several have the same name."""


class ImportDossiers(Act, frozen=True, kw_only=True):
    """Take in an export of the case system."""

    content: bytes
    first: date | None = None
    """The first day it covers; the earliest in it where nobody says."""
    last: date | None = None
    every_line: bool = False
    centre: CentreId | None = None


AnyAct = (
    ImportPlan
    | ShowPlan
    | AddAccount
    | ListAccounts
    | DisableAccount
    | SetPassword
    | PairDevice
    | ListDevices
    | RevokeDevice
    | ImportDossiers
)


class Reply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of an act."""

    lines: tuple[str, ...] = ()
    """For people, as they shall be printed."""
    plan: Plan | None = None
    refused: int = 0
    """Lines of a file that were not taken."""
    error: str | None = None
    """Why it was not done; then nothing was changed."""


decode_act = msgspec.json.Decoder[AnyAct](AnyAct).decode
decode_reply = msgspec.json.Decoder(Reply).decode


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return rows as lines of even columns under their heads."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return tuple(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    )
