"""The words of all pages: English in templates and scripts, other languages in locale/.

Rule 1: a text that people read stands in one catalogue, whoever draws it, server or script.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from aiohttp import web
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES: Final = ("vi", "en")
"""The first is spoken where nothing else is asked for."""
SPOKEN_IN_SOURCES: Final = "en"
COOKIE: Final = "language"
SCRIPT_KEYWORDS: Final = {"t": None, "tn": (1, 2), "tc": ((1, "c"), 2)}
"""How scripts name a text, one with a number, and one with a context."""

_LOCALE: Final = Path(__file__).parent.parent / "locale"


@cache
def catalogue(language: str) -> Catalog:
    """Return all texts of a language, from all its files."""
    whole = Catalog(locale=language)
    for path in sorted((_LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole[message.id] = message
    return whole


@cache
def translations(language: str) -> NullTranslations:
    """Return a language as gettext wants it."""
    if language == SPOKEN_IN_SOURCES:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def for_script(sources: Iterable[Path], language: str) -> Mapping[str, str]:
    """Return the texts that scripts ask for, by what they call them."""
    if language == SPOKEN_IN_SOURCES:
        return {}
    spoken = catalogue(language)
    asked = {key for path in sources for key in texts_of(path)}
    found = ((key, spoken.get(text, context)) for key, text, context in asked)
    return {key: _first(message) for key, message in found if message and message.string}


@cache
def texts_of(script: Path) -> frozenset[tuple[str, str, str | None]]:
    """Return key, text and context of each text that a script asks for."""
    with script.open("rb") as file:
        found = extract("javascript", file, keywords=SCRIPT_KEYWORDS)
        return frozenset(
            _asked(text[0] if isinstance(text, tuple) else text, context)
            for _, text, _, context in found
        )


def _asked(text: str, context: str | None) -> tuple[str, str, str | None]:
    return (f"{context}\x04{text}" if context else text, text, context)


def _first(message: Message) -> str:
    string = message.string
    return string[0] if isinstance(string, list | tuple) else str(string)


def language_of(request: web.Request) -> str:
    """Return the language to answer in: asked for, chosen before, or read by the browser."""
    for wanted in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return _preferred(request.headers.get("Accept-Language", ""))


def _preferred(header: str) -> str:
    """Return English for a browser that asks for it and knows no Vietnamese.

    Many an office PC has an English browser whose second language is Vietnamese: whoever reads
    Vietnamese at all is shown Vietnamese.
    """
    names = {_name(part) for part in header.split(",")}
    return "en" if "en" in names and "vi" not in names else LANGUAGES[0]


def _name(part: str) -> str:
    """Return the language of one part; empty where its weight says: not this one."""
    name, _, weight = part.strip().partition(";q=")
    return name.partition("-")[0].lower() if _weight(weight) else ""


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
