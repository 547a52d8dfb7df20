from queue_server.web.auth.codes import code_hash, fresh_code


def test_a_code_has_no_letters_that_look_alike() -> None:
    codes = {fresh_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("".join(codes)) & set("01OIL")
    assert {len(code) for code in codes} == {9}


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert len({code_hash(typed) for typed in ("ABCD-EFGH", "abcdefgh", " ab cd-efgh ")}) == 1
    assert code_hash("ABCD-EFGH") != code_hash("ABCD-EFGJ")
