"""One procedure: how long it takes, what it costs, what to bring; and a number for it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from kiosk import brief, words
from kiosk.scene import Scene
from kiosk.searching import name_of
from kiosk.widgets import touch
from kiosk.widgets.touch import Tapped
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import ProcedureView
from queue_server.terminal.lettering import pieces
from queue_server.terminal.plain import PlainText

BESIDE_TEXT = (4, 13)
"""Columns and rows of the glass that a text in large letters leaves to other things."""


class ProcedureScreen(Screen[ProcedureView | None]):
    """The result is the procedure if somebody wants a number for it."""

    def __init__(self, procedure: ProcedureView, scene: Scene) -> None:
        super().__init__(classes="-large" if scene.large else None)
        self._procedure = procedure
        self._scene = scene
        self._language = scene.language
        self._large = scene.large
        self._page = 0
        self._pages: list[str] = []

    def compose(self) -> ComposeResult:
        name = name_of(self._procedure)
        yield touch.words(name, id="procedure-name", large=True, shorten=self._large)
        if self._large:
            self._pages = self._large_pages()
            yield touch.words(self._pages[0], id="procedure-page", large=True)
        else:
            yield from self._compose_plain()
        with Horizontal(id="ways"):
            yield self._way("back", words.BACK)
            if len(self._pages) > 1:
                yield touch.touch(id="turn", classes="way", large=self._large)
            yield self._way("take", words.TAKE_NUMBER if self._large else words.TAKE_FOR_THIS)

    def _way(self, name: str, sentence: Sentence) -> touch.Button:
        text = say(sentence, self._language)
        return touch.touch(text, id=name, classes="way", large=self._large)

    def _compose_plain(self) -> ComposeResult:
        with Vertical(id="card"):
            if self._procedure.name != name_of(self._procedure):
                yield PlainText(self._procedure.name, id="procedure-official")
            for title, text in self._facts():
                with Horizontal(classes="procedure-fact"):
                    yield PlainText(title, classes="procedure-title")
                    yield PlainText(text, classes="procedure-text")

    def _facts(self) -> list[tuple[str, str]]:
        language, procedure = self._language, self._procedure
        unknown = say(words.ASK_AT_COUNTER, language)
        facts = [
            (words.PROCEDURE_TIME, words.days(procedure.days, procedure.days_unit, language)),
            (words.PROCEDURE_FEE, procedure.fee or unknown),
            (words.PROCEDURE_PAPERS, procedure.papers or unknown),
            (words.PROCEDURE_FIELD, self._where()),
        ]
        return [(say(title, language), text) for title, text in facts]

    def _where(self) -> str:
        """Return the field and the counters that serve it."""
        field = self._scene.field(self._procedure.field)
        name = self._scene.name_of(field) if field is not None else self._procedure.field
        counters = words.counters(self._scene.counters_of(self._procedure.field))
        if not counters:
            return name
        return f"{name}  ·  {say(words.SLIP_COUNTER, self._language, counters=counters)}"

    def _large_pages(self) -> list[str]:
        """Return the facts in pieces that fit the glass in large letters."""
        beside = BESIDE_TEXT
        room = (self.app.size.width - beside[0], self.app.size.height - beside[1])
        facts = (f"{title}: {text}" for title, text in self._facts())
        return [piece for fact in facts for piece in pieces(fact, *room)]

    def on_mount(self) -> None:
        self._show_page()

    def _show_page(self) -> None:
        if len(self._pages) > 1:
            touch.at(self, "#procedure-page").show(self._pages[self._page])
            text = say(brief.PAGE, self._language, n=self._page + 1, of=len(self._pages))
            touch.at(self, "#turn").show(text)

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        message.stop()
        match message.touch.id:
            case "take":
                self.dismiss(self._procedure)
            case "turn":
                self._page = (self._page + 1) % len(self._pages)
                self._show_page()
            case _:
                self.dismiss(None)
