"""The number, very large, while its paper is printed."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical
from textual.screen import Screen

from kiosk import words
from kiosk.printing.printer import Printout
from kiosk.widgets.fact import Fact
from kiosk.widgets.touch import Touch
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import Kind, Language, PrintResult
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.plain import PlainText


class TicketScreen(Screen[None]):
    """First "one moment", then the number; it goes by itself or at a touch."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]

    def __init__(self, language: Language, stay_s: int) -> None:
        super().__init__()
        self._language = language
        self._left_s = stay_s
        self.ticket: TicketView | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield PlainText(say(words.ASKING, self._language), id="above")
            yield BigText(id="number")
            yield PlainText(id="what")
            with Horizontal(id="facts"):
                yield Fact(id="ahead")
                yield Fact(id="wait")
                yield Fact(id="where")
            yield PlainText(id="paper")
        with Center(id="below"):
            yield Touch(say(words.DONE, self._language), id="done")

    def on_mount(self) -> None:
        self.query_one("#done").visible = False
        self.query_one("#facts").visible = False
        self.set_interval(1, self._count_down)

    def show_ticket(self, ticket: TicketView) -> None:
        """Show the number that was given."""
        self.ticket = ticket
        self.query_one("#above", PlainText).show(say(words.YOUR_NUMBER, self._language))
        self.query_one("#number", BigText).text = ticket.label
        self.query_one("#what", PlainText).show(what(ticket, self._language))
        self._show_facts(ticket)
        self.query_one("#paper", PlainText).show(say(words.PRINTING, self._language))
        self.query_one("#done").visible = True
        self._show_rest()

    def _show_facts(self, ticket: TicketView) -> None:
        language = self._language
        ahead = ticket.ahead or 0
        counters = words.counters(ticket.counters)
        self.query_one("#ahead", Fact).show(str(ahead), words.ahead(ahead, language))
        self.query_one("#wait", Fact).show(*waiting(ticket, language))
        self.query_one("#where", Fact).show(
            counters if len(counters) <= 8 else "",
            say(words.COUNTERS, language, counters=counters) if counters else "",
        )
        self.query_one("#facts").visible = True

    def show_printout(self, printout: Printout, stay_s: int) -> None:
        """Say what became of the paper; a number without paper stays longer."""
        paper = self.query_one("#paper", PlainText)
        paper.show(say(_paper(printout.result), self._language))
        paper.set_class(printout.result is PrintResult.FAILED, "-failed")
        paper.set_class(printout.result is PrintResult.PRINTED, "-printed")
        self._left_s = max(self._left_s, stay_s)
        self._show_rest()

    def _count_down(self) -> None:
        if self.ticket is None:
            return
        self._left_s -= 1
        self._show_rest()
        if self._left_s <= 0:
            self._leave()

    def _show_rest(self) -> None:
        text = f"{say(words.DONE, self._language)} ({max(self._left_s, 0)})"
        self.query_one("#done", Touch).show(text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._leave()

    def on_touch_tapped(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self.ticket is not None and self.is_current:
            self.dismiss(None)


def what(ticket: TicketView, language: Language) -> str:
    """Return the number in letters and what it is for."""
    field = ticket.field_name_vi if language is Language.VI else ticket.field_name_en
    kind = say(words.KINDS[ticket.kind], language)
    parts = [say(words.NUMBER_IS, language, label=ticket.label)]
    parts += [field] if field else []
    parts += [kind] if ticket.kind is not Kind.SUBMIT or not field else []
    return "  ·  ".join(parts)


def waiting(ticket: TicketView, language: Language) -> tuple[str, str]:
    """Return how long it may take, in digits and as a sentence; nothing for who comes next."""
    if not ticket.ahead:
        return "", ""
    sentence = words.wait(ticket.estimate, ticket.after_break, language)
    number = ""
    if ticket.estimate is not None:
        low, high = words.minutes(ticket.estimate)
        number = f"{low}-{high}" if 0 < low < high else str(high)
    return number, say(words.WAIT, language, wait=sentence)


def _paper(result: PrintResult | None) -> Sentence:
    return {
        PrintResult.PRINTED: words.PRINTED,
        PrintResult.FAILED: words.PRINT_FAILED,
        PrintResult.UNKNOWN: words.PRINT_UNKNOWN,
        None: words.NO_PAPER_HERE,
    }[result]
