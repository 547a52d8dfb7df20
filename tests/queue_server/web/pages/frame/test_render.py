"""What a page loads."""

import re
from typing import Any, Final

import pytest
from jinja2 import UndefinedError

from queue_server.protocol.refusals import Sentence
from queue_server.web.pages.frame.files import FILES, STATIC
from queue_server.web.pages.frame.render import closure, environment, render, spoken

ABOUT: Final[dict[str, Any]] = {
    "viewer": None,
    "centre": None,
    "links": (),
    "path": "/sign-in",
    "here": None,
    "in_language": {"vi": "?lang=vi", "en": "?lang=en"},
    "next": None,
}


def test_a_module_brings_all_that_it_imports_once() -> None:
    found = closure(("staff/staff.js",))

    assert {"ask.js", "live.js", "words.js", "staff/keys.js"} <= set(found)
    assert len(found) == len(set(found))


def test_every_module_can_be_loaded() -> None:
    for path in STATIC.rglob("*.js"):
        for name in closure((path.relative_to(STATIC).as_posix(),)):
            assert f"/static/{name}" in FILES


def test_a_page_names_its_modules_and_nothing_that_is_not_served() -> None:
    text = render("sign-in.html", "vi", ("sign-in.js",), **ABOUT)

    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    assert any(name.endswith("/sign-in.js") for name in named)
    assert set(named) <= set(FILES)


def test_what_a_script_is_told_cannot_end_it() -> None:
    text = render("sign-in.html", "vi", data={"next": "</script><script>"}, **ABOUT)

    assert "</script><script>" not in text


def test_a_template_that_asks_for_nothing_given_fails() -> None:
    with pytest.raises(UndefinedError):
        environment("vi").from_string("{{ none.such }}").render()


def test_a_sentence_without_english_is_said_in_vietnamese() -> None:
    assert spoken(Sentence("Có", ""), "en") == "Có"
    assert spoken(Sentence("Có", "Yes"), "en") == "Yes"
