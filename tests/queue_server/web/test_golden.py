"""The bytes on the wire, as they were agreed."""

import pytest

from queue_server.protocol.codec import decode_event
from tests.support.golden import FILES, FOLDER, events, text


@pytest.mark.parametrize("name", FILES)
def test_the_wire_is_as_it_was(name: str) -> None:
    kept = (FOLDER / name).read_text(encoding="utf-8")

    assert text(name).splitlines() == kept.splitlines(), (
        "the protocol changed: if that is meant, run python -m tests.support.golden"
    )


def test_every_event_can_be_read_back() -> None:
    for name, body in events():
        assert decode_event(body).seq == 7, name
