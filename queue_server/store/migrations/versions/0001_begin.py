"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the first tables."""
    _journal()
    _visits()
    _legs()
    _memory()
    _people()


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("seq", LONG, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("centre", "seq", name="pk_journal"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "openings",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("seq", LONG, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("centre", "seq", name="pk_openings"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plans",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("version", LONG, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("centre", "version", name="pk_plans"),
        sqlite_strict=True,
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("ticket", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=True),
        sa.Column("procedure", sa.Text, nullable=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("priority", sa.Text, nullable=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("issued_at", LONG, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("ended_at", LONG, nullable=True),
        sa.Column("legs", sa.Integer, nullable=False),
        sa.Column("counter", sa.Text, nullable=True),
        sa.Column("officer", sa.Text, nullable=True),
        sa.Column("outcome", sa.Text, nullable=True),
        sa.Column("dossiers", sa.Integer, nullable=False),
        sa.Column("satisfaction", sa.Integer, nullable=True),
        sa.Column("attitude", sa.Integer, nullable=True),
        sa.Column("estimate_low_s", sa.Integer, nullable=True),
        sa.Column("estimate_high_s", sa.Integer, nullable=True),
        sa.Column("doubted", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("centre", "ticket", name="pk_visits"),
        sqlite_strict=True,
    )
    op.create_index("ix_visits_centre_day", "visits", ["centre", "day"])


def _legs() -> None:
    op.create_table(
        "legs",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("ticket", sa.Text, nullable=False),
        sa.Column("leg", LONG, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("field", sa.Text, nullable=True),
        sa.Column("procedure", sa.Text, nullable=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("priority", sa.Text, nullable=True),
        sa.Column("entered_at", LONG, nullable=False),
        sa.Column("called_at", LONG, nullable=True),
        sa.Column("started_at", LONG, nullable=True),
        sa.Column("finished_at", LONG, nullable=True),
        sa.Column("counter", sa.Text, nullable=True),
        sa.Column("officer", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("wait_s", sa.Integer, nullable=True),
        sa.Column("service_s", sa.Integer, nullable=True),
        sa.Column("implied", FLAG, nullable=False),
        sa.Column("end", sa.Text, nullable=True),
        sa.Column("outcome", sa.Text, nullable=True),
        sa.Column("dossiers", sa.Integer, nullable=False),
        sa.Column("doubted", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("centre", "ticket", "leg", name="pk_legs"),
        sqlite_strict=True,
    )
    op.create_index("ix_legs_centre_day", "legs", ["centre", "day"])


def _memory() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sqlite_strict=True,
    )
    op.create_table(
        "texts",
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("seq", LONG, nullable=False),
        sa.Column("kept_until", LONG, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_texts"),
        sqlite_strict=True,
    )


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("centre", sa.Text, nullable=True),
        sa.Column("counter", sa.Text, nullable=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("disabled", FLAG, nullable=False),
        sa.Column("created_at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("centre", sa.Text, nullable=False),
        sa.Column("counter", sa.Text, nullable=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("revoked", FLAG, nullable=False),
        sa.Column("created_at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("token_hash", name="uq_devices_token_hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("created_at", LONG, nullable=False),
        sa.Column("expires_at", LONG, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_sessions_account"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sqlite_strict=True,
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "codes",
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("expires_at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_codes"),
        sqlite_strict=True,
    )
