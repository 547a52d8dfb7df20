"""Everybody who watches gets the newest picture, once, and nobody waits for a slow one."""

import asyncio
import json
from datetime import datetime

import pytest

from queue_server.domain import showing
from queue_server.domain.floor import Floor
from queue_server.engine import engine as engine_module
from queue_server.engine import hub as hub_module
from queue_server.engine.engine import Engine
from queue_server.engine.hub import Outbox, Watch
from queue_server.protocol.refusals import Refused
from tests.support.centre import CENTRE, next_at, number
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.looking import let_others_run

HALL = Watch("hall")


def waiting(frame: bytes) -> int:
    return sum(line["count"] for line in json.loads(frame)["view"]["waiting"])


async def newest(outbox: Outbox, people: int) -> dict:
    """Return the first frame in which so many people wait."""
    while waiting(frame := await outbox.get()) != people:
        pass
    return json.loads(frame)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Watch]:
    """Every picture that is drawn and encoded."""
    drawn: list[Watch] = []
    draw = hub_module._draw

    def count(watch: Watch, floor: Floor, now: datetime) -> bytes:
        drawn.append(watch)
        return draw(watch, floor, now)

    monkeypatch.setattr(hub_module, "_draw", count)
    return drawn


async def test_a_newcomer_is_shown_the_present_view_at_once(
    engine: Engine, clock: HandClock
) -> None:
    await engine.carry_out(number())
    frame = json.loads(await (await engine.watch(HALL)).get())

    assert frame["type"] == "view"
    assert frame["serial"] == await engine.ask(lambda floor, now: floor.seq)
    assert datetime.fromisoformat(frame["at"]) == clock.now()
    assert frame["at"].endswith("+07:00")
    assert [line["count"] for line in frame["view"]["waiting"] if line["count"]] == [1]


@pytest.mark.parametrize(
    "watch",
    [
        Watch("hall"),
        Watch("counter", "1"),
        Watch("console", "1"),
        Watch("kiosk", "kiosk"),
        Watch("dashboard"),
    ],
)
async def test_every_view_may_be_watched(engine: Engine, watch: Watch) -> None:
    outbox = await engine.watch(watch)

    assert json.loads(await outbox.get())["view"]


async def test_a_ticket_may_be_watched_by_who_holds_its_id(engine: Engine) -> None:
    ticket = number()
    await engine.carry_out(ticket)
    outbox = await engine.watch(Watch("ticket", ticket.id))
    assert json.loads(await outbox.get())["view"]["state"] == "waiting"

    await engine.carry_out(next_at(1))
    assert json.loads(await outbox.get())["view"]["state"] == "called"


@pytest.mark.parametrize("watch", [Watch("counter", "99"), Watch("ticket", "nobody's")])
async def test_what_does_not_exist_cannot_be_watched(engine: Engine, watch: Watch) -> None:
    with pytest.raises(Refused, match="unknown"):
        await engine.watch(watch)

    assert len(engine.hub) == 0


async def test_a_slow_screen_holds_one_frame_and_holds_up_nobody(engine: Engine) -> None:
    slow, quick = await engine.watch(HALL), await engine.watch(HALL)
    serials = []
    for people in range(1, 6):
        await engine.carry_out(number())
        serials.append((await newest(quick, people))["serial"])

    assert serials == sorted(serials)
    assert waiting(await slow.get()) == 5
    nothing_more = asyncio.create_task(slow.get())
    await let_others_run()
    assert not nothing_more.done()
    nothing_more.cancel()


async def test_equal_views_are_not_sent_twice(engine: Engine) -> None:
    outbox = await engine.watch(Watch("counter", "2"))
    await outbox.get()
    await engine.carry_out(number())
    hall = await engine.watch(HALL)
    await newest(hall, 1)
    news = asyncio.create_task(outbox.get())
    await let_others_run()
    assert not news.done()

    await engine.carry_out(next_at(2))
    assert json.loads(await news)["view"]["label"] == "A001"


async def test_a_view_is_drawn_once_for_all_who_watch_it(
    engine: Engine, drawn: list[Watch]
) -> None:
    halls = [await engine.watch(HALL) for _ in range(50)]
    for hall in halls:
        await hall.get()
    await engine.ask(lambda floor, now: drawn.clear())
    await engine.carry_out(number())
    frames = [await hall.get() for hall in halls]

    assert len({id(frame) for frame in frames}) == 1
    # the picture of what was before may still have been owed; there is none for each
    assert drawn in ([HALL], [HALL, HALL])


