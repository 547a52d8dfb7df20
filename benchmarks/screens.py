"""Screens that cost next to nothing: raw sockets that note when a frame has come."""

import base64
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.processes import Address

_WITHIN_S = 10.0
_TEXT = 1

Wanted = Callable[[bytes], bool]


class _Screen:
    def __init__(self, address: Address) -> None:
        self.socket = socket.create_connection(address)
        self._heard = b""

    def begin(self, path: str, token: str) -> None:
        """Begin to watch."""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self._heard = self._past_the_greeting()
        self.socket.setblocking(False)

    def _past_the_greeting(self) -> bytes:
        heard = b""
        while b"\r\n\r\n" not in heard:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server hung up")
            heard += more
        if not heard.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(f"no screen here: {heard[:100]!r}")
        return heard.partition(b"\r\n\r\n")[2]

    def read(self) -> None:
        """Take in what has come."""
        heard = self.socket.recv(1 << 20)
        if not heard:
            raise ConnectionError("the server hung up")
        self._heard += heard

    def frames(self) -> Iterator[bytes]:
        """Give the text frames that are whole."""
        while (found := _first_frame(self._heard)) is not None:
            opcode, start, end = found
            frame, self._heard = self._heard[start:end], self._heard[end:]
            if opcode == _TEXT:
                yield frame


def _first_frame(heard: bytes) -> tuple[int, int, int] | None:
    """Return opcode, start and end of the first frame's text; None if it is not whole yet."""
    if len(heard) < 2:
        return None
    length, start = heard[1] & 0x7F, 2
    if length == 126:
        start = 4
    elif length == 127:
        start = 10
    if len(heard) < start:
        return None
    if start > 2:
        length = struct.unpack("!H" if start == 4 else "!Q", heard[2:start])[0]
    return None if len(heard) < start + length else (heard[0] & 0x0F, start, start + length)


class Screens:
    """Many screens that watch the same."""

    def __init__(self, screens: list[_Screen], ready: select.epoll) -> None:
        self._screens = {screen.socket.fileno(): screen for screen in screens}
        self._ready = ready

    def wait(self, began: float, wanted: Wanted) -> tuple[list[float], bytes]:
        """Wait until every screen has a wanted frame; return how long each waited, and one."""
        latencies: list[float] = []
        missing = set(self._screens)
        last = b""
        until = time.perf_counter() + _WITHIN_S
        while missing:
            if time.perf_counter() > until:
                raise TimeoutError(f"{len(missing)} screens saw nothing")
            for number, _ in self._ready.poll(_WITHIN_S):
                screen = self._screens[number]
                screen.read()
                for frame in screen.frames():
                    if number in missing and wanted(frame):
                        latencies.append(time.perf_counter() - began)
                        missing.discard(number)
                        last = frame
        return latencies, last


@contextmanager
def watching(address: Address, path: str, token: str, count: int) -> Iterator[Screens]:
    """Give so many screens that watch."""
    screens: list[_Screen] = []
    with select.epoll() as ready:
        try:
            for _ in range(count):
                screens.append(_Screen(address))
                screens[-1].begin(path, token)
                ready.register(screens[-1].socket, select.EPOLLIN)
            yield Screens(screens, ready)
        finally:
            for screen in screens:
                screen.socket.close()
