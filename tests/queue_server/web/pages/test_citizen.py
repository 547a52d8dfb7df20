"""A citizen's page, as it is read."""

import json
import re

import pytest

from queue_server.protocol.vocabulary import TicketState
from queue_server.web.pages.citizen import STATES
from tests.support.house import House


async def _page(house: House, ticket: str) -> str:
    answer = await house.get(f"!/t/{ticket}")
    assert (answer.status, answer.content_type) == (200, "text/html")
    return await answer.text()


def _text(page: str) -> str:
    """Return what is read, without marks, scripts and doubled spaces."""
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(plain.split())


async def test_somebody_who_waits_reads_what_matters(house: House) -> None:
    await house.told("/counters/1/open", "officer")
    await house.ticket()
    ticket = await house.ticket()
    text = _text(await _page(house, ticket["id"]))

    assert "A002" in text
    assert "Trung tâm mẫu" in text
    assert "Hộ tịch" in text
    assert "Đang chờ Waiting" in text
    assert "Còn 1 người trước bạn People before you: 1" in text
    assert re.search(r"Khoảng \d+–\d+ phút nữa", text)
    assert "20/11/2026" in text


async def test_the_first_in_line_reads_it(house: House) -> None:
    ticket = await house.ticket()
    text = _text(await _page(house, ticket["id"]))

    assert "Bạn là người tiếp theo" in text
    assert "Chưa đủ dữ liệu để ước tính" in text


async def test_somebody_called_reads_where_to_go(house: House) -> None:
    ticket = await house.ticket()
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/recall", "officer")
    text = _text(await _page(house, ticket["id"]))

    assert "Mời đến Please come to Quầy 1" in text
    assert "Gọi lần 2" in text


async def test_a_ticket_of_yesterday_is_still_readable(house: House) -> None:
    ticket = await house.ticket()
    house.clock.move(24 * 3600)
    await house.engine.tick()

    assert STATES[TicketState.ABANDONED].vi in _text(await _page(house, ticket["id"]))


async def test_an_unknown_ticket_is_told_on_a_page(house: House) -> None:
    answer = await house.get("!/t/none")

    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "Không có phiếu này." in await answer.text()


async def test_a_ticket_is_found_in_whichever_centre_it_was_taken(house: House) -> None:
    taken = await house.told("/api/v1/centres/khac/tickets", "kiosk-elsewhere", {"field": "HT"})

    assert 'data-centre="khac"' in await _page(house, taken["id"])


async def test_a_page_has_no_script_or_style_of_its_own(house: House) -> None:
    ticket = await house.ticket()
    page = await _page(house, ticket["id"])

    assert not re.search(r"<style| style=| on\w+=|javascript:", page)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    for attributes, body in scripts:
        assert "src=" in attributes or 'type="application/json"' in attributes
        assert "src=" not in attributes or not body
    assert not re.search(r'(?:src|href)="(?!/)', page)


async def test_the_words_for_the_script_are_the_words_of_the_page(house: House) -> None:
    ticket = await house.ticket()
    found = re.search(r'id="page-data">(.*?)</script>', await _page(house, ticket["id"]), re.DOTALL)
    assert found is not None

    words = json.loads(found[1])
    assert words["states"].keys() == set(TicketState)
    assert words["lines"]["ahead"]["vi"] == "Còn {n} người trước bạn"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}"])
async def test_what_stands_in_the_plan_is_only_text(house: House, name: str) -> None:
    plan = await (await house.get("/plan", "admin")).json()
    plan["fields"][0]["name_vi"] = plan["name_vi"] = plan["counters"][0]["name"] = name
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})
    ticket = await house.ticket()
    page = await _page(house, ticket["id"])

    assert name not in page or "{{" in name
    assert "49" not in _text(page)
