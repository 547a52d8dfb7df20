"""Draws pages from templates."""

from pathlib import Path
from typing import Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE: Final = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, status: int = 200, **words: object) -> web.Response:
    """Return a page."""
    return web.Response(
        text=_templates.get_template(template).render(words),
        status=status,
        content_type="text/html",
        charset="utf-8",
    )
