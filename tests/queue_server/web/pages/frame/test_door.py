"""Who may open which page."""

import re
from urllib.parse import quote

import pytest
from markupsafe import escape
from msgspec.structs import replace

from queue_server.protocol.vocabulary import Role
from queue_server.web.auth.caller import ACCOUNT_ROLES, DEVICE_ROLES
from queue_server.web.pages.frame.door import own_path
from queue_server.web.pages.frame.visit import Page
from queue_server.web.pages.table import PAGES
from tests.support.hostile import PAYLOADS
from tests.support.house import House

CLOSED = [page for page in PAGES if not page.is_open]
OPEN = [page for page in PAGES if page.is_open]
EVERYBODY = sorted(ACCOUNT_ROLES | DEVICE_ROLES)


def _path(page: Page) -> str:
    return re.sub(r"\{\w+\}", "1", page.path)


def test_no_page_stands_twice_in_the_table() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.path)
async def test_a_page_lets_in_its_roles_and_refuses_all_others(house: House, page: Page) -> None:
    for role in EVERYBODY:
        answer = await house.get(f"!{_path(page)}", role.value, allow_redirects=False)
        if role in page.roles:
            assert answer.status in (200, 303, 404), role
        else:
            assert (answer.status, answer.content_type) == (403, "text/html"), role
            assert "Bạn không có quyền làm việc này." in await answer.text()


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.path)
async def test_whoever_is_not_signed_in_is_asked_to(house: House, page: Page) -> None:
    for nobody in (None, "gone"):
        answer = await house.get(f"!{_path(page)}?a=%26b", nobody, allow_redirects=False)

        assert answer.status == 303
        assert answer.headers["Location"] == f"/sign-in?next={quote(_path(page) + '?a=%26b')}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
async def test_no_page_has_a_script_or_style_of_its_own(house: House, page: Page) -> None:
    for language in ("vi", "en"):
        text = await _seen(house, page, language)

        assert not text or f'<html lang="{language}"' in text
        assert not re.search(r"<style|<[^>]* style=|<[^>]* on\w+=|javascript:", text)
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            assert 'type="application/json"' in attributes or ("src=" in attributes and not body)
        assert not re.search(r'(?:src|href|action)="(?![/?#])', text)
        for form in re.findall(r"<form.*?</form>", text, re.DOTALL):
            assert 'type="password"' not in form or 'method="post"' in form


async def _seen(house: House, page: Page, language: str) -> str:
    """Return the text of a page as somebody sees it who may; nothing of one that sends on."""
    who = next((role.value for role in EVERYBODY if role in page.roles), None)
    answer = await house.get(f"!{_path(page)}?lang={language}", who, allow_redirects=False)
    assert answer.status in (200, 303, 404)
    return await answer.text()


async def test_an_open_page_is_for_everybody(house: House) -> None:
    for page in OPEN:
        assert (await house.get(f"!{_path(page)}")).status in (200, 404)


@pytest.mark.parametrize("path", ["/sign-in", "/staff/counters", "/none"])
async def test_hostile_names_stay_text(house: House, path: str) -> None:
    before = house.registry.account_rows["id-officer"]
    for payload in PAYLOADS:
        house.registry.account_rows["id-officer"] = replace(before, name=payload)
        house.clock.move(3)
        answer = await house.get(
            f"!{path}?next={quote(payload)}", "officer", headers={"Accept": "text/html"}
        )
        text = await answer.text()
        assert str(escape(payload)) in text
        assert payload not in text or payload == escape(payload)


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/staff?counter=2", "/staff?counter=2"),
        (None, None),
        ("", None),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("/a\nb", None),
        ("javascript:alert(1)", None),
    ],
)
def test_one_comes_back_to_own_paths_only(wanted: str | None, taken: str | None) -> None:
    assert own_path(wanted) == taken


async def test_a_bar_shows_what_one_may_open_and_nothing_else(house: House) -> None:
    for role in ("officer", "manager", "admin", "auditor"):
        text = await (await house.get("!/sign-in", role)).text()
        for page in PAGES:
            if page.title:
                shown = f'<li><a href="{page.path}"' in text
                assert shown == (Role(role) in page.roles), (role, page.path)


async def test_the_bar_marks_the_one_page_that_one_is_at(house: House) -> None:
    for path, marked in (("/manager", "/manager"), ("/manager/reports", "/manager/reports")):
        text = await (await house.get(f"!{path}", "manager")).text()
        assert re.findall(r'href="([^"?]*)" aria-current="page"', text) == [marked]


async def test_everybody_has_a_home(house: House) -> None:
    homes = {}
    for role in EVERYBODY:
        answer = await house.get("!/home", role.value, allow_redirects=False)
        homes[role.value] = answer.headers["Location"]

    assert homes["officer"] == "/staff"
    assert homes["manager"] == "/manager"
    assert homes["admin"] == "/admin"
    assert homes["auditor"] == "/auditor"
    assert homes["display"] == "/hall"
    assert homes["rating"] == "/rate/1"


async def test_a_storage_that_is_gone_is_told_on_a_page(house: House) -> None:
    await house.engine.stop()
    answer = await house.get("!/sign-in")

    assert answer.content_type == "text/html"
