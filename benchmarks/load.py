"""Callers that cost next to nothing: ready bytes over raw sockets, one request at a time each.

Rule 1: a caller sends its next request only when the last one was answered whole.
"""

import contextlib
import math
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.processes import Address

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"Content-Length: "
_GRACE_S = 10.0
"""How long the last answers may take."""


class Load(NamedTuple):
    """What callers saw."""

    seconds: float
    latencies_s: list[float]
    statuses: Counter[int]
    bodies: list[bytes]

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.latencies_s) / self.seconds


def percentile_ms(latencies_s: Sequence[float], share: float) -> float:
    """Return what `share` of the latencies did not exceed (nearest rank), in milliseconds."""
    ranked = sorted(latencies_s)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)] * 1000


def post(path: str, token: str, body: bytes, *, key: str = "") -> bytes:
    """Return the bytes of a POST; `key` is the idempotency key."""
    key_line = f"Idempotency-Key: {key}\r\n" if key else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"{key_line}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


class Caller:
    """One connection, one request at a time."""

    def __init__(self, address: Address) -> None:
        self.sent_at = 0.0
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self._heard = b""

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def hear(self) -> tuple[int, bytes] | None:
        """Return status and body once an answer is whole."""
        heard = self.socket.recv(1 << 18)
        if not heard:
            raise ConnectionError("the server hung up")
        if self._heard:
            heard = self._heard + heard
        end = heard.find(_HEAD_END)
        if end > 0:
            at = heard.find(_LENGTH) + len(_LENGTH)
            length = int(heard[at : heard.find(b"\r", at)])
            if len(heard) - end - len(_HEAD_END) >= length:
                self._heard = b""
                return int(heard[9:12]), heard[end + len(_HEAD_END) :]
        self._heard = heard
        return None

    def answer(self) -> tuple[int, bytes]:
        """Wait for the answer."""
        # with a thousand screens beside it a socket's number is too high for `select`
        news = select.poll()
        news.register(self.socket, select.POLLIN)
        while news.poll(_GRACE_S * 1000):
            answer = self.hear()
            if answer is not None:
                return answer
        raise TimeoutError("the server does not answer")


def call(address: Address, requests: Sequence[Iterator[bytes]], seconds: float) -> Load:
    """Let one caller for each of `requests` call for so long, or until none has a request left."""
    with contextlib.ExitStack() as stack, select.epoll() as ready:
        callers = {}
        for each in requests:
            caller = Caller(address)
            stack.callback(caller.socket.close)
            callers[caller.socket.fileno()] = caller, each
            ready.register(caller.socket, select.EPOLLIN)
        return _call(callers, ready, seconds)


def _call(
    callers: dict[int, tuple[Caller, Iterator[bytes]]], ready: select.epoll, seconds: float
) -> Load:
    clock = time.perf_counter
    latencies: list[float] = []
    answers: list[tuple[int, bytes]] = []
    began = clock()
    until = began + seconds
    asking = sum(_go_on(*each) for each in callers.values())
    while asking:
        events = ready.poll(_GRACE_S)
        if not events:
            raise TimeoutError("the server does not answer")
        for number, _ in events:
            caller, requests = callers[number]
            answer = caller.hear()
            if answer is None:
                continue
            now = clock()
            latencies.append(now - caller.sent_at)
            answers.append(answer)
            if now >= until or not _go_on(caller, requests):
                asking -= 1
    spent = clock() - began
    statuses = Counter(status for status, _ in answers)
    return Load(spent, latencies, statuses, [body for _, body in answers])


def _go_on(caller: Caller, requests: Iterator[bytes]) -> bool:
    """Send the caller's next request; return False if it has none left."""
    request = next(requests, None)
    if request is not None:
        caller.ask(request)
    return request is not None
