"""Section 3: what everybody may read, and the description of the whole."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contract.conftest import People

ROUTES = [
    "POST /tickets",
    "GET /tickets/{}",
    "POST /tickets/{}/printed",
    "POST /tickets/{}/cancel",
    "POST /tickets/{}/rating",
    "POST /tickets/{}/outcome",
    "POST /tickets/{}/reprint",
    "POST /tickets/{}/return",
    "POST /tickets/{}/priority",
    "POST /series/{}/pause",
    "POST /series/{}/resume",
    "POST /counters/{}/open",
    "POST /counters/{}/pause",
    "POST /counters/{}/close",
    "POST /counters/{}/next",
    "POST /counters/{}/call",
    "POST /counters/{}/recall",
    "POST /counters/{}/start",
    "POST /counters/{}/miss",
    "POST /counters/{}/hold",
    "POST /counters/{}/undo",
    "POST /counters/{}/finish",
    "POST /counters/{}/transfer",
    "GET /procedures",
    "GET /floor",
    "GET /journal",
    "GET /plan",
    "PUT /plan",
    "GET /accounts",
    "POST /accounts",
    "GET /devices",
    "POST /devices",
    "GET /audit",
]


@pytest.mark.parametrize("end", ["", "/"])
async def test_a_centre_tells_its_names_fields_counters_and_whether_it_is_open(
    people: People, end: str
) -> None:
    centre = (await people.nobody.get(people.demo.root + end)).ok()

    assert centre["header_vi"] == ["TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "XÃ CẨM XUYÊN"]
    assert centre["open"] is True
    assert "reason" in centre
    assert {"hours", "service_day"} <= centre.keys()
    assert len(centre["fields"]) == 16
    for field in centre["fields"]:
        assert {"code", "name_vi", "name_en", "series", "open"} <= field.keys()
        assert isinstance(field["open"], bool)
        assert field["series"].isalnum()


async def test_a_centre_lists_its_counters_with_the_codes_of_their_fields(people: People) -> None:
    centre = (await people.nobody.get(people.demo.root)).ok()
    codes = {field["code"] for field in centre["fields"]}

    assert [counter["id"] for counter in centre["counters"]] == list("12345678")
    for counter in centre["counters"]:
        assert counter["name"]
        assert counter["state"] in ("closed", "open", "paused")
        assert counter["fields"]
        assert {*counter["fields"], *counter["helps"]} <= codes


async def test_a_field_is_open_while_a_counter_serves_it(people: People) -> None:
    await people.open("6")
    centre = (await people.nobody.get(people.demo.root)).ok()
    open_fields = [field["code"] for field in centre["fields"] if field["open"]]
    states = {counter["id"]: counter["state"] for counter in centre["counters"]}

    assert open_fields == ["CA"]
    assert states["6"] == "open"


@pytest.mark.parametrize("words", ["khai sinh", "KHAI SINH", "khái sình", "lam khai sinh cho con"])
async def test_a_procedure_is_found_without_accents(people: People, words: str) -> None:
    found = (await people.nobody.get("procedures", params={"q": words})).ok()["procedures"]

    assert "1.001193" in [procedure["code"] for procedure in found[:3]]


async def test_a_procedure_tells_its_names_field_time_fee_and_papers(people: People) -> None:
    asked = {"q": "khai sinh", "field": "HT", "limit": "3"}
    found = (await people.nobody.get("procedures", params=asked)).ok()["procedures"]

    assert 1 <= len(found) <= 3
    for one in found:
        assert one["field"] == "HT"
        assert one["days_unit"] in ("working", "calendar", "hours")
        assert one["days"] is None or type(one["days"]) is int
        for name in ("code", "name", "short_name"):
            assert one[name]
        assert {"fee", "papers"} <= one.keys()


async def test_all_procedures_can_be_listed(people: People) -> None:
    found = (await people.nobody.get("procedures?limit=1000")).ok()["procedures"]

    assert len(found) >= 221
    assert len({one["field"] for one in found}) == 16


async def test_the_description_is_openapi_and_names_every_route(people: People) -> None:
    described = (await people.nobody.get("/openapi.json")).ok()
    known = {
        f"{method.upper()} {_nameless(path)}"
        for path, methods in described["paths"].items()
        for method in methods
    }

    assert described["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(described).validate()
    centre = "/api/v1/centres/{}"
    assert [route for route in ROUTES if route.replace(" ", f" {centre}") not in known] == []
    assert {f"{verb} /api/v1/session" for verb in ("POST", "GET", "DELETE")} <= known
    assert f"GET {centre}" in known
    for watch in ("hall", "counter/{}", "console/{}", "kiosk", "dashboard", "ticket/{}"):
        assert f"GET {centre}/live/{watch}" in known


def _nameless(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/docs", "/"])
async def test_health_figures_and_descriptions_need_no_sign_in_here(
    people: People, path: str
) -> None:
    (await people.nobody.get(path)).ok()


async def test_the_figures_are_in_prometheus_form(people: People) -> None:
    figures = await people.nobody.get("/metrics")

    assert figures.headers["Content-Type"].startswith("text/plain")
    assert "# TYPE " in figures.body


async def test_the_citizens_page_shows_the_number_to_who_holds_the_link(people: People) -> None:
    ticket = await people.kiosk.take("HT")
    page = await people.nobody.get(f"/t/{ticket['id']}")

    assert page.status == 200
    assert ticket["label"] in page.body
    assert (await people.nobody.get("/t/nonesuch")).status == 404
