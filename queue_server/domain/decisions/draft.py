"""The events of one decision while it is being made."""

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from queue_server.domain.standing import Standing
from queue_server.protocol.commands import Command
from queue_server.protocol.events import Event, TextRef, text_ref
from queue_server.protocol.plan import Plan, Policy
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import ActorId


def keep_time(floor: Standing, now: datetime) -> datetime:
    """Return the time events may bear now: the centre's offset, whole seconds, not going back.

    While the clock is in doubt it is taken as it is, since nothing counts on it.
    """
    at = now.replace(microsecond=0)
    if floor.clock_doubted is None and floor.last_at is not None and at < floor.last_at:
        at = floor.last_at
    return with_offset(at, floor.zone)


@lru_cache(maxsize=64)
def with_offset(at: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant as the journal gives it back: with the zone's offset, without the zone.

    Python takes two clock times of one zone apart without the hour that summer time adds.
    """
    offset = at.astimezone(zone).utcoffset()
    return at.astimezone(timezone(offset if offset is not None else timedelta()))


class Draft:
    """Collects events with the members that all of them have."""

    def __init__(self, floor: Standing, command: Command, now: datetime) -> None:
        self.floor = floor
        self.command = command
        self.by: ActorId = command.by
        self.at = keep_time(floor, now)
        self.events: list[Event] = []
        self.doubted = floor.clock_doubted is not None
        self.press: int | None = None

    @property
    def plan(self) -> Plan:
        """The plan in force.

        Raises:
            Refused: `closed_now`, the centre has no plan yet.
        """
        if self.floor.plan is None:
            raise Refused("closed_now")
        return self.floor.plan

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.plan.policy

    @property
    def next_seq(self) -> int:
        """The seq of the next event."""
        return self.floor.seq + len(self.events) + 1

    def as_press(self) -> "Draft":
        """Mark what follows as one press of an officer, which can be taken back."""
        self.press = self.next_seq
        return self

    def add(self, kind: type[Event], /, *, at: datetime | None = None, **members: Any) -> None:
        """Add one event."""
        self.events.append(
            kind(
                centre=self.floor.centre,
                seq=self.next_seq,
                at=self.at if at is None else with_offset(at, self.floor.zone),
                by=self.by,
                press=self.press,
                clock_doubt=self.doubted,
                **members,
            )
        )

    def words(self, text: str | None) -> TextRef | None:
        """Return what stands for the command's free text in an event."""
        return text_ref(self.command.id, self.command.salt, text)
