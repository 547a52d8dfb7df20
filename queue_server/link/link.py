"""One terminal's way to its centre."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec import Struct
from websockets.exceptions import ConnectionClosed, WebSocketException

from queue_server.link.answers import (
    TRY_AGAIN,
    LinkLost,
    SignedIn,
    Told,
    decoded,
    hung_up,
    strange,
    which_centre,
)
from queue_server.link.asking import Asker, Question, new_key
from queue_server.link.frames import Frame, Lost
from queue_server.link.listening import Ear
from queue_server.link.patience import Limits, reconnect_delays
from queue_server.protocol.refusals import Refused

log = logging.getLogger(__name__)

T = TypeVar("T")
V = TypeVar("V")


class _CentreName(Struct, frozen=True, kw_only=True):
    id: str
    name_vi: str = ""


class _Centres(Struct, frozen=True, kw_only=True):
    centres: tuple[_CentreName, ...]


class _Nothing(Struct, frozen=True):
    """An answer of which nothing is read."""


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
        self._asker = Asker(limits.answer_s)
        self._heard: tuple[datetime, float] | None = None

    async def aclose(self) -> None:
        """Give the connections back."""
        await self._asker.aclose()

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
        headers = self._bearer()
        if method == "POST":
            headers["Idempotency-Key"] = key or new_key()
        content = b"" if method in ("GET", "DELETE") else msgspec.json.encode(body or {})
        question = Question(method, await self._address(path), headers, content)
        return decoded(answer, await self._asker.insist(question, self._limits.press_s))

    async def fetch(self, path: str) -> bytes:
        """Return what lies at a path, as it is.

        Raises:
            Refused: the server said no.
            LinkLost: no answer within the limit.
        """
        question = Question("GET", await self._address(path), self._bearer())
        return await self._asker.insist(question, self._limits.answer_s)

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
            question = Question("GET", f"{self.server}/api/v1/centres", self._bearer())
            patience = self._limits.press_s if press_s is None else press_s
            answer = decoded(_Centres, await self._asker.insist(question, patience))
            if len(answer.centres) != 1:
                raise which_centre([centre.id for centre in answer.centres])
            self._centre = answer.centres[0].id
        return self._centre

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def listen(self, path: str, view: type[V]) -> AsyncGenerator[Frame[V] | Lost, None]:
        """Yield each view as it comes, and `Lost` whenever the link is gone; dial for ever."""
        ear = Ear(view, self._limits)
        delays = reconnect_delays()
        began = self.now()
        while True:
            why: Told | None = None
            try:
                async with aclosing(self._frames(ear, path)) as frames:
                    async for frame in frames:
                        delays = reconnect_delays()
                        yield frame
            except ConnectionClosed as closed:
                why = hung_up(closed)
            except (WebSocketException, OSError, TimeoutError, LinkLost) as error:
                log.debug("cannot listen to %s: %s", path, error)
            except Told as no:
                why = None if no.status in TRY_AGAIN else no
            except msgspec.DecodeError as error:
                why = strange(error)
            yield Lost(self._heard[0] if self._heard else began, why)
            await asyncio.sleep(self._limits.refused_s if why else next(delays))

    async def _frames(self, ear: Ear[V], path: str) -> AsyncGenerator[Frame[V], None]:
        """Yield the views of one connection, and set the clock by whatever it says."""
        # once: the listener itself dials again, and says so in between
        address = await self._address(path, press_s=0)
        async with aclosing(ear.hear(address, self._bearer())) as sayings:
            async for said in sayings:
                if isinstance(said, Frame):
                    yield said
                else:
                    self._heard = (said.at, self._monotonic())