async def test_under_load_screens_are_drawn_far_less_often_than_things_happen(
    engine: Engine, drawn: list[Watch]
) -> None:
    outbox = await engine.watch(HALL)
    for _ in range(100):
        await engine.carry_out(number())
    await newest(outbox, 100)

    assert len(drawn) < 50


async def test_pictures_that_take_long_to_draw_leave_time_for_presses(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    true_time, spent_s, drawn = loop.time, 0.0, 0

    def draw(floor: Floor, now: datetime) -> None:
        nonlocal spent_s, drawn
        drawn += 1
        spent_s += 60

    await engine.ask(lambda floor, now: None)
    monkeypatch.setattr(loop, "time", lambda: true_time() + spent_s)
    monkeypatch.setattr(engine.hub, "show", draw)
    until = true_time() + 5 * engine_module.SHOW_GAP_S
    while true_time() < until:
        await engine.carry_out(number())

    assert drawn == 1


async def test_a_newcomer_who_sees_more_than_the_others_brings_them_up_to_date(
    engine: Engine, clock: HandClock
) -> None:
    await engine.carry_out(number())
    early = await engine.watch(Watch("dashboard"))
    await early.get()
    clock.move(60)
    late = await engine.watch(Watch("dashboard"))

    assert json.loads(await early.get())["view"] == json.loads(await late.get())["view"]


async def test_time_alone_changes_what_is_shown(
    journal: GuardedJournal,
    engine: Engine,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await engine.carry_out(number())
    await engine.stop()
    monkeypatch.setattr(engine_module, "TICK_S", 0.001)
    again = Engine(CENTRE, journal, clock)
    await again.start()
    outbox = await again.watch(Watch("dashboard"))
    before = json.loads(await outbox.get())
    clock.move(60)
    after = json.loads(await outbox.get())
    await again.stop()

    assert after["serial"] == before["serial"]
    assert after["at"] > before["at"]


async def test_leaving_twice_is_fine(engine: Engine) -> None:
    staying, leaving = await engine.watch(HALL), await engine.watch(HALL)
    engine.leave(leaving)
    engine.leave(leaving)
    assert len(engine.hub) == 1

    engine.leave(staying)
    engine.leave(staying)
    assert len(engine.hub) == 0


async def test_who_left_is_sent_nothing(engine: Engine) -> None:
    staying, gone = await engine.watch(HALL), await engine.watch(HALL)
    await gone.get()
    engine.leave(gone)
    await engine.carry_out(number())
    await newest(staying, 1)
    news = asyncio.create_task(gone.get())
    await let_others_run()

    assert not news.done()
    news.cancel()


async def test_who_is_cut_off_while_joining_leaves_nothing_behind(
    engine: Engine, journal: GuardedJournal
) -> None:
    journal.shut()
    press = asyncio.create_task(engine.carry_out(number()))
    await journal.knocked.wait()
    joining = asyncio.create_task(engine.watch(HALL))
    await let_others_run()
    cutting_off = asyncio.create_task(engine.ask(lambda floor, now: joining.cancel()))
    await let_others_run()
    journal.gate.set()
    await asyncio.gather(press, cutting_off)
    await let_others_run()

    assert joining.cancelled()
    assert len(engine.hub) == 0


async def test_listeners_are_counted_by_view(engine: Engine) -> None:
    for watch in (HALL, HALL, Watch("counter", "1"), Watch("counter", "2")):
        await engine.watch(watch)

    assert engine.hub.counts() == {"hall": 2, "counter": 2}


async def test_one_picture_that_cannot_be_drawn_does_not_stop_the_others(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn, whole = await engine.watch(Watch("dashboard")), await engine.watch(HALL)
    await torn.get()

    def broken(floor: Floor, now: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(showing, "dashboard", broken)
    await engine.carry_out(number())

    assert (await newest(whole, 1))["type"] == "view"
    assert not engine.died.done()


async def test_a_ticket_of_yesterday_keeps_its_last_view(engine: Engine, clock: HandClock) -> None:
    ticket = number()
    await engine.carry_out(ticket)
    outbox = await engine.watch(Watch("ticket", ticket.id))
    hall = await engine.watch(HALL)
    await newest(hall, 1)
    await outbox.get()
    clock.move(24 * 60 * 60)
    await engine.tick()
    await newest(hall, 0)

    assert not engine.died.done()
