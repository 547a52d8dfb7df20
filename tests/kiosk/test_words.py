import pytest

from kiosk import words
from queue_server.protocol.events import Estimate
from queue_server.protocol.refusals import PROBLEMS
from queue_server.protocol.vocabulary import Language
from tests.support.letters import spoken, without_letter

VI, EN = Language.VI, Language.EN


def estimate(low_minutes: float, high_minutes: float) -> Estimate:
    return Estimate(int(low_minutes * 60), int(high_minutes * 60), "recent")


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        (estimate(10, 19), "khoảng 10-20 phút", "about 10-20 min"),
        (estimate(12, 18), "khoảng 10-20 phút", "about 10-20 min"),
        (estimate(3, 6.2), "khoảng 3-7 phút", "about 3-7 min"),
        (estimate(5, 5), "khoảng 5 phút", "about 5 min"),
        (estimate(0, 2), "dưới 5 phút", "less than 5 min"),
        (estimate(0.5, 9), "dưới 9 phút", "less than 9 min"),
        (None, "chưa đủ dữ liệu để ước tính", "not enough data to say"),
    ],
)
def test_an_estimate_is_a_range_or_honestly_none(given: Estimate, vi: str, en: str) -> None:
    assert words.wait(given, None, VI) == vi
    assert words.wait(given, None, EN) == en


def test_a_break_is_said_with_the_range() -> None:
    assert words.wait(estimate(10, 20), "13:30", VI) == "khoảng 10-20 phút, sau 13:30"
    assert words.wait(None, "13:30", EN) == "after 13:30"


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (0, "Quý vị là người tiếp theo"),
        (1, "Trước quý vị còn 1 người"),
        (12, "Trước quý vị còn 12 người"),
    ],
)
def test_people_ahead_are_counted(count: int, says: str) -> None:
    assert words.ahead(count, VI) == says


def test_counters_are_named_without_the_word_that_stands_before_them() -> None:
    assert words.counters(["Quầy 1", "Quầy 2", "Tiếp đón"]) == "1, 2, Tiếp đón"


def test_every_letter_of_every_sentence_is_in_the_terminals_font() -> None:
    refusals = [text for problem in PROBLEMS.values() for text in problem.sentence]

    assert len(spoken(words)) > 60
    assert not without_letter(spoken(words) + refusals)
