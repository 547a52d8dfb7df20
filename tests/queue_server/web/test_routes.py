"""The table against the contract, and every door against everybody."""

import re

import pytest

from queue_server.protocol.refusals import PROBLEMS
from queue_server.protocol.vocabulary import Role
from queue_server.web.handlers.commands import Press
from queue_server.web.routes import ROUTES
from queue_server.web.table.row import Route
from tests.support.house import ACCOUNTS, DEVICES, House
from tests.support.small import CENTRE

WHO = {
    # as the contract's column "Who" says it, typed by hand
    "POST /tickets": "kiosk officer manager",
    "POST /counters/{counter}/open": "officer",
    "POST /counters/{counter}/pause": "officer",
    "POST /counters/{counter}/close": "officer",
    "POST /counters/{counter}/next": "officer",
    "POST /counters/{counter}/call": "officer",
    "POST /counters/{counter}/recall": "officer",
    "POST /counters/{counter}/start": "officer",
    "POST /counters/{counter}/miss": "officer",
    "POST /counters/{counter}/hold": "officer",
    "POST /counters/{counter}/undo": "officer",
    "POST /counters/{counter}/finish": "officer",
    "POST /counters/{counter}/transfer": "officer",
    "POST /tickets/{ticket}/printed": "kiosk",
    "POST /tickets/{ticket}/cancel": "holder officer",
    "POST /tickets/{ticket}/rating": "holder rating",
    "POST /tickets/{ticket}/outcome": "officer",
    "POST /tickets/{ticket}/reprint": "officer",
    "POST /tickets/{ticket}/return": "officer",
    "POST /tickets/{ticket}/priority": "officer manager",
    "POST /series/{series}/pause": "manager",
    "POST /series/{series}/resume": "manager",
    "POST /boards/blank": "manager admin",
    "POST /boards/show": "manager admin",
    "POST /clock/confirm": "manager admin",
    "GET /tickets/{ticket}": "holder",
    "GET /floor/tickets": "officer manager",
    "GET /kiosks": "officer manager",
    "GET ": "public",
    "GET /": "public",
    "GET /logo": "public",
    "GET /procedures": "public",
    "GET /counters/{counter}": "officer manager",
    "GET /floor": "officer manager",
    "GET /calls/{call}/audio": "display officer manager auditor admin",
    "GET /today": "manager",
    "GET /today/chart": "manager",
    "GET /voice": "manager admin",
    "GET /statistics": "manager auditor",
    "GET /legs": "auditor admin",
    "GET /journal": "auditor admin",
    "GET /audit": "admin",
    "GET /reports": "manager auditor",
    "GET /posting": "manager auditor",
    "GET /reports/{report}": "manager auditor",
    "POST /reports/{report}/filed": "manager",
    "POST /reports/register/filled": "manager",
    "GET /filings/{filing}": "manager auditor",
    "GET /dossiers/imports": "manager auditor",
    "POST /dossiers/imports": "manager",
    "GET /dossiers/due": "officer manager",
    "GET /plan": "manager admin",
    "PUT /plan": "manager admin",
    "GET /plan/{version}/changes": "manager admin",
    "POST /plan/check": "manager admin",
    "GET /catalogue": "public",
    "PUT /catalogue": "manager admin",
    "POST /catalogue/check": "manager admin",
    "GET /accounts": "admin",
    "POST /accounts": "admin",
    "GET /accounts/{account}": "admin",
    "PATCH /accounts/{account}": "admin",
    "PUT /accounts/{account}": "admin",
    "DELETE /accounts/{account}": "admin",
    "POST /accounts/{account}/password": "admin",
    "GET /devices": "admin",
    "POST /devices": "admin",
    "GET /devices/{device}": "admin",
    "DELETE /devices/{device}": "admin",
    "GET /api/v1/centres": "public",
    "POST /api/v1/session": "public",
    "GET /api/v1/session": "officer manager auditor admin kiosk display rating",
    "DELETE /api/v1/session": "officer manager auditor admin",
    "POST /api/v1/pair": "public",
    "POST /api/v1/setup": "public",
}
EVERYBODY = {name: (role, centre) for name, (role, centre, _, out) in ACCOUNTS.items() if not out}
EVERYBODY |= {name: (role, site) for name, (role, site, _, out) in DEVICES.items() if not out}
STRANGERS = [None, "never-heard-of", "gone", "kiosk-gone"]
KEPT_OUT = {"not_signed_in", "not_allowed", "foreign_origin"}


def _named(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_the_table_says_what_the_contract_says() -> None:
    said = {_named(route): set(map(str, route.roles)) for route in ROUTES}

    assert said == {row: set(who.split()) for row, who in WHO.items()}


def test_every_refusal_of_the_table_has_its_words() -> None:
    assert {code for route in ROUTES for code in route.refusals} <= PROBLEMS.keys()


def test_no_row_stands_twice() -> None:
    assert len({(route.method, route.address) for route in ROUTES}) == len(ROUTES)


def test_a_body_may_not_say_what_the_path_says() -> None:
    for route in ROUTES:
        if isinstance(route.handler, Press):
            parts = set(re.findall(r"{(\w+)}", route.path))
            assert {"counter": "at"}.get(min(parts, default=""), min(parts, default="by")) in (
                route.handler.given
            )


async def _refusal(house: House, route: Route, who: str | None) -> str | None:
    """Return the code that keeps `who` out, or None for whoever comes in."""
    path = route.address.replace("{centre}", CENTRE)
    answer = await house.ask(route.method, re.sub(r"{\w+}", "none", path), who)
    told = await answer.json() if answer.content_type == "application/problem+json" else {}
    return told.get("code") if told.get("code") in KEPT_OUT else None


@pytest.mark.parametrize("route", ROUTES, ids=_named)
async def test_a_door_opens_to_its_roles_and_to_nobody_else(house: House, route: Route) -> None:
    is_open = bool(route.roles & {Role.HOLDER, Role.PUBLIC})
    wanted: dict[str | None, str | None] = {}
    for name, (role, centre) in EVERYBODY.items():
        at_home = centre in (None, CENTRE) or not route.of_centre
        allowed = is_open or (role in route.roles and at_home)
        wanted[name] = None if allowed else "not_allowed"
    for stranger in STRANGERS:
        wanted[stranger] = None if is_open else "not_signed_in"

    seen = {who: await _refusal(house, route, who) for who in wanted}

    assert seen == wanted


async def test_an_unknown_centre_is_unknown_to_everybody(house: House) -> None:
    for who in (None, "chief", "kiosk"):
        answer = await house.get("/api/v1/centres/none/floor", who)

        assert answer.status == 404
        assert (await answer.json())["code"] == "unknown_centre"
