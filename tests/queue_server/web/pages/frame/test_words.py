"""One catalogue for all pages: every text in every language, filled in the same way."""

import re

import pytest

from queue_server.web.pages.frame import files, words
from tests.support.house import House
from tests.support.words import asked, holes, missing, said_twice, unused

OTHERS = [language for language in words.LANGUAGES if language != words.SPOKEN_IN_SOURCES]


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_every_page_is_in_the_catalogue(language: str) -> None:
    assert [f"{text.where}: {text.text}" for text in missing(language)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_nothing_that_nobody_asks_for(language: str) -> None:
    assert unused(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_two_files_say_a_text_differently(language: str) -> None:
    assert said_twice(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_is_filled_in_with_the_same_names(language: str) -> None:
    for text in asked():
        message = words.catalogue(language).get(text.text, text.context)
        assert message is not None
        said = message.string if isinstance(message.string, str) else message.string[0]
        assert set(holes(said)) <= set(holes(text.text)) | set(holes(text.many or "")), text


def test_a_script_is_given_the_texts_it_asks_for_and_no_others() -> None:
    given = words.for_script([files.script("live.js")], "vi")

    assert given["You may not see this."] == "Bạn không có quyền xem nội dung này."
    assert "Sign in" not in given
    assert words.for_script([files.script("live.js")], "en") == {}


@pytest.mark.parametrize(
    ("query", "cookie", "header", "spoken"),
    [
        ("", "", "", "vi"),
        ("", "", "fr-FR, en;q=0.8", "en"),
        ("", "", "en-US, en;q=0.9, vi;q=0.8", "vi"),
        ("", "", "en-US, vi;q=0", "en"),
        ("", "", "en;q=x, vi;q=0.1", "vi"),
        ("", "en", "vi", "en"),
        ("?lang=vi", "en", "en", "vi"),
        ("?lang=xx", "xx", "de", "vi"),
    ],
)
async def test_a_page_is_in_the_language_that_was_asked_for(
    house: House, query: str, cookie: str, header: str, spoken: str
) -> None:
    headers = {"Cookie": f"language={cookie}"} if cookie else {}
    if header:
        headers["Accept-Language"] = header
    answer = await house.get(f"!/sign-in{query}", headers=headers)

    assert f'<html lang="{spoken}">' in await answer.text()
    assert ("language" in answer.cookies) == (query == "?lang=vi")


def test_no_text_hides_in_a_template_literal_where_nobody_finds_it() -> None:
    hidden = re.compile(r"\$\{t[nc]?\(")
    scripts = [path for path in files.STATIC.rglob("*.js") if hidden.search(path.read_text())]

    assert scripts == []
