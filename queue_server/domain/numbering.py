"""Numbers: per series and service day, from 1, unique, none skipped."""


def label(prefix: str, number: int) -> str:
    """Return what is printed: the prefix and three digits, then four (A001, A1000, 1001)."""
    return f"{prefix}{number:03d}"
