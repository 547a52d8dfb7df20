"""The search for a procedure, in the words of citizens, with marks or without.

Rule 1: what has every word of the query goes before what has some of them; the words citizens say
(keywords) go before official names.
Rule 2: where the query has marks, what has the same marks goes first.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from itertools import takewhile
from math import log
from typing import NamedTuple

from queue_server.domain.elsewhere import ELSEWHERE
from queue_server.protocol.plan import Procedure
from queue_server.protocol.refusals import Sentence

_DEE = str.maketrans("đĐðÐɖƉ", "đđđđđđ")
"""The look-alikes of đ: eth and the African D."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BETWEEN = re.compile(r"[^\w\u0300-\u036f]+|_+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FINAL_Y = re.compile(r"([bcdghklmnpqrstvx]*|qu)y")
"""kỹ and kĩ, quý and quí, y tế and i tế; not the y of giấy or thủy."""
_FILLERS = (
    *("anh", "bà", "bị", "cái", "cần", "cháu", "chị", "cho", "có", "con", "của", "để", "được"),
    *("em", "gì", "giúp", "hỏi", "là", "làm", "mình", "mới", "muốn", "nào", "này", "như", "ở"),
    *("ông", "phải", "ra", "ta", "thế", "thì", "thủ", "tôi", "tờ", "tục", "và", "về", "việc"),
    *("với", "xin"),
)
"""Words that stand in many questions and need not stand in the answer."""
_MOST_SIGNS, _MOST_WORDS = 200, 16
_EXACT, _PREFIX, _SLIP = 1.0, 0.8, 0.6
_OTHER_MARKS = 0.5
"""What is left of a match whose marks differ; even the best is then below `_SLIP`."""
_ENOUGH, _ENOUGH_OF_TWO = 0.5, 0.3
"""The share of a query's weight that a partial answer must have; less where two words fit."""


class _Rank(IntEnum):
    """How a procedure answers a query, best first."""

    CODE = 0
    KEYWORD = 1
    NAME = 2
    INITIALS = 3
    SAID = 4
    """All of a text stands in a longer query."""
    SPREAD = 5
    """Every word is there, in several texts."""
    PARTIAL = 6
    JOINED = 7


class _Word(NamedTuple):
    plain: str
    marked: str
    """With its marks, the tone at its end: hòa and hoà are the same."""


class _Text(NamedTuple):
    procedure: int
    is_keyword: bool
    words: tuple[str, ...]
    size: int
    """How many different words it has."""


class _Answer(NamedTuple):
    """Why a procedure is found; the lowest is the best."""

    group: int
    other_marks: bool
    rank: _Rank
    far: float
    procedure: int


_Hits = Mapping[int, float]
"""How well a word of the query is met in each text."""


def fold(text: str) -> str:
    """Return the search key of `text`: no marks, no case, no punctuation, i for a final y."""
    return " ".join(word.plain for word in _words(text))


def elsewhere(q: str) -> Sentence | None:
    """Return where to go for something that is not done at a commune centre; None if we can."""
    asked = f" {fold(q)} "
    return next((words for phrase, words in _ELSEWHERE if phrase in asked), None)


