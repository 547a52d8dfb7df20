"""A citizen's page, as it is read."""

import html
import json
import re
from typing import Any

import pytest

from tests.support.hostile import PAYLOADS
from tests.support.house import House


async def _page(house: House, ticket: str, query: str = "") -> str:
    answer = await house.get(f"!/t/{ticket}{query}")
    assert (answer.status, answer.content_type) == (200, "text/html")
    return await answer.text()


def _text(page: str) -> str:
    """Return what is read, without marks, scripts and doubled spaces."""
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(plain.split())


def _data(page: str) -> Any:
    found = re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


async def test_somebody_who_waits_reads_what_matters(house: House) -> None:
    await house.told("/counters/1/open", "officer")
    await house.ticket()
    ticket = await house.ticket()
    text = _text(await _page(house, ticket["id"]))

    assert "A002" in text
    assert "Trung tâm mẫu" in text
    assert "Hộ tịch" in text
    assert "Đang chờ" in text
    assert "Còn 1 người trước bạn" in text
    assert re.search(r"Khoảng \d+–\d+ phút nữa", text)
    assert "20/11/2026" in text
    assert "Bỏ số này" in text


async def test_the_first_in_line_reads_it_in_english(house: House) -> None:
    ticket = await house.ticket()
    text = _text(await _page(house, ticket["id"], "?lang=en"))

    assert "You are next" in text
    assert "Not enough data for an estimate" in text
    assert "Civil status" in text


async def test_the_papers_of_the_procedure_are_told_while_one_waits(house: House) -> None:
    ticket = await house.ticket(procedure="1.001193")
    page = await _page(house, ticket["id"])

    assert "Giấy chứng sinh" in _text(page)
    assert "/procedures?centre=mau&amp;field=HT" in page


async def test_somebody_called_reads_where_to_go(house: House) -> None:
    ticket = await house.ticket()
    await house.told("/counters/1/open", "officer")
    await house.told("/counters/1/next", "officer")
    await house.told("/counters/1/recall", "officer")
    text = _text(await _page(house, ticket["id"]))

    assert "Mời đến Quầy 1" in text
    assert "Gọi lần 2" in text


async def test_after_service_one_is_asked_how_it_was_once(house: House) -> None:
    ticket = await house.served()
    assert 'id="rate"' in await _page(house, ticket["id"])

    await house.told(f"/tickets/{ticket['id']}/rating", None, {"satisfaction": 3})
    page = await _page(house, ticket["id"])
    assert 'id="rate"' not in page
    assert "Cảm ơn bạn đã đánh giá." in _text(page)


async def test_one_is_asked_on_the_next_morning_but_not_a_day_later(house: House) -> None:
    ticket = await house.served()
    house.clock.move(20 * 3600)
    await house.engine.tick()
    page = await _page(house, ticket["id"])
    assert 'id="rate"' in page
    assert _data(page)["today"] is False

    house.clock.move(5 * 3600)
    assert 'id="rate"' not in await _page(house, ticket["id"])


async def test_a_ticket_of_yesterday_is_still_readable(house: House) -> None:
    ticket = await house.ticket()
    house.clock.move(24 * 3600)
    await house.engine.tick()

    assert "số chưa được gọi" in _text(await _page(house, ticket["id"]))


async def test_an_unknown_ticket_is_told_on_a_page(house: House) -> None:
    answer = await house.get("!/t/none")

    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "Không có phiếu này." in await answer.text()


async def test_a_ticket_is_found_in_whichever_centre_it_was_taken(house: House) -> None:
    taken = await house.told("/api/v1/centres/khac/tickets", "kiosk-elsewhere", {"field": "HT"})

    assert _data(await _page(house, taken["id"]))["centre"] == "khac"


async def test_a_page_has_no_script_or_style_of_its_own(house: House) -> None:
    ticket = await house.ticket()
    page = await _page(house, ticket["id"])

    assert not re.search(r"<style| style=| on\w+=|javascript:", page)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert "src=" in attributes or 'type="application/json"' in attributes
        assert "src=" not in attributes or not body
    assert not re.search(r'(?:src|href)="(?![/?#])', page)


@pytest.mark.parametrize("payload", PAYLOADS[::9])
async def test_what_stands_in_the_plan_is_only_text(house: House, payload: str) -> None:
    name = " ".join(payload.split())
    plan = await (await house.get("/plan", "admin")).json()
    plan["fields"][0]["name_vi"] = plan["name_vi"] = name
    await house.ask("PUT", "/plan", "admin", json=plan, headers={"If-Match": "*"})
    page = await _page(house, (await house.ticket())["id"])

    shown = re.search(r'<p class="field">(.*?)</p>', page, re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1]) == name
    assert "<" not in shown[1]
