"""One-time codes that a person reads from one screen and types at another."""

import hashlib
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L: nobody can tell them apart on paper."""
_LENGTH = 8


def fresh_code() -> str:
    """Return a new code, in two groups of four."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(code: str) -> bytes:
    """Return what is kept of a code; case, spaces and dashes do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode()).digest()
