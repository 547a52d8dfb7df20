"""The server's log: to standard output, as text for people or as JSON for machines."""

import logging
import sys
from datetime import UTC, datetime

from queue_server.config import LogConfig
from queue_server.protocol.codec import encode

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """Writes each record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return encode(line).decode()


class PlainLines(logging.Formatter):
    """Writes each record as one line; what a name may hold cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; only a trace has lines of its own."""
        message = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        plain = logging.makeLogRecord(record.__dict__ | {"msg": message, "args": None})
        return super().format(plain)


def write_logs(config: LogConfig) -> None:
    """Send all logs to standard output, as the configuration says."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines() if config.json else PlainLines(_FORM))
    logging.basicConfig(level=config.level.upper(), handlers=[handler], force=True)
    # it speaks of every hop between threads
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
