"""A sentence in pieces: the longest recorded ones first, and what nobody has recorded.

Rule 1: pure; a clip is known by what is said in it, whatever its capitals.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple
from unicodedata import normalize

_WORD: Final = re.compile(r"[^\s,.;:]+|[,.;:]")
_MARKS: Final = frozenset(",.;:")


class Piece(NamedTuple):
    """Some words that are said at once."""

    text: str
    recorded: bool
    pause: bool
    """A comma or the end stands after it."""


class _Word(NamedTuple):
    text: str
    pause: bool


def key(text: str) -> str:
    """Return a text as clips are known by it."""
    return " ".join(normalize("NFC", text).casefold().split())


def pieces(sentence: str, clips: Collection[str]) -> list[Piece]:
    """Return a sentence as pieces; `clips` are the keys of what is recorded."""
    words = _words(sentence)
    longest = max((len(clip.split()) for clip in clips), default=0)
    found: list[Piece] = []
    unsaid: list[_Word] = []
    at = 0
    while at < len(words):
        taken = _recorded(words[at : at + longest], clips)
        if not taken:
            unsaid.append(words[at])
            at += 1
            continue
        found += _unrecorded(unsaid)
        unsaid = []
        said = words[at : at + taken]
        found.append(Piece(key(" ".join(word.text for word in said)), True, said[-1].pause))
        at += taken
    return [*found, *_unrecorded(unsaid)]


def missing(sentences: Sequence[str], clips: Collection[str]) -> list[str]:
    """Return what is not recorded of some sentences, each piece once."""
    lacking = [
        piece.text
        for sentence in sentences
        for piece in pieces(sentence, clips)
        if not piece.recorded
    ]
    return list(dict.fromkeys(lacking))


def _words(sentence: str) -> list[_Word]:
    found: list[_Word] = []
    for text in _WORD.findall(normalize("NFC", sentence)):
        if text not in _MARKS:
            found.append(_Word(text, False))
        elif found:
            found[-1] = found[-1]._replace(pause=True)
    return found


def _recorded(words: list[_Word], clips: Collection[str]) -> int:
    """Return how many of the first words one clip says, the longest one; 0 for none."""
    for count in range(len(words), 0, -1):
        within = any(word.pause for word in words[: count - 1])
        if not within and key(" ".join(word.text for word in words[:count])) in clips:
            return count
    return 0


def _unrecorded(words: list[_Word]) -> list[Piece]:
    if not words:
        return []
    text = " ".join(word.text + ("," if word.pause else "") for word in words)
    return [Piece(text.rstrip(","), False, words[-1].pause)]
