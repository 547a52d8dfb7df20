"""The order of Vietnamese words: by letters first (a ă â … d đ e ê …), by tones after."""

import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_LETTERS, 20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng; none comes before all of them."""
_SPACE, _DIGITS = 0, 1


@lru_cache(maxsize=8192)
def order(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return what sorts `text` as a Vietnamese dictionary does; signs do not count."""
    places: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        plain, tone = _parted(letter)
        place = _place(plain)
        if place is not None:
            places.append(place)
            tones.append(tone)
    return tuple(places), tuple(tones), text


def _parted(letter: str) -> tuple[str, int]:
    """Return a letter without its tone, and the tone."""
    signs = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[sign] for sign in signs if sign in _TONES), 0)
    rest = "".join(sign for sign in signs if sign not in _TONES)
    return unicodedata.normalize("NFC", rest), tone


def _place(letter: str) -> int | None:
    if letter.isspace():
        return _SPACE
    if letter.isdigit() and letter.isascii():
        return _DIGITS + int(letter)
    return _PLACES.get(letter)
