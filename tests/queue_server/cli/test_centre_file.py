"""Centre files: read, written, and their faults told with file and line."""

import string
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server import demo
from queue_server.cli import centre_file
from queue_server.cli.centre_file import CentreFileError
from queue_server.domain import planning
from queue_server.domain.calendar import describe, service_intervals, ticket_intervals
from queue_server.protocol.plan import (
    Counter,
    Field,
    Holiday,
    Hours,
    Interval,
    KindPlan,
    Plan,
    Policy,
    PriorityGroup,
    Procedure,
    Series,
    Week,
)
from queue_server.protocol.vocabulary import (
    CentreId,
    CounterId,
    DaysUnit,
    FieldCode,
    Kind,
    ProcedureCode,
    SeriesId,
)

ROOT = Path(__file__).parents[3]
DEMO = Path(demo.__file__).parent / "cam-xuyen.toml"
HCM = ZoneInfo("Asia/Ho_Chi_Minh")
EXAMPLE = ROOT / "docs" / "centre-example" / "centre.toml"
SMALL = """\
centre = "mau"
name_vi = "Trung tâm mẫu"
catalogue = "catalogue.csv"

[[series]]
id = "A"
prefix = "A"

[[fields]]
code = "HT"
name_vi = "Hộ tịch"
name_en = "Civil status"
series = "A"

[[counters]]
id = "1"
name = "Quầy 1"
fields = ["HT"]

[policy]
guard_minutes = "off"

[[hours.weeks]]
starts = 2026-10-16
days = [
  ["07:30-11:30", "13:30-17:30"],
  ["07:30-11:30", "13:30-17:30"],
  [], [], [], [], [],
]

[[hours.holidays]]
date = 2026-11-24
kind = "off"
"""
CATALOGUE = """\
field,code,name
HT,1.001193,Đăng ký khai sinh
"""


