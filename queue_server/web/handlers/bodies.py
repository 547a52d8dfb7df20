"""From the bytes of a body to a word we know.

Rule 1: what a client may send wrong ends here as 400, 413, 415 or 422, whatever it is.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple, TypeVar

import msgspec
from aiohttp import web

from queue_server.protocol.codec import encode
from queue_server.web.errors import Wrong

T = TypeVar("T", bound=msgspec.Struct)
Members = dict[str, object]

USUAL_LIMIT: Final = 64 * 1024
PLAN_LIMIT: Final = 4 * 1024 * 1024
_objects = msgspec.json.Decoder(dict[str, object])
_sorted = msgspec.json.Encoder(order="sorted")
_UNKNOWN = "Object contains unknown field"
_LONGEST_NAME = 64
_MOST_DIGITS = 18
"""A number of more digits is more than there ever is of anything, and so is its beginning."""


class Shape(NamedTuple):
    """Which members a body may have, and whether it may be left out."""

    known: frozenset[str]
    may_be_empty: bool


@cache
def shape(word: type[msgspec.Struct], given: frozenset[str] = frozenset()) -> Shape:
    """Return the shape of a body for `word`, where the door gives the members `given`."""
    fields = [f for f in msgspec.structs.fields(word) if f.encode_name not in given]
    return Shape(
        frozenset(f.encode_name for f in fields),
        not any(f.required for f in fields),
    )


async def read_body(request: web.Request, limit: int = USUAL_LIMIT) -> bytes:
    """Return the body; it is JSON by its own account and not too large."""
    if not request.can_read_body:
        return b""
    if (request.content_length or 0) > limit:
        raise Wrong("too_large", f"At most {limit} bytes.")
    body = await request.read()
    if len(body) > limit:
        raise Wrong("too_large", f"At most {limit} bytes.")
    if body and not _is_json(request):
        raise Wrong("wrong_media_type")
    return body


def members(body: bytes, form: Shape) -> Members:
    """Return the members of the object in `body`, all of them known."""
    if not body and form.may_be_empty:
        return {}
    found = _object(body)
    unknown = found.keys() - form.known
    if unknown:
        name = min(unknown)[:_LONGEST_NAME]
        raise Wrong("unknown_member", f"Unknown member: {name}", member=name)
    return found


def canonical(found: Members) -> bytes:
    """Return the members as the same bytes in whatever order and form they came."""
    return _sorted.encode(found)


def word(members: Mapping[str, object], kind: type[T]) -> T:
    """Return the word with these members."""
    try:
        return msgspec.convert(members, kind)
    except msgspec.ValidationError as error:
        raise _wrong(str(error)) from error


async def read(request: web.Request, kind: type[T]) -> T:
    """Return the word in the body of a request."""
    return word(members(await read_body(request), shape(kind)), kind)


def number(text: str | None, usual: int, name: str, *, least: int = 0) -> int:
    """Return a whole number from a query, cut; refuse anything else with `wrong_value`."""
    if text is None or text == "":
        return usual
    asked = int(text[:_MOST_DIGITS]) if text.isascii() and text.isdigit() else -1
    if asked < least:
        raise Wrong("wrong_value", f"`{name}` is a whole number, {least} or more.")
    return asked


def day(text: str | None, name: str) -> date | None:
    """Return a day from a query; None if it is left out; else refuse with `wrong_value`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Wrong("wrong_value", f"`{name}` is a day such as 2026-11-20.") from error


def answer(shown: object, status: int = 200) -> web.Response:
    """Return `shown` as JSON."""
    return json(encode(shown), status)


def json(body: bytes, status: int = 200) -> web.Response:
    """Return ready JSON."""
    return web.Response(body=body, status=status, content_type="application/json")


def _is_json(request: web.Request) -> bool:
    if request.headers.get("Content-Type") == "application/json":
        return True
    charset = (request.charset or "utf-8").lower()
    return request.content_type == "application/json" and charset in ("utf-8", "utf8")


def _object(body: bytes) -> Members:
    try:
        found = _objects.decode(body)
        if b"\\u0000" in body and _has_nul(found):
            raise Wrong("wrong_value", "Text may not hold the character U+0000.")
    except (ValueError, RecursionError) as error:
        # msgspec's faults, bytes that are no UTF-8, numbers too long for Python
        raise Wrong("bad_json", _told(error)) from error
    return found


def _told(error: Exception) -> str:
    match error:
        case msgspec.MsgspecError():
            return str(error)
        case UnicodeError():
            return "The body is not UTF-8."
        case RecursionError():
            return "The body is nested too deeply."
    return "The body is not JSON."


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case list():
            return any(map(_has_nul, value))
        case dict():
            return any(map(_has_nul, value)) or any(map(_has_nul, value.values()))
    return False


def _wrong(message: str) -> Wrong:
    if message.startswith(_UNKNOWN):
        name = message.removeprefix(_UNKNOWN).strip()[: 2 * _LONGEST_NAME]
        return Wrong("unknown_member", message, member=name)
    return Wrong("wrong_value", message)
