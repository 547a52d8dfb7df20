"""A report in its four forms: the same figures, right letters, and nothing that acts by itself."""

import csv as reader
import io
import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from queue_server.statistics.paper import csv, pdf, plain, words, xlsx
from queue_server.statistics.paper.report import Column, Kind, Report, Table
from tests.support.reports import HOSTILE, full_report


def sheet_rows(report: Report, at: int = 0) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    return list(book.worksheets[at].iter_rows(values_only=True))


def text_of(report: Report) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(report))).pages]


def test_a_workbook_holds_real_numbers_days_and_durations() -> None:
    rows = sheet_rows(full_report())
    first = next(row for row in rows if row[0] == "Hộ tịch - Chứng thực")
    assert first[1:3] == (1200, 1100)
    assert first[3] == timedelta(seconds=605)
    assert first[4:6] == (0.925, 1.5)
    assert first[6:8] == (datetime(2026, 11, 20), datetime(2026, 11, 20, 8, 15))  # noqa: DTZ001


def test_a_workbook_has_a_sheet_for_each_table_and_native_charts() -> None:
    made = xlsx.render(full_report())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Theo lĩnh vực   1 2", "Ghi chú lạ"]
    charts = [name for name in ZipFile(io.BytesIO(made)).namelist() if "charts/chart" in name]
    assert len(charts) == 2


def test_sheets_of_the_same_title_get_different_names() -> None:
    table = Table(title="Giống nhau " * 5, columns=(Column(key="a", title="A"),), rows=())
    report = full_report()
    twice = Report(
        **{name: getattr(report, name) for name in report.__struct_fields__}
        | {"charts": ()}
        | {"tables": (table, table, Table(title="", columns=table.columns, rows=()))}
    )
    names = openpyxl.load_workbook(io.BytesIO(xlsx.render(twice))).sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_no_text_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(full_report())))
    cells = [
        cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value in HOSTILE
    ]
    assert {cell.value for cell in cells} == set(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_workbook_is_set_up_for_a4_with_titles_on_each_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(full_report(landscape=True))))
    sheet = book.worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows
    assert sheet.oddFooter.right.text == "Trang &P/&N"


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("rows", [6, 28, 34, 60])
def test_no_chart_of_a_workbook_lies_over_two_pages(rows: int, landscape: bool) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx.render(full_report(rows=rows, landscape=landscape)))
    )
    sheet = book.worksheets[0]
    scale = (sheet.page_setup.scale or 100) / 100
    page = ((210 if landscape else 297) / 25.4 - 1.3) * 72 / scale
    top, first = (int(at) for at in str(sheet.print_title_rows).replace("$", "").split(":"))
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 60)]
    repeated = sum(heights[top - 1 : first])
    breaks = {one.id for one in sheet.row_breaks.brk}
    used, pages, page_of = 0.0, 0, []
    for row, height in enumerate(heights):
        if row in breaks or used + height > page:
            used, pages = repeated, pages + 1
        used += height
        page_of.append(pages)

    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    charts = [(one.anchor._from.row, one.anchor.to.row) for one in sheet._charts]
    assert len(charts) == 2
    assert all(page_of[above] == page_of[below] for above, below in charts)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_workbook_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").write_bytes(xlsx.render(full_report()))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"]
    command += ["--outdir", str(tmp_path), "report.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=150)
    rows = [line.split(";") for line in (tmp_path / "report.csv").read_text("utf-8").splitlines()]
    assert any("BÁO CÁO TIẾP NHẬN VÀ PHỤC VỤ" in row[0] for row in rows)
    first = next(row for row in rows if row[0] == "Hộ tịch - Chứng thực")
    assert first[1:7] == ["1,200", "1,100", "0:10:05", "92.5%", "1.5", "20/11/2026"]


def test_paper_has_selectable_text_with_every_accent() -> None:
    text = "\n".join(text_of(full_report()))
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO TIẾP NHẬN VÀ PHỤC VỤ",
        "Quý IV năm 2026 · từ ngày 15/09/2026 đến ngày 14/12/2026 (theo kỳ báo cáo)",
        "Biểu số II.06a/VPCP/KSTT",
        "12.345",
        "1:10:05",
        "92,5 %",
        "Người lập: Nguyễn Thị Hằng · Lập lúc 08:30 15/12/2026",
        "GIÁM ĐỐC TRUNG TÂM",
    ):
        assert line in text
    assert all(note in text for note in HOSTILE)


def test_every_page_bears_its_mark_its_titles_and_its_number() -> None:
    pages = text_of(full_report(rows=90, landscape=True))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "BẢN NHÁP" in page
        assert f"Trang {number}/{len(pages)}" in page
    assert "Đã phục vụ" in pages[1]


def test_csv_opens_in_a_vietnamese_excel() -> None:
    made = csv.render(full_report())
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(reader.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))
    first = next(row for row in rows if row[:1] == ["Hộ tịch - Chứng thực"])
    assert first[1:] == ["1200", "1100", "605", "92,5", "1,5", "20/11/2026", "08:15 20/11/2026"]
    total = next(row for row in rows if row[:1] == ["Tổng số"])
    assert total[1:5] == ["12345", "11345", "4205", "100,0"]
    starts = {row[0][0] for row in rows if row and row[0]}
    assert not starts & set("=+-@")


def test_json_names_every_cell() -> None:
    made = json.loads(plain.render(full_report()))
    assert made["tables"][0]["rows"][0]["wait"] == 605
    assert made["tables"][0]["total"]["issued"] == 12345
    assert (made["from"], made["to"], made["basis"]) == ("2026-09-15", "2026-12-14", "official")


@given(st.text(max_size=40))
def test_no_text_begins_a_formula_in_csv(text: str) -> None:
    assert not csv.harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.integers(0, 400_000))
def test_a_duration_reads_back_to_its_seconds(seconds: int) -> None:
    parts = [int(part) for part in words.lasting(seconds).split(":")]
    assert sum(part * 60**at for at, part in enumerate(reversed(parts))) == seconds


@pytest.mark.parametrize(
    ("cell", "kind", "read"),
    [
        (None, Kind.COUNT, ""),
        (1_234_567, Kind.COUNT, "1.234.567"),
        (0.12345, Kind.SHARE, "12,3 %"),
        (0.1425, Kind.SHARE, "14,3 %"),
        (2.25, Kind.NUMBER, "2,3"),
        ("Tổng số", Kind.DAY, "Tổng số"),
        (1234.56, Kind.NUMBER, "1.234,6"),
        (0, Kind.DURATION, "0:00"),
    ],
)
def test_cells_read_as_people_write_them(cell: float | None, kind: Kind, read: str) -> None:
    assert words.printed(cell, kind) == read