def written(folder: Path, text: str = SMALL, catalogue: str | bytes = CATALOGUE) -> Path:
    body = catalogue if isinstance(catalogue, bytes) else catalogue.encode()
    (folder / "catalogue.csv").write_bytes(body)
    path = folder / "centre.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    """Return the faults, each without the folder."""
    with pytest.raises(CentreFileError) as told:
        centre_file.read(path)
    assert str(told.value) == "\n".join(told.value.faults)
    return [fault.removeprefix(f"{path.parent}/") for fault in told.value.faults]


def with_line(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def test_a_small_file_is_read(tmp_path: Path) -> None:
    plan = centre_file.read(written(tmp_path))

    assert plan.centre == "mau"
    assert plan.policy.guard_minutes is None
    assert plan.hours.weeks[0].days[1][1] == Interval(start="13:30", end="17:30")
    assert [one.name for one in plan.procedures] == ["Đăng ký khai sinh"]


def test_a_file_without_a_catalogue_has_no_procedures(tmp_path: Path) -> None:
    plan = centre_file.read(written(tmp_path, with_line('catalogue = "catalogue.csv"\n', "")))

    assert plan.procedures == ()


def test_texts_are_composed_and_a_mark_in_front_is_no_letter(tmp_path: Path) -> None:
    path = written(tmp_path, catalogue=CATALOGUE.encode("utf-8-sig"))
    path.write_text(SMALL.replace("Hộ tịch", "Ho\u0323\u0302 ti\u0323ch"), encoding="utf-8-sig")

    plan = centre_file.read(path)

    assert plan.fields[0].name_vi == "Hộ tịch"
    assert plan.procedures[0].field == "HT"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            with_line('prefix = "A"', "prefix = A"),
            ["centre.toml:7: invalid value"],
        ),
        (
            with_line('kind = "off"\n', 'kind = "off"\nintervals = ['),
            ["centre.toml:34: invalid value"],
        ),
        (
            with_line('name_vi = "Trung tâm mẫu"', 'name = "x"\nnam = 1'),
            [
                "centre.toml:2: unknown key name",
                "centre.toml:3: unknown key nam",
                "centre.toml:1: name_vi is missing",
            ],
        ),
        (
            with_line('name_en = "Civil status"\n', ""),
            ["centre.toml:9: name_en is missing"],
        ),
        (
            with_line('series = "A"', 'series = "A"\nminutes = 0'),
            ["centre.toml:14: minutes: expected `int` >= 1"],
        ),
        (
            with_line('prefix = "A"', 'prefix = "a"'),
            ["centre.toml:7: prefix 'a' has not one of the allowed forms"],
        ),
        (
            with_line('prefix = "A"', "prefix = 1"),
            ["centre.toml:7: prefix: expected `str`, got `int`"],
        ),
        (
            with_line('kind = "off"', 'kind = "free"'),
            ["centre.toml:33: kind 'free' has not one of the allowed forms"],
        ),
        (
            with_line("starts = 2026-10-16", 'starts = "16/10/2026"'),
            ["centre.toml:24: starts: a date such as 2026-11-23 is wanted"],
        ),
        (
            with_line("[], [], [], [], [],", '[], ["7:30-11:30"], [], ["25:00-26:00"], [],'),
            [
                "centre.toml:28: interval '7:30-11:30' is not like 07:30-11:30",
                "centre.toml:28: interval '25:00-26:00' is not like 07:30-11:30",
            ],
        ),
        (
            with_line("[], [], [], [], [],", "[], [], [7], [], [],"),
            ["centre.toml:28: days: expected `object`, got `int`"],
        ),
        (
            with_line('["07:30-11:30", "13:30-17:30"]', '["11:30-07:30"]'),
            [
                "centre.toml:23: week of 2026-10-16, days, Monday: "
                "11:30-07:30 does not end after its start"
            ],
        ),
        (
            with_line("[policy]", "procedures = 1\n[policy]").replace("procedures = 1\n", "", 1)
            + '[[procedures]]\ncode = "1"\n',
            ["centre.toml:34: procedures: they stand in the catalogue file"],
        ),
        (
            with_line('catalogue = "catalogue.csv"', 'catalogue = "none.csv"'),
            ["centre.toml:3: there is no catalogue none.csv"],
        ),
        (
            with_line("[policy]", "[policies]"),
            ["centre.toml:20: unknown key policies"],
        ),
        (
            with_line("[[series]]", 'kinds = "collect"\n[[series]]'),
            ["centre.toml:5: kinds: expected `array`, got `str`"],
        ),
        (
            with_line("[[series]]", "kinds = [1]\n[[series]]"),
            ["centre.toml:5: kinds: a table is wanted"],
        ),
        (
            with_line('[policy]\nguard_minutes = "off"', "").replace(
                "[[series]]", "policy = 3\n[[series]]", 1
            ),
            ["centre.toml:5: policy: expected `object`, got `int`"],
        ),
        (
            with_line('fields = ["HT"]', 'fields = ["HT", 3]'),
            ["centre.toml:18: fields: expected `str`, got `int`"],
        ),
        (
            with_line('fields = ["HT"]', 'fields = ["HT"]\nkinds = ["submit", "fetch"]'),
            ["centre.toml:19: kinds 'fetch' has not one of the allowed forms"],
        ),
        (
            with_line('series = "A"', 'series = "B"'),
            ["centre.toml:9: field HT: series B does not exist"],
        ),
        (
            with_line('code = "HT"', 'code = "H T"').replace('["HT"]', '["H T"]'),
            [
                "centre.toml:9: field 'H T': a code is 1 to 32 of the signs A-Z a-z 0-9 _ . -",
                "catalogue.csv:2: procedure 1.001193: field HT does not exist",
            ],
        ),
        (
            with_line('centre = "mau"', 'centre = "mau"\nzone = "Asia/Mau"'),
            ["centre.toml:2: zone 'Asia/Mau': there is no such time zone"],
        ),
        (
            with_line('name_en = "Civil status"', 'name_en = "a\\nb"'),
            ["centre.toml:12: fields[1].name_en: the text holds a control character"],
        ),
        (
            with_line('name_vi = "Trung tâm mẫu"', 'name_vi = ""'),
            ["centre.toml:2: centre: name_vi is empty"],
        ),
        (
            SMALL + '\n[[hours.holidays]]\ndate = 2026-11-24\nkind = "off"\n',
            ["centre.toml:35: holiday 2026-11-24: stands more than once"],
        ),
        (
            with_line("[policy]", '[policy]\nagents_series = "Z"'),
            ["centre.toml:21: policy: agents_series: series Z does not exist"],
        ),
        (
            with_line("[policy]", '[[kinds]]\nkind = "collect"\nseries = "A"\n[policy]'),
            ["centre.toml:20: kind collect: no counter serves it"],
        ),
        (
            with_line(
                "[[hours.weeks]]",
                '[[policy.groups]]\ncode = "elder"\nname_vi = ""\nname_en = ""\n'
                '[[policy.groups]]\ncode = "elder"\nname_vi = ""\nname_en = ""\n[[hours.weeks]]',
            ),
            ["centre.toml:27: priority group elder: stands more than once"],
        ),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert faults_of(written(tmp_path, text)) == faults


@pytest.mark.parametrize(
    ("catalogue", "faults"),
    [
        (
            "field,code,name\nHT,1.001193,a\nHT,1.001194,a,b\nZZ,1.001195,a\n",
            ["catalogue.csv:3: 4 columns, the header has 3"],
        ),
        (
            "field,code,name\nHT,1.001193,a\nZZ,1.001195,a\n",
            ["catalogue.csv:3: procedure 1.001195: field ZZ does not exist"],
        ),
        (
            b"field,code,name\nHT,1.001193,a\nHT,1.001194,\xc3(\n",
            ["catalogue.csv:3: this is not UTF-8"],
        ),
    ],
)
def test_faults_of_the_catalogue_name_the_catalogue(
    tmp_path: Path, catalogue: str | bytes, faults: list[str]
) -> None:
    assert faults_of(written(tmp_path, catalogue=catalogue)) == faults


def test_faults_of_both_files_are_told_together(tmp_path: Path) -> None:
    text = with_line('prefix = "A"', 'prefix = "a"')
    catalogue = "field,code,name,days\nHT,1.001193,a,ba\n"

    assert faults_of(written(tmp_path, text, catalogue)) == [
        "centre.toml:7: prefix 'a' has not one of the allowed forms",
        "catalogue.csv:2: days 'ba' is not a whole number of days",
    ]


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "centre.toml"

    assert faults_of(path) == ["centre.toml:1: cannot be read: No such file or directory"]
    path.write_bytes(b'centre = "mau"\nname_vi = "\xff"\n')
    assert faults_of(path) == ["centre.toml:2: this is not UTF-8"]


def test_the_demo_is_the_centre_that_is_promised() -> None:
    plan = centre_file.read(DEMO)

    assert plan.centre == "cam-xuyen"
    assert plan.header_vi == ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "XÃ CẨM XUYÊN")
    assert len(plan.fields) == 16
    assert len(plan.procedures) == 221
    assert [counter.id for counter in plan.counters] == list("12345678")
    assert {kind.kind: kind.series for kind in plan.kinds} == {"collect": "X", "guidance": "Y"}
    assert plan.hours.always_open
    assert not any(series.quota for series in plan.series)
    assert (plan.policy.recall_gap_s, plan.policy.dossiers_per_ticket) == (0, 0)


def test_each_field_of_the_demo_is_served_beside_counter_8_and_at_it() -> None:
    plan = centre_file.read(DEMO)
    codes = {field.code for field in plan.fields}
    kinds = {kind.kind for kind in plan.kinds}

    assert {code for one in plan.counters[:7] for code in one.fields} == codes
    assert {kind for one in plan.counters[:7] for kind in one.kinds} == kinds
    assert set(plan.counters[7].fields) == codes
    assert set(plan.counters[7].kinds) == kinds


def test_the_demo_lacks_only_what_its_sources_lack() -> None:
    plan = centre_file.read(DEMO)
    local = [one for one in plan.procedures if one.code.startswith("local.")]

    assert [warning.split(" have ")[1] for warning in planning.warnings(plan)] == [
        "no processing time",
        "no unit of the processing time",
        "no fee",
        "no list of papers",
    ]
    assert all(one.short_name and len(one.short_name) <= 40 for one in plan.procedures)
    assert sum(bool(one.keywords) for one in plan.procedures) >= 80
    assert all(one.source for one in plan.procedures)
    assert len(local) == 3
    assert all("Mã tạm" in one.source for one in local)


@pytest.mark.parametrize(
    ("day", "service", "tickets"),
    [
        ("2026-04-15", "07:30-11:30, 13:30-17:30", "07:15-11:00, 13:15-17:00"),
        ("2026-04-16", "07:00-11:30, 14:00-17:30", "06:45-11:00, 13:45-17:00"),
        ("2026-10-15", "07:00-11:30, 14:00-17:30", "06:45-11:00, 13:45-17:00"),
        ("2026-10-16", "07:30-11:30, 13:30-17:30", "07:15-11:00, 13:15-17:00"),
        ("2026-11-24", "", ""),
        ("2026-11-28", "", ""),
        ("2027-11-24", "", ""),
        ("2027-12-31", "07:30-11:30, 13:30-17:30", "07:15-11:00, 13:15-17:00"),
    ],
)
def test_the_example_works_at_the_hours_of_ha_tinh(day: str, service: str, tickets: str) -> None:
    hours = centre_file.read(EXAMPLE).hours
    on = date.fromisoformat(day)

    assert describe(service_intervals(hours, HCM, on)) == service
    assert describe(ticket_intervals(hours, HCM, on)) == tickets


def test_the_holidays_of_the_example_are_on_working_days() -> None:
    plan = centre_file.read(EXAMPLE)

    assert len(plan.counters) == 4
    assert all(day.date.weekday() < 5 for day in plan.hours.holidays if day.kind == "off")
    assert {day.date.year for day in plan.hours.holidays} == {2026, 2027}


@pytest.mark.parametrize("source", [DEMO, EXAMPLE])
def test_what_is_written_reads_back_the_same(source: Path, tmp_path: Path) -> None:
    plan = replace(centre_file.read(source), version=7)
    path = centre_file.write(plan, tmp_path / "new")

    assert centre_file.read(path) == plan


TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2000),
    max_size=12,
).map(lambda text: unicodedata.normalize("NFC", text))
NAMES = TEXTS.map(lambda text: f"{text}x")
CODES = st.text(string.ascii_letters + string.digits, min_size=1, max_size=4)
LINES = st.lists(TEXTS, max_size=3).map(tuple)
CLOCKS = st.integers(0, 1440).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
DATES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def days_of(draw: st.DrawFn) -> tuple[Interval, ...]:
    clocks = draw(st.lists(CLOCKS, max_size=6, unique=True).map(sorted))
    return tuple(
        Interval(start=start, end=end)
        for start, end in zip(clocks[::2], clocks[1::2], strict=False)
    )


WEEKS = st.builds(
    Week,
    starts=DATES,
    days=st.tuples(*[days_of()] * 7),
    tickets=st.none() | st.tuples(*[days_of()] * 7),
)
WORK = st.builds(
    Holiday, date=DATES, kind=st.just("work"), note=TEXTS, intervals=days_of().filter(bool)
)
OFF = st.builds(Holiday, date=DATES, kind=st.just("off"), note=TEXTS)
GROUPS = st.builds(PriorityGroup, code=CODES, name_vi=NAMES, name_en=TEXTS, rank=st.integers(0, 9))
POLICIES = st.builds(
    Policy,
    priority=st.sampled_from(["interleave", "strict"]),
    guard_minutes=st.none() | st.integers(1, 90),
    groups=st.lists(GROUPS, max_size=3, unique_by=lambda group: group.code).map(tuple),
    agents_series=st.none() | st.just(SeriesId("A")),
    dossiers_per_ticket=st.integers(0, 9),
    zero_word=st.sampled_from(["linh", "lẻ"]),
    sentence_vi=TEXTS,
)
PROCEDURES = st.builds(
    Procedure,
    code=CODES.map(ProcedureCode),
    field=st.just(FieldCode("HT")),
    name=NAMES,
    short_name=TEXTS,
    keywords=st.lists(
        NAMES.map(lambda name: name.strip()).filter(lambda name: "|" not in name), max_size=3
    ).map(tuple),
    days=st.none() | st.integers(0, 90),
    days_unit=st.none() | st.sampled_from(DaysUnit),
    fee=TEXTS,
    papers=st.lists(TEXTS, max_size=3).map("\n".join),
    source=TEXTS,
    agency=TEXTS,
    valid_from=st.none() | DATES.map(lambda day: day - timedelta(days=2000)),
    valid_to=st.none() | DATES,
    replaced_by=st.none() | st.just(ProcedureCode("9.999999")),
)
HOURS = st.builds(
    Hours,
    always_open=st.booleans(),
    weeks=st.lists(WEEKS, min_size=1, max_size=2, unique_by=lambda week: week.starts).map(tuple),
    holidays=st.lists(WORK | OFF, max_size=3, unique_by=lambda day: day.date).map(tuple),
)
PLANS = st.builds(
    Plan,
    centre=CODES.map(CentreId),
    version=st.integers(0, 99),
    name_vi=NAMES,
    name_en=TEXTS,
    header_vi=LINES,
    zone=st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin"]),
    series=st.builds(
        Series, id=st.just(SeriesId("A")), prefix=st.just("A"), quota=st.none() | st.just(5)
    ).map(lambda series: (series,)),
    fields=st.builds(
        Field,
        code=st.just(FieldCode("HT")),
        name_vi=NAMES,
        name_en=TEXTS,
        series=st.just(SeriesId("A")),
        minutes=st.integers(1, 60),
    ).map(lambda field: (field,)),
    kinds=st.just((KindPlan(kind=Kind.COLLECT, series=SeriesId("A")),)),
    counters=NAMES.map(
        lambda name: (
            Counter(id=CounterId("1"), name=name, fields=(FieldCode("HT"),), kinds=(Kind.COLLECT,)),
        )
    ),
    procedures=st.lists(PROCEDURES, max_size=3, unique_by=lambda one: one.code).map(tuple),
    hours=HOURS,
    policy=POLICIES,
    notice_vi=TEXTS,
)


@pytest.mark.uncounted
@given(PLANS)
def test_every_sound_plan_survives_the_way_to_its_files_and_back(plan: Plan) -> None:
    assert planning.faults(plan) == []
    with TemporaryDirectory() as folder:
        assert centre_file.read(centre_file.write(plan, Path(folder))) == plan
