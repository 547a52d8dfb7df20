"""Which texts the pages ask for, and which of them no catalogue has yet.

`python -m tests.support.words` prints the missing ones as a piece of a .po file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from queue_server.web.pages import table
from queue_server.web.pages.frame import words

PAGES = Path(words.__file__).parent.parent
_JINJA = {"trimmed": "false", "silent": "false"}
_JINJA_KEYWORDS = ("_", "gettext", "ngettext", "pgettext")
_PYTHON_KEYWORDS = {"text": None}


class Asked(NamedTuple):
    """A text that something asks for."""

    text: str
    many: str | None
    context: str | None
    where: str


def asked() -> Iterator[Asked]:
    """Give every text that a template, a script, the table or a handler asks for."""
    for path in sorted((PAGES / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _, name, text, _ in babel_extract(file, _JINJA_KEYWORDS, (), _JINJA):
                parts = [part for part in (text if isinstance(text, tuple) else (text,)) if part]
                if parts:
                    yield _of_template(path.name, name, parts)
    for path in sorted((PAGES / "static").rglob("*.js")):
        with path.open("rb") as file:
            for _, text, _, context in extract("javascript", file, words.SCRIPT_KEYWORDS):
                one, many = text if isinstance(text, tuple) else (text, None)
                yield Asked(one, many, context, path.name)
    for path in sorted(PAGES.rglob("*.py")):
        with path.open("rb") as file:
            for _, text, _, _ in extract("python", file, _PYTHON_KEYWORDS):
                yield Asked(text if isinstance(text, str) else text[0], None, None, path.name)
    for page in table.PAGES:
        if page.title:
            yield Asked(page.title, None, None, "table.py")


def _of_template(where: str, name: str, parts: list[str]) -> Asked:
    if name == "pgettext":
        return Asked(parts[1], None, parts[0], where)
    return Asked(parts[0], parts[1] if name == "ngettext" else None, None, where)


def missing(language: str) -> list[Asked]:
    """Return what a language has no words for, each once."""
    spoken = words.catalogue(language)
    found: dict[tuple[str, str | None], Asked] = {}
    for text in asked():
        message = spoken.get(text.text, text.context)
        if message is None or not message.string:
            found.setdefault((text.text, text.context), text)
    return list(found.values())


def unused(language: str) -> list[str]:
    """Return what a language says and nobody asks for."""
    wanted = {(text.text, text.context) for text in asked()}
    return [
        str(message.id)
        for message in words.catalogue(language)
        if message.id and (_first(message.id), message.context) not in wanted
    ]


def said_twice(language: str) -> list[str]:
    """Return the texts that two files of a language say differently."""
    said: dict[tuple[str, str | None], object] = {}
    wrong = []
    for path in sorted((PAGES / "locale" / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                key = (_first(message.id), message.context)
                if message.id and said.setdefault(key, message.string) != message.string:
                    wrong.append(f"{path.name}: {message.id}")
    return wrong


def holes(text: str) -> list[str]:
    """Return the names that are filled in."""
    return sorted(re.findall(r"%\((\w+)\)", text))


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, list | tuple) else str(text)


def _as_po(text: Asked) -> str:
    lines = [f"# {text.where}"]
    if text.context:
        lines.append(f'msgctxt "{_quoted(text.context)}"')
    lines.append(f'msgid "{_quoted(text.text)}"')
    if text.many:
        lines += [f'msgid_plural "{_quoted(text.many)}"', 'msgstr[0] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


if __name__ == "__main__":
    for spoken_language in words.LANGUAGES:
        if spoken_language != words.SPOKEN_IN_SOURCES:
            print("\n\n".join(map(_as_po, missing(spoken_language))))  # noqa: T201
