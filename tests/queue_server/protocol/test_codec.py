"""The canonical form and the chain, as an auditor with other tools would make them."""

import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from queue_server.protocol.codec import canonical, chain, chain_start, decode_event, encode
from queue_server.protocol.events import AnyEvent, Event, ServerStarted, TicketCancelled
from queue_server.protocol.plan import Plan
from queue_server.protocol.vocabulary import TIMER, ActorId, CentreId, TicketId
from tests.support.floors import Stage
from tests.support.plans import CENTRE, one_line
from tests.support.profiles import PLAIN

KINDS = get_args(AnyEvent)
_TIMES = st.builds(
    lambda at, minutes: datetime.fromtimestamp(at, timezone(timedelta(minutes=minutes))),
    st.integers(0, 4_000_000_000),
    st.sampled_from([0, 7 * 60, -210, 845]),
)
_PLANS = st.builds(
    lambda name, notice: replace(one_line(), name_vi=name, notice_vi=notice),
    st.text(max_size=20),
    st.text(max_size=20),
)
_LEAVES: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.StrType: st.text(max_size=20),
    inspect.IntType: st.integers(1, 3),
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
    inspect.DateTimeType: _TIMES,
    inspect.DateType: st.dates(date(1970, 1, 1), date(2100, 1, 1)),
}


def anything(info: inspect.Type) -> st.SearchStrategy[Any]:
    """Return any value that a type allows."""
    match info:
        case inspect.StructType(cls=cls) if cls is Plan:
            return _PLANS
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{field.name: anything(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return st.one_of([anything(one) for one in types])
        case inspect.VarTupleType(item_type=item):
            return st.lists(anything(item), max_size=3).map(tuple)
        case inspect.DictType(value_type=value):
            return st.dictionaries(st.text(max_size=5), anything(value), max_size=3)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(cls)
        case inspect.StrType(pattern=pattern) if pattern is not None:
            return st.from_regex(pattern, fullmatch=True)
    return _LEAVES[type(info)]


EVENTS = st.sampled_from(KINDS).flatmap(lambda kind: anything(inspect.type_info(kind)))


@given(event=EVENTS)
@PLAIN
def test_the_canonical_form_is_what_any_json_library_writes(event: Event):
    plain = msgspec.to_builtins(event)

    expected = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert canonical(event) == expected.encode("utf-8")


@given(event=EVENTS)
@PLAIN
def test_an_event_is_read_back_as_it_was_and_written_as_it_was(event: Event):
    again = decode_event(canonical(event))

    assert again == event
    assert canonical(again) == canonical(event)


@pytest.mark.parametrize(
    "text", ["\x00\x01\x1f", "\x7f\x80", '"\\/', "\b\f\n\r\t", "\u2028\u2029", "đ ễ 𝕏", "<&>'"]
)
def test_awkward_letters_are_written_the_same_way(text):
    event = ServerStarted(centre=CENTRE, seq=1, at=Stage().now, by=TIMER, program=text, press=None)

    expected = json.dumps(
        msgspec.to_builtins(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert canonical(event) == expected.encode()


def test_events_hold_nothing_but_plain_values():
    def check(value: object) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            [check(inner) for inner in value.values()]
        elif isinstance(value, list):
            [check(inner) for inner in value]
        else:
            assert value is None or type(value) in (str, int, bool)

    stage = Stage(one_line()).open("1")
    stage.issue(priority="elder")
    stage.serve()
    for event in stage.events:
        check(json.loads(canonical(event)))


def test_the_chain_is_the_contracts():
    stage = Stage(one_line()).open("1")
    stage.issue()
    stage.serve()

    link = hashlib.sha256(b"mau").digest()
    assert chain_start(CENTRE) == link
    for event in stage.events:
        expected = hashlib.sha256(link + canonical(event)).digest()
        assert chain(link, canonical(event)) == expected
        link = expected


def test_two_centres_have_two_chains():
    assert chain_start(CentreId("mau")) != chain_start(CentreId("mau2"))


def test_what_is_no_event_is_not_read():
    for body in (b"{}", b"[]", b'{"type":"ticket_eaten"}', b'{"type":"server_started"}', b"\xff"):
        with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
            decode_event(body)


def test_a_member_that_a_later_program_added_is_ignored():
    event = TicketCancelled(
        centre=CENTRE, seq=1, at=Stage().now, by=ActorId("holder"), ticket=TicketId("t")
    )
    later = json.loads(canonical(event)) | {"mood": "sad"}

    assert decode_event(json.dumps(later).encode()) == event


def test_anything_on_the_wire_is_utf8():
    assert encode({"a": "Hộ tịch"}) == '{"a":"Hộ tịch"}'.encode()
