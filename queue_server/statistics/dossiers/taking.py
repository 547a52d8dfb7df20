"""An export of the case system, line by line: what is taken, and why something is not.

Rule 1: a line that is not understood is not taken, and says why; nothing is guessed.
Rule 2: names and addresses are read only where they are asked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from msgspec import Struct

from queue_server.domain.search import fold
from queue_server.protocol.papers import Case, CaseChannel, CaseState, Owner
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import Sentence
from queue_server.statistics.dossiers import headings, sheet
from queue_server.statistics.dossiers.sheet import Row, Value

T = TypeVar("T")

_LONGEST_CODE: Final = 64
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_DAYS: Final = range(20_000, 80_000)
_FIRST_DAY: Final = date(2000, 1, 1)
_VIETNAMESE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T].*)?")
_TIME_FIRST: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s+(.+)")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")

_CHANNELS: Final = (
    (CaseChannel.ONLINE, ("truc tuyen", "online", "dich vu cong", "dvc", "qua mang", "vneid")),
    (CaseChannel.POST, ("buu chinh", "bcci", "buu dien", "post")),
    (CaseChannel.DIRECT, ("truc tiep", "mot cua", "tai quay", "direct")),
)
_STATES: Final = (
    (CaseState.WITHDRAWN, ("rut", "withdrawn")),
    (CaseState.STOPPED, ("dung giai quyet", "dung xu ly", "dung", "huy", "stopped")),
    (CaseState.SUPPLEMENT, ("bo sung", "supplement")),
)


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line of the file."""

    line: int
    code: str
    verdict: str
    """`new`, `changed`, `same` or `refused`."""
    why_vi: str = ""
    why_en: str = ""


class Taken(NamedTuple):
    """All that an export says, and what became of each of its lines."""

    cases: list[Case]
    """New ones, and those that differ from what was kept."""
    owners: dict[str, Owner]
    lines: list[Line]
    first: date | None
    """The first and the last day that stand in it."""
    last: date | None

    def count(self, *verdicts: str) -> int:
        """Return how many lines have one of these verdicts."""
        return sum(line.verdict in verdicts for line in self.lines)


class Export(NamedTuple):
    """A file whose columns are known."""

    rows: Sequence[Row]
    columns: Mapping[str, int]


def opened(body: bytes, plan: Plan) -> Export:
    """Return the lines of a file under its headings.

    Raises:
        Refused: `unreadable_file`.
    """
    rows = sheet.rows(body)
    place, columns = headings.find(rows, plan.reporting.columns)
    return Export(rows[place:], columns)


def codes(export: Export) -> list[str]:
    """Return the codes that stand in an export."""
    return [code for row in export.rows if (code := _cell(row, export.columns, "code"))]


def take(export: Export, kept: Mapping[str, Case], plan: Plan, today: date) -> Taken:
    """Judge every line against what is `kept`."""
    reader = _Reader(plan, export.columns, today)
    lines, cases, owners = [], [], {}
    days: list[date] = []
    seen: dict[str, int] = {}
    for row in export.rows:
        try:
            case = reader.case(row)
            if case.code in seen:
                raise _No("twice", line=seen[case.code])
        except _No as no:
            lines.append(_refused(row, _cell(row, export.columns, "code"), no))
            continue
        seen[case.code] = row.number
        before = kept.get(case.code)
        verdict = "new" if before is None else "same" if before == case else "changed"
        lines.append(Line(line=row.number, code=case.code, verdict=verdict))
        days += [day for day in (case.received_on, case.done_on) if day is not None]
        if verdict != "same":
            cases.append(case)
        if (owner := reader.owner(row, case.code)) is not None:
            owners[case.code] = owner
    return Taken(cases, owners, lines, min(days, default=None), max(days, default=None))


def owners(export: Export) -> dict[str, Owner]:
    """Return whose dossiers an export says they are, by code."""
    found = (_owner(row, export.columns, _cell(row, export.columns, "code")) for row in export.rows)
    return {owner.code: owner for owner in found if owner is not None}


WHY: Final[Mapping[str, Sentence]] = {
    "no_code": Sentence("thiếu mã hồ sơ", "the code is missing"),
    "long_code": Sentence("mã hồ sơ dài quá 64 ký tự", "the code is longer than 64 signs"),
    "twice": Sentence(
        "mã hồ sơ đã có ở dòng {line} của tệp", "the code already stands in line {line}"
    ),
    "no_received": Sentence("thiếu ngày tiếp nhận", "the day of receipt is missing"),
    "bad_day": Sentence("không hiểu ngày “{text}”", "the day “{text}” is not understood"),
    "future": Sentence("ngày {text} ở tương lai", "the day {text} lies in the future"),
    "due_before": Sentence("ngày hẹn trả trước ngày tiếp nhận", "it is due before it was received"),
    "done_before": Sentence(
        "ngày giải quyết xong trước ngày tiếp nhận", "it is settled before it was received"
    ),
    "bad_channel": Sentence("không hiểu hình thức nộp “{text}”", "the channel “{text}” is unknown"),
    "bad_field": Sentence(
        "không có lĩnh vực “{text}” trong cấu hình", "the plan has no field “{text}”"
    ),
    "bad_quantity": Sentence("số lượng “{text}” không hợp lệ", "the quantity “{text}” is wrong"),
}


