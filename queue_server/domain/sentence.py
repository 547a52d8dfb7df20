"""The sentence of a call, as it is spoken and as it stands under the number.

Rule 1: all of it can be said with few recorded words: the names of letters, those of 0 to 9999 and
the phrases below.
"""

import re
from string import ascii_uppercase

from queue_server.protocol.plan import Plan, Policy
from queue_server.protocol.refusals import Sentence

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_NAMES = (
    *("A", "bê", "xê", "dê", "E", "ép-phờ", "giê", "hát", "i ngắn", "gi", "ca", "e-lờ", "em-mờ"),
    *("en-nờ", "O", "pê", "quy", "e-rờ", "ét-sì", "tê", "U", "vê", "vê kép", "ích-xì", "i dài"),
    "dét",
)
_LETTERS = dict(zip(ascii_uppercase, _NAMES, strict=True))
_ENGLISH_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_PLACES = ("quầy", "bàn", "phòng", "cửa", "ô")
"""How a counter's name begins when it needs no "quầy" before it."""
_LABEL = re.compile(r"([A-Z]*)([0-9]+)")
_SAID = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])|(?<![^\W\d_])[A-Z](?![^\W\d_])")
"""What is not read as it is written in a counter's name: a number, a letter alone."""
_MOST = 9999


def number_vi(n: int, zero_word: str = "linh") -> str:
    """Return a number of 0 to 9999 in Vietnamese words; `lẻ` also brings the southern `ngàn`.

    Raises:
        ValueError: `n` is not one of them.
    """
    if not 0 <= n <= _MOST:
        raise ValueError(f"{n} is not a number of 0 to {_MOST}")
    thousands, rest = divmod(n, 1000)
    if not thousands:
        return _below_thousand(n, zero_word)
    thousand = "ngàn" if zero_word == "lẻ" else "nghìn"
    words = f"{_DIGITS[thousands]} {thousand}"
    return f"{words} {_hundreds(rest, zero_word)}" if rest else words


def letter_vi(letter: str) -> str:
    """Return the name of a letter of A to Z."""
    return _LETTERS[letter]


def label_vi(label: str, spell: bool = False, zero_word: str = "linh") -> str:
    """Return a ticket's label in words: `A, năm`, spelled `A, không không năm`.

    A label of digits alone is always spelled.
    """
    parts = _LABEL.fullmatch(label)
    if parts is None:
        return label
    letters, digits = parts.groups()
    if not letters or spell or int(digits) > _MOST:
        number = " ".join(_DIGITS[int(digit)] for digit in digits)
    else:
        number = number_vi(int(digits), zero_word)
    return f"{' '.join(map(letter_vi, letters))}, {number}" if letters else number


def label_en(label: str, spell: bool = False) -> str:
    """Return a ticket's label as English voices read it well: `A 5`, spelled `A 0 0 5`."""
    parts = _LABEL.fullmatch(label)
    if parts is None:
        return label
    letters, digits = parts.groups()
    spelled = spell or not letters
    return " ".join([*letters, *(digits if spelled else [str(int(digits))])])


def call_vi(label: str, counter: str, call: int, policy: Policy) -> str:
    """Return the call in Vietnamese; `counter` is a number or a name."""
    spoken = label_vi(label, policy.spell_digits, policy.zero_word)
    place = _place_vi(counter, policy.zero_word)
    return f"Mời số {spoken} đến {place}{_again_vi(call, policy)}."


def call_en(label: str, counter: str, call: int, policy: Policy) -> str:
    """Return the call in English; `counter` is a number or a name."""
    place = f"counter {int(counter)}" if _is_number(counter) else counter
    spoken = label_en(label, policy.spell_digits)
    return f"Number {spoken}, please go to {place}{_again_en(call, policy)}."


def call_sentence(label: str, counter: str, call: int, policy: Policy) -> Sentence:
    """Return what is said at the `call`-th call of a ticket to a counter."""
    return Sentence(call_vi(label, counter, call, policy), call_en(label, counter, call, policy))


def clips_vi(plan: Plan) -> tuple[str, ...]:
    """Return the pieces of which every Vietnamese call of a plan can be made."""
    prefixes = "".join(series.prefix for series in plan.series)
    letters = [letter_vi(letter) for letter in sorted(set(prefixes) & set(ascii_uppercase))]
    named = [counter.name for counter in plan.counters if not _is_number(counter.id)]
    places = [clip for name in named for clip in _place_clips(name)]
    words = ["Mời số", *letters, *number_words(plan.policy.zero_word), "đến quầy số"]
    return tuple(dict.fromkeys([*words, *places, "lần thứ", "lượt gọi cuối"]))


def number_words(zero_word: str = "linh") -> tuple[str, ...]:
    """Return the eighteen words that say every number of 0 to 9999."""
    thousand = "ngàn" if zero_word == "lẻ" else "nghìn"
    return (*_DIGITS, *_AFTER_TENS.values(), "mười", "mươi", "trăm", zero_word, thousand)


def _place_clips(name: str) -> list[str]:
    """Return what is said of a counter's name around its numbers, and its letters."""
    before, *after = (" ".join(part.split()) for part in _SAID.split(name))
    letters = [letter_vi(said) for said in _SAID.findall(name) if said.isalpha()]
    return [f"đến {_as_place(before)}".strip(), *(part for part in after if part), *letters]


def _below_thousand(n: int, zero_word: str) -> str:
    if n < 10:
        return _DIGITS[n]
    return _tens(n) if n < 100 else _hundreds(n, zero_word)


def _tens(n: int) -> str:
    """Return 10 to 99 in words."""
    tens, unit = divmod(n, 10)
    if tens == 1:
        last = "lăm" if unit == 5 else _DIGITS[unit]
        return f"mười {last}" if unit else "mười"
    words = f"{_DIGITS[tens]} mươi"
    return f"{words} {_AFTER_TENS.get(unit, _DIGITS[unit])}" if unit else words


def _hundreds(n: int, zero_word: str) -> str:
    """Return 1 to 999 in words, the hundreds always said."""
    hundreds, rest = divmod(n, 100)
    words = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} {_tens(rest)}" if rest > 9 else f"{words} {zero_word} {_DIGITS[rest]}"


def _is_number(counter: str) -> bool:
    return counter.isascii() and counter.isdigit() and int(counter) <= _MOST


def _place_vi(counter: str, zero_word: str) -> str:
    if _is_number(counter):
        return f"quầy số {number_vi(int(counter), zero_word)}"
    said = _SAID.sub(lambda found: f" {_said(found.group(), zero_word)} ", counter)
    return _as_place(" ".join(said.split()))


def _said(part: str, zero_word: str) -> str:
    return number_vi(int(part), zero_word) if part.isdigit() else letter_vi(part)


def _as_place(name: str) -> str:
    """Return a counter's name as it is said within a sentence."""
    if name.casefold().split(" ")[0] in _PLACES:
        return name[0].lower() + name[1:]
    return f"quầy {name}".strip()


def _is_last(call: int, policy: Policy) -> bool:
    return call > 1 and call >= policy.calls_before_miss


def _again_vi(call: int, policy: Policy) -> str:
    if _is_last(call, policy):
        return ", lượt gọi cuối"
    if call > 1:
        return f", lần thứ {'tư' if call == 4 else number_vi(call)}"
    return ""


def _again_en(call: int, policy: Policy) -> str:
    if _is_last(call, policy):
        return ", final call"
    if call > 1:
        return f", {_ENGLISH_ORDINALS.get(call, 'another')} call"
    return ""
