"""Posting sheets: every procedure of a field stands on it, and its code leads to all of them."""

import io

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from queue_server.statistics.paper import sheets
from tests.support.small import small_plan

PLAN = small_plan(public_url="http://192.168.1.10:8080")


def test_a_sheet_says_what_is_known_and_what_is_not() -> None:
    pages = PdfReader(io.BytesIO(sheets.render(PLAN, PLAN.fields))).pages
    births, copies = (" ".join(page.extract_text().split()) for page in pages[:2])

    assert "Lĩnh vực: Hộ tịch (1 thủ tục)" in births
    assert "Thủ tục đăng ký khai sinh" in births
    assert "1 ngày làm việc" in births
    assert "2.000 đồng/trang" in copies
    assert "Chưa cập nhật" in copies


def test_the_code_leads_to_the_fields_procedures() -> None:
    document = pypdfium2.PdfDocument(sheets.render(PLAN, PLAN.fields[:1]))
    picture = document[0].render(scale=3).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
        "http://192.168.1.10:8080/procedures?field=HT"
    ]
    document.close()


def test_without_an_address_there_is_no_code() -> None:
    document = pypdfium2.PdfDocument(sheets.render(small_plan(), PLAN.fields[:1]))

    assert list(zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())) == []
    document.close()
