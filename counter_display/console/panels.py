"""The parts of the console: the current number, who waits, the keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from counter_display import words
from counter_display.console.keys import Key
from queue_server.protocol.screens import ConsoleView
from queue_server.protocol.views import CentreView, TicketView
from queue_server.protocol.vocabulary import CounterState, Kind, TicketState
from queue_server.terminal.glyphs import BigText
from queue_server.terminal.plain import PlainText


class ActionButton(PlainText):
    """One action with its key; a click is as good as the key."""

    class Pressed(Message):
        """Somebody clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, key: Key) -> None:
        super().__init__(id=f"do-{key.action}")
        self.update(Content.assemble((f" {key.shown} ", "reverse"), f" {key.caption}"))
        self._key = key

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed(self._key.action))


class CurrentPanel(Vertical):
    """The number at this counter, and how it stands with it."""

    def compose(self) -> ComposeResult:
        yield BigText(id="label", shape="A888")
        yield PlainText(id="what")
        yield PlainText(id="priority")
        yield PlainText(id="since")
        yield PlainText(id="hint")

    def show(self, view: ConsoleView, centre: CentreView | None, now: datetime) -> None:
        """Show the current ticket, or what to press to get one."""
        ticket = view.current
        self.set_class(ticket is None, "-none")
        self.set_class(ticket is not None and ticket.state is TicketState.SERVING, "-serving")
        self.query_one("#label", BigText).text = ticket.label if ticket else ""
        self.query_one("#what", PlainText).update(_what(view))
        self.query_one("#priority", PlainText).update(_priority(ticket, centre))
        self.query_one("#since", PlainText).update(_since(ticket, now) if ticket else "")
        self.query_one("#hint", PlainText).update(_hint(view, now))


def _what(view: ConsoleView) -> str:
    if view.current is not None:
        ticket = view.current
        dossiers = f" · {ticket.quantity} hồ sơ" if ticket.quantity > 1 else ""
        return f"{ticket.label} · {words.about(ticket)}{dossiers}"
    if view.counter.state is CounterState.OPEN:
        return words.NOTHING_OPEN
    return f"{view.counter.name}: {words.COUNTER_STATES[view.counter.state].lower()}"


def _priority(ticket: TicketView | None, centre: CentreView | None) -> str:
    if ticket is None or ticket.priority is None:
        return ""
    groups = centre.groups if centre else ()
    names = {group.code: group.name_vi for group in groups}
    return f"{words.PRIORITY.vi}: {names.get(ticket.priority, ticket.priority)}"


def _since(ticket: TicketView, now: datetime) -> str:
    state = words.TICKET_STATES.get(ticket.state, str(ticket.state))
    since = ticket.started_at or ticket.called_at
    if ticket.state is TicketState.CALLED and ticket.calls:
        state = f"{state} {ticket.calls} lượt"
    return f"{state} · {_elapsed(since, now)}" if since else state


def _elapsed(since: datetime, now: datetime) -> str:
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds // 60:02}:{seconds % 60:02}"


def _hint(view: ConsoleView, now: datetime) -> str:
    if view.current is None:
        is_open = view.counter.state is CounterState.OPEN
        return words.PRESS_NEXT if is_open else words.PRESS_TO_OPEN
    if view.suggest_miss:
        return words.SUGGEST_MISS.format(calls=view.current.calls)
    if view.start_by is not None and now < view.start_by:
        return words.NEXT_MEANS_MISSED.format(time=f"{view.start_by:%H:%M:%S}")
    return ""


class QueuePanel(Vertical):
    """Who waits for this counter, who was set aside, who did not come."""

    def __init__(self) -> None:
        super().__init__()
        self._now: tuple[ConsoleView, CentreView | None, datetime] | None = None

    def compose(self) -> ComposeResult:
        yield PlainText(id="waiting-title")
        yield PlainText(id="waiting")
        for name, caption in ASIDE.items():
            yield PlainText(caption, id=f"{name}-title", classes="aside-title")
            yield PlainText(id=name, classes="aside")

    def show(self, view: ConsoleView, centre: CentreView | None, now: datetime) -> None:
        """Show the lists; the line as far as there is room."""
        self._now = view, centre, now
        title = words.WAITING_COUNT.format(count=view.waiting_count)
        self.query_one("#waiting-title", PlainText).show(title)
        for name, tickets in _aside(view).items():
            self.query_one(f"#{name}-title").display = bool(tickets)
            listed = self.query_one(f"#{name}", PlainText)
            listed.display = bool(tickets)
            listed.show("  ".join(ticket.label for ticket in tickets))
        waiting = self.query_one("#waiting", PlainText)
        waiting.update(_line(view, _short_names(centre), now, max(1, waiting.size.height)))

    def on_resize(self) -> None:
        if self._now is not None:
            self.call_after_refresh(self.show, *self._now)


ASIDE = {"held": words.HELD, "missed": words.ABSENT, "no-outcome": words.NO_OUTCOME}
"""The lists beside the line."""


def _aside(view: ConsoleView) -> dict[str, Sequence[TicketView]]:
    return {"held": view.held, "missed": view.missed, "no-outcome": view.no_outcome}


def _short_names(centre: CentreView | None) -> dict[str, str]:
    """Return the names that fit into a row, by the fields' codes."""
    fields = centre.fields if centre is not None else ()
    return {field.code: field.short_vi for field in fields if field.short_vi}


def _line(view: ConsoleView, names: Mapping[str, str], now: datetime, room: int) -> Content:
    if not view.waiting:
        return Content(words.NOBODY)
    shown = enumerate(view.waiting[:room])
    rows = [_row(ticket, names, now, place == 0) for place, ticket in shown]
    if view.waiting_count > room:
        left = view.waiting_count - room + 1
        rows[-1] = Content(words.AND_MORE.format(count=left))
    return Content("\n").join(rows)


def _row(ticket: TicketView, names: Mapping[str, str], now: datetime, first: bool) -> Content:
    """Return one who waits; the first is whom the next press calls."""
    waited = words.minutes((now - ticket.issued_at).total_seconds())
    field = names.get(ticket.field or "", ticket.field_name_vi)
    kind = words.KINDS[ticket.kind]
    what = " · ".join(filter(None, (field, "" if field and ticket.kind is Kind.SUBMIT else kind)))
    dossiers = f" · {ticket.quantity} hồ sơ" if ticket.quantity > 1 else ""
    return Content.assemble(
        (f"{ticket.label:<5} ", "bold $accent" if first else "bold"),
        ("ƯT" if ticket.priority else "  ", "bold $warning"),
        (f" {waited:>8}  ", "$secondary"),
        f"{what}{dossiers}",
    )
