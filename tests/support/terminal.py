"""A terminal of our own: runs a program, remembers what it drew, and can be touched."""

import codecs
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

LONG_S = 30
_PIECES = re.compile(r"\x1b\[([0-9;:?<>=$ ]*)([@-~])|\x1b[^\[]|([^\x1b]+)")
_BEGUN = re.compile(r"\x1b(\[[0-9;:?<>=$ ]*)?\Z")


class Screen:
    """Letters by where they stand: all that is needed of what Textual draws."""

    def __init__(self, columns: int, rows: int) -> None:
        self._lines = [[" "] * columns for _ in range(rows)]
        self._x = self._y = 0
        self._rest = ""

    def feed(self, text: str) -> None:
        text = self._rest + text
        # a sequence may be cut in the middle: its end comes with the next bytes
        cut = _BEGUN.search(text)
        text, self._rest = (text[: cut.start()], cut[0]) if cut else (text, "")
        for piece in _PIECES.finditer(text):
            self._take(piece)

    def _take(self, piece: re.Match[str]) -> None:
        if piece[3] is not None:
            for letter in piece[3]:
                self._put(letter)
        elif piece[2] == "H":
            row, _, column = (piece[1] or "1;1").partition(";")
            self._y, self._x = int(row) - 1, int(column or 1) - 1

    def _put(self, letter: str) -> None:
        if letter == "\r":
            self._x = 0
        elif letter == "\n":
            self._y += 1
        elif self._y < len(self._lines) and self._x < len(self._lines[0]):
            self._lines[self._y][self._x] = letter
            self._x += 1

    @property
    def text(self) -> str:
        return "\n".join("".join(line).rstrip() for line in self._lines)

    def find(self, words: str) -> tuple[int, int] | None:
        """Return column and row of the first place where `words` stand."""
        for row, line in enumerate(self._lines):
            if (column := "".join(line).find(words)) >= 0:
                return column, row
        return None


class Glass:
    """The program's terminal, and a finger on it."""

    def __init__(self, wire: int, columns: int, rows: int) -> None:
        self._wire = wire
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self.screen = Screen(columns, rows)
        self.said = ""

    def until(self, words: str) -> tuple[int, int]:
        """Wait until `words` stand on the screen, and return where."""
        end = time.monotonic() + LONG_S
        while (found := self.screen.find(words)) is None:
            if not select.select([self._wire], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError(f"{words!r} never came:\n{self.screen.text}")
            self._read()
        return found

    def type(self, text: str) -> None:
        os.write(self._wire, text.encode())

    def touch(self, words: str) -> None:
        """Touch the place where `words` stand."""
        column, row = self.until(words)
        at = f"{column + 2};{row + 1}"
        self.type(f"\x1b[<0;{at}M\x1b[<0;{at}m")

    def _read(self) -> None:
        try:
            text = self._letters.decode(os.read(self._wire, 65536))
        except OSError as error:
            raise AssertionError(f"the program ended:\n{self.said[-2000:]}") from error
        self.said += text
        self.screen.feed(text)


@contextmanager
def glass(
    command: Sequence[str], env: Mapping[str, str], columns: int = 136, rows: int = 38
) -> Iterator[Glass]:
    """Run a program on a terminal of this size."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    told = {**env, "TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"}
    program = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=told)
    os.close(slave)
    try:
        yield Glass(master, columns, rows)
    finally:
        program.terminate()
        _drain(master, program)
        os.close(master)


def _drain(wire: int, program: subprocess.Popen[bytes]) -> None:
    """Read on, so that the program can write its last words and end."""
    end = time.monotonic() + LONG_S
    while program.poll() is None and time.monotonic() < end:
        if select.select([wire], [], [], 0.1)[0]:
            try:
                os.read(wire, 65536)
            except OSError:
                break
    program.kill()
    program.wait()
