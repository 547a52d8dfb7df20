"""Somebody who looks at a page: who they are, what they may open, and in which language."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from queue_server.engine.engine import Engine
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import Role
from queue_server.web.auth.caller import OPEN_ROLES, Caller
from queue_server.web.context import Context
from queue_server.web.handlers.centre import CentreName, name
from queue_server.web.pages.frame import words
from queue_server.web.pages.frame.render import render

_YEAR_S: Final = 31_536_000


class Page(NamedTuple):
    """One row of the table of pages."""

    path: str
    roles: frozenset[Role]
    """PUBLIC or HOLDER is everybody."""
    handler: "Callable[[Visit], Awaitable[web.StreamResponse]]"
    title: str = ""
    """In English; where it has one, a link to it stands in the bar of whoever may open it."""
    lent: bool = False
    """A board, which a demo shows to strangers too."""

    @property
    def is_open(self) -> bool:
        """Whether nobody needs to sign in for it."""
        return not OPEN_ROLES.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page, past the door."""

    context: Context
    request: web.Request
    viewer: Caller | None
    language: str
    links: tuple[Page, ...] = ()
    """The pages that stand in this viewer's bar."""

    @property
    def engine(self) -> Engine:
        """The centre that is looked at: the viewer's own, or the one asked for, or the first.

        Raises:
            Refused: there is no such centre, or the viewer may not enter it.
        """
        asked = self.request.query.get("centre")
        own = self.viewer.centre if self.viewer is not None else None
        if own is not None and asked not in (None, own):
            raise Refused("not_allowed")
        wanted = own or asked
        return self.context.engine(wanted) if wanted else self.context.home

    def text(self, words_: str, **about: object) -> str:
        """Return a text of the catalogue, filled in."""
        return words.translations(self.language).gettext(words_) % about

    async def page(
        self, template: str, status: int = 200, *, scripts: tuple[str, ...] = (), **about: Any
    ) -> web.Response:
        """Return a page; `scripts` are its modules, `data` is what they are given."""
        centre = about.pop("centre", None) or await self._centre()
        data = {"centre": centre.id if centre else None} | about.pop("data", {})
        text = render(
            template,
            self.language,
            scripts,
            viewer=self.viewer,
            centre=centre,
            links=self.links,
            path=self.request.path,
            here=self._here(),
            in_language={language: self._in(language) for language in words.LANGUAGES},
            data=data,
            **about,
        )
        return self._dressed(web.Response(text=text, status=status, content_type="text/html"))

    def _here(self) -> str | None:
        """Return the link of the bar that one is at: the nearest above this page."""
        path = f"{self.request.path}/"
        at = [link.path for link in self.links if path.startswith(f"{link.path}/")]
        return max(at, key=len, default=None)

    def _in(self, language: str) -> str:
        """Return the address of this very page in a language: what was asked of it stays asked."""
        kept = [(name, text) for name, text in self.request.query.items() if name != "lang"]
        return f"?{urlencode([*kept, ('lang', language)])}"

    async def _centre(self) -> CentreName | None:
        try:
            return await self.engine.ask(name)
        except Refused:
            return None

    def _dressed(self, answer: web.Response) -> web.Response:
        answer.charset = "utf-8"
        answer.enable_compression()
        answer.headers["Content-Language"] = self.language
        answer.headers["Vary"] = "Accept-Language, Cookie"
        if self.request.query.get("lang") == self.language:
            answer.set_cookie(
                words.COOKIE, self.language, max_age=_YEAR_S, samesite="Lax", httponly=True
            )
        return answer
