"""The letters that the terminals' font has, and the words that are put on screens."""

import fontpkg
from PIL import ImageFont

from queue_server.protocol.refusals import Sentence


def without_letter(texts: list[str]) -> set[str]:
    """Return the characters that JetBrains Mono cannot show."""
    font = ImageFont.truetype(str(fontpkg.path("JetBrains Mono")), 20)
    missing = bytes(font.getmask("\uffff"))
    letters = {letter for text in texts for letter in text if letter.strip()}
    return {letter for letter in letters if bytes(font.getmask(letter)) == missing}


def spoken(module: object) -> list[str]:
    """Return every sentence that a module of words holds."""
    found: list[str] = []
    for value in vars(module).values():
        for member in value.values() if isinstance(value, dict) else [value]:
            if isinstance(member, Sentence):
                found += member
            elif isinstance(member, str):
                found.append(member)
            elif isinstance(member, tuple):
                found += [part for part in member if isinstance(part, str)]
    return found
