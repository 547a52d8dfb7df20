"""The plain pages and their files."""

import re

from queue_server.web.pages.frame.files import FILES
from tests.support.house import House


async def test_the_way_in_names_every_address(house: House) -> None:
    page = await (await house.get("!/")).text()

    assert "Trung tâm mẫu" in page
    for link in re.findall(r'href="(/[^"]*)"', page):
        assert (await house.get("!" + link)).status == 200, link
    for address in ("/hall", "/counter/1", "/staff", "/manager", "/admin", "/docs", "/metrics"):
        assert f'href="{address}"' in page


async def test_the_interface_can_be_read_without_a_script(house: House) -> None:
    page = await (await house.get("!/docs")).text()

    assert "<script" not in page
    assert "/api/v1/centres/{centre}/counters/{counter}/next" in page
    assert 'id="already_called"' in page
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page, anchor


async def test_pages_ask_only_for_what_is_served(house: House) -> None:
    ticket = await house.ticket()
    for path in ("/", "/hall", "/docs", f"/t/{ticket['id']}", "/t/none"):
        page = await (await house.get("!" + path)).text()
        for wanted in re.findall(r'(?:src|href)="(/(?:static|favicon)[^"]*)"', page):
            assert wanted in FILES
