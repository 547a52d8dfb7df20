"""The search, asked as citizens ask it."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server import demo
from queue_server.cli import centre_file
from queue_server.domain.search import Catalogue, elsewhere, fold
from queue_server.protocol.plan import Procedure
from queue_server.protocol.vocabulary import FieldCode, ProcedureCode

TODAY = date(2026, 11, 23)
HT = FieldCode("HT")
PROCEDURES = centre_file.read(Path(demo.__file__).parent / "cam-xuyen.toml").procedures
DEMO = Catalogue(PROCEDURES, TODAY)
with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8") as lines:
    PHRASES = [(row["phrase"], row["codes"]) for row in csv.DictReader(lines)]


def procedure(code: str, name: str, *keywords: str, **changes: object) -> Procedure:
    parts: dict[str, object] = {
        "code": ProcedureCode(code),
        "field": HT,
        "name": name,
        "keywords": keywords,
    }
    return Procedure(**(parts | changes))  # type: ignore[arg-type]


def codes(catalogue: Catalogue, q: str, **how: object) -> list[str]:
    return [one.code for one in catalogue.find(q, **how)]  # type: ignore[arg-type]


def is_answered(wanted: str, first_three: list[str]) -> bool:
    """Tell whether one of the wanted codes is there; those joined by + must all be."""
    return any(
        all(code in first_three for code in together.split("+")) for together in wanted.split("|")
    )


def test_the_phrases_of_citizens_find_their_procedure_in_the_first_three() -> None:
    missed = [
        phrase for phrase, wanted in PHRASES if not is_answered(wanted, codes(DEMO, phrase)[:3])
    ]

    assert len(PHRASES) >= 60
    assert len(missed) <= 0.05 * len(PHRASES), missed


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES])
def test_no_phrase_of_a_citizen_is_left_without_an_answer(phrase: str) -> None:
    assert DEMO.find(phrase)


def test_most_phrases_find_the_same_without_their_marks() -> None:
    missed = [
        phrase
        for phrase, wanted in PHRASES
        if not is_answered(wanted, codes(DEMO, fold(phrase))[:3])
    ]

    assert len(missed) <= 0.05 * len(PHRASES), missed


def test_every_procedure_is_found_by_its_code_and_by_its_own_name() -> None:
    for one in PROCEDURES:
        assert codes(DEMO, one.code)[0] == one.code
        assert one.code in codes(DEMO, one.name)[:3]
        assert one.code in codes(DEMO, one.short_name)[:3]


@pytest.mark.parametrize(
    "q", ["zzzz", "qwerty", "asdf jkl", "thời tiết hôm nay", "blah", "x" * 9999]
)
def test_nonsense_finds_nothing(q: str) -> None:
    assert DEMO.find(q) == []


@pytest.mark.parametrize("q", ["", "  ", "!?.", "\u0301"])
def test_no_words_give_the_first_procedures_as_they_stand(q: str) -> None:
    assert codes(DEMO, q) == [one.code for one in PROCEDURES[:10]]
    assert codes(DEMO, q, field="DD", limit=2) == ["1.013978", "1.012783"]


def test_a_field_and_a_limit_narrow_the_answer() -> None:
    assert {one.field for one in DEMO.find("cấp lại", field="XD")} == {"XD"}
    assert len(DEMO.find("đăng ký", limit=3)) == 3
    assert DEMO.find("đăng ký", limit=0) == []
    assert DEMO.find("đăng ký", limit=-1) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đăng ký KHAI SINH", "dang ki khai sinh"),
        (unicodedata.normalize("NFD", "Thủy lợi, hòa giải"), "thuy loi hoa giai"),
        ("kỹ/kĩ; lý-lí (mỹ)", "ki ki li li mi"),
        ("giấy tờ, cây, thuỷ", "giay to cay thuy"),
        ("quý y tế", "qui i te"),
        ("Ðất Ɖất ðất ɖất", "dat dat dat dat"),
        ("a_b\u00a0c\u200bd", "a b cd"),
        ("", ""),
    ],
)
def test_the_key_has_no_marks_no_case_and_no_signs(text: str, key: str) -> None:
    assert fold(text) == key


def test_the_key_is_the_same_however_the_letters_were_typed() -> None:
    for one in PROCEDURES:
        composed = fold(unicodedata.normalize("NFC", one.name))
        assert composed == fold(unicodedata.normalize("NFD", one.name))
        assert composed == fold(one.name.upper())
        assert composed.isascii()


@given(st.text(max_size=60))
def test_any_text_may_be_asked(q: str) -> None:
    found = DEMO.find(q)

    assert len(found) <= 10
    assert len({one.code for one in found}) == len(found)
    assert fold(fold(q)) == fold(q)


def test_what_citizens_say_goes_before_official_names() -> None:
    catalogue = Catalogue(
        [procedure("1", "Bìa đỏ"), procedure("2", "Cấp Giấy chứng nhận", "bìa đỏ")], TODAY
    )

    assert codes(catalogue, "bìa đỏ") == ["2", "1"]


def test_the_closest_text_goes_first_and_then_the_order_of_the_catalogue() -> None:
    catalogue = Catalogue(
        [
            procedure("1", "Đăng ký lại khai sinh cho người lớn"),
            procedure("2", "Đăng ký khai sinh"),
            procedure("3", "Đăng ký khai sinh"),
        ],
        TODAY,
    )

    assert codes(catalogue, "khai sinh") == ["2", "3", "1"]


def test_words_may_come_in_any_order_and_unfinished() -> None:
    catalogue = Catalogue(
        [procedure("1", "Đăng ký khai sinh"), procedure("2", "Đăng ký khai tử")], TODAY
    )

    assert codes(catalogue, "sin kha đăn")[0] == "1"


def test_the_same_marks_go_first_when_the_query_has_marks() -> None:
    catalogue = Catalogue(
        [procedure("1", "Lệ phí", "bán sao"), procedure("2", "Bản sao"), procedure("3", "Bàn")],
        TODAY,
    )

    assert codes(catalogue, "bản sao")[:2] == ["2", "1"]
    assert codes(catalogue, "ban sao")[:2] == ["1", "2"]
    assert codes(catalogue, "bàn") == ["3", "1", "2"]
    assert codes(catalogue, "bả") == ["2", "1", "3"]


def test_the_place_of_the_tone_and_i_or_y_do_not_matter() -> None:
    catalogue = Catalogue([procedure("1", "Hòa giải"), procedure("2", "Kỹ thuật")], TODAY)

    assert codes(catalogue, "hoà") == ["1"]
    assert codes(catalogue, "kĩ thuật") == ["2"]


@pytest.mark.parametrize("q", ["dkks", "d k k s", "DKKS", "dkk"])
def test_initials_are_understood(q: str) -> None:
    catalogue = Catalogue(
        [procedure("1", "Đăng ký kết hôn có yếu tố"), procedure("2", "Đăng ký khai sinh")], TODAY
    )

    assert "2" in codes(catalogue, q)


def test_one_slip_of_the_finger_is_forgiven_where_no_word_fits() -> None:
    catalogue = Catalogue([procedure("1", "Đăng ký kinh doanh hộ")], TODAY)

    for slip in ("doanhh", "doamh", "daonh", "danh", "kingh"):
        assert codes(catalogue, slip) == ["1"]
    assert codes(catalogue, "daomh") == []


def test_forgotten_spaces_are_forgiven() -> None:
    catalogue = Catalogue([procedure("1", "Đăng ký khai sinh")], TODAY)

    assert codes(catalogue, "khaisinh") == ["1"]
    assert codes(catalogue, "dangkykhaisinh") == ["1"]
    assert codes(catalogue, "ais") == []


def test_a_long_question_finds_what_is_said_in_it() -> None:
    catalogue = Catalogue(
        [procedure("1", "Trích lục"), procedure("2", "Khai sinh", "giấy khai sinh")], TODAY
    )

    assert codes(catalogue, "tôi muốn làm giấy khai sinh cho cháu thứ ba") == ["2"]


def test_words_may_be_spread_over_a_name_and_keywords() -> None:
    catalogue = Catalogue([procedure("1", "Trích lục hộ tịch", "khai tử")], TODAY)

    assert codes(catalogue, "trích khai") == ["1"]


def test_half_of_what_was_asked_is_enough_and_less_is_not() -> None:
    catalogue = Catalogue(
        [procedure("1", "Chuyển nhượng đất"), procedure("2", "Chuyển trường")], TODAY
    )

    assert codes(catalogue, "chuyển nhượng ngay") == ["1"]
    assert codes(catalogue, "chuyển ngay mau lẹ") == []


def test_a_procedure_is_found_only_while_it_is_valid() -> None:
    born = [
        procedure("1", "Cũ", valid_to=date(2026, 11, 22)),
        procedure("2", "Cũ", valid_from=date(2026, 11, 24)),
        procedure("3", "Cũ", valid_from=TODAY, valid_to=TODAY),
    ]

    assert codes(Catalogue(born, TODAY), "cũ") == ["3"]
    assert codes(Catalogue(born, TODAY), "") == ["3"]


def test_an_empty_catalogue_and_empty_texts_do_no_harm() -> None:
    assert Catalogue([], TODAY).find("khai sinh") == []
    assert codes(Catalogue([procedure("1", "…", "-")], TODAY), "khai sinh") == []


@pytest.mark.parametrize(
    ("q", "place"),
    [
        ("ly hôn", "Tòa án"),
        ("xin ly hon don phuong", "Tòa án"),
        ("trợ cấp thất nghiệp", "Dịch vụ việc làm"),
        ("đổi giấy phép lái xe", "Cảnh sát giao thông"),
        ("bang lai", "Cảnh sát giao thông"),
        ("mở quán karaoke", "Sở Văn hóa"),
        ("giấy chứng sinh", "cơ sở y tế"),
    ],
)
def test_what_is_done_elsewhere_says_where(q: str, place: str) -> None:
    said = elsewhere(q)

    assert said is not None
    assert place in said.vi
    assert said.en.endswith(".")


@pytest.mark.parametrize("q", ["", "khai sinh", "mất hộ chiếu", "giấy độc thân", "sang tên xe"])
def test_what_is_done_here_is_not_sent_away(q: str) -> None:
    assert elsewhere(q) is None


def test_what_is_done_elsewhere_finds_no_near_answer() -> None:
    assert DEMO.find("ly hôn") == []
    assert DEMO.find("giấy chứng sinh") == []
    assert codes(DEMO, "trợ cấp thất nghiệp") == ["1.001978"]
    assert codes(DEMO, "ly hôn xong xin giấy độc thân")[0] == "1.004873"
