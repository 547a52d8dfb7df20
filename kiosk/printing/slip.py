"""What stands on a slip of paper, before anybody draws it.

Rule 1: no control character of any text leaves this file.
Rule 2: a slip carries no name and no document number.
"""

import unicodedata
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from kiosk import words
from kiosk.words import say
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import Language

TOGETHER = 24
"""A wait no longer than this stands in one row: "10-20" and "phút" belong together."""
LONGEST = 300
"""No text of a plan or a catalogue may use up a roll of paper."""


class Size(Enum):
    """How large a line is drawn; the drawing knows the dots."""

    SMALL = "small"
    PLAIN = "plain"
    TITLE = "title"
    NUMBER = "number"


class Line(NamedTuple):
    """One text, broken into as many rows as it needs."""

    text: str
    size: Size = Size.PLAIN
    bold: bool = False
    middle: bool = False
    reverse: bool = False
    """White letters on a black bar."""


class Rule(NamedTuple):
    """A thin line across the paper."""


class Code(NamedTuple):
    """A QR code."""

    text: str


Slip = tuple[Line | Rule | Code, ...]


def slip(
    ticket: TicketView,
    centre: CentreView,
    language: Language,
    now: datetime,
    *,
    again: bool = False,
) -> Slip:
    """Return the slip of a ticket; `again` marks a reprint."""
    return (
        *_head(centre, language),
        *_number(ticket, language, again),
        *_facts(ticket, language),
        *_foot(ticket, language, now),
    )


def _head(centre: CentreView, language: Language) -> list[Line | Rule | Code]:
    lines = centre.header_vi or (centre.name_vi,)
    if language is Language.EN:
        lines = centre.header_en or (centre.name_en or centre.name_vi,)
    return [
        *(Line(clean(text), bold=True, middle=True) for text in lines if clean(text)),
        Rule(),
    ]


def _number(ticket: TicketView, language: Language, again: bool) -> list[Line | Rule | Code]:
    mark = [Line(say(words.SLIP_AGAIN, language), Size.TITLE, bold=True, middle=True, reverse=True)]
    priority = [
        Line(say(words.SLIP_PRIORITY, language), Size.TITLE, bold=True, middle=True, reverse=True)
    ]
    return [
        *(mark if again else []),
        Line(say(words.SLIP_TITLE, language), bold=True, middle=True),
        Line(clean(ticket.label), Size.NUMBER, bold=True, middle=True),
        *(priority if ticket.priority else []),
    ]


def _facts(ticket: TicketView, language: Language) -> list[Line | Rule | Code]:
    field = ticket.field_name_vi if language is Language.VI else ticket.field_name_en
    counters = clean(words.counters(ticket.counters))
    lines = [
        Line(say(words.SLIP_FIELD, language, field=clean(field)), bold=True) if field else None,
        Line(say(words.SLIP_KIND, language, kind=say(words.KINDS[ticket.kind], language))),
        _dossiers(ticket, language),
        Line(say(words.SLIP_COUNTER, language, counters=counters)) if counters else None,
        *_waiting(ticket, language),
    ]
    return [Rule(), *(line for line in lines if line), Rule()]


def _dossiers(ticket: TicketView, language: Language) -> Line | None:
    if ticket.quantity == 1:
        return None
    return Line(say(words.SLIP_DOSSIERS, language, n=ticket.quantity))


def _waiting(ticket: TicketView, language: Language) -> list[Line]:
    """Say what was promised; a ticket that waits no more promises nothing."""
    if ticket.ahead is None:
        return []
    wait = words.wait(ticket.estimate, ticket.after_break, language)
    if len(wait) <= TOGETHER:
        wait = wait.replace(" ", "\N{NO-BREAK SPACE}")
    return [
        Line(say(words.SLIP_AHEAD, language, n=ticket.ahead), bold=True),
        Line(say(words.SLIP_WAIT, language, wait=wait)),
    ]


def _foot(ticket: TicketView, language: Language, now: datetime) -> list[Line | Rule | Code]:
    at = ticket.issued_at.astimezone(now.tzinfo)
    follow: list[Line | Rule | Code] = []
    if ticket.link:
        follow = [
            Code(clean(ticket.link)),
            Line(say(words.SLIP_FOLLOW, language), Size.SMALL, middle=True),
        ]
    time = say(words.SLIP_TIME, language, time=f"{at:%H:%M}", date=f"{at:%d/%m/%Y}")
    return [
        Line(time, middle=True),
        Line(say(words.SLIP_RULE, language), Size.SMALL, middle=True),
        Line(say(words.SLIP_NO_RECEIPT, language), Size.SMALL, middle=True),
        *follow,
    ]


def clean(text: str) -> str:
    """Return the text without anything a printer could take for a command."""
    whole = unicodedata.normalize("NFC", text[: LONGEST * 4])
    spaced = "".join(" " if c.isspace() else c for c in whole)
    kept = "".join(c for c in spaced if unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:LONGEST]
