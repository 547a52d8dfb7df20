"""The words themselves: what they allow, and how they are spelled."""

import hashlib
from enum import StrEnum
from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol import plan as p
from queue_server.protocol import screens, vocabulary
from queue_server.protocol.plan import plan_hash
from tests.support.plans import one_line, plan

CONTRACT_TYPES = """
    plan_changed day_opened ticket_issued ticket_printed counter_opened counter_paused
    counter_closed ticket_called service_started service_finished ticket_missed ticket_held
    ticket_returned ticket_transferred ticket_cancelled ticket_abandoned ticket_no_show
    priority_changed ticket_rated move_undone day_closed outcome_recorded series_paused
    series_resumed server_started clock_doubted clock_confirmed account_changed device_changed"""
ENUMS = [
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]


def json_of(part: msgspec.Struct, **changes: object) -> bytes:
    return msgspec.json.encode(msgspec.to_builtins(part) | changes)


class TestVocabulary:
    @pytest.mark.parametrize("kind", ENUMS)
    def test_words_on_the_wire_are_small_letters(self, kind):
        assert all(word.value == word.name.lower() for word in kind)

    def test_outcomes_are_the_contracts(self):
        assert [outcome.value for outcome in vocabulary.Outcome] == [
            "received",
            "supplement",
            "refused",
            "returned",
            "not_ready",
            "guided",
            "other",
        ]

    def test_reasons_are_the_designs(self):
        assert {reason.value for reason in vocabulary.CallReason} == {
            "turn",
            "priority",
            "waited_too_long",
            "helping",
            "returned",
            "named",
        }


class TestEvents:
    def test_types_are_the_contracts(self):
        tags = {kind.__struct_config__.tag for kind in get_args(e.AnyEvent)}

        assert set(CONTRACT_TYPES.split()) <= tags

    @pytest.mark.parametrize("kind", get_args(e.AnyEvent))
    def test_every_event_says_where_when_which_and_by_whom(self, kind):
        names = [field.name for field in msgspec.structs.fields(kind)]

        assert names[:4] == ["centre", "seq", "at", "by"]

    @pytest.mark.parametrize(
        ("kind", "members"),
        [
            (e.TicketIssued, "label series field procedure kind priority channel estimate"),
            (e.TicketCalled, "label counter officer reason call"),
            (e.ServiceFinished, "counter outcome dossiers"),
            (e.TicketTransferred, "field counter keep_place"),
            (e.MoveUndone, "counter undone"),
        ],
    )
    def test_they_carry_what_the_contract_promises(self, kind, members):
        assert set(members.split()) <= set(kind.__struct_fields__)

    def test_words_become_a_reference_and_a_salted_hash(self):
        stands_for = e.text_ref("t1", "muối", "đi phô tô")

        assert stands_for == e.TextRef("t1", hashlib.sha256("muốiđi phô tô".encode()).hexdigest())
        assert e.text_ref("t1", "muối", "") is None
        assert e.text_ref("t1", "muối", None) is None

    def test_no_event_has_a_member_for_free_text_or_a_person(self):
        for kind in get_args(e.AnyEvent):
            assert not {"note_text", "name", "phone", "person", "citizen"} & set(
                kind.__struct_fields__
            )


class TestCommands:
    @pytest.mark.parametrize(
        ("kind", "members"),
        [
            (c.RateTicket, {"ticket": "t", "satisfaction": 4}),
            (c.RateTicket, {"ticket": "t", "satisfaction": 0}),
            (c.RateTicket, {"ticket": "t", "satisfaction": 3, "reasons": ["Ông A quát tôi"]}),
            (c.RateTicket, {"ticket": "t", "satisfaction": 3, "comment": "x" * 1001}),
            (c.IssueTicket, {"quantity": 0}),
            (c.IssueTicket, {"kind": "party"}),
            (c.IssueTicket, {"priority": ""}),
            (c.HoldTicket, {"at": "1", "reason": ""}),
            (c.FinishService, {"at": "1", "outcome": "shouted"}),
            (c.FinishService, {"at": "1", "outcome": "other", "dossiers": [{"code": "a\u0007"}]}),
            (c.FinishService, {"at": "1", "outcome": "other", "dossiers": [{"quantity": 0}]}),
            (c.FinishService, {"at": "1", "outcome": "other", "dossiers": [{"due_on": "soon"}]}),
            (c.FinishService, {"at": "1", "outcome": "other", "dossiers": [{}] * 101}),
        ],
    )
    def test_what_makes_no_sense_is_not_understood(self, kind, members):
        body = {"do": kind.__name__, "by": "o"} | members

        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(body, kind)

    def test_absent_and_null_are_two_things_for_next(self):
        absent = msgspec.convert({"do": "CallNext", "by": "o", "at": "1"}, c.CallNext)
        null = msgspec.convert({"do": "CallNext", "by": "o", "at": "1", "after": None}, c.CallNext)

        assert absent.after is msgspec.UNSET
        assert null.after is None

    def test_a_dossier_without_particulars_is_one(self):
        assert msgspec.json.encode(c.DossierLine()) == b"{}"
        assert c.DossierLine().quantity == 1


class TestThePlan:
    @pytest.mark.parametrize(
        ("kind", "members"),
        [
            (p.Series, {"id": "A", "prefix": "a"}),
            (p.Series, {"id": "A", "prefix": "0"}),
            (p.Series, {"id": "A", "prefix": "ABC"}),
            (p.Series, {"id": "A", "prefix": "A", "quota": 0}),
            (p.Interval, {"start": "7:30", "end": "11:30"}),
            (p.Interval, {"start": "07:30", "end": "24:30"}),
            (p.Policy, {"priority": "chaos"}),
            (p.Policy, {"priority_run": 0}),
            (p.Policy, {"presence_s": -1}),
            (p.Policy, {"colour": "red"}),
            (p.PriorityGroup, {"code": "người già", "name_vi": "a", "name_en": "b"}),
        ],
    )
    def test_what_makes_no_sense_is_not_understood(self, kind, members):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(members, kind)

    def test_an_unknown_key_is_an_error(self):
        with pytest.raises(msgspec.ValidationError, match="colour"):
            msgspec.json.decode(json_of(one_line(), colour="red"), type=p.Plan)

    def test_it_is_read_back_as_it_was(self):
        whole = plan()

        assert msgspec.json.decode(msgspec.json.encode(whole), type=p.Plan) == whole

    def test_its_hash_is_of_its_canonical_json(self):
        whole = plan()

        assert plan_hash(whole) == plan_hash(plan())
        assert plan_hash(whole) != plan_hash(replace(whole, name_vi="Khác"))
        assert (
            plan_hash(whole)
            == hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest()
        )


def test_an_old_display_ignores_what_it_does_not_know():
    body = msgspec.json.encode({"label": "A001", "mood": "sad"})

    assert msgspec.json.decode(body, type=screens.LabelView) == screens.LabelView(label="A001")
