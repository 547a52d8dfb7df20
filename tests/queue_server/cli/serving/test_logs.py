"""The server's log."""

import json
import logging

import pytest

from queue_server.cli.serving.logs import JsonLines, PlainLines, write_logs
from queue_server.config import LogConfig


def record(message: str, *values: object, fault: BaseException | None = None) -> logging.LogRecord:
    trace = (type(fault), fault, None) if fault is not None else None
    return logging.LogRecord("queue", logging.INFO, "x.py", 1, message, values, trace)


def test_a_name_cannot_begin_a_line_of_its_own():
    line = PlainLines("%(levelname)s %(message)s").format(record("by %s", "x\nERROR forged\r"))

    assert line == "INFO by x\\nERROR forged\\r"


def test_a_trace_keeps_its_lines():
    text = PlainLines("%(message)s").format(record("broken", fault=ValueError("x")))

    assert text.splitlines() == ["broken", "ValueError: x"]


def test_machines_get_one_object_a_line():
    line = JsonLines().format(record("số %s\n", "A001", fault=ValueError("x")))

    found = json.loads(line)
    assert "\n" not in line
    assert (found["level"], found["logger"], found["message"]) == ("info", "queue", "số A001\n")
    assert found["trace"] == "ValueError: x"
    assert found["at"].endswith("+00:00")


@pytest.fixture
def untouched():
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("as_json", [False, True])
def test_logs_go_to_standard_output(
    untouched: None, capsys: pytest.CaptureFixture[str], as_json: bool
):
    write_logs(LogConfig(level="warning", json=as_json))

    logging.getLogger("queue").info("quiet")
    logging.getLogger("queue").warning("loud")

    said = capsys.readouterr()
    assert "loud" in said.out
    assert "quiet" not in said.out
    assert said.out.startswith("{") == as_json
    assert said.err == ""
