"""Looking for a procedure: what the server found, and the words that may be meant."""

import logging
import unicodedata
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlencode

from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused, Sentence
from queue_server.protocol.views import ProceduresView, ProcedureView

log = logging.getLogger(__name__)

MOST_FOUND = 60
MOST_WORDS = 6


class Found(NamedTuple):
    """What answers a query; not `live` where nobody could be asked."""

    procedures: tuple[ProcedureView, ...] = ()
    elsewhere: Sentence | None = None
    live: bool = True


async def search(link: Link, query: str) -> Found:
    """Return the procedures that fit what was typed, best first."""
    asked = urlencode({"q": query, "limit": MOST_FOUND})
    try:
        view = await link.ask(ProceduresView, "GET", f"/procedures?{asked}")
    except (Refused, LinkLost) as error:
        log.warning("no answer to a search: %s", error)
        return Found(live=False)
    elsewhere = None
    if view.elsewhere_vi:
        elsewhere = Sentence(view.elsewhere_vi, view.elsewhere_en or view.elsewhere_vi)
    return Found(view.procedures, elsewhere)


def name_of(procedure: ProcedureView) -> str:
    """Return the name that people use."""
    return procedure.short_name or procedure.name


def suggestions(typed: str, procedures: tuple[ProcedureView, ...]) -> list[str]:
    """Return words, with their marks, that the one being typed may become, commonest first."""
    begun = typed.split(" ")[-1]
    if not begun:
        return []
    words = Counter(
        word
        for procedure in procedures
        for word in {w.strip("(),;.").lower() for w in name_of(procedure).split()}
        if plain(word).startswith(plain(begun)) and word != begun
    )
    return [word for word, _ in words.most_common(MOST_WORDS)]


def plain(text: str) -> str:
    """Return a text without its marks."""
    signs = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
