"""The tables, for every database we can keep them in.

Rule 1: a change here is a new step in migrations/versions; a test compares the two.
Rule 2: times are whole seconds since the epoch; days are ISO dates in the centre's zone.
Rule 3: the columns of a record stand in the order of its members, after `centre`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite's strict tables know neither BIGINT nor BOOLEAN; its INTEGER has 64 bits
Long = BigInteger().with_variant(Integer(), "sqlite")
Flag = Boolean().with_variant(Integer(), "sqlite")


def _blob(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Flag, nullable=False)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _whole(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _time(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Long, nullable=null)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _number(name: str) -> Column[int]:
    return Column(name, Long, primary_key=True, autoincrement=False)


# One tree instead of table and index: a journal is only appended to and read in order.
journal = Table(
    "journal",
    metadata,
    _key("centre"),
    _number("seq"),
    _blob("hash"),
    _blob("body"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Where replay may start: one row a day, so that the hot path keeps no index over types.
openings = Table(
    "openings",
    metadata,
    _key("centre"),
    _number("seq"),
    _text("day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

plans = Table(
    "plans",
    metadata,
    _key("centre"),
    _number("version"),
    _text("hash"),
    _blob("body"),
    sqlite_strict=True,
)

visits = Table(
    "visits",
    metadata,
    _key("centre"),
    _key("ticket"),
    _text("day"),
    _text("label"),
    _text("series"),
    _text("field", null=True),
    _text("procedure", null=True),
    _text("kind"),
    _text("priority", null=True),
    _text("channel"),
    _whole("quantity"),
    _time("issued_at"),
    _whole("hour"),
    _text("state"),
    _time("ended_at", null=True),
    _whole("legs"),
    _whole("wait_s", null=True),
    _text("counter", null=True),
    _text("officer", null=True),
    _text("outcome", null=True),
    _whole("dossiers"),
    _whole("satisfaction", null=True),
    _whole("attitude", null=True),
    _whole("estimate_low_s", null=True),
    _whole("estimate_high_s", null=True),
    _flag("doubted"),
    Index(None, "centre", "day"),
    sqlite_strict=True,
)

legs = Table(
    "legs",
    metadata,
    _key("centre"),
    _key("ticket"),
    _number("leg"),
    _text("day"),
    _whole("hour"),
    _text("field", null=True),
    _text("procedure", null=True),
    _text("kind"),
    _text("priority", null=True),
    _time("entered_at"),
    _time("called_at", null=True),
    _time("started_at", null=True),
    _time("finished_at", null=True),
    _text("counter", null=True),
    _text("officer", null=True),
    _text("reason", null=True),
    _whole("calls"),
    _whole("wait_s", null=True),
    _whole("wait_work_s", null=True),
    _whole("left_s", null=True),
    _whole("service_s", null=True),
    _flag("implied"),
    _text("end", null=True),
    _text("outcome", null=True),
    _whole("dossiers"),
    _flag("doubted"),
    Index(None, "centre", "day"),
    sqlite_strict=True,
)

# What officers entered; rebuilt from the journal like visits and legs.
dossiers = Table(
    "dossiers",
    metadata,
    _key("centre"),
    _key("ticket"),
    _number("line"),
    _time("seq"),
    _time("at"),
    _text("code"),
    _text("procedure", null=True),
    _whole("quantity"),
    _text("due_on", null=True),
    Index(None, "centre", "seq"),
    sqlite_strict=True,
)

# What the case system says of each dossier, as its last export had it.
cases = Table(
    "cases",
    metadata,
    _key("centre"),
    _key("code"),
    _text("field", null=True),
    _text("procedure", null=True),
    _whole("quantity"),
    _text("received_on"),
    _text("due_on", null=True),
    _text("done_on", null=True),
    _text("channel"),
    _text("state"),
    _text("import"),
    Index(None, "centre", "received_on"),
    sqlite_strict=True,
)

imports = Table(
    "imports",
    metadata,
    _key("centre"),
    _key("id"),
    _text("digest"),
    _text("by"),
    _time("at"),
    _text("first"),
    _text("last"),
    _whole("taken"),
    _whole("same"),
    _whole("refused"),
    sqlite_strict=True,
)

# Names and addresses, only where a centre has switched it on, and only for a time.
owners = Table(
    "owners",
    metadata,
    _key("centre"),
    _key("code"),
    _text("name"),
    _text("address"),
    _text("phone"),
    _time("kept_until"),
    sqlite_strict=True,
)

filings = Table(
    "filings",
    metadata,
    _key("centre"),
    _key("id"),
    _text("report"),
    _text("period"),
    _text("basis"),
    _text("first"),
    _text("last"),
    _text("by"),
    _time("at"),
    _text("digest"),
    _blob("body"),
    Index(None, "centre", "report", "period", "basis"),
    sqlite_strict=True,
)

# The server that writes knows its keys by heart, so that a random key costs no page of an index
# for each event (a third of the whole cost of an append). Rows are added and purged in order.
answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("centre"),
    _text("caller"),
    _text("route"),
    _text("key"),
    _blob("request"),
    _whole("status"),
    _blob("body"),
    _time("at"),
    sqlite_strict=True,
)

texts = Table(
    "texts",
    metadata,
    _text("centre"),
    _key("ref"),
    _text("salt"),
    _text("text"),
    _time("seq"),
    _time("kept_until"),
    sqlite_strict=True,
)

accounts = Table(
    "accounts",
    metadata,
    _key("id"),
    Column("name", Text, nullable=False, unique=True),
    _text("role"),
    _text("centre", null=True),
    _text("counter", null=True),
    _text("password_hash"),
    _flag("disabled"),
    _time("created_at"),
    sqlite_strict=True,
)

devices = Table(
    "devices",
    metadata,
    _key("id"),
    _text("name"),
    _text("role"),
    _text("centre"),
    _text("counter", null=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _flag("revoked"),
    _time("created_at"),
    sqlite_strict=True,
)

# Written now and then, apart from the devices: no record, and nobody's change of a device meets it.
sightings = Table(
    "sightings",
    metadata,
    _key("device"),
    _time("at"),
    sqlite_strict=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False, index=True),
    _time("created_at"),
    _time("expires_at"),
    sqlite_strict=True,
)

codes = Table(
    "codes",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    _text("purpose"),
    _text("about"),
    _time("expires_at"),
    sqlite_strict=True,
)
