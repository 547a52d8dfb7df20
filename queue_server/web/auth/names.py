"""Names of accounts and devices, as people type them."""

import unicodedata

LONGEST = 64


def normal_name(name: str) -> str:
    """Return the name as it is kept: composed, without spaces around it or doubled inside."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def is_good_name(name: str) -> bool:
    """Return whether a normal name may be used: something to see, and nothing hidden in it."""
    return 0 < len(name) <= LONGEST and not any(
        unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for sign in name
    )
