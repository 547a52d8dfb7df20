"""When each device was last there, beyond a restart of the server."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table; nothing is known of the time before."""
    op.create_table(
        "sightings",
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_sightings"),
        sqlite_strict=True,
    )
