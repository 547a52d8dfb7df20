"""Every no and every fault, told as a problem (RFC 9457).

Rule 1: what went wrong inside is logged once with an id; outside only the id is told.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Final

import aiohttp
from aiohttp import web
from msgspec import Struct

from queue_server.protocol.codec import encode
from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.protocol.views import CounterView
from queue_server.store.contract import StoreError

log = logging.getLogger(__name__)

PROBLEM_TYPE: Final = "application/problem+json"
_CODES: Final[Mapping[int, str]] = {
    400: "bad_header",
    403: "not_allowed",
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_media_type",
}
_UNREADABLE = (web.RequestPayloadError, aiohttp.ClientPayloadError, UnicodeError)
"""The body broke off, or is packed in a way that cannot be unpacked."""


class SentenceView(Struct, frozen=True, kw_only=True):
    """The same thing said in both languages."""

    vi: str
    en: str


class ProblemView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something was not done."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    sentence: SentenceView
    instance: str | None = None
    """Names this one fault in the server's log."""
    counter: CounterView | None = None
    """How the counter stands now, where a press came too late (`already_called`)."""


class Wrong(Refused):
    """A refusal that has more to say than its sentence."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        counter: CounterView | None = None,
        **about: str | int | None,
    ) -> None:
        super().__init__(code, **about)
        self.detail = detail
        self.counter = counter


def problem_view(refused: Refused, instance: str | None = None) -> ProblemView:
    """Return a refusal as it is told."""
    vi, en = refused.sentence
    detail = refused.detail if isinstance(refused, Wrong) else None
    return ProblemView(
        type=f"/docs#{refused.code}",
        title=PROBLEMS[refused.code].title,
        status=refused.status,
        code=refused.code,
        detail=detail or en,
        sentence=SentenceView(vi=vi, en=en),
        instance=instance,
        counter=refused.counter if isinstance(refused, Wrong) else None,
    )


def problem(refused: Refused, instance: str | None = None) -> web.Response:
    """Return the answer that tells a refusal."""
    answer = web.Response(
        body=encode(problem_view(refused, instance)),
        status=refused.status,
        content_type=PROBLEM_TYPE,
    )
    if refused.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if refused.status == 503:
        answer.headers["Retry-After"] = "1"
    if retry_s := refused.about.get("retry_s"):
        answer.headers["Retry-After"] = str(retry_s)
    return answer


def answer_to(error: Exception, request: web.Request) -> web.Response:
    """Return the answer that tells `error`; a fault of ours is logged.

    Raises:
        ConnectionError: whoever asked is gone.
    """
    match error:
        case Refused():
            return problem(error)
        case web.HTTPException():
            return _of_http(error)
        case ConnectionError():
            raise error
        case StoreError():
            log.warning("storage gone: %s", error)
            return problem(Refused("storage_gone"))
        case _ if isinstance(error, _UNREADABLE):
            return problem(Wrong("bad_json", "The body could not be read."))
    return _fault(error, request)


def _of_http(error: web.HTTPException) -> web.Response:
    code = _CODES.get(error.status)
    if code is None:
        raise error
    answer = problem(Refused(code))
    if allow := error.headers.get("Allow"):
        answer.headers["Allow"] = allow
    return answer


def _fault(error: Exception, request: web.Request) -> web.Response:
    instance = f"urn:fault:{secrets.token_hex(8)}"
    resource = request.match_info.route.resource
    where = resource.canonical if resource else "an unknown path"
    log.error("%s %s failed (%s)", request.method, where, instance, exc_info=error)
    return problem(Refused("internal_error"), instance)
