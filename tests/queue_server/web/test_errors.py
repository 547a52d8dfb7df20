import json
import logging

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.store.contract import StoreError
from queue_server.web.errors import Wrong, answer_to, problem

REQUEST = make_mocked_request("GET", "/")


def _told(answer: web.Response) -> dict[str, object]:
    assert isinstance(answer.body, bytes)
    told: dict[str, object] = json.loads(answer.body)
    return told


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_refusal_can_be_told(code: str) -> None:
    answer = problem(Refused(code))

    assert answer.status == PROBLEMS[code].status
    assert answer.content_type == "application/problem+json"
    told = _told(answer)
    assert (told["code"], told["type"]) == (code, f"/docs#{code}")
    assert set(told) == {"type", "title", "status", "code", "detail", "sentence"}


def test_a_refusal_says_how_long_to_wait() -> None:
    assert problem(Refused("too_many_requests", retry_s=7)).headers["Retry-After"] == "7"
    assert problem(Refused("stopping")).headers["Retry-After"] == "1"


def test_a_detail_stands_beside_the_sentence() -> None:
    told = _told(problem(Wrong("wrong_value", "`after` is a number")))

    assert told["detail"] == "`after` is a number"
    assert told["sentence"] == {"vi": "Giá trị không hợp lệ.", "en": "A value is not valid."}


def test_a_fault_of_ours_is_logged_with_an_id_and_told_without_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = answer_to(ZeroDivisionError("secret"), REQUEST)

    told = _told(answer)
    assert answer.status == 500
    assert "secret" not in json.dumps(told)
    assert str(told["instance"]) in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_lost_storage_is_no_secret_but_its_reason_is() -> None:
    answer = answer_to(StoreError("disk /dev/sda full"), REQUEST)

    assert (answer.status, _told(answer)["code"]) == (503, "storage_gone")
    assert "sda" not in json.dumps(_told(answer))


def test_who_has_gone_needs_no_answer() -> None:
    with pytest.raises(ConnectionResetError):
        answer_to(ConnectionResetError(), REQUEST)


def test_what_is_no_error_goes_through() -> None:
    with pytest.raises(web.HTTPFound):
        answer_to(web.HTTPFound("/"), REQUEST)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (web.HTTPNotFound(), 404, "not_found"),
        (web.HTTPRequestEntityTooLarge(1, 2), 413, "too_large"),
        (web.HTTPUnsupportedMediaType(), 415, "wrong_media_type"),
        (web.HTTPBadRequest(), 400, "bad_header"),
        (web.RequestPayloadError("x"), 400, "bad_json"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), 400, "bad_json"),
    ],
)
def test_errors_of_the_library_are_told_in_our_words(
    error: Exception, status: int, code: str
) -> None:
    answer = answer_to(error, REQUEST)

    assert (answer.status, _told(answer)["code"]) == (status, code)
