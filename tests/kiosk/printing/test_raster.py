import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.printing import raster
from kiosk.printing.raster import draw
from kiosk.printing.slip import Code, Line, Rule, Size, slip
from queue_server.protocol.vocabulary import Language
from tests.support import sights
from tests.support.escpos_paper import codes_on

MARKS = "ẾỘỮẶđĐằẵỵỀỂỄỒỔỖỜỞỠỪỬỮ"


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = Image.eval(picture.convert("L"), lambda grey: 255 - grey).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("width", raster.WIDTHS)
def test_a_slip_is_black_and_white_and_as_wide_as_the_paper(width: int) -> None:
    picture = draw(slip(sights.ticket(), sights.centre(), Language.VI, sights.AT), width)

    assert picture.mode == "1"
    assert picture.width == width
    assert ink(picture)[1::2] == (0, picture.height), "white above or below is paper wasted"


@pytest.mark.parametrize("width", raster.WIDTHS)
@pytest.mark.parametrize("label", ["A005", "W888", "AB1005", "99888"])
def test_the_number_is_at_least_twelve_millimetres_high(width: int, label: str) -> None:
    left, top, right, bottom = ink(draw((Line(label, Size.NUMBER),), width))

    assert bottom - top >= 12 * raster.DOTS_PER_MM
    assert left >= 0
    assert right <= width


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
def test_every_mark_on_every_letter_is_whole(bold: bool, reverse: bool) -> None:
    """Each letter stands in its row as it does with all the room in the world."""
    font = raster._font(bold, raster._DOTS[384][Size.PLAIN])
    for letter in MARKS:
        free = Image.new("1", (200, 200), 1)
        ImageDraw.Draw(free).text((80, 80), letter, font=font, fill=0)
        line = Line(letter, Size.PLAIN, bold=bold, middle=True, reverse=reverse)
        drawn = raster._row(letter, font, line, 384)
        if reverse:
            drawn = _white_ink(drawn)
        wanted, found = ink(free), ink(drawn)
        assert free.crop(wanted).tobytes() == drawn.crop(found).tobytes(), letter


def _white_ink(drawn: Image.Image) -> Image.Image:
    """Return what is white inside the black bar."""
    left, top, right, bottom = ink(drawn)
    bar = drawn.crop((left, top, right, bottom))
    return Image.eval(bar.convert("L"), lambda grey: 255 - grey).convert("1")


def test_a_long_text_is_broken_between_words_and_never_cut() -> None:
    font = raster._font(False, 25)
    text = "Xây dựng, quy hoạch, nhà ở và giao thông " * 3

    rows = raster._broken(text.strip(), font, 368)

    assert " ".join(rows) == text.strip()
    assert all(font.getlength(row) <= 370 for row in rows)


def test_a_word_wider_than_the_paper_is_cut_into_pieces() -> None:
    font = raster._font(False, 25)

    rows = raster._broken("Ẵ" * 100, font, 368)

    assert "".join(rows) == "Ẵ" * 100


def test_no_last_word_stands_alone() -> None:
    font = raster._font(False, 20)
    text = "Vui lòng chờ gọi số. Quá 3 lượt gọi không có mặt, số sẽ bị bỏ qua."

    rows = raster._balanced(text, font, 560, len(raster._broken(text, font, 560)))

    assert " ".join(rows) == text
    assert min(map(len, rows)) > len(text) / len(rows) / 2


def test_an_empty_slip_is_empty_paper() -> None:
    assert draw((Line(" "),), 384).width == 384
    assert draw((Rule(),), 384).height == 2


@pytest.mark.parametrize("width", raster.WIDTHS)
@pytest.mark.parametrize(
    "link",
    [
        "http://192.168.10.20:8080/t/" + "0f" * 16,
        "https://xep-hang.mot-cua.cam-xuyen.ha-tinh.gov.vn/t/" + "9e" * 16,
    ],
)
def test_the_code_is_read_back(width: int, link: str) -> None:
    drawn = draw((Code(link), Line("Theo dõi")), width)

    assert codes_on(drawn) == [link]


def test_a_code_keeps_its_quiet_zone_between_the_texts() -> None:
    drawn = draw((Line("Trên"), Code("http://10.0.0.1/t/" + "a1" * 16), Line("Dưới")), 384)
    alone = draw((Code("http://10.0.0.1/t/" + "a1" * 16),), 384)

    assert codes_on(drawn) == codes_on(alone) != []


def test_the_fonts_are_true_type_files_with_every_vietnamese_letter() -> None:
    font = raster._font(False, 40)
    missing = bytes(font.getmask("\uffff"))

    assert isinstance(font, ImageFont.FreeTypeFont)
    assert not [letter for letter in MARKS if bytes(font.getmask(letter)) == missing]
