"""Every no has a code, a status that fits and a sentence in two languages."""

import ast
import re
import string
from pathlib import Path

import pytest

from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.protocol.vocabulary import CounterState, TicketState

SOURCE = Path(__file__).parents[3] / "queue_server"
CODES = sorted(PROBLEMS)
VIETNAMESE = re.compile(r"[à-ỹđÀ-ỸĐ]")
GIVEN = {
    "line": 7,
    "fault": "unknown field",
    "hours_vi": "Giờ lấy số: 07:30-11:30.",
    "hours_en": "Ticket hours: 07:30-11:30.",
    "cap": 5,
    "period": "2026-Q5",
    "state": "waiting",
    "faults": "counters: there is no counter",
    "member": "colour",
    "why_vi": "tệp rỗng",
    "why_en": "it is empty",
    "retry_s": 4,
}
"""All that sentences ask for."""
CONTRACT = (
    *("closed_now", "sold_out", "series_paused", "unknown_field", "unknown_procedure"),
    *("nobody_waiting", "counter_closed", "counter_taken", "no_current_ticket", "wrong_state"),
    *("already_called", "not_your_field", "already_rated", "too_late_to_undo"),
)
STATUSES = {400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503}
REFUSALS = {"Refused", "Wrong"}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", CODES)
def test_it_is_said_in_vietnamese_and_in_english(code):
    problem = PROBLEMS[code]

    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert problem.title[0].isupper()
    assert not problem.title.endswith(".")
    assert VIETNAMESE.search(problem.sentence.vi)
    assert problem.sentence.en.isascii() or "“" in problem.sentence.en
    for sentence in problem.sentence:
        assert sentence[0].isupper()
        assert sentence[-1] in ".}"
        assert "  " not in sentence


@pytest.mark.parametrize("code", CODES)
def test_its_placeholders_are_known_and_filled(code):
    problem = PROBLEMS[code]
    assert placeholders(problem.sentence.vi) <= set(GIVEN)

    for sentence in Refused(code, **GIVEN).sentence:
        assert not set("{}") & set(sentence)


@pytest.mark.parametrize("code", CODES)
def test_without_what_it_asks_for_it_is_still_a_sentence(code):
    for sentence in Refused(code).sentence:
        assert not set("{}") & set(sentence)
        assert sentence == sentence.strip() != ""


@pytest.mark.parametrize("code", CODES)
def test_its_status_is_one_of_the_contracts(code):
    assert PROBLEMS[code].status in {
        400,
        401,
        403,
        404,
        405,
        409,
        412,
        413,
        415,
        422,
        428,
        429,
        500,
        503,
    }
    assert Refused(code).status == PROBLEMS[code].status


@pytest.mark.parametrize("code", CONTRACT)
def test_what_the_rules_refuse_is_a_conflict(code):
    assert PROBLEMS[code].status == 409


@pytest.mark.parametrize("state", [*TicketState, *CounterState])
def test_a_state_is_named_in_the_language_of_the_sentence(state):
    words = Refused("wrong_state", state=state.value).sentence

    assert f"“{state.value}”" in words.en
    assert f"“{state.value}”" not in words.vi
    assert VIETNAMESE.search(words.vi.split("“")[1])


def test_what_is_no_state_is_left_as_it_is():
    assert "“odd”" in Refused("wrong_state", state="odd").sentence.vi


def _raised() -> set[str]:
    """Return the codes that the program refuses with, read from its text."""
    codes = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in {
                "Refused",
                "Wrong",
            }:
                codes |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    return codes


def test_nobody_refuses_with_a_code_that_has_no_words():
    assert _raised() - set(PROBLEMS) == set()


def test_a_refusal_carries_plain_data():
    refused = Refused("too_many_dossiers", cap=3)

    assert (refused.code, refused.about, str(refused)) == (
        "too_many_dossiers",
        {"cap": 3},
        "too_many_dossiers",
    )
