"""Look up a procedure: type a few letters, touch what is meant; what is unclear is asked back."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.message import Message
from textual.screen import Screen

from kiosk import brief, words
from kiosk.scene import Scene
from kiosk.screens.procedure import ProcedureScreen
from kiosk.searching import MOST_WORDS, Found, name_of, suggestions
from kiosk.widgets import touch
from kiosk.widgets.keyboard import Keyboard
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import ProcedureView

PER_PAGE = 6
PER_LARGE_PAGE = 2
LONGEST = 40
PAUSE_S = 0.2
"""After a key until the server is asked: whoever types fast is not answered letter by letter."""
ASK_BACK_FROM = 3
MOST_LARGE_WORDS = 3
Search = Callable[[str], Awaitable[Found]]


class LookupScreen(Screen[ProcedureView | None]):
    """The result is the procedure that a number is wanted for; None is a way back."""

    class Answered(Message):
        """The server answered a query."""

        def __init__(self, query: str, found: Found) -> None:
            super().__init__()
            self.query = query
            self.found = found

    def __init__(self, search: Search, scene: Scene) -> None:
        super().__init__(classes="-large" if scene.large else None)
        self._search = search
        self._scene = scene
        self._language = scene.language
        self._large = scene.large
        self._per_page = PER_LARGE_PAGE if scene.large else PER_PAGE
        self._typed = ""
        self._found = Found()
        self._asked = ""
        """The query that `_found` answers."""
        self._page = 0
        self._choosing = False
        """In large text there is room for the keys or for what they found, not for both."""

    def compose(self) -> ComposeResult:
        large, language = self._large, self._language
        with Horizontal(id="query"):
            yield touch.touch(say(words.BACK, language), id="back", large=large)
            if large:
                yield touch.touch(id="see", large=True)
            else:
                yield touch.words(id="typed")
            yield touch.touch(id="page", large=large)
        if large:
            yield touch.words(id="typed", large=True)
        yield touch.words(id="said", large=large)
        yield touch.words(id="told", large=True)
        with Grid(id="results"):
            for place in range(self._per_page):
                yield touch.touch(id=f"result-{place}", classes="result", large=large, shorten=True)
        with Horizontal(id="suggestions"):
            for place in range(MOST_LARGE_WORDS if large else MOST_WORDS):
                yield touch.touch(id=f"word-{place}", classes="word", large=large)
        yield Keyboard(language, large=large)

    def on_mount(self) -> None:
        self._show()

    @on(Keyboard.Pressed)
    def _pressed(self, message: Keyboard.Pressed) -> None:
        message.stop()
        self._press(message.key)

    def on_key(self, event: events.Key) -> None:
        """Let a keyboard type as a finger does."""
        event.stop()
        if event.key == "backspace":
            self._press("delete")
        elif event.character is not None and event.character.isprintable():
            self._press(event.character)

    def _press(self, key: str) -> None:
        if key == "delete":
            self._type(self._typed[:-1])
        elif key == "clear":
            self._type("")
        elif key != " " or (self._typed and not self._typed.endswith(" ")):
            self._type(self._typed + key)

    def _type(self, typed: str) -> None:
        self._typed = typed[:LONGEST]
        self._page = 0
        self._show()
        self.run_worker(self._ask(self._typed.strip()), group="search", exclusive=True)

    async def _ask(self, query: str) -> None:
        if query:
            await asyncio.sleep(PAUSE_S)
        self.post_message(self.Answered(query, await self._search(query) if query else Found()))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        if message.query == self._typed.strip():
            self._asked, self._found = message.query, message.found
            self._show()

    @on(Tapped, ".word")
    def _word(self, message: Tapped) -> None:
        message.stop()
        place = int((message.touch.id or "")[-1])
        chosen = suggestions(self._typed, self._found.procedures)[place]
        begun = self._typed.rpartition(" ")[0]
        self._type(f"{begun} {chosen} ".lstrip())

    @on(Tapped, ".result")
    def _result(self, message: Tapped) -> None:
        message.stop()
        procedure = self._shown()[int((message.touch.id or "")[-1])]
        self.app.push_screen(ProcedureScreen(procedure, self._scene), self._chosen)

    def _chosen(self, procedure: ProcedureView | None) -> None:
        if procedure is not None:
            self.dismiss(procedure)

    @on(Tapped, "#page")
    def _turn(self, message: Tapped) -> None:
        message.stop()
        self._page = (self._page + 1) % self._pages
        self._show()

    @on(Tapped, "#see")
    def _see(self, message: Tapped) -> None:
        message.stop()
        self._choosing = True
        self._show()

    @on(Tapped, "#back")
    def _back(self, message: Tapped) -> None:
        message.stop()
        if not self._choosing:
            self.dismiss(None)
        self._choosing = False
        self._show()

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._found.procedures) // self._per_page))

    def _shown(self) -> tuple[ProcedureView, ...]:
        start = self._page * self._per_page
        return self._found.procedures[start : start + self._per_page]

    def _show(self) -> None:
        # a sentence in large letters needs all the room there is
        alone = self._large and self._found.elsewhere is not None
        self.set_class(alone or not self._found.procedures, "-nothing")
        touch.at(self, "#typed").show(f"{self._typed}_")
        self._show_said()
        for place in range(self._per_page):
            self._show_button(f"#result-{place}", [self._line(p) for p in self._shown()], place)
        wanted = suggestions(self._typed, self._found.procedures)
        for place in range(len(self.query(".word"))):
            self._show_button(f"#word-{place}", wanted, place)
        sentence = brief.PAGE if self._large else words.PAGE_OF
        page = touch.at(self, "#page")
        page.visible = self._pages > 1
        page.show(say(sentence, self._language, n=self._page + 1, of=self._pages))
        if self._large:
            self._show_large(bool(wanted))

    def _show_said(self) -> None:
        """Say it large where there is room because nothing was found, else in a line."""
        alone = self.has_class("-nothing")
        hint = "" if self._typed.strip() else say(words.TYPE_PLAIN, self._language)
        touch.at(self, "#told").show(self._said() if alone else "")
        touch.at(self, "#said").show(hint if alone else self._said())

    def _show_large(self, finishes: bool) -> None:
        """Show the keys, or what they found; a sentence stands where no word can be finished."""
        language, count = self._language, len(self._found.procedures)
        self.set_class(self._choosing, "-choosing")
        self.set_class(finishes, "-finishes")
        back = brief.TYPE_AGAIN if self._choosing else words.BACK
        touch.at(self, "#back").show(say(back, language))
        touch.at(self, "#said").show(say(self._briefly(), language))
        see = brief.SEE if self._found.elsewhere is None else brief.SEE_WHERE
        self.query_one("#see").visible = bool(count or self._found.elsewhere)
        touch.at(self, "#see").show(say(see, language, n=count))

    def _briefly(self) -> Sentence:
        """Return what the machine answers, in a line."""
        if not self._typed.strip():
            return words.WHAT_FOR
        if self._found.elsewhere is not None:
            return words.NOT_HERE
        if not self._found.live:
            return brief.NO_SEARCH
        if self._asked != self._typed.strip():
            return _WAIT
        return _SILENCE if self._found.procedures else brief.NOTHING_FOUND

    def _show_button(self, where: str, texts: list[str], place: int) -> None:
        button = touch.at(self, where)
        button.visible = place < len(texts)
        if place < len(texts):
            button.show(texts[place])

    def _line(self, procedure: ProcedureView) -> str:
        field = self._scene.field(procedure.field)
        name = name_of(procedure)
        if field is None or self._large:
            return name
        return f"{name}\n{self._scene.name_of(field)}"

    def _said(self) -> str:
        """Return what the machine answers: a sentence, or a question back."""
        language, count = self._language, len(self._found.procedures)
        if not self._typed.strip():
            return say(words.WHAT_FOR, language)
        if not self._found.live:
            return say(words.NO_SEARCH, language)
        if self._found.elsewhere is not None:
            return say(self._found.elsewhere, language)
        if count >= ASK_BACK_FROM:
            return say(words.WHICH_OF_THESE, language, typed=self._asked, n=count)
        if count:
            return say(words.FOUND, language)
        return say(words.NOTHING_FOUND if self._asked == self._typed.strip() else _WAIT, language)


_WAIT = Sentence("…", "…")
_SILENCE = Sentence("", "")
