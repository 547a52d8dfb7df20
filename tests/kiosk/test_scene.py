from dataclasses import replace

import pytest

from kiosk.printing.printer import Condition, PrinterState
from kiosk.scene import PRINTER_SAYS, Scene, standstill
from queue_server.link import Lost, Told
from queue_server.protocol.refusals import PROBLEMS, Sentence
from queue_server.protocol.views import OpenView
from queue_server.protocol.vocabulary import Kind, Language
from tests.support import sights

WELL = Scene(centre=sights.centre(), view=sights.kiosk())


def told(code: str) -> Told:
    return Told(
        code, 401, PROBLEMS[code].sentence if code in PROBLEMS else Sentence("lý do", "why")
    )


def test_nothing_stands_in_the_way_of_a_number() -> None:
    assert standstill(WELL) is None


@pytest.mark.parametrize("language", list(Language))
def test_the_gravest_reason_is_said(language: Language) -> None:
    shut = sights.kiosk(open=OpenView(open=False, reason_vi="Nghỉ", reason_en="Closed"))
    out = PrinterState(Condition.PAPER_OUT)
    scene = Scene(language=language)
    seen = []
    for step in (
        {"lost": Lost(sights.AT, told("not_signed_in"))},
        {"lost": None},
        {"centre": WELL.centre, "view": shut, "lost": Lost(sights.AT), "printer": out},
        {"lost": None},
        {"printer": PrinterState(Condition.READY)},
    ):
        scene = replace(scene, **step)
        why = standstill(scene)
        assert why is not None
        seen.append(why.title)

    vietnamese = [
        "Máy này chưa được phép lấy số",
        "Máy đang kết nối…",
        "Máy tạm thời mất kết nối",
        "Máy hết giấy",
        "Hiện chưa lấy số được",
    ]
    assert len(set(seen)) == 5
    if language is Language.VI:
        assert seen == vietnamese


def test_an_unknown_reason_of_the_server_is_said_in_its_words() -> None:
    scene = Scene(lost=Lost(sights.AT, told("wrong_version")))

    why = standstill(scene)

    assert why is not None
    assert why.more == "lý do"


def test_every_condition_that_stops_has_its_sentence() -> None:
    stopping = {c for c in Condition if PrinterState(c).stops}

    assert stopping == set(PRINTER_SAYS)


def test_a_wish_says_no_more_than_was_chosen() -> None:
    assert WELL.wish("HT").body() == {"kind": Kind.SUBMIT, "field": "HT", "language": "vi"}
    assert WELL.wish(None, Kind.COLLECT).body() == {"kind": Kind.COLLECT, "language": "vi"}


def test_a_centre_without_header_lines_is_called_by_its_name() -> None:
    scene = Scene(centre=sights.centre(header_vi=(), header_en=()), view=sights.kiosk())

    assert scene.header() == ("Trung tâm Phục vụ hành chính công xã Cẩm Xuyên",)
    assert Scene().header() == ("",)
