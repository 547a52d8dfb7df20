import socket

import pytest

from kiosk.browser.serve import is_own_name


@pytest.mark.parametrize("name", ["127.0.0.1", "::1", "192.168.1.20", "localhost"])
def test_addresses_and_this_machine_are_answered(name: str) -> None:
    assert is_own_name(name)
    assert is_own_name(socket.gethostname().upper())


@pytest.mark.parametrize("name", ["", "evil.example", "127.0.0.1.evil.example"])
def test_names_of_others_are_not(name: str) -> None:
    assert not is_own_name(name)
