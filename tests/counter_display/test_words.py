from datetime import timedelta

import pytest

from counter_display import words
from counter_display.console.keys import KEYS
from queue_server.link import Lost, Told
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.vocabulary import CallReason, CounterState, Kind, Outcome
from tests.support import sights
from tests.support.letters import spoken, without_letter


def test_every_letter_of_every_sentence_is_in_the_terminals_font() -> None:
    captions = [text for key in KEYS for text in (key.shown, key.caption)]

    assert len(spoken(words)) > 60
    assert not without_letter(spoken(words) + captions)


def test_every_word_of_the_wire_has_words_for_people() -> None:
    assert set(words.CALL_REASONS) == set(CallReason)
    assert set(words.COUNTER_STATES) == set(words.BOARD_SAYS) == set(CounterState)
    assert set(words.KINDS) == set(Kind)
    assert set(words.OUTCOMES) == set(Outcome)


def test_no_two_actions_share_a_key() -> None:
    assert len({key.key for key in KEYS}) == len(KEYS)
    assert len({key.action for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize(
    ("name", "ident", "large"),
    [("Quầy 3", "3", "3"), ("Quầy 12", "12", "12"), ("Tiếp đón và hướng dẫn", "TD", "TD")],
)
def test_a_counter_is_written_large_by_its_number(name: str, ident: str, large: str) -> None:
    assert words.short_counter(name, ident) == large


def test_a_lost_link_says_since_when_and_why() -> None:
    why = Told("not_allowed", 403, Sentence("Bạn không có quyền làm việc này.", "You may not."))
    lost = Lost(sights.AT + timedelta(seconds=7), why)

    assert words.not_live(lost) == ("MẤT KẾT NỐI từ 07:42:07  ·  Bạn không có quyền làm việc này.")


def test_a_ticket_without_a_field_is_named_by_its_kind() -> None:
    assert words.about(sights.ticket(field=None, kind="collect")) == "Nhận kết quả"
