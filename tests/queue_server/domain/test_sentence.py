"""Numbers, letters and calls, as they are said aloud."""

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import sentence
from queue_server.protocol.plan import Counter, Policy
from queue_server.protocol.vocabulary import CounterId
from queue_server.voice.pieces import key, missing
from tests.support import plans

NORTH = Policy()
SOUTH = Policy(zero_word="lẻ")
SPELLED = Policy(spell_digits=True)

NUMBERS = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    44: "bốn mươi tư",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    124: "một trăm hai mươi tư",
    205: "hai trăm linh năm",
    404: "bốn trăm linh bốn",
    444: "bốn trăm bốn mươi tư",
    555: "năm trăm năm mươi lăm",
    999: "chín trăm chín mươi chín",
    1000: "một nghìn",
    1001: "một nghìn không trăm linh một",
    1010: "một nghìn không trăm mười",
    1100: "một nghìn một trăm",
    2005: "hai nghìn không trăm linh năm",
    9999: "chín nghìn chín trăm chín mươi chín",
}
LETTERS = {
    "A": "A",
    "B": "bê",
    "C": "xê",
    "D": "dê",
    "E": "E",
    "G": "giê",
    "H": "hát",
    "I": "i ngắn",
    "K": "ca",
    "L": "e-lờ",
    "M": "em-mờ",
    "N": "en-nờ",
    "O": "O",
    "P": "pê",
    "Q": "quy",
    "R": "e-rờ",
    "S": "ét-sì",
    "T": "tê",
    "U": "U",
    "V": "vê",
    "X": "ích-xì",
    "Y": "i dài",
}
WORDS = {
    *("không", "một", "mốt", "hai", "ba", "bốn", "tư", "năm", "lăm", "sáu", "bảy", "tám", "chín"),
    *("mười", "mươi", "trăm", "linh", "nghìn"),
}


@pytest.mark.parametrize(("number", "words"), NUMBERS.items())
def test_a_number_is_read_as_at_school(number: int, words: str) -> None:
    assert sentence.number_vi(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (101, "một trăm lẻ một"),
        (1000, "một ngàn"),
        (2005, "hai ngàn không trăm lẻ năm"),
        (24, "hai mươi tư"),
    ],
)
def test_the_south_says_it_its_own_way(number: int, words: str) -> None:
    assert sentence.number_vi(number, "lẻ") == words


@pytest.mark.parametrize("number", [-1, 10_000])
def test_other_numbers_are_not_read(number: int) -> None:
    with pytest.raises(ValueError, match="is not a number of 0 to 9999"):
        sentence.number_vi(number)


def test_every_number_has_words_of_its_own_out_of_eighteen() -> None:
    spoken = [sentence.number_vi(number) for number in range(10_000)]

    assert len(set(spoken)) == len(spoken)
    assert {word for words in spoken for word in words.split()} == WORDS


@pytest.mark.parametrize(("letter", "name"), LETTERS.items())
def test_a_letter_has_its_name(letter: str, name: str) -> None:
    assert sentence.letter_vi(letter) == name


@pytest.mark.parametrize(
    ("label", "spell", "words"),
    [
        ("A005", False, "A, năm"),
        ("A005", True, "A, không không năm"),
        ("B104", False, "bê, một trăm linh bốn"),
        ("AB012", False, "A bê, mười hai"),
        ("C1001", False, "xê, một nghìn không trăm linh một"),
        ("1001", False, "một không không một"),
        ("12024", True, "một hai không hai bốn"),
        ("A12345", False, "A, một hai ba bốn năm"),
        ("Số lạ", False, "Số lạ"),
    ],
)
def test_a_label_is_said_in_words(label: str, spell: bool, words: str) -> None:
    assert sentence.label_vi(label, spell) == words


@pytest.mark.parametrize(
    ("label", "spell", "words"),
    [
        ("A005", False, "A 5"),
        ("A005", True, "A 0 0 5"),
        ("AB1000", False, "A B 1000"),
        ("1001", False, "1 0 0 1"),
        ("Số lạ", False, "Số lạ"),
    ],
)
def test_a_label_is_said_in_english(label: str, spell: bool, words: str) -> None:
    assert sentence.label_en(label, spell) == words


