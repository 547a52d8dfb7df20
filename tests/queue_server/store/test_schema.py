"""Tables and records name the same things in the same order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import Struct
from sqlalchemy import Table

from queue_server.protocol.records import Leg, Text, Visit
from queue_server.store import schema
from queue_server.store.contract import (
    Account,
    Answered,
    Code,
    Device,
    Entry,
    Key,
    Session,
    Sighting,
)
from queue_server.store.migrations import migrate


@pytest.mark.parametrize(
    ("table", "record"),
    [
        (schema.visits, Visit),
        (schema.legs, Leg),
        (schema.texts, Text),
        (schema.accounts, Account),
        (schema.devices, Device),
        (schema.sightings, Sighting),
        (schema.sessions, Session),
        (schema.codes, Code),
    ],
)
def test_a_row_is_its_record_member_by_member(table: Table, record: type[Struct]) -> None:
    own = [] if "centre" in record.__struct_fields__ or "centre" not in table.c else ["centre"]

    assert table.columns.keys() == [*own, *record.__struct_fields__]


def test_the_journal_and_its_answers_are_rows_of_their_tuples() -> None:
    assert schema.journal.columns.keys() == ["centre", *Entry._fields]
    assert schema.answers.columns.keys() == ["id", "centre", *Key._fields, *Answered._fields[1:]]


def test_every_table_checks_the_types_of_what_it_is_given(tmp_path: Path) -> None:
    migrate(tmp_path / "queue.db")
    with closing(sqlite3.connect(tmp_path / "queue.db")) as raw:
        listed = raw.execute("PRAGMA table_list").fetchall()

    lax = {name for _, name, kind, _, _, strict in listed if kind == "table" and not strict}
    assert {name for name in lax if not name.startswith("sqlite_")} == {"alembic_version"}
