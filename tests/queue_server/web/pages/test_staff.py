"""Which counter an officer is led to, and who may look."""

import pytest

from tests.support.house import House


async def _led(house: House, who: str, path: str = "/staff") -> str:
    answer = await house.get(f"!{path}", who, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return answer.headers["Location"]


async def test_an_officer_is_led_to_the_usual_counter(house: House) -> None:
    assert await _led(house, "officer") == "/staff?counter=1"


async def test_an_officer_is_led_to_where_they_sit(house: House) -> None:
    await house.told("/counters/2/open", "officer")

    assert await _led(house, "officer") == "/staff?counter=2"


async def test_an_officer_whose_counter_is_taken_chooses_another(house: House) -> None:
    await house.told("/counters/1/open", "officer-2")

    assert await _led(house, "officer") == "/staff/counters"


async def test_who_has_no_counter_chooses_one(house: House) -> None:
    assert await _led(house, "manager") == "/staff/counters"


async def test_a_counter_that_does_not_exist_is_told_on_a_page(house: House) -> None:
    answer = await house.get("!/staff?counter=%3Cscript%3E", "officer")

    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "Không có quầy này." in await answer.text()


@pytest.mark.parametrize(("language", "name"), [("vi", "Hộ tịch"), ("en", "Civil status")])
async def test_counters_are_chosen_by_what_they_serve(
    house: House, language: str, name: str
) -> None:
    text = await (await house.get(f"!/staff/counters?lang={language}", "officer")).text()

    assert name.encode("ascii", "backslashreplace").decode() in text or name in text
    assert '"me": "id-officer"' in text
