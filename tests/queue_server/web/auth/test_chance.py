from queue_server.web.auth.chance import Chance


def test_no_word_comes_twice() -> None:
    chance = Chance()
    words = {chance.word(24) for _ in range(5000)}

    assert len(words) == 5000
    assert {len(word) for word in words} == {32}
    assert not set("".join(words)) - set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_no_byte_is_used_twice() -> None:
    chance = Chance()
    pieces = [chance.word(3) for _ in range(3000)]

    assert len(set(pieces)) > 2990
