import pytest
from aiohttp.test_utils import make_mocked_request

from queue_server.web.auth.origin import LOOPBACK_NAMES, is_foreign, is_known_host, is_our_page


@pytest.mark.parametrize(
    ("origin", "host", "foreign"),
    [
        (None, "queue.example", False),
        ("http://queue.example", "queue.example", False),
        ("https://queue.example", "queue.example", False),
        ("http://queue.example:8080", "queue.example:8080", False),
        ("http://queue.example:80", "queue.example", False),
        ("https://queue.example", "queue.example:443", False),
        ("http://[::1]:8080", "[::1]:8080", False),
        ("HTTP://Queue.Example", "queue.example", False),
        ("http://queue.example:8081", "queue.example:8080", True),
        ("http://queue.example.evil", "queue.example", True),
        ("http://evil@queue.example", "queue.example", False),
        ("http://queue.example@evil", "queue.example", True),
        ("null", "queue.example", True),
        ("", "queue.example", True),
        ("file://", "queue.example", True),
        ("http://[", "queue.example", True),
        ("http://queue.example:99999", "queue.example", True),
        ("http://", "", True),
    ],
)
def test_an_origin_is_ours_or_foreign(origin: str | None, host: str, foreign: bool) -> None:
    headers = {"Host": host} if origin is None else {"Host": host, "Origin": origin}

    assert is_foreign(make_mocked_request("GET", "/", headers=headers)) is foreign


def test_our_page_says_who_it_is_and_that_a_script_asks() -> None:
    def is_ours(**headers: str) -> bool:
        sent = {"Host": "q", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return is_our_page(make_mocked_request("POST", "/", headers=sent))

    assert is_ours(Origin="http://q", X_Requested_With="fetch")
    assert not is_ours(Origin="http://q")
    assert not is_ours(X_Requested_With="fetch")
    assert not is_ours(Origin="http://r", X_Requested_With="fetch")


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("LOCALHOST:1", True),
        ("localhost.evil", False),
        ("evil", False),
        ("[", False),
        ("", False),
    ],
)
def test_a_host_is_known_by_its_name(host: str, known: bool) -> None:
    request = make_mocked_request("GET", "/", headers={"Host": host})

    assert is_known_host(request, LOOPBACK_NAMES) is known
