"""The lines of a TOML file on which its tables, keys and values stand.

Rule 1: only a file that the TOML reader has accepted is scanned, so nothing is checked here.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence

Way = tuple[str | int, ...]
"""The way to a value: keys, and places in arrays from 0."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_PARTS = re.compile(_PART)
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_STATEMENT = re.compile(
    rf"""(?P<blank>[ \t\r\n]+|\#[^\n]*)
    |\[\[[ \t]*(?P<tables>{_KEY})[ \t]*\]\]
    |\[[ \t]*(?P<table>{_KEY})[ \t]*\]
    |(?P<key>{_KEY})[ \t]*=[ \t]*""",
    re.VERBOSE,
)
_VALUE = re.compile(
    r'''(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<blank>[ \t\r]+|\#[^\n]*)
    |(?P<end>\n)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)
    |(?P<other>[^\s\[\]{},"'#]+)''',
    re.VERBOSE | re.DOTALL,
)


class Lines:
    """Where what stands in one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[Way, int] = {(): 1}
        self._sizes: dict[Way, int] = {}
        """How many tables each array of tables has so far."""
        self._scan()

    def of(self, path: Way) -> int:
        """Return the line of `path`, or of the nearest thing around it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _scan(self) -> None:
        table: Way = ()
        place = 0
        while found := _STATEMENT.match(self._text, place):
            place = found.end()
            line = self._text.count("\n", 0, found.start()) + 1
            if header := found["table"] or found["tables"]:
                table = self._enter(_parts(header), line, is_array=found["table"] is None)
            elif key := found["key"]:
                path = self._resolve(table, _parts(key))
                self._lines.setdefault(path, line)
                place = self._value(path, place)

    def _enter(self, parts: Sequence[str], line: int, *, is_array: bool) -> Way:
        table: Way = (*self._resolve((), parts[:-1]), parts[-1])
        self._lines.setdefault(table, line)
        if is_array:
            place = self._sizes.get(table, 0)
            self._sizes[table] = place + 1
            table = (*table, place)
            self._lines[table] = line
        return table

    def _resolve(self, table: Way, parts: Sequence[str]) -> Way:
        """Return the path of `parts` in `table`; of an array of tables it means the last one."""
        path = table
        for part in parts:
            path = (*path, part)
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        return path

    def _value(self, path: Way, place: int) -> int:
        """Note the lines of the array elements of a value; return where it ends."""
        depth: list[int | None] = []
        for found in _tokens(self._text, place):
            kind = found.lastgroup
            if kind == "end" and not depth:
                return found.end()
            if kind in ("text", "other", "open") and None not in depth:
                element = (*path, *(index for index in depth if index is not None))
                self._lines.setdefault(element, self._text.count("\n", 0, found.start()) + 1)
            if kind == "open":
                depth.append(0 if found.group() == "[" else None)
            elif kind == "close":
                depth.pop()
            elif kind == "comma" and depth[-1] is not None:
                depth[-1] += 1
        return len(self._text)


def _tokens(text: str, place: int) -> Iterator[re.Match[str]]:
    while found := _VALUE.match(text, place):
        yield found
        place = found.end()


def _parts(key: str) -> list[str]:
    return [
        next(iter(tomllib.loads(f"{part} = 0"))) if part[0] in "\"'" else part
        for part in _PARTS.findall(key)
    ]
