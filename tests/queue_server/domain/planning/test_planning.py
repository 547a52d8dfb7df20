"""Faults and warnings of a plan, each with the code it is about."""

from datetime import date

import pytest
from msgspec.structs import replace

from queue_server.domain import planning
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

HT, CT = FieldCode("HT"), FieldCode("CT")
A, B = SeriesId("A"), SeriesId("B")
MORNING = Interval(start="07:30", end="11:30")
AFTERNOON = Interval(start="13:30", end="17:30")
DAYS = ((MORNING, AFTERNOON),) * 5 + ((MORNING,), ())
WEEK = Week(starts=date(2026, 1, 1), days=DAYS)
BIRTH = Procedure(
    code=ProcedureCode("1.001193"),
    field=HT,
    name="Đăng ký khai sinh",
    short_name="Khai sinh",
    keywords=("làm khai sinh",),
    days=0,
    days_unit=DaysUnit.WORKING,
    fee="Miễn lệ phí",
    papers="Giấy chứng sinh\nCăn cước",
)
PLAN = Plan(
    centre=CentreId("mau"),
    name_vi="Trung tâm mẫu",
    series=(Series(id=A, prefix="A"), Series(id=B, prefix="B")),
    fields=(
        Field(code=HT, name_vi="Hộ tịch", name_en="Civil status", series=A),
        Field(code=CT, name_vi="Chứng thực", name_en="Certification", series=B),
    ),
    kinds=(KindPlan(kind=Kind.COLLECT, series=B),),
    counters=(
        Counter(id=CounterId("1"), name="Quầy 1", fields=(HT,), helps=(CT,), kinds=(Kind.COLLECT,)),
        Counter(id=CounterId("2"), name="Quầy 2", fields=(CT,)),
    ),
    procedures=(BIRTH,),
    hours=Hours(weeks=(WEEK,)),
)
ONE, TWO = PLAN.counters


def with_counter(**changes: object) -> Plan:
    return replace(PLAN, counters=(replace(ONE, **changes), TWO))


def with_field(**changes: object) -> Plan:
    return replace(PLAN, fields=(replace(PLAN.fields[0], **changes), PLAN.fields[1]))


def with_procedure(**changes: object) -> Plan:
    return replace(PLAN, procedures=(replace(BIRTH, **changes),))


def with_prefixes(one: str, other: str) -> Plan:
    return replace(PLAN, series=(Series(id=A, prefix=one), Series(id=B, prefix=other)))


def with_policy(**changes: object) -> Plan:
    return replace(PLAN, policy=replace(PLAN.policy, **changes))


def with_week(**changes: object) -> Plan:
    return replace(PLAN, hours=Hours(weeks=(replace(WEEK, **changes),)))


def with_holidays(*holidays: Holiday) -> Plan:
    return replace(PLAN, hours=Hours(weeks=(WEEK,), holidays=holidays))


def many_procedures(count: int) -> Plan:
    codes = (ProcedureCode(f"9.{place:06}") for place in range(count))
    return replace(PLAN, procedures=tuple(replace(BIRTH, code=code) for code in codes))


TET = Holiday(date=date(2027, 2, 5), kind="off")
ELDERLY = PriorityGroup(code="elderly", name_vi="Từ 60 tuổi", name_en="60 and over")


def test_a_sound_plan_has_no_fault_and_no_warning() -> None:
    assert planning.faults(PLAN) == []
    assert planning.warnings(PLAN) == []


