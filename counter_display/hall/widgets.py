"""The parts of the hall's board."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from counter_display import words
from queue_server.protocol.screens import CallView, FieldCount, ServingView
from queue_server.protocol.views import CentreCounter
from queue_server.protocol.vocabulary import CounterState, TicketState
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.plain import PlainText

LABEL = "A888"
"""The room that every label is given, so that they stand equally high."""
BETWEEN = "   "
"""What lies between two names of a line."""


class NewestCall(Vertical):
    """The call that was made last, as large as the wall allows."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="captions"):
            yield PlainText(words.both(words.CALLING), classes="caption-label")
            yield PlainText(words.both(words.COUNTER), classes="caption-counter")
        with Horizontal():
            yield BigText(id="newest-label", shape=LABEL)
            yield BigText(id="newest-counter", shape="88")
        yield PlainText(id="newest-words")

    def show(self, call: CallView | None, fresh: bool) -> None:
        """Show the newest call; a fresh one stands out."""
        self.set_class(fresh, "-fresh")
        label = self.query_one("#newest-label", BigText)
        counter = self.query_one("#newest-counter", BigText)
        label.text = call.label if call else ""
        counter.text = words.short_counter(call.counter_name, call.counter) if call else ""
        self.query_one("#newest-words", PlainText).show(_sentence(call))


def _sentence(call: CallView | None) -> str:
    if call is None:
        return words.NO_CALLS
    priority = f"  ·  {words.both(words.PRIORITY)}" if call.priority else ""
    again = f"  ·  {words.AGAIN}" if call.again else ""
    sentence = words.COME.format(label=call.label, counter=call.counter_name.lower())
    return f"{sentence}{again}{priority}"


class EarlierCall(Horizontal):
    """One of the calls before."""

    def compose(self) -> ComposeResult:
        yield BigText(classes="earlier-label", shape=LABEL)
        yield PlainText("▶", classes="earlier-arrow")
        yield BigText(classes="earlier-counter", shape="88")
        yield PlainText(classes="earlier-words")

    def show(self, call: CallView | None, fresh: bool) -> None:
        """Show a call, or nothing."""
        self.set_class(call is None, "-none")
        self.set_class(fresh, "-fresh")
        if call is None:
            return
        number = words.short_counter(call.counter_name, call.counter)
        self.query_one(".earlier-label", BigText).text = call.label
        self.query_one(".earlier-counter", BigText).text = number
        parts = (call.label, call.counter_name, f"{call.at:%H:%M}")
        between = "   " if self.screen.has_class("-low") else "\n"
        self.query_one(".earlier-words", PlainText).show(between.join(parts))


class CounterTile(Vertical):
    """Whom one counter serves now."""

    def __init__(self) -> None:
        super().__init__()
        # held here: what is shown before they stand on the screen, or after, is shown all the same
        self._title = PlainText(classes="tile-name")
        self._state = PlainText(classes="tile-said")
        self._label = BigText(classes="tile-label", shape=LABEL)

    def compose(self) -> ComposeResult:
        yield Horizontal(self._title, self._state, classes="tile-head")
        yield self._label

    def show(self, counter: CentreCounter | None, serving: ServingView | None) -> None:
        """Show a counter with its number, or that it is not open."""
        self.set_class(counter is None, "-none")
        if counter is not None:
            self._draw(counter, serving)

    def _draw(self, counter: CentreCounter, serving: ServingView | None) -> None:
        label = serving.label if serving else ""
        said = label
        if counter.state is not CounterState.OPEN and not label:
            said = words.COUNTER_STATES[counter.state].lower()
        self._title.show(counter.name)
        self._state.show(said)
        self._label.text = label or "-"
        called = serving is not None and serving.state is TicketState.CALLED
        self.set_class(called, "-called")
        self.set_class(not label, "-empty")
        self.set_class(bool(label), "-number")


class CounterTiles(Grid):
    """All counters, as many side by side as leaves them readable."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[CounterTile] = []

    def show(self, counters: Sequence[CentreCounter], serving: Sequence[ServingView]) -> None:
        """Show every counter; a plan may bring new ones."""
        now = {shown.counter: shown for shown in serving}
        new = [CounterTile() for _ in range(len(counters) - len(self._tiles))]
        self._tiles += new
        if new:
            self.mount_all(new)
        for place, tile in enumerate(self._tiles):
            counter = counters[place] if place < len(counters) else None
            tile.show(counter, now.get(counter.id) if counter else None)


def distinct(calls: Sequence[CallView]) -> list[CallView]:
    """Return the newest call of each number at each counter: a recall is not a second line."""
    newest: dict[tuple[str, str], CallView] = {}
    for call in calls:
        newest.setdefault((call.label, call.counter), call)
    return list(newest.values())


class WaitingLine(Widget):
    """How many wait for what; no name is torn apart, and the counts stand out."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._waiting: list[tuple[str, int]] = []

    def show(self, counts: Sequence[FieldCount]) -> None:
        """Show the counts, laid out again only when they change."""
        some = waiting(counts)
        if some != self._waiting:
            self._waiting = some
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the names need."""
        return max(1, len(rows_of(self._waiting, width)))

    def render(self) -> Content:
        """Draw the names row by row."""
        if not self._waiting:
            return Content(words.NOBODY_WAITS)
        rows = [_row(row) for row in rows_of(self._waiting, self.size.width)]
        return Content("\n").join(rows)


def _row(row: Sequence[tuple[str, int]]) -> Content:
    some = (Content.assemble(f"{name} ", (str(count), "bold $accent")) for name, count in row)
    return Content(BETWEEN).join(some)


def rows_of(some: Sequence[tuple[str, int]], width: int) -> list[list[tuple[str, int]]]:
    """Return the names in rows that fit; one that is too long stands alone."""
    rows: list[list[tuple[str, int]]] = []
    room = 0
    for name, count in some:
        needed = len(f"{name} {count}")
        if not rows or needed > room:
            rows.append([])
            room = width
        rows[-1].append((name, count))
        room -= needed + len(BETWEEN)
    return rows


def waiting(counts: Sequence[FieldCount]) -> list[tuple[str, int]]:
    """Return how many wait for what, those without anybody left out."""
    return [(count.short_vi or count.name_vi, count.count) for count in counts if count.count]