@pytest.mark.parametrize(
    ("label", "counter", "call", "policy", "vi", "en"),
    [
        (
            *("A005", "3", 1, NORTH),
            "Mời số A, năm đến quầy số ba.",
            "Number A 5, please go to counter 3.",
        ),
        (
            *("A005", "3", 2, NORTH),
            "Mời số A, năm đến quầy số ba, lần thứ hai.",
            "Number A 5, please go to counter 3, second call.",
        ),
        (
            *("A005", "3", 3, NORTH),
            "Mời số A, năm đến quầy số ba, lượt gọi cuối.",
            "Number A 5, please go to counter 3, final call.",
        ),
        (
            *("A005", "3", 9, NORTH),
            "Mời số A, năm đến quầy số ba, lượt gọi cuối.",
            "Number A 5, please go to counter 3, final call.",
        ),
        (
            *("A005", "12", 4, Policy(calls_before_miss=7)),
            "Mời số A, năm đến quầy số mười hai, lần thứ tư.",
            "Number A 5, please go to counter 12, fourth call.",
        ),
        (
            *("A005", "12", 6, Policy(calls_before_miss=7)),
            "Mời số A, năm đến quầy số mười hai, lần thứ sáu.",
            "Number A 5, please go to counter 12, another call.",
        ),
        (
            *("A005", "3", 1, Policy(calls_before_miss=1)),
            "Mời số A, năm đến quầy số ba.",
            "Number A 5, please go to counter 3.",
        ),
        (
            *("A005", "3", 1, SPELLED),
            "Mời số A, không không năm đến quầy số ba.",
            "Number A 0 0 5, please go to counter 3.",
        ),
        (
            *("H1101", "101", 1, SOUTH),
            "Mời số hát, một ngàn một trăm lẻ một đến quầy số một trăm lẻ một.",
            "Number H 1101, please go to counter 101.",
        ),
        (
            *("2015", "3", 1, NORTH),
            "Mời số hai không một năm đến quầy số ba.",
            "Number 2 0 1 5, please go to counter 3.",
        ),
        (
            *("A005", "Trả kết quả", 1, NORTH),
            "Mời số A, năm đến quầy Trả kết quả.",
            "Number A 5, please go to Trả kết quả.",
        ),
        (
            *("A005", "Bàn số 15", 1, NORTH),
            "Mời số A, năm đến bàn số mười lăm.",
            "Number A 5, please go to Bàn số 15.",
        ),
        (
            *("A005", "Cửa 7B", 1, NORTH),
            "Mời số A, năm đến cửa bảy bê.",
            "Number A 5, please go to Cửa 7B.",
        ),
        (
            *("A005", "12345", 1, NORTH),
            "Mời số A, năm đến quầy 12345.",
            "Number A 5, please go to 12345.",
        ),
    ],
)
def test_a_call_says_who_where_and_how_often(
    label: str, counter: str, call: int, policy: Policy, vi: str, en: str
) -> None:
    said = sentence.call_sentence(label, counter, call, policy)

    assert said.vi == vi
    assert said.en == en


@given(
    st.from_regex(r"(?:[A-Z]{1,2}|[1-9][0-9]?)[0-9]{3,4}", fullmatch=True),
    st.integers(1, 99),
    st.integers(1, 200),
    st.sampled_from([NORTH, SOUTH, SPELLED]),
)
def test_every_call_is_said_without_a_figure(
    label: str, counter: int, call: int, policy: Policy
) -> None:
    said = sentence.call_vi(label, str(counter), call, policy)

    assert not any(sign.isdigit() for sign in said)
    assert said.startswith("Mời số ")


def test_the_clips_of_a_plan_are_its_letters_its_numbers_and_its_places() -> None:
    plan = plans.plan(
        series=(plans.series("A"), plans.series("H"), plans.series("7")),
        counters=(
            Counter(id=CounterId("1"), name="Quầy 1"),
            Counter(id=CounterId("KQ"), name="Trả kết quả"),
            Counter(id=CounterId("B15"), name="Bàn số 15 tầng hai"),
        ),
    )
    clips = sentence.clips_vi(plan)

    assert clips[:3] == ("Mời số", "A", "hát")
    assert {"đến quầy số", "đến quầy Trả kết quả", "đến bàn số", "tầng hai"} <= set(clips)
    assert set(clips) > WORDS
    assert "bê" not in clips
    assert len(set(clips)) == len(clips)


@given(
    st.from_regex(r"(?:[A-Z]{1,2}|[1-9][0-9]?)[0-9]{3,4}", fullmatch=True),
    st.sampled_from(
        ["1", "12", "405", "Bàn số 15 tầng hai", "Trả kết quả", "Phòng 3", "7A", "Một cửa B"]
    ),
    st.integers(1, 9),
    st.sampled_from([NORTH, SOUTH, SPELLED, Policy(calls_before_miss=20)]),
)
def test_every_call_of_a_plan_is_made_of_its_clips(
    label: str, counter: str, call: int, policy: Policy
) -> None:
    plan = plans.plan(
        series=tuple(plans.series(letter) for letter in ascii_uppercase),
        counters=(Counter(id=CounterId(counter if counter.isdigit() else "X"), name=counter),),
        policy=policy,
    )
    clips = {key(clip) for clip in sentence.clips_vi(plan)}

    assert missing([sentence.call_vi(label, counter, call, policy)], clips) == []
