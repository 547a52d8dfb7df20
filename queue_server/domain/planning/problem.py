"""One thing that is wrong or doubtful in a plan: where, and a sentence in both languages."""

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong, and where; the English sentence names the code it is about."""

    where: str
    """The way to it, as in `fields[2].name_vi`; places count from 0."""
    en: str
    vi: str
