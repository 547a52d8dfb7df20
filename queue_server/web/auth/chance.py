"""Words that nobody can guess, drawn from the system's randomness in large handfuls.

Rule 1: no byte is used twice.
"""

import os
from base64 import urlsafe_b64encode

_HANDFUL = 4096


class Chance:
    """Gives random words; asking the system for each would let other threads in each time."""

    def __init__(self) -> None:
        self._bytes = b""
        self._used = 0

    def word(self, length: int) -> str:
        """Return a word of `length` random bytes (a multiple of three), safe in addresses."""
        end = self._used + length
        if end > len(self._bytes):
            self._bytes, self._used, end = os.urandom(_HANDFUL), 0, length
        taken = self._bytes[self._used : end]
        self._used = end
        return urlsafe_b64encode(taken).decode()
