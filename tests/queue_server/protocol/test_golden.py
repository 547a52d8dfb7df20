"""What was written once: commands as they are sent, and a journal that stays readable.

Events, views and problems have their examples in tests/queue_server/web/test_golden.py.
"""

import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from queue_server.domain import figures
from queue_server.domain.floor import Floor
from queue_server.domain.ticket import ENDS
from queue_server.protocol import commands as c
from queue_server.protocol.codec import canonical, chain, chain_start, decode_event, encode
from queue_server.protocol.events import AnyEvent, DayClosed
from tests.support.golden import FOLDER, example
from tests.support.journal_of_a_day import FILE, day
from tests.support.plans import CENTRE
from tests.support.replays import photo, replayed

COMMANDS = FOLDER / "commands.txt"
ENTRIES = [line.split(" ", 1) for line in FILE.read_text(encoding="utf-8").splitlines()]


def concrete(base: type[c.Command]) -> list[type[c.Command]]:
    """Return the commands that can be asked, by name."""
    found = []
    for kind in base.__subclasses__():
        found += concrete(kind) or [kind]
    ours = {kind for kind in found if kind.__module__ == c.__name__}
    return sorted(ours, key=lambda kind: kind.__name__)


def valid(kind: type[c.Command]) -> c.Command:
    """Return an example whose values are allowed."""
    command = example(kind)
    return replace(command, satisfaction=2, attitude=3) if kind is c.RateTicket else command


def wire() -> str:
    """Return an example of every command, one a line."""
    return "".join(f"{encode(valid(kind)).decode()}\n" for kind in concrete(c.Command))


class TestCommands:
    def test_the_wire_is_as_it_was(self):
        """If the change is meant, write what `wire()` gives into tests/golden/commands.txt."""
        assert wire().splitlines() == COMMANDS.read_text(encoding="utf-8").splitlines()

    @pytest.mark.parametrize("line", COMMANDS.read_text(encoding="utf-8").splitlines())
    def test_each_is_read_back_as_it_was(self, line):
        kinds = {kind.__name__: kind for kind in concrete(c.Command)}
        kind = kinds[json.loads(line)["do"]]

        assert encode(msgspec.json.decode(line, type=kind)).decode() == line

    @pytest.mark.parametrize("kind", concrete(c.Command))
    def test_a_member_nobody_knows_is_an_error(self, kind):
        body = json.loads(encode(valid(kind))) | {"colour": "red"}

        with pytest.raises(msgspec.ValidationError, match="colour"):
            msgspec.convert(body, kind)


class TestAJournalOfLongAgo:
    def test_it_holds_every_type_of_event(self):
        types = {json.loads(body)["type"] for _, body in ENTRIES}

        known = {kind.__struct_config__.tag for kind in get_args(AnyEvent)}
        assert types == known

    def test_its_chain_is_whole(self):
        link = chain_start(CENTRE)
        for hashed, body in ENTRIES:
            link = chain(link, body.encode())
            assert link.hex() == hashed

    def test_it_can_still_be_followed(self):
        floor = Floor(CENTRE)
        for _, body in ENTRIES:
            event = decode_event(body.encode())
            if isinstance(event, DayClosed):
                evening = {ticket.id: ticket for ticket in floor.tickets.values()}
            floor.apply(event)

        states = sorted(ticket.state for ticket in evening.values())
        assert states == [
            "abandoned",
            "abandoned",
            "cancelled",
            "no_show",
            "served",
            "served",
            "served",
        ]
        assert all(figures.visit(ticket).ended_at for ticket in evening.values())
        assert {ticket.state for ticket in evening.values()} <= ENDS
        assert floor.tickets == {}

    def test_a_member_with_a_default_may_be_missing_in_it(self):
        for _, body in ENTRIES:
            event = decode_event(body.encode())
            members = json.loads(body)
            defaults = msgspec.structs.fields(event)
            for field in defaults:
                if not field.required:
                    members.pop(field.encode_name, None)

            assert type(decode_event(json.dumps(members).encode())) is type(event)

    def test_the_same_day_today_fits_together(self):
        stage = day()

        assert photo(replayed(stage.events)) == photo(stage.floor)
        assert all(canonical(event) for event in stage.events)


def test_the_examples_lie_where_they_are_looked_for():
    assert {path.name for path in Path(FOLDER).iterdir()} >= {"commands.txt", "journal.txt"}
