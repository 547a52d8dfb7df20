"""Statements are made from the tables, and rows become records again."""

import sqlite3
from contextlib import closing

import pytest

from queue_server.protocol.vocabulary import Role
from queue_server.store import rows, schema
from queue_server.store.contract import Account
from queue_server.store.schema import visits


def test_an_insert_names_all_columns_in_order_or_those_asked_for() -> None:
    assert rows.insert(schema.openings) == (
        "INSERT INTO openings (centre, seq, day) VALUES (?, ?, ?)"
    )
    assert rows.insert(schema.answers, "centre", "at") == (
        "INSERT INTO answers (centre, at) VALUES (?, ?)"
    )


def test_an_upsert_changes_all_but_the_key() -> None:
    assert rows.upsert(schema.openings) == (
        "INSERT INTO openings (centre, seq, day) VALUES (?, ?, ?)"
        " ON CONFLICT (centre, seq) DO UPDATE SET day = excluded.day"
    )


def test_an_upsert_leaves_a_row_whose_fixed_column_would_change() -> None:
    statement = rows.upsert(visits, "day")

    assert statement.endswith(" WHERE visits.day = excluded.day")
    assert " day = excluded.day," not in statement


@pytest.mark.parametrize("many", [0, 1, 2, 3, 63, 255, 256, 257, 700])
def test_any_number_of_rows_is_written_in_order(many: int) -> None:
    wanted = [("mau", n, f"day {n}") for n in range(many)]
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("CREATE TABLE openings (centre, seq, day)")

        written = rows.put_all(raw, rows.insert(schema.openings), wanted)

        assert written == many
        assert raw.execute("SELECT * FROM openings ORDER BY rowid").fetchall() == wanted


def test_a_row_twice_in_one_write_is_changed_by_the_second() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("CREATE TABLE openings (centre, seq, day, PRIMARY KEY (centre, seq))")

        twice = [("mau", 1, "first"), ("mau", 1, "second")]
        written = rows.put_all(raw, rows.upsert(schema.openings), twice)

        assert written == 2
        assert raw.execute("SELECT day FROM openings").fetchall() == [("second",)]


def test_flags_and_words_become_what_they_were() -> None:
    read = rows.reader(Account)

    account = read(("a-1", "Lan", "officer", None, "1", "hash", 0, 1_790_000_000))

    assert account.disabled is False
    assert account.role is Role.OFFICER
    assert account.created_at == 1_790_000_000