class Catalogue:
    """The procedures that are valid today, ready to be found."""

    def __init__(self, procedures: Sequence[Procedure], today: date) -> None:
        self._procedures = [one for one in procedures if _is_valid(one, today)]
        self._codes = [one.code.casefold() for one in self._procedures]
        self._texts: list[_Text] = []
        self._forms: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, procedure in enumerate(self._procedures):
            for text in filter(None, (procedure.short_name, procedure.name)):
                self._index(number, text, is_keyword=False)
            for text in procedure.keywords:
                self._index(number, text, is_keyword=True)
        self._vocabulary = sorted(self._forms)
        self._slips = _slips_of(word for word in self._vocabulary if len(word) > 3)
        self._initials = sorted(
            ("".join(word[0] for word in text.words), number)
            for number, text in enumerate(self._texts)
        )

    def find(self, q: str, field: str | None = None, limit: int = 10) -> list[Procedure]:
        """Return what answers `q`, best first; for no words the first ones as they stand."""
        words = list({word.plain: word for word in _words(q[:_MOST_SIGNS])}.values())[:_MOST_WORDS]
        if not words:
            numbers: Iterable[int] = range(len(self._procedures))
        else:
            answers = _best([*self._by_code(q), *self._by_words(words)])
            # what is done elsewhere has no near answer here, at most a full one
            last = _Rank.JOINED if elsewhere(q[:_MOST_SIGNS]) is None else _Rank.SAID
            numbers = [answer.procedure for answer in answers if answer.rank <= last]
        found = (self._procedures[number] for number in numbers)
        return [one for one in found if field is None or one.field == field][: max(0, limit)]

    def _index(self, procedure: int, text: str, *, is_keyword: bool) -> None:
        words = _words(text)
        if not words:
            return
        plain = tuple(word.plain for word in words)
        self._texts.append(_Text(procedure, is_keyword, plain, len(set(plain))))
        for word in dict.fromkeys(words):
            self._forms[word.plain][word.marked].append(len(self._texts) - 1)

    def _by_code(self, q: str) -> Iterator[_Answer]:
        asked = q.strip().casefold()
        if len(asked) > 3:
            for number, code in enumerate(self._codes):
                if code.startswith(asked):
                    yield _Answer(0, False, _Rank.CODE, len(code) - len(asked), number)

    def _by_words(self, words: Sequence[_Word]) -> list[_Answer]:
        hits = [self._hits(word) for word in words]
        weights = [self._weight(found) for found in hits]
        needed = [place for place, word in enumerate(words) if not _is_filler(word)]
        needed = needed or list(range(len(words)))
        answers = [*self._whole(words, hits, needed), *self._said(hits, weights)]
        if len(needed) > 1:
            answers += self._by_procedure(hits, weights, needed)
        if len(words) == 1 or all(len(word.plain) == 1 for word in words):
            answers += self._by_initials("".join(word.plain for word in words))
        return answers or [*self._joined("".join(word.plain for word in words))]

    def _hits(self, word: _Word) -> _Hits:
        hits: dict[int, float] = {}
        for form, quality in self._alike(word.plain):
            for marked, texts in self._forms[form].items():
                met = quality if _has_marks(word, marked) else quality * _OTHER_MARKS
                for text in texts:
                    if met > hits.get(text, 0.0):
                        hits[text] = met
        return hits

    def _alike(self, word: str) -> list[tuple[str, float]]:
        """Return the known words that `word` may stand for; slips only where nothing else fits."""
        start = bisect_left(self._vocabulary, word)
        begun = takewhile(
            lambda known: known.startswith(word),
            (self._vocabulary[place] for place in range(start, len(self._vocabulary))),
        )
        alike = [(known, _EXACT if known == word else _PREFIX) for known in begun]
        if alike or len(word) < 4:
            return alike
        slips = {
            known
            for rest, place in _gaps(word)
            for known, other in self._slips.get(rest, ())
            if _is_one_slip(place, other)
        }
        return [(known, _SLIP) for known in sorted(slips)]

    def _weight(self, hits: _Hits) -> float:
        """Return how much a word tells: the rarer, the more."""
        same = [text for text, quality in hits.items() if quality >= _SLIP]
        met = len({self._texts[text].procedure for text in same or hits})
        return log(1 + len(self._procedures) / (met or 1))

    def _whole(
        self, words: Sequence[_Word], hits: Sequence[_Hits], needed: Sequence[int]
    ) -> Iterator[_Answer]:
        """Find the texts that have every word of the query."""
        asked = " ".join(word.plain for word in words)
        for number in set.intersection(*(set(hits[place]) for place in needed)):
            text = self._texts[number]
            met = sum([found.get(number, 0.0) for found in hits])
            least = min([hits[place][number] for place in needed])
            rank = _Rank.KEYWORD if text.is_keyword else _Rank.NAME
            yield _Answer(0, least < _SLIP, rank, _distance(text, met, asked), text.procedure)

    def _said(self, hits: Sequence[_Hits], weights: Sequence[float]) -> Iterator[_Answer]:
        """Find the texts whose every word stands in the query."""
        counts: Counter[int] = Counter()
        told: dict[int, float] = defaultdict(float)
        for found, weight in zip(hits, weights, strict=True):
            exact = [text for text, quality in found.items() if quality == _EXACT]
            counts.update(exact)
            for text in exact:
                told[text] += weight
        for number, count in counts.items():
            if count == self._texts[number].size:
                procedure = self._texts[number].procedure
                yield _Answer(_Rank.SAID, False, _Rank.SAID, -told[number], procedure)

    def _by_procedure(
        self, hits: Sequence[_Hits], weights: Sequence[float], needed: Sequence[int]
    ) -> Iterator[_Answer]:
        met: dict[int, dict[int, float]] = defaultdict(dict)
        for place in needed:
            for text, quality in hits[place].items():
                places = met[self._texts[text].procedure]
                places[place] = max(quality, places.get(place, 0.0))
        whole = sum(weights[place] for place in needed)
        for procedure, places in met.items():
            share = sum(weights[place] * quality for place, quality in places.items()) / whole
            if len(places) == len(needed):
                yield _Answer(_Rank.SPREAD, False, _Rank.SPREAD, -share, procedure)
            elif share >= (_ENOUGH if _well_met(places) < 2 else _ENOUGH_OF_TWO):
                yield _Answer(_Rank.PARTIAL, False, _Rank.PARTIAL, -share, procedure)

    def _by_initials(self, word: str) -> Iterator[_Answer]:
        start = bisect_left(self._initials, (word, 0))
        for place in range(start if len(word) > 1 else len(self._initials), len(self._initials)):
            initials, text = self._initials[place]
            if not initials.startswith(word):
                return
            far = len(initials) - len(word)
            yield _Answer(_Rank.INITIALS, False, _Rank.INITIALS, far, self._texts[text].procedure)

    def _joined(self, word: str) -> Iterator[_Answer]:
        """Find words that were typed without the spaces between them."""
        for text in self._texts if len(word) > 3 else ():
            joined = "".join(text.words)
            if word.replace("y", "i") in joined.replace("y", "i"):
                far = len(joined) - len(word)
                yield _Answer(_Rank.JOINED, False, _Rank.JOINED, far, text.procedure)


