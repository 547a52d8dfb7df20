"""The words of the control socket."""

from typing import get_args

import msgspec
import pytest

from queue_server.cli.serving import acts
from queue_server.cli.serving.acts import AddAccount, ListDevices, Reply, table
from queue_server.cli.serving.control import _ACTS
from queue_server.protocol.codec import encode


def test_every_act_has_somebody_who_does_it():
    assert set(get_args(acts.AnyAct)) == set(_ACTS)


def test_an_act_comes_through_the_wire_as_it_was():
    act = AddAccount(name="Lan", role="officer", password_hash="x", counter="3")

    assert acts.decode_act(encode(act)) == act
    assert acts.decode_act(encode(ListDevices())) == ListDevices()


def test_a_reply_comes_through_the_wire_as_it_was():
    reply = Reply(lines=("một", "hai"), error="không")

    assert acts.decode_reply(encode(reply)) == reply


def test_an_unknown_member_is_an_error():
    with pytest.raises(msgspec.ValidationError):
        acts.decode_act(b'{"act":"ListDevices","all":true}')


def test_a_table_has_even_columns():
    assert table(("a", "long"), [("xyz", "1"), ("", "2")]) == ("a    long", "xyz  1", "     2")
