"""Dossiers, what the case system says of them, and the reports that were filed."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PAGE = 2_000


def upgrade() -> None:
    """Make the tables, and fill in what officers have entered by now."""
    _dossiers()
    _cases()
    _filings()
    _fill()


def _text(name: str, *, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=null)


def _long(name: str) -> "sa.Column[int]":
    return sa.Column(name, LONG, nullable=False)


def _whole(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        _text("centre"),
        _text("ticket"),
        _long("line"),
        _long("seq"),
        _long("at"),
        _text("code"),
        _text("procedure", null=True),
        _whole("quantity"),
        _text("due_on", null=True),
        sa.PrimaryKeyConstraint("centre", "ticket", "line", name="pk_dossiers"),
        sqlite_strict=True,
    )
    op.create_index("ix_dossiers_centre_seq", "dossiers", ["centre", "seq"])


def _cases() -> None:
    op.create_table(
        "cases",
        _text("centre"),
        _text("code"),
        _text("field", null=True),
        _text("procedure", null=True),
        _whole("quantity"),
        _text("received_on"),
        _text("due_on", null=True),
        _text("done_on", null=True),
        _text("channel"),
        _text("state"),
        _text("import"),
        sa.PrimaryKeyConstraint("centre", "code", name="pk_cases"),
        sqlite_strict=True,
    )
    op.create_index("ix_cases_centre_received_on", "cases", ["centre", "received_on"])
    op.create_table(
        "imports",
        _text("centre"),
        _text("id"),
        _text("digest"),
        _text("by"),
        _long("at"),
        _text("first"),
        _text("last"),
        _whole("taken"),
        _whole("same"),
        _whole("refused"),
        sa.PrimaryKeyConstraint("centre", "id", name="pk_imports"),
        sqlite_strict=True,
    )
    op.create_table(
        "owners",
        _text("centre"),
        _text("code"),
        _text("name"),
        _text("address"),
        _text("phone"),
        _long("kept_until"),
        sa.PrimaryKeyConstraint("centre", "code", name="pk_owners"),
        sqlite_strict=True,
    )


def _filings() -> None:
    op.create_table(
        "filings",
        _text("centre"),
        _text("id"),
        _text("report"),
        _text("period"),
        _text("basis"),
        _text("first"),
        _text("last"),
        _text("by"),
        _long("at"),
        _text("digest"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("centre", "id", name="pk_filings"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_filings_centre_report_period_basis",
        "filings",
        ["centre", "report", "period", "basis"],
    )


def _fill() -> None:
    """Follow the journal: the last entry of a ticket counts, an undone one never was."""
    connection = op.get_bind()
    page = sa.text(
        "SELECT centre, seq, body FROM journal WHERE (centre, seq) > (:centre, :seq)"
        " ORDER BY centre, seq LIMIT :limit"
    )
    centre, seq = "", 0
    while found := connection.execute(
        page, {"centre": centre, "seq": seq, "limit": PAGE}
    ).fetchall():
        for centre, seq, body in found:  # noqa: B007 (both go on with the page)
            if b'"dossiers"' in body or b'"move_undone"' in body:
                _follow(connection, centre, json.loads(body))


def _follow(connection: Any, centre: str, event: dict[str, Any]) -> None:
    kind = event["type"]
    if kind == "move_undone":
        _take(connection, centre, event["tickets"])
    elif kind == "outcome_recorded" or (kind == "service_finished" and event["dossiers"]):
        _take(connection, centre, [event["ticket"]])
        for line, dossier in enumerate(event["dossiers"], 1):
            _put(connection, centre, event, line, dossier)


def _take(connection: Any, centre: str, tickets: list[str]) -> None:
    gone = sa.text("DELETE FROM dossiers WHERE centre = :centre AND ticket = :ticket")
    for ticket in tickets:
        connection.execute(gone, {"centre": centre, "ticket": ticket})


def _put(
    connection: Any, centre: str, event: dict[str, Any], line: int, dossier: dict[str, Any]
) -> None:
    put = sa.text(
        "INSERT INTO dossiers VALUES"
        " (:centre, :ticket, :line, :seq, :at, :code, :procedure, :quantity, :due_on)"
    )
    row = {
        "centre": centre,
        "ticket": event["ticket"],
        "line": line,
        "seq": event["seq"],
        "at": int(datetime.fromisoformat(event["at"]).timestamp()),
        "code": dossier.get("code", ""),
        "procedure": dossier.get("procedure"),
        "quantity": dossier.get("quantity", 1),
        "due_on": dossier.get("due_on"),
    }
    connection.execute(put, row)
