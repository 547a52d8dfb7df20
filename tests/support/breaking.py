"""Connections to SQLite that fail when they are told to."""

import sqlite3
from typing import Any


class FailingCommit(sqlite3.Connection):
    """Cannot say whether a commit was kept."""

    fails = False
    keeps = False
    """Commit all the same, and then fail."""

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        if sql != "COMMIT" or not FailingCommit.fails:
            return super().execute(sql, values)
        if FailingCommit.keeps:
            super().execute(sql)
        raise sqlite3.OperationalError("disk I/O error")
