"""A database of any age is brought to today's schema, or left as it was."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from queue_server.store.contract import StoreError
from queue_server.store.migrations import SCRIPTS, migrate, versions
from queue_server.store.schema import metadata
from queue_server.store.sqlite import SqliteStore
from queue_server.store.verify import verify
from tests.support.pen import CENTRE, NOTE, records

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.sql"))
LAST = versions()[-1]
NEXT_STEP = f'''
"""A step of tomorrow."""
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{LAST}"

def upgrade():
    with op.batch_alter_table("accounts", table_kwargs={{"sqlite_strict": True}}) as accounts:
        accounts.add_column(sa.Column("phone", sa.Text, nullable=False, server_default=""))
'''
LOADED = """
import asyncio, sys
from pathlib import Path
from queue_server.store.sqlite import SqliteStore

async def main():
    for _ in range(2):
        store = await SqliteStore.open(Path(sys.argv[1]))
        await store.close()

asyncio.run(main())
print("alembic" in sys.modules)
"""


def ask(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as raw:
        return raw.execute(sql).fetchall()


def shape(file: Path) -> dict[str, object]:
    """Return all that makes up a schema, without the words it was written in."""
    tables = {name: rest for _, name, *rest in ask(file, "PRAGMA table_list")}
    indexes = ask(file, "SELECT name FROM sqlite_master WHERE type = 'index'")
    return {
        "tables": tables,
        "columns": {name: ask(file, f"PRAGMA table_xinfo({name})") for name in tables},
        "keys": {name: sorted(ask(file, f"PRAGMA foreign_key_list({name})")) for name in tables},
        "indexes": {name: ask(file, f"PRAGMA index_xinfo({name})") for (name,) in indexes},
    }


def at_version(file: Path, version: str | None) -> Path:
    """Make a database that no step, or one, was taken on."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        if version is not None:
            raw.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        raw.commit()
    return file


@pytest.fixture
def tomorrow(tmp_path: Path) -> Path:
    """The steps of a release that is not there yet."""
    shutil.copytree(SCRIPTS, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "scripts/versions/9000_phones.py").write_text(NEXT_STEP)
    return tmp_path / "scripts"


def test_all_steps_together_make_what_a_new_database_has(tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", at_version(tmp_path / "old.db", None)

    migrate(new)
    migrate(old)

    assert shape(new) == shape(old)


def test_the_steps_leave_nothing_that_the_tables_do_not_say(tmp_path: Path) -> None:
    file = at_version(tmp_path / "old.db", None)
    migrate(file)
    engine = create_engine(f"sqlite:///{file}")

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []

    engine.dispose()


def test_the_steps_are_one_line_and_their_names_say_which_is_last() -> None:
    script = ScriptDirectory(str(SCRIPTS))

    assert script.get_heads() == [versions()[-1]]
    assert [step.revision for step in script.walk_revisions()] == versions()[::-1]


def test_a_new_and_a_current_database_need_no_alembic(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
async def test_the_database_of_every_release_can_be_used_today(
    tmp_path: Path, sample: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "queue.db")) as raw:
        raw.executescript(sample.read_text())

    store = await SqliteStore.open(tmp_path)
    journal = store.journal(CENTRE)
    found = await verify(journal, records)
    visit = await journal.visit("ticket-3")
    texts = await store.registry.texts(["text-5"])
    await store.close()

    assert found is None
    assert visit is not None
    assert visit.outcome == "supplement"
    assert texts == {"text-5": NOTE}


def test_every_release_has_left_a_sample() -> None:
    assert [sample.stem for sample in SAMPLES] == versions()


def test_a_database_that_is_behind_is_copied_and_then_brought_up(
    tmp_path: Path, tomorrow: Path
) -> None:
    file = tmp_path / "queue.db"
    migrate(file)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("INSERT INTO accounts VALUES ('a', 'Lan', 'officer', null, null, '', 0, 0)")
        raw.commit()

    migrate(file, scripts=tomorrow)
    migrate(file, scripts=tomorrow)

    assert ask(file, "SELECT version_num FROM alembic_version") == [("9000",)]
    assert ask(file, "SELECT name, phone FROM accounts") == [("Lan", "")]
    copy = tmp_path / f"queue-{LAST}.bak"
    assert ask(copy, "SELECT version_num FROM alembic_version") == [(LAST,)]
    assert ask(copy, "SELECT name FROM accounts") == [("Lan",)]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path, tomorrow: Path) -> None:
    file = tmp_path / "queue.db"
    migrate(file)
    before = shape(file)
    step = tomorrow / "versions/9000_phones.py"
    step.write_text(f"{NEXT_STEP}    op.drop_table('legs')\n    op.execute('SELECT nonsense')\n")

    with pytest.raises(StoreError, match="nonsense"):
        migrate(file, scripts=tomorrow)

    assert shape(file) == before
    assert ask(file, "SELECT version_num FROM alembic_version") == [(LAST,)]


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"newer program .* 0999"):
        migrate(at_version(tmp_path / "queue.db", "0999"))


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "queue.db")) as raw:
        raw.execute("CREATE TABLE theirs (id)")

    with pytest.raises(StoreError, match="not one of ours"):
        migrate(tmp_path / "queue.db")


def test_a_database_may_be_named_by_its_address(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'queue.db'}")

    assert ask(tmp_path / "queue.db", "SELECT count(*) FROM journal") == [(0,)]


def test_an_address_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        migrate("nonsense")
