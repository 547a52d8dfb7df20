"""One request and its answer, asked for again until it comes or the press is given up."""

import asyncio
import secrets
import time
from collections.abc import Mapping
from typing import NamedTuple

import aiohttp

from queue_server.link.answers import TRY_AGAIN, LinkLost, Told, problem
from queue_server.link.patience import reconnect_delays
from queue_server.protocol.refusals import Refused

NO_HEADERS: Mapping[str, str] = {}


class Question(NamedTuple):
    """What is sent; sent again it is the same, with the same key."""

    method: str
    address: str
    headers: Mapping[str, str] = NO_HEADERS
    content: bytes = b""


def new_key() -> str:
    """Return what makes one press known to the server, however often it is asked."""
    return secrets.token_urlsafe(18)


class Asker:
    """The connections over which a terminal asks."""

    def __init__(self, answer_s: float) -> None:
        self._answer_s = answer_s
        self._http: aiohttp.ClientSession | None = None

    async def aclose(self) -> None:
        """Give the connections back."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def insist(self, question: Question, press_s: float) -> bytes:
        """Return the answer, asking again for so many seconds where none comes.

        Raises:
            Refused: the server said no.
            LinkLost: no answer within the limit; it may have happened or not.
        """
        end = time.monotonic() + press_s
        pauses = reconnect_delays()
        while True:
            failure: Refused | LinkLost
            try:
                return await self._send(question)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                what = f"{question.method} {question.address}"
                failure = LinkLost(f"{what}: {error or type(error).__name__}")
            except Told as no:
                if no.status not in TRY_AGAIN:
                    raise
                failure = no
            pause = next(pauses)
            if time.monotonic() + pause > end:
                raise failure
            await asyncio.sleep(pause)

    async def _send(self, question: Question) -> bytes:
        headers = dict(question.headers)
        if question.content:
            headers["Content-Type"] = "application/json"
        async with self._session().request(
            question.method,
            question.address,
            data=question.content or None,
            headers=headers,
            allow_redirects=False,
        ) as response:
            body = await response.read()
            if response.status >= 300:
                raise problem(response.status, body)
            return body

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # the session goes by the header alone: a cookie would ask for more
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._answer_s),
            )
        return self._http
