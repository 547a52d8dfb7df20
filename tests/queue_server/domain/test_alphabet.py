"""The order of Vietnamese words."""

import pytest

from queue_server.domain.alphabet import order


@pytest.mark.parametrize(
    "words",
    [
        ["an", "ăn", "ân", "ba", "cá", "da", "đa", "e", "ê"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["ô tô", "ôn", "ơn", "ưa", "y tế"],
        ["1", "2", "a"],
        ["Chứng thực", "CHỨNG THỰC bản sao", "Chứng thực chữ ký"],
    ],
)
def test_words_stand_as_in_a_dictionary(words: list[str]) -> None:
    ordered = sorted(reversed(words), key=order)

    assert ordered == words


def test_letters_count_before_tones() -> None:
    assert order("hồ sơ") < order("hộ tịch")
    assert order("hoà") < order("họa") < order("hoan")


def test_signs_do_not_count() -> None:
    assert order("(thủ tục)")[:2] == order("thủ tục")[:2]
    assert order("thu\u0309")[:2] == order("thủ")[:2]
