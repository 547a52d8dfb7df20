"""The terminals' end of the wire: ask by HTTP, listen by websocket, dial again by itself.

Rule 1: one press is one effect: a lost answer is asked for again with the same key.
Rule 2: whoever listens is told as soon as what it shows is no longer live.
Rule 3: no exception of a network library leaves this file.
"""

import asyncio
import logging
import random
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

import aiohttp
import msgspec
from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from queue_server.protocol.refusals import PROBLEMS, Refused, Sentence
from queue_server.protocol.vocabulary import Role

log = logging.getLogger(__name__)

T = TypeVar("T")
V = TypeVar("V")

CLOSED_BECAUSE = {4401: "not_signed_in", 4403: "not_allowed", 4404: "not_found"}
"""Closing codes that dialling again soon does not cure, and the refusal each stands for."""
TRY_AGAIN = frozenset({502, 503, 504})
LARGEST_VIEW = 8 * 1024 * 1024


class LinkLost(Exception):
    """The server did not answer in time, or with something that is no answer."""


class Told(Refused):
    """A no in the server's own words, also one that this program does not know yet."""

    def __init__(self, code: str, status: int, sentence: Sentence) -> None:
        super().__init__(code)
        self._status = status
        self._sentence = sentence

    @property
    def status(self) -> int:
        """The HTTP status it came with."""
        return self._status

    @property
    def sentence(self) -> Sentence:
        """The sentence for people, as the server filled it in."""
        return self._sentence


class Frame(NamedTuple, Generic[V]):
    """A view just heard; hearing one means that the link is live."""

    serial: int
    at: datetime
    view: V


class Lost(NamedTuple):
    """What is shown is no longer live."""

    since: datetime
    """The last moment something was heard."""
    why: Told | None = None
    """Set where dialling again soon will not help."""


class SignedIn(Struct, frozen=True, kw_only=True):
    """The answer to a name and a password."""

    token: str
    role: Role
    expires_at: datetime


class Limits(NamedTuple):
    """How long the link waits, in seconds."""

    answer_s: float = 5.0
    """For one answer."""
    press_s: float = 20.0
    """For one press, all its repetitions together."""
    silence_s: float = 10.0
    """Without view or beat until the link counts as lost."""
    dial_s: float = 3.0
    """For one dialling."""
    refused_s: float = 30.0
    """Until the next dialling where the server said no."""


class _Words(Struct, frozen=True):
    vi: str = ""
    en: str = ""


class _Problem(Struct, frozen=True, kw_only=True):
    code: str
    sentence: _Words = _Words()


class _Envelope(Struct, frozen=True, kw_only=True):
    type: str
    at: datetime
    serial: int = 0
    view: msgspec.Raw = msgspec.Raw(b"")


class _CentreName(Struct, frozen=True, kw_only=True):
    id: str
    name_vi: str = ""


class _Centres(Struct, frozen=True, kw_only=True):
    centres: tuple[_CentreName, ...]


class _Nothing(Struct, frozen=True):
    """An answer of which nothing is read."""


def reconnect_delays(chance: Callable[[], float] = random.random) -> Iterator[float]:
    """Yield the seconds to wait before dialling again: 0.2 to 5, never two terminals in step.

    A server that restarts is back within minutes and its screens shall be right within a
    second; only after about ten minutes is the wire spared.
    """
    for attempt in range(800):
        yield min(0.2 + 0.1 * attempt, 0.7) * (0.75 + 0.5 * chance()) + 0.05
    while True:
        yield 2.5 + 2.5 * chance()


def new_key() -> str:
    """Return what makes one press known to the server, however often it is asked."""
    return secrets.token_urlsafe(18)


