"""Whose centre a page shows."""

from tests.support.house import House


async def _centre(house: House, path: str, who: str | None = None) -> str | int:
    answer = await house.get(f"!{path}", who)
    text = await answer.text()
    if answer.status != 200:
        return answer.status
    return text.partition('"centre": "')[2].partition('"')[0]


async def test_a_stranger_sees_the_first_centre_or_the_one_asked_for(house: House) -> None:
    assert await _centre(house, "/sign-in") == "mau"
    assert await _centre(house, "/?centre=khac") == "khac"
    assert await _centre(house, "/?centre=none") == 404


async def test_somebody_of_a_centre_sees_that_one_only(house: House) -> None:
    assert await _centre(house, "/sign-in", "officer-elsewhere") == "khac"
    assert await _centre(house, "/?centre=khac", "officer-elsewhere") == "khac"
    assert await _centre(house, "/?centre=mau", "officer-elsewhere") == 403


async def test_somebody_of_all_centres_may_choose(house: House) -> None:
    assert await _centre(house, "/?centre=khac", "chief") == "khac"
    assert await _centre(house, "/", "chief") == "mau"


async def test_a_page_is_packed_kept_by_nobody_and_varies(house: House) -> None:
    headers = (await house.get("!/sign-in")).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Encoding"] in ("gzip", "deflate")
    assert headers["Content-Language"] == "vi"
    assert "Cookie" in headers["Vary"]


async def test_the_switch_of_languages_keeps_what_was_asked_of_the_page(house: House) -> None:
    path = "/manager/statistics?period=2026-10&by=kind&lang=vi"
    text = await (await house.get(f"!{path}", "manager")).text()
    assert 'href="?period=2026-10&amp;by=kind&amp;lang=en"' in text
    assert 'href="?period=2026-10&amp;by=kind&amp;lang=vi"' in text
