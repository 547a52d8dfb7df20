"""The description: valid, complete, true."""

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from queue_server.protocol.refusals import PROBLEMS
from queue_server.web.live import VIEWS
from queue_server.web.openapi import document
from queue_server.web.routes import ROUTES
from tests.support.house import House
from tests.support.small import CENTRE


@pytest.fixture(scope="module")
def api() -> Any:
    return document()


@pytest.mark.uncounted
def test_it_is_a_valid_document(api: Any) -> None:
    OpenAPIV31SpecValidator(api).validate()


def test_every_row_is_described_once(api: Any) -> None:
    described = {(m.upper(), path) for path, ops in api["paths"].items() for m in ops}
    rows = {(route.method, route.address) for route in ROUTES if not route.alias}

    assert described == rows | {("GET", view.address) for view in VIEWS}
    names = [op["operationId"] for ops in api["paths"].values() for op in ops.values()]
    assert len(set(names)) == len(names)


async def test_every_row_described_is_served(house: House, api: Any) -> None:
    for path, operations in api["paths"].items():
        for method in operations:
            address = re.sub(r"{\w+}", "none", path.replace("{centre}", CENTRE))
            answer = await house.ask(method.upper(), address)
            told = await answer.json() if answer.content_type != "text/csv" else {}
            assert (answer.status, told.get("code")) not in (
                (404, "not_found"),
                (405, "wrong_method"),
            )
            if answer.status >= 400:
                assert str(answer.status) in operations[method]["responses"], (method, path, told)


def test_a_body_shows_only_what_may_be_sent(api: Any) -> None:
    schemas = api["components"]["schemas"]

    assert set(schemas["IssueTicket"]["properties"]) == {
        "field",
        "procedure",
        "kind",
        "priority",
        "quantity",
        "language",
    }
    assert "required" not in schemas["IssueTicket"]
    assert schemas["CallTicket"]["required"] == ["ticket", "reason"]
    assert set(schemas["CallTicket"]["properties"]) == {"ticket", "reason"}
    assert set(schemas["Transfer"]["properties"]) == {"field", "counter", "keep_place"}


def test_every_refusal_is_told_in_both_languages(api: Any) -> None:
    told = api["components"]["responses"]

    assert told.keys() == PROBLEMS.keys()
    assert "Không có ai đang chờ" in told["nobody_waiting"]["description"]


def test_doors_without_sign_in_say_so(api: Any) -> None:
    paths = api["paths"]
    centre = "/api/v1/centres/{centre}"

    assert {} in paths[f"{centre}/tickets/{{ticket}}"]["get"]["security"]
    assert {} not in paths[f"{centre}/tickets"]["post"]["security"]
    assert "401" in paths[f"{centre}/tickets"]["post"]["responses"]


async def test_it_is_served(house: House, api: Any) -> None:
    answer = await house.get("!/openapi.json")

    assert answer.content_type == "application/json"
    assert await answer.json() == api
