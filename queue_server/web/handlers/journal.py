"""The journal as it lies on disk."""

import logging
from collections.abc import AsyncIterator

import msgspec
from aiohttp import web
from msgspec import Struct

from queue_server.protocol.codec import encode
from queue_server.store.contract import Entry, Journal, StoreError
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import number

log = logging.getLogger(__name__)

NDJSON = "application/x-ndjson"
_USUAL = 1000
_MOST = 10_000
_AT_ONCE = 500


class ExportLine(Struct, frozen=True, kw_only=True):
    """One line of the export: an event and what the chain is after it."""

    hash: str
    event: msgspec.Raw


async def export(asked: Asked) -> web.StreamResponse:
    """Answer with events in order, one a line, with the chain's hash after each."""
    query = asked.request.query
    after = number(query.get("after"), 0, "after")
    limit = min(number(query.get("limit"), _USUAL, "limit"), _MOST)
    first = await asked.engine.journal.read(after, min(limit, _AT_ONCE))
    response = web.StreamResponse(headers={"Content-Type": NDJSON})
    await response.prepare(asked.request)
    try:
        async for entries in _onwards(asked.engine.journal, first, limit):
            await response.write(b"".join(map(_line, entries)))
        await response.write_eof()
    except StoreError as error:
        # a status was sent already: an answer that breaks off cannot be taken for a whole one
        log.warning("the export broke off: %s", error)
        if asked.request.transport is not None:
            asked.request.transport.abort()
    return response


async def _onwards(
    journal: Journal, entries: list[Entry], limit: int
) -> AsyncIterator[list[Entry]]:
    left = limit
    while entries:
        yield entries
        left -= len(entries)
        entries = await journal.read(entries[-1].seq, min(left, _AT_ONCE)) if left > 0 else []


def _line(entry: Entry) -> bytes:
    # Raw: the event's bytes are the very ones that were hashed
    return encode(ExportLine(hash=entry.hash.hex(), event=msgspec.Raw(entry.body))) + b"\n"
