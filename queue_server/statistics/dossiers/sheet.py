"""The case system's export as rows of cells, whether it is CSV or XLSX.

Rule 1: untrusted: nothing in it is run, and a file larger than it says is refused.
"""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from queue_server.protocol.refusals import Refused

Value = str | int | float | date | datetime | None

MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_DELIMITERS: Final = ";\t,"
_LONGEST: Final = 500
"""Signs of a cell that are read; what we keep of any is shorter."""


class Row(NamedTuple):
    """One row, as a spreadsheet numbers it."""

    number: int
    cells: Sequence[Value]


def rows(body: bytes) -> list[Row]:
    """Return the rows of a file that are not empty.

    Raises:
        Refused: `unreadable_file`, with what is wrong with it.
    """
    if not body:
        raise unreadable("tệp rỗng", "it is empty")
    if len(body) > MOST_BYTES:
        raise unreadable("tệp lớn hơn 10 MB", "it is larger than 10 MB")
    if body.startswith(_OLD_EXCEL):
        raise unreadable(
            "tệp Excel đời cũ (.xls); hãy lưu lại thành .xlsx",
            "it is an old .xls; save it as .xlsx",
        )
    found = _workbook(body) if body.startswith(_ZIP) else _text(body)
    kept: list[Row] = []
    for row in found:
        if row.number > MOST_ROWS:
            raise unreadable("tệp có hơn 100.000 dòng", "it has more than 100,000 rows")
        if any(cell not in (None, "") for cell in row.cells):
            kept.append(row)
    return kept


def unreadable(vi: str, en: str) -> Refused:
    """Return the refusal of a file."""
    return Refused("unreadable_file", why_vi=vi, why_en=en)


def _workbook(body: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise unreadable("tệp quá lớn khi giải nén", "it is too large once unpacked")
        with warnings.catch_warnings():
            # styles and other extras that it cannot read are nothing to us
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                    yield Row(number, [_cell(cell) for cell in cells])
            finally:
                book.close()
    except _BROKEN as error:
        raise unreadable("không phải tệp Excel hợp lệ", "it is no valid workbook") from error


_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    EOFError,
    OSError,
)
"""All that a broken workbook makes its reader raise."""


def _cell(value: object) -> Value:
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    return _clean(str(value))


def _text(body: bytes) -> Iterator[Row]:
    text = _decoded(body)
    delimiter = max(_DELIMITERS, key=text[:4096].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield Row(reader.line_num, [_clean(cell) for cell in cells])
    except csv.Error as error:
        raise unreadable("tệp CSV bị hỏng", "it is no valid CSV") from error


def _decoded(body: bytes) -> str:
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = body.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(
            "tệp CSV không phải UTF-8; hãy lưu dạng “CSV UTF-8” hoặc .xlsx",
            "it is no UTF-8; save it as “CSV UTF-8” or .xlsx",
        ) from error
    if "\0" in text:
        raise unreadable("không phải tệp CSV hay Excel", "it is neither CSV nor a workbook")
    return text


def _clean(text: str) -> str:
    """Return text as we keep it: composed letters, no control characters, single spaces."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST])
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())