def test_a_plan_with_everything_in_use_has_no_fault() -> None:
    full = replace(
        with_policy(groups=(ELDERLY,), agents_series=A, sentence_vi="Mời người già trước."),
        hours=Hours(
            weeks=(replace(WEEK, tickets=DAYS), replace(WEEK, starts=date(2026, 4, 16))),
            holidays=(TET, Holiday(date=date(2027, 2, 13), kind="work", intervals=(MORNING,))),
        ),
        public_url="https://mau.example.vn/so",
        series=(Series(id=A, prefix="1", quota=9999), Series(id=B, prefix="2")),
    )

    assert planning.faults(full) == []


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (
            replace(PLAN, header_vi=("x",) * 5),
            "header: at most 4 lines are allowed",
        ),
        (
            many_procedures(3001),
            "procedures: 3001 are too many, at most 3000 are allowed",
        ),
        (replace(PLAN, name_vi=" "), "centre: name_vi is empty"),
        (with_field(name_vi=""), "field HT: name_vi is empty"),
        (with_counter(name=""), "counter 1: name is empty"),
        (with_procedure(name=""), "procedure 1.001193: name is empty"),
        (
            with_procedure(keywords=("a|b",)),
            "procedure 1.001193: keyword 'a|b' is empty, has spaces around it or holds a |",
        ),
        (
            with_procedure(keywords=(" a",)),
            "procedure 1.001193: keyword ' a' is empty, has spaces around it or holds a |",
        ),
        (
            with_procedure(keywords=("",)),
            "procedure 1.001193: keyword '' is empty, has spaces around it or holds a |",
        ),
        (
            with_field(name_en="a\nb"),
            "fields[1].name_en: the text holds a control character",
        ),
        (
            with_procedure(papers="a\x00"),
            "procedures[1].papers: the text holds a control character",
        ),
        (
            replace(PLAN, notice_vi="a\x1b[2J"),
            "notice_vi: the text holds a control character",
        ),
        (
            replace(PLAN, centre=CentreId("cẩm xuyên")),
            "centre 'cẩm xuyên': a code is 1 to 32 of the signs A-Z a-z 0-9 _ . -",
        ),
        (
            with_counter(id=CounterId("1/2")),
            "counter '1/2': a code is 1 to 32 of the signs A-Z a-z 0-9 _ . -",
        ),
        (
            replace(PLAN, series=(*PLAN.series, Series(id=A, prefix="C"))),
            "series A: stands more than once",
        ),
        (with_prefixes("A", "A"), "prefix A: stands more than once"),
        (
            replace(PLAN, fields=PLAN.fields + PLAN.fields[:1]),
            "field HT: stands more than once",
        ),
        (
            replace(PLAN, kinds=PLAN.kinds * 2),
            "kind collect: stands more than once",
        ),
        (
            replace(PLAN, counters=(ONE, TWO, ONE)),
            "counter 1: stands more than once",
        ),
        (
            replace(PLAN, procedures=(BIRTH, BIRTH)),
            "procedure 1.001193: stands more than once",
        ),
        (
            with_policy(groups=(ELDERLY, ELDERLY)),
            "priority group elderly: stands more than once",
        ),
        (
            replace(PLAN, hours=Hours(weeks=(WEEK, WEEK))),
            "week of 2026-01-01: stands more than once",
        ),
        (with_holidays(TET, TET), "holiday 2027-02-05: stands more than once"),
        (
            with_counter(fields=(HT, HT)),
            "counter 1: field HT: stands more than once",
        ),
        (
            with_counter(kinds=(Kind.COLLECT, Kind.COLLECT)),
            "counter 1: kind collect: stands more than once",
        ),
        (
            with_counter(helps=(CT, CT)),
            "counter 1: helped field CT: stands more than once",
        ),
        (with_field(series=SeriesId("Z")), "field HT: series Z does not exist"),
        (
            replace(PLAN, kinds=(KindPlan(kind=Kind.COLLECT, series=SeriesId("Z")),)),
            "kind collect: series Z does not exist",
        ),
        (
            with_counter(helps=(CT, FieldCode("ZZ"))),
            "counter 1: field ZZ does not exist",
        ),
        (
            with_counter(kinds=(Kind.COLLECT, Kind.GUIDANCE)),
            "counter 1: kind guidance does not exist",
        ),
        (
            with_procedure(field=FieldCode("ZZ")),
            "procedure 1.001193: field ZZ does not exist",
        ),
        (
            with_policy(agents_series=SeriesId("Z")),
            "policy: agents_series: series Z does not exist",
        ),
        (
            replace(PLAN, counters=(ONE, replace(TWO, fields=())), kinds=PLAN.kinds),
            None,
        ),
        (
            replace(PLAN, counters=(replace(ONE, helps=()), replace(TWO, fields=()))),
            "field CT: no counter serves or helps it",
        ),
        (with_counter(kinds=()), "kind collect: no counter serves it"),
        (
            with_prefixes("1", "11"),
            "series A and B: prefix 11 begins with 1, so that their numbers could be the same",
        ),
        (
            with_prefixes("20", "2"),
            "series B and A: prefix 20 begins with 2, so that their numbers could be the same",
        ),
        (with_prefixes("A", "AB"), None),
        (with_prefixes("I", "O"), None),
        (
            replace(PLAN, zone="Asia/Cam_Xuyen"),
            "zone 'Asia/Cam_Xuyen': there is no such time zone",
        ),
        (replace(PLAN, zone="Asia"), "zone 'Asia': there is no such time zone"),
        (
            replace(PLAN, zone="../../etc/passwd"),
            "zone '../../etc/passwd': there is no such time zone",
        ),
        (
            replace(PLAN, public_url="javascript:alert(1)"),
            "public_url 'javascript:alert(1)': not an http address without / at its end",
        ),
        (
            replace(PLAN, public_url="http://x.vn/"),
            "public_url 'http://x.vn/': not an http address without / at its end",
        ),
        (
            replace(
                with_counter(kinds=(Kind.SUBMIT,)), kinds=(KindPlan(kind=Kind.SUBMIT, series=B),)
            ),
            "kind submit: it always belongs to a field and has no series of its own",
        ),
        (
            replace(PLAN, series=(replace(PLAN.series[0], quota=10000), PLAN.series[1])),
            "series A: quota 10000 is more than 9999",
        ),
        (
            with_procedure(valid_from=date(2026, 7, 1), valid_to=date(2026, 6, 30)),
            "procedure 1.001193: valid_to 2026-06-30 is before valid_from 2026-07-01",
        ),
        (with_procedure(valid_from=date(2026, 7, 1)), None),
        (with_procedure(valid_from=date(2026, 7, 1), valid_to=date(2026, 7, 1)), None),
        (
            with_procedure(replaced_by=BIRTH.code),
            "procedure 1.001193: it is replaced by itself",
        ),
        (
            replace(PLAN, hours=Hours()),
            "hours: there is no week, so the centre would never open",
        ),
        (replace(PLAN, hours=Hours(always_open=True)), None),
        (
            with_week(days=DAYS[:5]),
            "week of 2026-01-01, days: 5 days, a week has 7 (Monday first)",
        ),
        (
            with_week(tickets=(*DAYS, ())),
            "week of 2026-01-01, tickets: 8 days, a week has 7 (Monday first)",
        ),
        (
            with_week(days=((Interval(start="11:30", end="07:30"),), *DAYS[1:])),
            "week of 2026-01-01, days, Monday: 11:30-07:30 does not end after its start",
        ),
        (
            with_week(days=(*DAYS[:6], (AFTERNOON, MORNING))),
            "week of 2026-01-01, days, Sunday: 07:30-11:30 begins before 13:30-17:30 has ended",
        ),
        (
            with_week(days=((Interval(start="00:00", end="12:00"), AFTERNOON), *DAYS[1:])),
            None,
        ),
        (
            with_week(days=((MORNING, Interval(start="11:30", end="24:00")), *DAYS[1:])),
            None,
        ),
        (
            with_holidays(replace(TET, intervals=(MORNING,))),
            "holiday 2027-02-05: a day off has no intervals",
        ),
        (
            with_holidays(replace(TET, kind="work")),
            "holiday 2027-02-05: a day of work needs intervals",
        ),
        (
            with_holidays(
                replace(TET, kind="work", intervals=(Interval(start="24:00", end="24:00"),))
            ),
            "holiday 2027-02-05: 24:00-24:00 does not end after its start",
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_code(plan: Plan, fault: str | None) -> None:
    assert planning.faults(plan) == ([] if fault is None else [fault])


def test_an_empty_plan_says_what_it_lacks() -> None:
    assert planning.faults(Plan(centre=CentreId("mau"), name_vi="Mẫu")) == [
        "fields: there is neither a field nor a kind, so nobody can take a number",
        "counters: there is no counter",
        "hours: there is no week, so the centre would never open",
    ]


@pytest.mark.parametrize(
    ("plan", "warnings"),
    [
        (
            replace(PLAN, series=(*PLAN.series, Series(id=SeriesId("C"), prefix="C"))),
            ["series C: nothing uses it"],
        ),
        (
            with_counter(helps=(HT, CT)),
            ["counter 1: it serves field HT, so helping it says nothing"],
        ),
        (
            with_field(name_vi="Bảo trợ xã hội, trẻ em và giảm nghèo"),
            ["field HT: 'Bảo trợ xã hội, trẻ em và giảm nghèo' is longer than a tile (22 letters)"],
        ),
        (with_field(name_vi="Bảo trợ xã hội, trẻ em và giảm nghèo", short_vi="Bảo trợ"), []),
        (
            with_policy(groups=(ELDERLY,)),
            ["policy: sentence_vi is empty, so nobody is told how priority works"],
        ),
        (
            with_policy(agents_series=A, dossiers_per_ticket=0),
            ["policy: agents_series is never used, for dossiers_per_ticket is 0"],
        ),
        (
            with_procedure(days=None, fee="", papers="", short_name=""),
            [
                "procedures: 1 of 1 have no processing time",
                "procedures: 1 of 1 have no fee",
                "procedures: 1 of 1 have no list of papers",
                "procedures: 1 of 1 have no short name",
            ],
        ),
        (
            with_procedure(days_unit=None),
            ["procedures: 1 of 1 have no unit of the processing time"],
        ),
        (
            with_procedure(replaced_by=ProcedureCode("9.999999")),
            ["procedure 1.001193: its successor 9.999999 is missing"],
        ),
    ],
)
def test_each_warning_is_one_sentence(plan: Plan, warnings: list[str]) -> None:
    assert planning.warnings(plan) == warnings


def test_a_policy_of_its_own_is_never_a_fault() -> None:
    assert (
        planning.faults(replace(PLAN, policy=Policy(priority="strict", guard_minutes=None))) == []
    )
