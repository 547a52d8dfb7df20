"""The catalogue as a CSV file."""

from datetime import date

import pytest
from msgspec.structs import replace

from queue_server.domain import catalogue
from queue_server.domain.catalogue import Fault
from queue_server.protocol.plan import Procedure
from queue_server.protocol.vocabulary import DaysUnit, FieldCode, ProcedureCode

BIRTH = Procedure(
    code=ProcedureCode("1.001193"),
    field=FieldCode("HT"),
    name="Đăng ký khai sinh",
    keywords=("khai sinh", "mới sinh con"),
    days=0,
    days_unit=DaysUnit.WORKING,
    papers='Giấy chứng sinh, "bản điện tử"\nCăn cước',
)


def faults_of(text: str) -> list[Fault]:
    """Return the faults in English; each is said in Vietnamese too."""
    faults = catalogue.read(text)[1]
    assert all(fault.vi for fault in faults)
    return [Fault(fault.line, fault.sentence) for fault in faults]


def test_each_row_is_a_procedure_with_the_line_it_begins_on() -> None:
    rows, faults = catalogue.read(
        'field,code,name,papers\nHT,1.000001,a,"x\ny"\n,,,\n\nHT,1.000002,b,\n'
    )

    assert faults == []
    assert [(row.line, row.procedure.code) for row in rows] == [(2, "1.000001"), (6, "1.000002")]
    assert rows[0].procedure.papers == "x\ny"


def test_columns_may_stand_in_any_order_and_be_separated_by_semicolons() -> None:
    rows, faults = catalogue.read("code;name;field;days;valid_from\n1.000001;a, b;HT;3;2026-07-01")

    assert faults == []
    assert rows[0].procedure.name == "a, b"
    assert rows[0].procedure.days == 3
    assert rows[0].procedure.valid_from == date(2026, 7, 1)


def test_what_is_written_reads_back_the_same() -> None:
    text = catalogue.write([BIRTH])
    rows, faults = catalogue.read(text)

    assert faults == []
    assert [row.procedure for row in rows] == [BIRTH]
    assert text.startswith(
        "field,code,name,short_name,keywords,days,days_unit,fee,papers,source\n"
        "HT,1.001193,Đăng ký khai sinh,,khai sinh|mới sinh con,0,working,,"
    )


def test_rare_columns_are_written_only_where_they_say_something() -> None:
    successor = ProcedureCode("1.001194")
    older = Procedure(
        code=ProcedureCode("1.000001"),
        field=FieldCode("HT"),
        name="Cũ",
        valid_to=date(2026, 6, 30),
        replaced_by=successor,
    )
    text = catalogue.write([BIRTH, older])

    assert text.partition("\n")[0].endswith("source,valid_to,replaced_by")
    assert [row.procedure for row in catalogue.read(text)[0]] == [BIRTH, older]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["field", "code", "name"]),
        ("code,name\n", ["field"]),
    ],
)
def test_a_header_without_a_needed_column_says_which(text: str, faults: list[str]) -> None:
    assert faults_of(text) == [Fault(1, f"the header has no column {name}") for name in faults]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            "field,code,name,price\n",
            1,
            "unknown column 'price'; known are agency, checked_on, code, days, days_unit, fee, "
            "field, keywords, name, papers, replaced_by, short_name, source, valid_from, valid_to",
        ),
        ("field,code,name\nHT,1.000001\n", 2, "2 columns, the header has 3"),
        ("field,code,name\nHT,,a\n", 2, "code is empty"),
        (
            "field,code,name\nHT,2.00072,a\n",
            2,
            "code 2.00072 has lost zeros at its end (in a spreadsheet?)",
        ),
        (
            "field,code,name,days\nHT,1.000001,a,ba\n",
            2,
            "days 'ba' is not a whole number of days",
        ),
        (
            "field,code,name,days\nHT,1.000001,a,-1\n",
            2,
            "days '-1' is not a whole number of days",
        ),
        (
            "field,code,name,days_unit\nHT,1.000001,a,W\n",
            2,
            "days_unit 'W' is not working, calendar or hours",
        ),
        (
            "field,code,name,valid_to\nHT,1.000001,a,30/6/2026\n",
            2,
            "valid_to '30/6/2026' is not a date such as 2026-11-23",
        ),
        (
            f"field,code,name,short_name\nHT,1.000001,a,{'x' * 81}\n",
            2,
            "short_name: expected `str` of length <= 80",
        ),
        (
            "field,code,name\nHT,1.000001,a\nHT,1.000002,a\nHT,1.000001,b\n",
            4,
            "code 1.000001 already stands in line 2",
        ),
        (
            'field,code,name\nHT,1.000001,a\nHT,1.000002,"a\n',
            3,
            "this is no CSV: unexpected end of data",
        ),
    ],
)
def test_a_faulty_row_is_told_with_its_line(text: str, line: int, sentence: str) -> None:
    assert faults_of(text) == [Fault(line, sentence)]


def test_a_column_that_stands_twice_is_told() -> None:
    fault = Fault(1, "the column name stands more than once")

    assert faults_of("field,code,name,name\n") == [fault, fault]


def test_sound_rows_are_kept_beside_faulty_ones() -> None:
    rows, faults = catalogue.read("field,code,name\nHT,1.000001\nHT,1.000002,b\n")

    assert [row.procedure.code for row in rows] == ["1.000002"]
    assert len(faults) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-5", "@x", "'=x", "''=x", "\tx"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_back(cell: str) -> None:
    written = catalogue.write([replace(BIRTH, fee=cell, papers="'thường")])
    rows, faults = catalogue.read(written)

    assert faults == []
    assert (rows[0].procedure.fee, rows[0].procedure.papers) == (cell, "'thường")
    assert f",{cell}," not in written


def test_a_vietnamese_spreadsheet_gets_semicolons() -> None:
    written = catalogue.write([BIRTH], separator=";")

    assert written.startswith("field;code;name")
    assert catalogue.read(written)[0][0].procedure == BIRTH


def test_the_columns_of_a_file_are_those_of_its_first_line() -> None:
    assert catalogue.columns("code,field\n1,2\n") == {"code", "field"}
    assert catalogue.columns("") == frozenset()
    assert catalogue.columns('code,"field\n') == frozenset()
