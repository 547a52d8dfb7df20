"""Where things stand in a TOML text."""

import tomllib

import pytest

from queue_server.cli.files.lines import Lines, Way

TEXT = '''\
# a comment = 1
title = "a [b] # no comment" # with = signs
"quoted key" = 1
'plain key' = 2
inner.dotted = { x = 1, y = [
  2, 3 ] }
long = """
not = "a key"
[nor a table]
""""
raw = \'\'\'
x = 1\'\'\'

[hours]
open = true
days = [
  ["a", "b"], # first
  [],

  [ "c",
    "d" ],
]

[[hours.weeks]]
starts = 2026-01-01
[[hours.weeks]]
starts = 2026-02-01
  [hours.weeks.extra]
  note = 'last'

[ policy ]
run = 2'''

LINES: dict[Way, int] = {
    (): 1,
    ("title",): 2,
    ("quoted key",): 3,
    ("plain key",): 4,
    ("inner", "dotted"): 5,
    ("inner", "dotted", "y"): 5,
    ("long",): 7,
    ("raw",): 11,
    ("hours",): 14,
    ("hours", "open"): 15,
    ("hours", "days"): 16,
    ("hours", "days", 0): 17,
    ("hours", "days", 0, 1): 17,
    ("hours", "days", 1): 18,
    ("hours", "days", 2): 20,
    ("hours", "days", 2, 1): 21,
    ("hours", "weeks"): 24,
    ("hours", "weeks", 0): 24,
    ("hours", "weeks", 0, "starts"): 25,
    ("hours", "weeks", 1): 26,
    ("hours", "weeks", 1, "starts"): 27,
    ("hours", "weeks", 1, "extra", "note"): 29,
    ("policy",): 31,
    ("policy", "run"): 32,
}


@pytest.mark.parametrize(("way", "line"), LINES.items())
def test_each_thing_is_found_on_its_line(way: Way, line: int) -> None:
    assert tomllib.loads(TEXT)
    assert Lines(TEXT).of(way) == line


def test_what_is_not_there_is_looked_for_around_it() -> None:
    lines = Lines(TEXT)

    assert lines.of(("hours", "weeks", 1, "days", 3)) == 26
    assert lines.of(("nothing", "at", "all")) == 1


def test_an_empty_text_has_one_line() -> None:
    assert Lines("").of(("centre",)) == 1


def test_windows_line_ends_count_as_one() -> None:
    assert Lines(TEXT.replace("\n", "\r\n")).of(("policy", "run")) == 32
