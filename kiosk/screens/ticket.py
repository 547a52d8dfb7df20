"""The number, very large, while its paper is printed."""

from collections.abc import Callable
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from kiosk import brief, words
from kiosk.printing.printer import Job, Printout
from kiosk.widgets import touch
from kiosk.widgets.fact import Fact
from kiosk.widgets.touch import TALL, Tapped
from kiosk.words import say
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import Kind, Language, PrintResult
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.plain import PlainText

PAPER = {
    PrintResult.PRINTED: words.PRINTED,
    PrintResult.FAILED: words.PRINT_FAILED,
    PrintResult.UNKNOWN: words.PRINT_UNKNOWN,
    None: words.NO_PAPER_HERE,
}
HEIGHTS = [(0, "-low"), (30, "-middle"), (38, "-high"), (TALL, "-tall")]


class TicketScreen(Screen[None]):
    """First "one moment", then the number; it goes by itself or at a touch."""

    class PaperTold(Message):
        """Somebody said whether the paper came out; nobody did, and it stays unknown."""

        def __init__(self, job: Job, printout: Printout, result: PrintResult) -> None:
            super().__init__()
            self.job = job
            self.printout = printout
            self.result = result

    def __init__(self, language: Language, stay_s: int, *, large: bool = False) -> None:
        super().__init__(classes=f"-large -{language}" if large else None)
        self._language = language
        self._left_s = stay_s
        self._large = large
        self._late = False
        self._asked: tuple[Job, Printout] | None = None
        self._is_there = False
        self._to_show: list[Callable[[], None]] = []
        """What was to be shown before the screen was there."""
        self.ticket: TicketView | None = None

    def compose(self) -> ComposeResult:
        large = self._large
        with Vertical(id="card"):
            yield PlainText(id="above")
            yield BigText(id="number")
            yield touch.words(id="what", large=large, shorten=True)
            with Horizontal(id="facts"):
                yield Fact(id="ahead", large=large)
                yield Fact(id="wait", large=large)
                yield Fact(id="where", large=large, shorten=True)
            yield touch.words(id="paper", large=large)
        with Center(id="below"):
            yield touch.touch(id="done", large=large)
        missing = brief.PAPER_MISSING if large else words.PAPER_MISSING
        with Horizontal(id="asking"):
            yield touch.touch(say(words.PAPER_THERE, self._language), id="there", large=large)
            yield touch.touch(say(missing, self._language), id="missing", large=large)

    def on_mount(self) -> None:
        # the line over the number is too small for large text: it is said in its place
        self._say("#what" if self._large else "#above", say(words.ASKING, self._language))
        self.query_one("#done").visible = False
        self.query_one("#asking").display = False
        self.query_one("#facts").visible = False
        self._is_there = True
        for show in self._to_show:
            show()
        self.set_interval(1, self._count_down)

    def show_ticket(self, ticket: TicketView) -> None:
        """Show the number that was given."""
        self.ticket = ticket
        self._soon(partial(self._show, ticket))

    def _soon(self, show: Callable[[], None]) -> None:
        """Show something now, or as soon as there is something to show it on."""
        if self._is_there:
            show()
        else:
            self._to_show.append(show)

    @property
    def shows(self) -> str | None:
        """The id of the ticket that is shown."""
        return self.ticket.id if self.ticket is not None else None

    def show_late(self, ticket: TicketView) -> None:
        """Show the number of a press whose answer came late."""
        self._late = True
        self.show_ticket(ticket)

    def _show(self, ticket: TicketView) -> None:
        self._say("#above", say(words.YOUR_NUMBER, self._language))
        self.query_one("#number", BigText).text = ticket.label
        said = brief_what if self._large else what
        self._say("#what", said(ticket, self._language))
        self._show_facts(ticket)
        self._say("#paper", say(words.PRINTING, self._language))
        self.query_one("#done").visible = True
        self._show_rest()

    def _say(self, where: str, text: str) -> None:
        touch.at(self, where).show(text)

    def _show_facts(self, ticket: TicketView) -> None:
        language = self._language
        ahead = ticket.ahead or 0
        counters = words.counters(ticket.counters)
        if self._large:
            called_to = say(brief.COUNTERS, language, counters=counters) if counters else ""
            self.query_one("#ahead", Fact).show("", brief.ahead(ahead, language))
            self.query_one("#wait", Fact).show("", brief.wait(ticket, language))
            self.query_one("#where", Fact).show("", called_to)
            self.query_one("#facts").visible = True
            return
        self.query_one("#ahead", Fact).show(str(ahead), words.ahead(ahead, language))
        self.query_one("#wait", Fact).show(*waiting(ticket, language))
        self.query_one("#where", Fact).show(
            counters if len(counters) <= 8 else "",
            say(words.COUNTERS, language, counters=counters) if counters else "",
        )
        self.query_one("#facts").visible = True

    def show_printout(self, printout: Printout, stay_s: int) -> None:
        """Say what became of the paper; a number without paper stays longer."""
        self._soon(partial(self._show_printout, printout, stay_s))

    def _show_printout(self, printout: Printout, stay_s: int) -> None:
        text = say(self._paper(printout.result), self._language)
        paper = self.query_one("#paper")
        self._say("#paper", text)
        paper.set_class(printout.result is PrintResult.FAILED, "-failed")
        paper.set_class(printout.result is PrintResult.PRINTED, "-printed")
        self._left_s = max(self._left_s, stay_s)
        self._show_rest()

    def _paper(self, result: PrintResult | None) -> Sentence:
        """Return what is said of the paper."""
        if self._late and result is PrintResult.PRINTED:
            return brief.PRINTED_LATE if self._large else words.PRINTED_LATE
        return brief.PRINTED[result] if self._large else PAPER[result]

    def ask_for_paper(self, job: Job, printout: Printout, stay_s: int) -> None:
        """Ask whether the paper came out: this printer does not tell."""
        self._soon(partial(self._ask_for_paper, job, printout, stay_s))

    def _ask_for_paper(self, job: Job, printout: Printout, stay_s: int) -> None:
        self._asked = (job, printout)
        self._say("#paper", say(words.HAVE_PAPER, self._language))
        self._show_asking(True)
        self._left_s = max(self._left_s, stay_s)

    def _show_asking(self, asking: bool) -> None:
        self.query_one("#asking").display = asking
        self.query_one("#below").display = not asking

    @on(Tapped, "#there")
    def _there(self, message: Tapped) -> None:
        message.stop()
        self._tell(PrintResult.PRINTED)
        self._leave()

    @on(Tapped, "#missing")
    def _missing(self, message: Tapped) -> None:
        message.stop()
        self._tell(PrintResult.FAILED)
        self._show_asking(False)
        self._say("#paper", say(words.PRINTING, self._language))

    def _tell(self, result: PrintResult) -> None:
        if self._asked is not None:
            self.post_message(self.PaperTold(*self._asked, result))
            self._asked = None

    def _count_down(self) -> None:
        if self.ticket is None:
            return
        self._left_s -= 1
        self._show_rest()
        if self._left_s <= 0:
            self._leave()

    def _show_rest(self) -> None:
        text = f"{say(words.DONE, self._language)} ({max(self._left_s, 0)})"
        self._say("#done", text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self._asked is None:
            self._leave()

    @on(Tapped, "#done")
    def _done(self, message: Tapped) -> None:
        message.stop()
        self._leave()

    def _leave(self) -> None:
        if self.ticket is not None and self.is_current:
            self._tell(PrintResult.UNKNOWN)
            self.dismiss(None)


def what(ticket: TicketView, language: Language) -> str:
    """Return the number in letters and what it is for."""
    field = ticket.field_name_vi if language is Language.VI else ticket.field_name_en
    kind = say(words.KINDS[ticket.kind], language)
    parts = [say(words.NUMBER_IS, language, label=ticket.label)]
    parts += [field] if field else []
    parts += [kind] if ticket.kind is not Kind.SUBMIT or not field else []
    parts += [words.dossiers(ticket.quantity, language)] if ticket.quantity > 1 else []
    return "  ·  ".join(parts)


def brief_what(ticket: TicketView, language: Language) -> str:
    """Return what a number is for, in as few words as can be."""
    field = ticket.field_name_vi if language is Language.VI else ticket.field_name_en
    name = (
        field if field and ticket.kind is Kind.SUBMIT else say(brief.KINDS[ticket.kind], language)
    )
    if ticket.quantity > 1:
        return f"{words.dossiers(ticket.quantity, language)}: {name}"
    return name


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
