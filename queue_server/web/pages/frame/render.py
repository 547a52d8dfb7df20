"""Draws pages from templates, in the language of whoever looks."""

import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from posixpath import normpath
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from queue_server.web.pages.frame import files, words

_TEMPLATES: Final = Path(__file__).parent.parent / "templates"
_IMPORT: Final = re.compile(
    r"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[\w./-]+)["']""", re.MULTILINE
)


@cache
def environment(language: str) -> Environment:
    """Return what draws pages in a language."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translations = words.translations(language)
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"static": files.address, "language": language, "languages": words.LANGUAGES}
    made.filters["spoken"] = partial(spoken, language=language)
    return made


def spoken(sentence: Any, language: str) -> str:
    """Return a sentence that was written in both languages in one of them."""
    other = sentence.en if language == "en" else sentence.vi
    return str(other or sentence.vi)


def render(template: str, language: str, scripts: Iterable[str] = (), **about: Any) -> str:
    """Return the text of a page; `scripts` are the modules that it loads."""
    given = about.pop("data", {})
    names = closure(("page.js", *scripts))
    told = {"language": language, "words": _words(names, language), **given}
    return (
        environment(language)
        .get_template(template)
        .render(scripts=("page.js", *scripts), preloads=names, data=told, **about)
    )


@cache
def _words(names: tuple[str, ...], language: str) -> dict[str, str]:
    return dict(words.for_script(map(files.script, names), language))


@cache
def closure(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return these modules and all that they import, each once."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += imports(name)
    return tuple(found)


def imports(name: str) -> list[str]:
    """Return the modules that a module imports, as paths under static/."""
    source = files.script(name).read_text()
    return [normpath(f"{name}/../{found}") for found in _IMPORT.findall(source)]
