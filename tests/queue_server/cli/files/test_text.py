"""A plan as TOML text."""

import tomllib
from datetime import date

from queue_server.cli.files.text import text_of
from queue_server.protocol.plan import Hours, Interval, Plan, Policy, PriorityGroup, Week
from queue_server.protocol.vocabulary import CentreId

DAY = (Interval(start="07:30", end="11:30"), Interval(start="13:30", end="24:00"))
PLAN = Plan(
    centre=CentreId("mau"),
    name_vi='Trung tâm "mẫu"\t\\ \x7f',
    header_vi=("MỘT", "HAI"),
    policy=Policy(
        guard_minutes=None,
        groups=(PriorityGroup(code="elder", name_vi="Từ 60 tuổi", name_en="60 and over"),),
    ),
    hours=Hours(weeks=(Week(starts=date(2026, 1, 1), days=(DAY, (), (), (), (), (), ())),)),
)
TEXT = text_of(PLAN, "procedures.csv")


def test_the_text_is_toml_and_says_what_differs_from_the_default() -> None:
    data = tomllib.loads(TEXT)

    assert data["name_vi"] == PLAN.name_vi
    assert data["header_vi"] == ["MỘT", "HAI"]
    assert data["catalogue"] == "procedures.csv"
    assert "name_en" not in data
    assert data["hours"]["weeks"][0]["starts"] == date(2026, 1, 1)
    assert data["hours"]["weeks"][0]["days"][0] == ["07:30-11:30", "13:30-24:00"]


def test_the_policy_stands_there_whole_to_be_changed() -> None:
    policy = tomllib.loads(TEXT)["policy"]

    assert policy["guard_minutes"] == "off"
    assert policy["priority_run"] == 2
    assert policy["spell_digits"] is False
    assert "agents_series" not in policy
    assert policy["groups"][0]["code"] == "elder"


def test_each_day_of_a_week_has_a_line_of_its_own() -> None:
    assert 'days = [\n  ["07:30-11:30", "13:30-24:00"],\n  [],\n' in TEXT
