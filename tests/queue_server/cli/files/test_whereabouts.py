"""Where the things stand that a plan's faults name."""

from pathlib import Path

import pytest

from queue_server.cli.files.lines import Lines
from queue_server.cli.files.whereabouts import Place, Whereabouts
from queue_server.domain.catalogue import Row
from queue_server.protocol.plan import Field, Plan, Procedure, Series
from queue_server.protocol.vocabulary import CentreId, FieldCode, ProcedureCode, SeriesId

CENTRE, SOURCE = Path("centre.toml"), Path("catalogue.csv")
TEXT = """\
centre = "mau"
name_vi = "Mẫu"
header_vi = ["x"]
[[series]]
id = "A"
prefix = "A"
[[series]]
id = "AB"
prefix = "A"
[[fields]]
code = "HT"
name_vi = ""
"""
PROCEDURES = tuple(
    Procedure(code=ProcedureCode(code), field=FieldCode("HT"), name="x")
    for code in ("1.000001", "1.000002")
)
PLAN = Plan(
    centre=CentreId("mau"),
    name_vi="Mẫu",
    series=(Series(id=SeriesId("A"), prefix="A"), Series(id=SeriesId("AB"), prefix="A")),
    fields=(Field(code=FieldCode("HT"), name_vi="", name_en="", series=SeriesId("A")),),
    procedures=PROCEDURES,
)
WHERE = Whereabouts(
    CENTRE, Lines(TEXT), SOURCE, [Row(2, PROCEDURES[0]), Row(7, PROCEDURES[1])], PLAN
)


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        ("field HT: name_vi is empty", Place(CENTRE, 10)),
        ("series A: nothing", Place(CENTRE, 4)),
        ("series AB: nothing", Place(CENTRE, 7)),
        ("prefix A: stands more than once", Place(CENTRE, 7)),
        ("header: at most 4 lines are allowed", Place(CENTRE, 3)),
        ("centre: name_vi is empty", Place(CENTRE, 2)),
        ("centre 'mau': a code", Place(CENTRE, 1)),
        ("fields[1].name_vi: the text", Place(CENTRE, 12)),
        ("procedure 1.000002: name is empty", Place(SOURCE, 7)),
        ("procedures[1].papers: the text", Place(SOURCE, 2)),
        ("procedures: 4000 are too many", Place(CENTRE, 1)),
        ("something else", Place(CENTRE, 1)),
    ],
)
def test_a_fault_is_found_by_what_it_begins_with(fault: str, place: Place) -> None:
    assert WHERE.of(fault) == place