class _No(Exception):
    """A line is not taken."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        words = WHY[code]
        self.why = Sentence(words.vi.format(**about), words.en.format(**about))


def _refused(row: Row, code: str, no: _No) -> Line:
    return Line(
        line=row.number,
        code=code[:_LONGEST_CODE],
        verdict="refused",
        why_vi=no.why.vi,
        why_en=no.why.en,
    )


class _Reader:
    """Reads lines in the words of a centre's plan."""

    def __init__(self, plan: Plan, columns: Mapping[str, int], today: date) -> None:
        self._columns = columns
        self._today = today
        self._keeps_owners = plan.reporting.keep_owners
        self._fields = {
            fold(name): field.code
            for field in plan.fields
            for name in (field.name_vi, field.name_en, field.short_vi, field.code)
            if name
        }
        self._procedures = {
            fold(name): procedure
            for procedure in plan.procedures
            for name in (procedure.short_name, procedure.name, procedure.code)
            if name
        }

    def case(self, row: Row) -> Case:
        """Return what a line says.

        Raises:
            _No: it is not taken.
        """
        code = self._text(row, "code")
        if not code:
            raise _No("no_code")
        if len(code) > _LONGEST_CODE:
            raise _No("long_code")
        received, due, done = self._days(row)
        procedure = self._procedures.get(fold(self._text(row, "procedure")))
        field = self._field(row)
        return Case(
            code=code,
            field=field or (procedure.field if procedure is not None else None),
            procedure=procedure.code if procedure is not None else None,
            quantity=self._quantity(row),
            received_on=received,
            due_on=due,
            done_on=done,
            channel=self._channel(row),
            state=_state(self._text(row, "state")),
        )

    def owner(self, row: Row, code: str) -> Owner | None:
        """Return whose dossier it is, where the centre keeps that."""
        return _owner(row, self._columns, code) if self._keeps_owners else None

    def _days(self, row: Row) -> tuple[date, date | None, date | None]:
        received, due, done = (self._day(row, key) for key in ("received", "due", "done"))
        if received is None:
            raise _No("no_received")
        for day in (received, done):
            if day is not None and day > self._today:
                raise _No("future", text=f"{day:%d/%m/%Y}")
        if due is not None and due < received:
            raise _No("due_before")
        if done is not None and done < received:
            raise _No("done_before")
        return received, due, done

    def _day(self, row: Row, key: str) -> date | None:
        place = self._columns.get(key)
        value = row.cells[place] if place is not None and place < len(row.cells) else None
        return _day(value)

    def _channel(self, row: Row) -> CaseChannel:
        """Return the channel; a centre whose export has no such column receives at its counters."""
        text = self._text(row, "channel")
        channel = _among(_CHANNELS, text)
        if channel is None and text:
            raise _No("bad_channel", text=text[:40])
        return channel or CaseChannel.DIRECT

    def _field(self, row: Row) -> str | None:
        text = self._text(row, "field")
        field = self._fields.get(fold(text))
        if text and field is None:
            raise _No("bad_field", text=text[:60])
        return field

    def _quantity(self, row: Row) -> int:
        text = self._text(row, "quantity")
        if not text:
            return 1
        number = text.removesuffix(".0")
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= 1000):
            raise _No("bad_quantity", text=text[:20])
        return int(number)

    def _text(self, row: Row, key: str) -> str:
        return _cell(row, self._columns, key)


def _cell(row: Row, columns: Mapping[str, int], key: str) -> str:
    place = columns.get(key)
    value = row.cells[place] if place is not None and place < len(row.cells) else None
    return "" if value is None else str(value)


def _owner(row: Row, columns: Mapping[str, int], code: str) -> Owner | None:
    name, address, phone = (_cell(row, columns, key) for key in ("owner", "address", "phone"))
    if not code or not (name or address or phone):
        return None
    return Owner(code=code, name=name, address=address, phone=phone)


def _state(text: str) -> CaseState:
    return _among(_STATES, text) or CaseState.REGULAR


def _among(known: Iterable[tuple[T, tuple[str, ...]]], text: str) -> T | None:
    """Return what one of the known words in `text` stands for."""
    said = f" {fold(text)} "
    for meant, words in known:
        if any(f" {fold(word)} " in said for word in words):
            return meant
    return None


def _day(value: Value) -> date | None:
    """Return the day that a cell says; None for an empty one.

    Raises:
        _No: it is no day.
    """
    if value is None or value == "":
        return None
    day = _of_number(value) if isinstance(value, int | float) else _of_text(value)
    if day is None or day < _FIRST_DAY:
        raise _No("bad_day", text=str(value)[:30])
    return day


def _of_number(value: float) -> date | None:
    """Return the day that a spreadsheet counts from 1900 on."""
    return _EXCEL_EPOCH + timedelta(days=int(value)) if int(value) in _EXCEL_DAYS else None


def _of_text(value: str | date) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    timed = _TIME_FIRST.fullmatch(value)
    text = timed[1] if timed else value
    try:
        if found := _VIETNAMESE.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        # 31/02: a form that fits, but no day
        return None
    return None
