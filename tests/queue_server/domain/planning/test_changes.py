"""What another plan would change, and whom it would touch."""

from datetime import date

from msgspec.structs import replace

from queue_server.domain.catalogue import Row
from queue_server.domain.planning.affected import affected, in_the_way
from queue_server.domain.planning.changes import Change, changes, told
from queue_server.domain.planning.merging import (
    NO_LINE,
    Difference,
    Taken,
    compared,
    filled,
    merged,
)
from queue_server.protocol.plan import Holiday, Hours, Interval, Plan, Week
from tests.support.floors import Stage
from tests.support.plans import counter, plan
from tests.support.small import BIRTH, COPIES

WHOLE = plan()
DAY = Interval(start="07:30", end="11:30")


def test_the_same_plan_changes_nothing() -> None:
    assert changes(WHOLE, replace(WHOLE, version=7)) == []


def test_each_difference_says_where_it_is_and_what_it_was() -> None:
    first, *others = WHOLE.fields
    after = replace(
        WHOLE,
        name_vi="Khác",
        fields=(replace(first, minutes=7), *others),
        policy=replace(WHOLE.policy, priority_run=5, priority_at_kiosk=False),
    )

    assert changes(WHOLE, after) == [
        Change("", "", "", "name_vi", "changed", "Trung tâm mẫu", "Khác"),
        Change("fields", "HT", first.name_vi, "minutes", "changed", "10", "7"),
        Change("policy", "", "", "priority_run", "changed", "2", "5"),
        Change("policy", "", "", "priority_at_kiosk", "changed", "✓", "✗"),
    ]


def test_what_comes_and_what_goes_is_named() -> None:
    week = Week(starts=date(2026, 1, 1), days=((DAY,),) * 6 + ((),))
    tet = Holiday(date=date(2027, 2, 6), kind="off", note="Tết")
    after = replace(
        WHOLE,
        counters=(*WHOLE.counters[1:], counter("9", "HT")),
        hours=Hours(weeks=(week,), holidays=(tet,)),
    )

    assert [(c.part, c.key, c.name, c.kind) for c in changes(WHOLE, after)] == [
        ("counters", "1", "Quầy 1", "removed"),
        ("counters", "9", "Quầy 9", "added"),
        ("hours", "", "", "changed"),
        ("hours.weeks", "2026-01-01", "", "added"),
        ("hours.holidays", "2027-02-06", "Tết", "added"),
    ]


def test_another_order_is_a_change() -> None:
    after = replace(WHOLE, fields=tuple(reversed(WHOLE.fields)))

    assert [(c.member, c.before, c.after) for c in changes(WHOLE, after)] == [
        ("order", "HT, CT, DD", "DD, CT, HT")
    ]


def test_hours_and_lists_are_told_as_people_write_them() -> None:
    week = Week(starts=date(2026, 1, 1), days=((DAY,),) * 6 + ((),))
    before = replace(WHOLE, hours=Hours(weeks=(week,)))
    longer = replace(week, days=((DAY, Interval(start="13:30", end="17:00")),) * 6 + ((),))
    (change,) = changes(before, replace(before, hours=Hours(weeks=(longer,))))

    assert change.before == "07:30–11:30; " * 6 + "–"
    assert change.after.startswith("07:30–11:30, 13:30–17:00; ")


def test_parts_of_a_setting_are_told_together() -> None:
    assert told({"series": "Y", "name_vi": "Hướng dẫn", "note": "", "ids": []}) == "Y, Hướng dẫn"


def without_field(code: str) -> Plan:
    kept = tuple(field for field in WHOLE.fields if field.code != code)
    counters = tuple(
        replace(
            one,
            fields=tuple(f for f in one.fields if f != code),
            helps=tuple(f for f in one.helps if f != code),
        )
        for one in WHOLE.counters
    )
    left = tuple(entry for entry in WHOLE.procedures if entry.field != code)
    return replace(WHOLE, fields=kept, counters=counters, procedures=left)


def test_those_who_wait_for_what_goes_are_counted() -> None:
    stage = Stage(plan()).open("1", "2")
    for _ in range(3):
        stage.issue("HT")
    stage.issue("CT")

    (one,) = affected(stage.floor, without_field("HT"), stage.now)
    assert (one.people, "Lĩnh vực HT" in one.vi) == (3, True)
    assert affected(stage.floor, plan(name_vi="Khác"), stage.now) == []


