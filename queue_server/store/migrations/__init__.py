"""The schema's steps from release to release.

Rule 1: Alembic is loaded only for a database that is behind: it costs memory and time at a start.
Rule 2: a step is never edited after a release; all steps of one start are one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from queue_server.store.backup import snapshot
from queue_server.store.contract import StoreError
from queue_server.store.driver import translated
from queue_server.store.schema import metadata

SCRIPTS = Path(__file__).parent


def migrate(database: Path | str, *, scripts: Path = SCRIPTS) -> None:
    """Bring a database, a file of SQLite or a URL, to the newest schema.

    A file that is behind is first copied to a file beside it.

    Raises:
        StoreError: the database cannot be used, or a newer program wrote it.
    """
    steps = versions(scripts)
    with _engine(database) as engine:
        with engine.begin() as connection:
            version = _version(connection)
            if version is None:
                _make(connection, steps[-1])
                return
        if version == steps[-1]:
            return
        if version not in ("", *steps):
            raise StoreError(
                f"A newer program wrote this database: its schema is {version}, "
                f"this program knows none after {steps[-1]}."
            )
        if isinstance(database, Path):
            snapshot(database, database.with_name(f"{database.stem}-{version or 'old'}.bak"))
        with engine.begin() as connection:
            _upgrade(connection, scripts)


def versions(scripts: Path = SCRIPTS) -> list[str]:
    """Return the names of all steps, in order, without loading Alembic."""
    files = (scripts / "versions").glob("[0-9]*.py")
    return sorted(file.stem.partition("_")[0] for file in files)


def _version(connection: Connection) -> str | None:
    """Return the step a database is at: None for an empty one, "" for one before the first."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError("This database is not one of ours.")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else ""


def _make(connection: Connection, version: str) -> None:
    """Make all tables as they are today, in one go."""
    metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def _upgrade(connection: Connection, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _engine(database: Path | str) -> Iterator[Engine]:
    is_file = isinstance(database, Path)
    try:
        url = URL.create("sqlite", database=str(database)) if is_file else make_url(str(database))
        engine = create_engine(url, poolclass=NullPool)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _let_us_begin)
            event.listen(engine, "begin", _begin)
        yield engine
    except DBAPIError as error:
        raise translated(error.orig or error) from error
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be used. ({error})") from error


def _let_us_begin(raw: Any, _: object) -> None:
    # left to itself the driver commits before each change of a table
    raw.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
