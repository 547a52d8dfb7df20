import pytest

from queue_server.web.auth.names import is_good_name, normal_name


def test_a_name_is_the_same_however_it_is_typed() -> None:
    assert normal_name("  Nguye\u0302\u0303n   Va\u0306n An\t") == "Nguyễn Văn An"


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "o'Brien-Lê 2", "管理"])
def test_what_can_be_read_is_a_name(name: str) -> None:
    assert is_good_name(name)


@pytest.mark.parametrize("name", ["", "x" * 65, "a\x00b", "a\u202eb", "a\u200bb", "\ue000"])
def test_what_hides_something_is_no_name(name: str) -> None:
    assert not is_good_name(name)