class Link:
    """One terminal's way to its centre."""

    def __init__(
        self,
        server: str,
        token: str | None = None,
        centre: str | None = None,
        *,
        limits: Limits = Limits(),  # noqa: B008 - a tuple of numbers, never changed
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server.rstrip("/")
        self._token = token
        self._centre = centre
        self._limits = limits
        self._monotonic = monotonic
        self._http: aiohttp.ClientSession | None = None
        self._heard: tuple[datetime, float] | None = None

    async def aclose(self) -> None:
        """Give the connections back."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def now(self) -> datetime:
        """Return the centre's time, going on from when the server last said it."""
        if self._heard is None:
            return datetime.now(UTC).astimezone()
        at, moment = self._heard
        return at + timedelta(seconds=self._monotonic() - moment)

    async def sign_in(self, name: str, password: str) -> SignedIn:
        """Exchange name and password for a session, used from now on.

        Raises:
            Refused: the name or the password is wrong, or too many tries.
            LinkLost: no answer.
        """
        body = {"name": name, "password": password}
        signed = await self.ask(SignedIn, "POST", "/api/v1/session", body)
        self._token = signed.token
        return signed

    async def sign_out(self) -> None:
        """End the session, here in any case."""
        try:
            await self.ask(_Nothing, "DELETE", "/api/v1/session")
        except (Refused, LinkLost) as error:
            log.info("sign-out not confirmed: %s", error)
        self._token = None

    async def ask(
        self,
        answer: type[T],
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        key: str | None = None,
    ) -> T:
        """Return the server's answer to one press; `path` is below the centre or under /api/.

        Raises:
            Refused: the server said no.
            LinkLost: no answer within the limit; it may have happened or not.
        """
        address = await self._address(path)
        headers = {"Idempotency-Key": key or new_key()} if method == "POST" else {}
        content = b"" if method in ("GET", "DELETE") else msgspec.json.encode(body or {})
        return _decoded(answer, await self._insist(method, address, headers, content))

    async def _address(self, path: str, press_s: float | None = None) -> str:
        if path.startswith("/api/"):
            return self.server + path
        return f"{self.server}/api/v1/centres/{await self.centre(press_s)}{path}"

    async def centre(self, press_s: float | None = None) -> str:
        """Return the id of the terminal's centre, asking the server if nobody named one.

        Raises:
            Refused: the server has several centres, or none.
            LinkLost: no answer.
        """
        if self._centre is None:
            address = f"{self.server}/api/v1/centres"
            answer = _decoded(_Centres, await self._insist("GET", address, {}, b"", press_s))
            if len(answer.centres) != 1:
                raise _which_centre([centre.id for centre in answer.centres])
            self._centre = answer.centres[0].id
        return self._centre

    async def _insist(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        content: bytes,
        press_s: float | None = None,
    ) -> bytes:
        end = time.monotonic() + (self._limits.press_s if press_s is None else press_s)
        pauses = reconnect_delays()
        while True:
            failure: Refused | LinkLost
            try:
                return await self._send(method, address, headers, content)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                failure = LinkLost(f"{method} {address}: {error or type(error).__name__}")
            except Told as no:
                if no.status not in TRY_AGAIN:
                    raise
                failure = no
            pause = next(pauses)
            if time.monotonic() + pause > end:
                raise failure
            await asyncio.sleep(pause)

    async def _send(
        self, method: str, address: str, headers: dict[str, str], content: bytes
    ) -> bytes:
        told = {**headers, **self._bearer()}
        if content:
            told["Content-Type"] = "application/json"
        async with self._session().request(
            method, address, data=content or None, headers=told, allow_redirects=False
        ) as response:
            body = await response.read()
            if response.status >= 300:
                raise _problem(response.status, body)
            return body

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # the session goes by the header alone: a cookie would ask for more
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._limits.answer_s),
            )
        return self._http

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def listen(self, path: str, view: type[V]) -> AsyncGenerator[Frame[V] | Lost, None]:
        """Yield each view as it comes, and `Lost` whenever the link is gone; dial for ever."""
        decoder = msgspec.json.Decoder(view)
        delays = reconnect_delays()
        began = self.now()
        while True:
            why: Told | None = None
            try:
                async with await self._dial(path) as wire:
                    while (heard := await self._hear(wire, decoder)) is not None:
                        if isinstance(heard, Frame):
                            delays = reconnect_delays()
                            yield heard
            except ConnectionClosed as closed:
                why = _closed(closed)
            except (WebSocketException, OSError, TimeoutError, LinkLost) as error:
                log.debug("cannot listen to %s: %s", path, error)
            except Told as no:
                why = None if no.status in TRY_AGAIN else no
            except msgspec.DecodeError as error:
                why = _strange(error)
            yield Lost(self._heard[0] if self._heard else began, why)
            await asyncio.sleep(self._limits.refused_s if why else next(delays))

    async def _dial(self, path: str) -> connect:
        # once: the listener itself dials again, and says so in between
        address = await self._address(path, press_s=0)
        return connect(
            "ws" + address.removeprefix("http"),
            additional_headers=self._bearer(),
            compression=None,
            ping_interval=5,
            ping_timeout=5,
            close_timeout=1,
            open_timeout=self._limits.dial_s,
            max_size=LARGEST_VIEW,
            proxy=None,
        )

    async def _hear(
        self, wire: ClientConnection, decoder: msgspec.json.Decoder[V]
    ) -> Frame[V] | datetime | None:
        """Return the next view, the time of a beat, or None after too long a silence."""
        try:
            async with asyncio.timeout(self._limits.silence_s):
                text = await wire.recv(decode=False)
        except TimeoutError:
            # no farewell to a peer that is silent: it would hold up the sign on the screen
            wire.transport.abort()
            return None
        said = _envelopes.decode(text)
        self._heard = (said.at, self._monotonic())
        if said.type != "view":
            return said.at
        return Frame(said.serial, said.at, decoder.decode(said.view))


_envelopes = msgspec.json.Decoder(_Envelope)
_problems = msgspec.json.Decoder(_Problem)


def _decoded(answer: type[T], body: bytes) -> T:
    try:
        return msgspec.json.decode(body or b"{}", type=answer)
    except msgspec.DecodeError as error:
        raise LinkLost(f"an answer nobody here understands: {error}") from error


def _problem(status: int, body: bytes) -> Told:
    """Return the no in a problem+json body; a proxy's page becomes a plain sentence."""
    try:
        said = _problems.decode(body)
    except msgspec.DecodeError:
        said = _Problem(code="storage_gone" if status in TRY_AGAIN else "internal_error")
    known = PROBLEMS.get(said.code, PROBLEMS["internal_error"]).sentence
    return Told(
        said.code, status, Sentence(said.sentence.vi or known.vi, said.sentence.en or known.en)
    )


def _closed(closed: ConnectionClosed) -> Told | None:
    code = CLOSED_BECAUSE.get(closed.rcvd.code) if closed.rcvd else None
    if code is None:
        return None
    return Told(code, PROBLEMS[code].status, PROBLEMS[code].sentence)


def _strange(error: msgspec.DecodeError) -> Told:
    log.error("a view nobody here understands: %s", error)
    return Told(
        "wrong_version",
        502,
        Sentence(
            "Máy chủ và thiết bị khác phiên bản. Vui lòng báo quản trị.",
            "Server and device have different versions. Please tell the administrator.",
        ),
    )


def _which_centre(ids: list[str]) -> Told:
    named = ", ".join(ids)
    return Told(
        "unknown_centre",
        404,
        Sentence(
            f"Hãy chọn trung tâm bằng --centre: {named or 'máy chủ chưa có trung tâm nào'}.",
            f"Name the centre by --centre: {named or 'the server has none yet'}.",
        ),
    )
