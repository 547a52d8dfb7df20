"""What every answer promises, whatever the route: its times, durations, days and problems."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENTS = {"at", "since"}
DAYS = {"service_day", "due_on"}


def keeps_its_word(status: int, headers: Mapping[str, str], body: Any) -> None:
    """Check an answer for what holds everywhere."""
    if status >= 400 and "json" in headers.get("Content-Type", ""):
        is_a_problem(status, headers, body)
    for name, value in _members(body):
        if value is not None:
            _check(name, value)


def is_a_problem(status: int, headers: Mapping[str, str], body: Any) -> None:
    """Check that an error is a whole `application/problem+json`."""
    assert headers["Content-Type"].split(";")[0] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "sentence"} <= body.keys(), body
    assert body["status"] == status
    assert re.fullmatch(r"[a-z][a-z_]*", body["code"])
    assert set(body["sentence"]) == {"vi", "en"}
    assert all(text.strip() for text in body["sentence"].values())
    if status == 405:
        assert headers["Allow"]
    if status == 429:
        assert int(headers["Retry-After"]) > 0


def _check(name: str, value: Any) -> None:
    if name.endswith("_at") or name in MOMENTS:
        assert MOMENT.fullmatch(value), (name, value)
    if name.endswith("_s"):
        for length in value.values() if isinstance(value, dict) else [value]:
            assert type(length) is int, (name, value)
            assert length >= 0, (name, value)
    if name in DAYS:
        assert DAY.fullmatch(value), (name, value)


def _members(body: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(body, dict):
        for name, value in body.items():
            yield name, value
            yield from _members(value)
    if isinstance(body, list):
        for value in body:
            yield from _members(value)