def _words(text: str) -> list[_Word]:
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).casefold().translate(_DEE))
    words = (_word(word) for word in _BETWEEN.sub(" ", clean).split())
    return [word for word in words if word.plain]


def _word(word: str) -> _Word:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in signs if sign in _TONES)
    letters = "".join(sign for sign in signs if sign not in _TONES)
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return _Word(_final_i(plain.replace("đ", "d")), _final_i(letters) + tones)


def _final_i(word: str) -> str:
    return f"{word[:-1]}i" if _FINAL_Y.fullmatch(word) else word


def _has_marks(asked: _Word, marked: str) -> bool:
    """Tell whether `marked` has the marks that were typed; what has none fits all."""
    if asked.marked == asked.plain or asked.marked == marked:
        return True
    tone = asked.marked[-1] if asked.marked[-1] in _TONES else ""
    return marked.startswith(asked.marked.removesuffix(tone)) and marked.endswith(tone)


def _distance(text: _Text, met: float, asked: str) -> float:
    """Return how much else `text` says; less where the words stand as they were asked."""
    in_order = f" {asked}" in f" {' '.join(text.words)}"
    return len(text.words) - met - (0.5 if in_order else 0.0)


def _well_met(places: Mapping[int, float]) -> int:
    return sum(quality >= _SLIP for quality in places.values())


def _is_filler(word: _Word) -> bool:
    return word in _FILLER_WORDS or (word.marked == word.plain and word.plain in _PLAIN_FILLERS)


def _is_valid(procedure: Procedure, today: date) -> bool:
    begun = procedure.valid_from is None or procedure.valid_from <= today
    return begun and (procedure.valid_to is None or today <= procedure.valid_to)


def _best(answers: Iterable[_Answer]) -> list[_Answer]:
    """Return the best answer of each procedure, best first."""
    best: dict[int, _Answer] = {}
    for answer in answers:
        if answer.procedure not in best or answer < best[answer.procedure]:
            best[answer.procedure] = answer
    return sorted(best.values())


def _gaps(word: str) -> Iterator[tuple[str, int]]:
    """Yield what is left of `word` without one letter, with its place; and all of it, at -1."""
    yield word, -1
    yield from ((word[:place] + word[place + 1 :], place) for place in range(len(word)))


def _slips_of(words: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Return the words by what one slip leaves of them: a letter wrong, lost, added, swapped."""
    slips: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word in words:
        for rest, place in _gaps(word):
            slips[rest].append((word, place))
    return slips


def _is_one_slip(one: int, other: int) -> bool:
    """Tell whether letters missing at these places are one slip and not two."""
    return -1 in (one, other) or abs(one - other) <= 1


_ELSEWHERE = [
    (f" {fold(phrase)} ", entry.sentence) for entry in ELSEWHERE for phrase in entry.phrases
]
_FILLER_WORDS = frozenset(_word(filler) for filler in _FILLERS)
_PLAIN_FILLERS = frozenset(word.plain for word in _FILLER_WORDS)
