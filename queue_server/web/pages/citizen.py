"""A citizen's own page: the number, what state it is in, how long it may take."""

import math
from typing import Any, Final, NamedTuple

from aiohttp import web

from queue_server.engine.engine import Engine
from queue_server.protocol.events import Estimate
from queue_server.protocol.refusals import Refused, Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import TicketId, TicketState
from queue_server.web.handlers.centre import name
from queue_server.web.handlers.tickets import find
from queue_server.web.pages.frame.visit import Visit

STATES: Final = {
    TicketState.WAITING: Sentence("Đang chờ", "Waiting"),
    TicketState.CALLED: Sentence("Mời đến", "Please come to"),
    TicketState.SERVING: Sentence("Đang được phục vụ", "Being served"),
    TicketState.HELD: Sentence(
        "Tạm giữ số. Xong việc, mời quay lại quầy",
        "Kept aside. Come back to the counter when you are ready",
    ),
    TicketState.MISSED: Sentence(
        "Đã gọi nhưng chưa gặp. Vui lòng báo cán bộ",
        "You were called. Please tell a member of staff",
    ),
    TicketState.SERVED: Sentence("Đã phục vụ xong", "Done"),
    TicketState.CANCELLED: Sentence("Đã hủy", "Cancelled"),
    TicketState.NO_SHOW: Sentence("Đã gọi nhưng không có mặt", "Called, but nobody came"),
    TicketState.ABANDONED: Sentence(
        "Ngày làm việc đã kết thúc, số chưa được gọi", "The day ended before this number was called"
    ),
}
LINES: Final = {
    "ahead": Sentence("Còn {n} người trước bạn", "People before you: {n}"),
    "first": Sentence("Bạn là người tiếp theo", "You are next"),
    "estimate": Sentence("Khoảng {low}–{high} phút nữa", "In about {low}–{high} minutes"),
    "soon": Sentence("Trong vài phút nữa", "Within a few minutes"),
    "unsure": Sentence("Chưa đủ dữ liệu để ước tính", "Not enough data for an estimate"),
    "break": Sentence("Quầy làm việc lại từ {time}", "Service goes on at {time}"),
    "again": Sentence("Gọi lần {n}", "Call number {n}"),
    "lost": Sentence(
        "Mất kết nối – số liệu có thể đã cũ", "Connection lost – this may be out of date"
    ),
}
_SOON_MIN: Final = 3


class Shown(NamedTuple):
    """The lines of the page under the number, as they stand now."""

    state: Sentence
    place: str
    """The counter to go to; empty unless called or being served."""
    ahead: Sentence | None
    estimate: Sentence | None
    pause: Sentence | None
    again: Sentence | None


async def ticket(visit: Visit) -> web.Response:
    """Answer with the page of a ticket of any day, wherever it was taken.

    Raises:
        Refused: there is no such ticket.
    """
    wanted = TicketId(visit.request.match_info["ticket"])
    for engine in list(visit.context.engines.values()):
        try:
            view = await find(engine, wanted)
        except Refused as refused:
            if refused.code != "unknown_ticket":
                raise
        else:
            return await _page(visit, engine, view)
    raise Refused("unknown_ticket")


async def _page(visit: Visit, engine: Engine, view: TicketView) -> web.Response:
    centre = await engine.ask(name)
    shown = lines(view, await _counter_name(engine, view))
    told: dict[str, Any] = {
        "states": {state.value: words._asdict() for state, words in STATES.items()},
        "lines": {key: words._asdict() for key, words in LINES.items()},
        "soon_min": _SOON_MIN,
    }
    return await visit.page(
        "ticket.html",
        scripts=("ticket.js",),
        data=told,
        ticket=view,
        centre=centre,
        shown=shown,
        lines=LINES,
    )


async def _counter_name(engine: Engine, view: TicketView) -> str:
    counter = view.counter
    if counter is None:
        return ""
    names = await engine.ask(
        lambda floor, now: {c: floor.counter_plan(c).name for c in floor.counters}
    )
    return names.get(counter, counter)


def lines(view: TicketView, counter: str) -> Shown:
    """Return what the page says of a ticket."""
    at_counter = view.state in (TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
    called_again = view.state is TicketState.CALLED and view.calls > 1
    waits = view.state is TicketState.WAITING
    return Shown(
        state=STATES[view.state],
        place=counter if at_counter else "",
        ahead=_ahead(view.ahead) if waits else None,
        estimate=_estimate(view.estimate) if waits else None,
        pause=_filled("break", time=view.after_break) if view.after_break else None,
        again=_filled("again", n=view.calls) if called_again else None,
    )


def _ahead(count: int | None) -> Sentence | None:
    if count is None:
        return None
    return _filled("ahead", n=count) if count else LINES["first"]


def _estimate(wait: Estimate | None) -> Sentence:
    if wait is None:
        return LINES["unsure"]
    low, high = wait.low_s // 60, math.ceil(wait.high_s / 60)
    return LINES["soon"] if high <= _SOON_MIN else _filled("estimate", low=low, high=high)


def _filled(line: str, **about: object) -> Sentence:
    words = LINES[line]
    return Sentence(words.vi.format(**about), words.en.format(**about))
