"""What the server answers: a word we know, a no in its own words, or nothing we understand."""

import logging
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct
from websockets.exceptions import ConnectionClosed

from queue_server.protocol.refusals import PROBLEMS, Refused, Sentence
from queue_server.protocol.vocabulary import Role

log = logging.getLogger(__name__)

T = TypeVar("T")

CLOSED_BECAUSE = {4401: "not_signed_in", 4403: "not_allowed", 4404: "not_found"}
"""Closing codes that dialling again soon does not cure, and the refusal each stands for."""
TRY_AGAIN = frozenset({502, 503, 504})


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


class SignedIn(Struct, frozen=True, kw_only=True):
    """The answer to a name and a password."""

    token: str
    role: Role
    expires_at: datetime


class _Words(Struct, frozen=True):
    vi: str = ""
    en: str = ""


class _Problem(Struct, frozen=True, kw_only=True):
    code: str
    sentence: _Words = _Words()


_problems = msgspec.json.Decoder(_Problem)


def decoded(answer: type[T], body: bytes) -> T:
    """Return an answer as the word it is.

    Raises:
        LinkLost: it is none that is known here.
    """
    try:
        return msgspec.json.decode(body or b"{}", type=answer)
    except msgspec.DecodeError as error:
        raise LinkLost(f"an answer nobody here understands: {error}") from error


def problem(status: int, body: bytes) -> Told:
    """Return the no in a problem+json body; a proxy's page becomes a plain sentence."""
    try:
        said = _problems.decode(body)
    except msgspec.DecodeError:
        said = _Problem(code="storage_gone" if status in TRY_AGAIN else "internal_error")
    known = PROBLEMS.get(said.code, PROBLEMS["internal_error"]).sentence
    return Told(
        said.code, status, Sentence(said.sentence.vi or known.vi, said.sentence.en or known.en)
    )


def hung_up(closed: ConnectionClosed) -> Told | None:
    """Return the no that a closing code stands for; None for an ordinary goodbye."""
    code = CLOSED_BECAUSE.get(closed.rcvd.code) if closed.rcvd else None
    if code is None:
        return None
    return Told(code, PROBLEMS[code].status, PROBLEMS[code].sentence)


def strange(error: msgspec.DecodeError) -> Told:
    """Return what to say of a view that is none that is known here."""
    log.error("a view nobody here understands: %s", error)
    return Told(
        "wrong_version",
        502,
        Sentence(
            "Máy chủ và thiết bị khác phiên bản. Vui lòng báo quản trị.",
            "Server and device have different versions. Please tell the administrator.",
        ),
    )


def which_centre(ids: list[str]) -> Told:
    """Return what to say where a server has several centres, or none."""
    named = ", ".join(ids)
    return Told(
        "unknown_centre",
        404,
        Sentence(
            f"Hãy chọn trung tâm bằng --centre: {named or 'máy chủ chưa có trung tâm nào'}.",
            f"Name the centre by --centre: {named or 'the server has none yet'}.",
        ),
    )
