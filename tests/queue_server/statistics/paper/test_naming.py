"""Periods are called as people call them, in both languages."""

import pytest

from queue_server.protocol.vocabulary import Language
from queue_server.statistics.paper.naming import title, words
from queue_server.statistics.periods import Basis, Reckoning, parse

OFFICIAL = Reckoning(Basis.OFFICIAL)


def test_words_say_the_days() -> None:
    quarter = parse("2026-Q4", OFFICIAL)
    assert title(quarter) == "Quý IV năm 2026"
    assert words(quarter) == "Quý IV năm 2026 (từ 15/9/2026 đến 14/12/2026)"
    assert (
        words(quarter, Language.EN) == "Quarter IV of 2026 (15 September 2026 to 14 December 2026)"
    )


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2026-11-20", "Ngày 20/11/2026", "20 November 2026"),
        ("2026-W47", "Tuần 47 năm 2026", "Week 47 of 2026"),
        ("2026-02", "Tháng 2 năm 2026", "February 2026"),
        ("2026-Q1", "Quý I năm 2026", "Quarter I of 2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "First half of 2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "Second half of 2026"),
        ("2026-9M", "9 tháng đầu năm 2026", "First nine months of 2026"),
        ("2026", "Năm 2026", "Year 2026"),
        (
            "2026-11-01..2026-11-20",
            "Từ 1/11/2026 đến 20/11/2026",
            "1 November 2026 to 20 November 2026",
        ),
    ],
)
def test_every_kind_has_a_name_in_both_languages(text: str, vi: str, en: str) -> None:
    period = parse(text)
    assert (title(period), title(period, Language.EN)) == (vi, en)
    assert words(period).startswith(vi)
    assert words(period, Language.EN).startswith(en)


def test_days_and_ranges_are_named_by_their_days_alone() -> None:
    assert words(parse("2026-11-20")) == "Ngày 20/11/2026"
    assert words(parse("2026-11-01..2026-11-20")) == "Từ 1/11/2026 đến 20/11/2026"
