import asyncio

import pytest
from argon2 import PasswordHasher

from queue_server.protocol.refusals import Refused
from queue_server.web.auth import passwords
from queue_server.web.auth.passwords import Passwords, hashed, is_good
from tests.support.house import QUICK


async def test_a_password_matches_itself_and_no_other() -> None:
    known = Passwords(QUICK)
    kept = await known.hash("mật khẩu dài")

    assert await known.match(kept, "mật khẩu dài")
    assert not await known.match(kept, "mat khau dai")
    assert not await known.match(None, "nobody's password")
    assert not await known.match("no hash at all", "mật khẩu dài")
    known.close()


async def test_every_keyboard_types_the_same_password() -> None:
    composed, decomposed = (
        "m\u1eadt kh\u1ea9u",
        "ma\u0323\u0302t kha\u0309\u0302u".replace("a\u0309\u0302", "a\u0302\u0309"),
    )
    known = Passwords(QUICK)

    assert await known.match(hashed(composed, QUICK), decomposed)
    known.close()


@pytest.mark.parametrize(
    ("password", "good"),
    [("x" * 9, False), ("x" * 10, True), ("x" * 1001, False), ("e\u0301" * 9, False)],
)
def test_a_good_password_is_long_enough(password: str, good: bool) -> None:
    assert is_good(password) is good


def test_what_is_kept_is_argon2id() -> None:
    assert hashed("mật khẩu dài").startswith("$argon2id$")
    assert PasswordHasher().memory_cost >= 65536


async def test_too_many_in_line_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_IN_LINE", 3)
    known = Passwords(QUICK)
    outcomes = await asyncio.gather(
        *(known.hash("mật khẩu dài") for _ in range(10)), return_exceptions=True
    )
    known.close()

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refused) == 7
    assert {no.code for no in refused} == {"too_many_requests"}


async def test_a_request_digest_depends_on_body_and_key() -> None:
    known = Passwords(QUICK)
    digests = {await known.digest(body, salt) for body in (b"a", b"b") for salt in (b"k", b"l")}
    again = await known.digest(b"a", b"k")
    known.close()

    assert len(digests) == 4
    assert again in digests