def test_those_whose_counters_are_closed_are_counted() -> None:
    stage = Stage(plan()).open("2")
    stage.issue("HT")
    only_one = replace(WHOLE, counters=(counter("1", "HT CT DD"), *WHOLE.counters[1:]))
    moved = replace(
        only_one, counters=(only_one.counters[0], counter("2", "CT"), WHOLE.counters[2])
    )

    (one,) = affected(stage.floor, moved, stage.now)
    assert (one.people, "không có quầy nào đang mở" in one.vi) == (1, True)


def test_hours_that_end_now_are_told() -> None:
    stage = Stage(plan())
    stage.issue("HT")
    stage.issue("CT")
    shut = replace(WHOLE, hours=Hours(weeks=(Week(starts=date(2030, 1, 1), days=((),) * 7),)))

    (one,) = affected(stage.floor, shut, stage.now)
    assert ("không phát số nữa" in one.vi, one.people) == (True, 2)


def test_other_hours_that_are_open_now_as_before_touch_nobody() -> None:
    stage = Stage(plan())
    stage.issue("HT")
    week = Week(starts=date(2026, 1, 1), days=((Interval(start="00:00", end="23:59"),),) * 7)

    assert affected(stage.floor, replace(WHOLE, hours=Hours(weeks=(week,))), stage.now) == []


def test_hours_that_begin_now_and_boards_that_go_dark_are_told() -> None:
    shut = Hours(weeks=(Week(starts=date(2026, 1, 1), days=((),) * 7),))
    stage = Stage(plan(hours=shut))

    after = replace(stage.floor.in_force, hours=WHOLE.hours, blank=True)

    all_told = affected(stage.floor, after, stage.now)
    assert [("bắt đầu phát số" in one.vi, "tắt hình" in one.vi) for one in all_told] == [
        (True, False),
        (False, True),
    ]


def test_those_sent_to_a_counter_that_goes_are_counted() -> None:
    stage = Stage(plan()).open("1", "2")
    stage.issue("HT")
    stage.next("1")
    stage.transfer("1", to="2")
    fewer = replace(WHOLE, counters=tuple(one for one in WHOLE.counters if one.id != "2"))

    all_told = affected(stage.floor, fewer, stage.now)
    assert [one.people for one in all_told if "riêng quầy 2" in one.vi] == [1]


def test_an_open_counter_stands_in_the_way_of_being_taken_away() -> None:
    stage = Stage(plan()).open("1")
    fewer = replace(WHOLE, counters=WHOLE.counters[1:])

    assert [one.en for one in in_the_way(stage.floor, fewer)] == ["counter 1 is not closed"]
    assert in_the_way(Stage(plan()).floor, fewer) == []


def test_a_file_is_compared_line_by_line() -> None:
    changed = replace(BIRTH, fee="8.000 đồng", days=None)
    rows = [Row(2, changed), Row(3, replace(COPIES, code="9.9"))]

    assert compared([BIRTH, COPIES], rows, whole=True) == [
        Taken(2, "1.001193", BIRTH.name, "changed",
              (Difference("days", "1", ""), Difference("fee", "Miễn phí", "8.000 đồng"))),
        Taken(3, "9.9", COPIES.name, "added", ()),
        Taken(NO_LINE, "2.000815", COPIES.name, "removed", ()),
    ]  # fmt: skip
    assert [one.kind for one in compared([BIRTH], [Row(2, BIRTH)], whole=False)] == ["same"]


def test_what_stands_in_no_line_stays_unless_the_file_is_the_whole() -> None:
    rows = [Row(2, replace(BIRTH, fee="x")), Row(3, replace(COPIES, code="9.9"))]

    kept = merged([COPIES, BIRTH], rows, whole=False)
    assert [one.code for one in kept] == ["2.000815", "1.001193", "9.9"]
    whole = merged([COPIES, BIRTH], rows, whole=True)
    assert [(one.code, one.fee) for one in whole] == [("1.001193", "x"), ("9.9", COPIES.fee)]


def test_what_a_file_has_no_column_for_stays_as_it_is() -> None:
    bare = replace(BIRTH, name="Khác", days=None, fee="", papers="", keywords=())
    (row,) = filled([BIRTH], [Row(2, bare)], frozenset({"code", "field", "name", "fee"}))

    assert row == Row(2, replace(BIRTH, name="Khác", fee="", short_name=BIRTH.short_name))
    assert filled([], [Row(2, bare)], frozenset()) == [Row(2, bare)]
