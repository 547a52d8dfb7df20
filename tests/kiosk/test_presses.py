"""One press is one ticket: over a timeout, over a restart, over a change of mind."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.issuing import Issued, Issuing, NotIssued
from kiosk.pressing import FILE, FRESH, OpenPress, PressBook
from kiosk.printing.printer import Condition
from kiosk.printing.slip import Line
from kiosk.scene import Wish
from queue_server.link import Link, LinkLost
from queue_server.protocol.refusals import Refused
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import Kind
from tests.support import sights
from tests.support.glass import IMPATIENT, TIMING, PaperTray, kiosk, ready
from tests.support.screens import until
from tests.support.stage import Asked, Stage

HT, CT = Wish(Kind.SUBMIT, "HT"), Wish(Kind.SUBMIT, "CT")


class Clerk:
    """The kiosk's asking, without the glass."""

    def __init__(self, stage: Stage, tray: PaperTray, folder: Path) -> None:
        self.stage, self.tray, self.folder = stage, tray, folder
        self.restart()

    def restart(self) -> None:
        """Lose all that is not on disk."""
        if hasattr(self, "book"):
            self.book.close()
        else:
            self.link = Link(self.stage.url, "token", limits=IMPATIENT, monotonic=lambda: 0.0)
        self.book = PressBook(self.folder)
        self.issuing = Issuing(self.link, self.tray, self.book)

    def press_was(self, before: timedelta) -> None:
        """Let the open press have been made earlier."""
        press = self.book.open
        assert press is not None
        self.book.keep(OpenPress(key=press.key, wish=press.wish, at=press.at - before))
        self.restart()

    def asked(self, path: str = "/tickets") -> list[Asked]:
        return [asked for asked in self.stage.asked if asked.path == path]


@pytest.fixture
async def clerk(stage: Stage, tray: PaperTray, tmp_path: Path) -> AsyncIterator[Clerk]:
    def ticket(asked: Asked) -> object:
        return next(t for t in stage.tickets if t.id in asked.path)  # type: ignore[attr-defined]

    for number in range(5, 10):
        stage.answers[f"GET /tickets/{number:032x}"] = ticket
        stage.answers[f"POST /tickets/{number:032x}/cancel"] = ticket
    made = Clerk(stage, tray, tmp_path / "book")
    yield made
    await made.link.aclose()
    made.book.close()


async def take(clerk: Clerk, wish: Wish = HT) -> TicketView:
    answer = await clerk.issuing.take(wish)
    assert isinstance(answer, Issued)
    return answer.ticket


async def lose(clerk: Clerk, wish: Wish = HT) -> None:
    """Let a press be carried out and its answer get lost."""
    clerk.stage.lose_answers = 100
    assert isinstance(await clerk.issuing.take(wish), NotIssued)
    clerk.stage.lose_answers = 0


async def test_a_press_is_on_disk_before_the_server_hears_of_it(clerk: Clerk) -> None:
    seen: list[dict[str, object]] = []

    def look(asked: Asked) -> object:
        seen.append(json.loads((clerk.folder / FILE).read_text()))
        assert seen[-1]["key"] == asked.key
        return sights.ticket()

    clerk.stage.answers["POST /tickets"] = look
    await take(clerk)

    assert seen[0]["ticket"] is None


async def test_a_press_is_forgotten_once_its_paper_is_out(clerk: Clerk) -> None:
    ticket = await take(clerk)
    assert (clerk.folder / FILE).exists()

    clerk.issuing.done("another")
    assert (clerk.folder / FILE).exists()
    clerk.issuing.done(ticket.id)

    assert not (clerk.folder / FILE).exists()
    assert await clerk.issuing.settle() is None


async def test_a_press_that_was_refused_is_forgotten(clerk: Clerk) -> None:
    def no(_: Asked) -> object:
        raise Refused("sold_out")

    clerk.stage.answers["POST /tickets"] = no
    assert isinstance(await clerk.issuing.take(HT), NotIssued)

    assert clerk.book.open is None
    assert not (clerk.folder / FILE).exists()


async def test_after_a_restart_the_same_ticket_is_asked_for_and_printed(clerk: Clerk) -> None:
    await lose(clerk)
    clerk.restart()

    settled = await clerk.issuing.settle()

    assert settled is not None
    assert (settled.ticket.label, settled.again) == ("A005", False)
    assert len(clerk.stage.tickets) == 1
    assert len({asked.key for asked in clerk.asked()}) == 1
    assert await clerk.issuing.settle() is None


async def test_paper_that_may_be_out_already_is_marked_as_a_reprint(clerk: Clerk) -> None:
    await take(clerk)
    clerk.restart()

    settled = await clerk.issuing.settle()

    assert settled is not None
    assert settled.again


async def test_what_is_being_printed_now_is_nothing_to_settle(clerk: Clerk) -> None:
    await take(clerk)

    assert await clerk.issuing.settle() is None


async def test_a_ticket_called_meanwhile_needs_no_paper(clerk: Clerk) -> None:
    await take(clerk)
    clerk.stage.tickets[0] = sights.ticket(id=f"{5:032x}", state="called")
    clerk.restart()

    assert await clerk.issuing.settle() is None
    assert clerk.book.open is None


async def test_an_old_press_is_printed_if_it_was_given_then(clerk: Clerk) -> None:
    await lose(clerk)
    clerk.press_was(FRESH / 2)

    settled = await clerk.issuing.settle()

    assert settled is not None
    assert settled.ticket.label == "A005"


async def test_an_old_press_that_the_server_never_heard_of_leaves_nobody_in_line(
    clerk: Clerk,
) -> None:
    clerk.book.keep(OpenPress(key="never sent", wish=HT, at=sights.AT - timedelta(minutes=30)))
    clerk.restart()
    clerk.link.now = lambda: sights.AT  # type: ignore[method-assign]

    assert await clerk.issuing.settle() is None
    assert len(clerk.asked(f"/tickets/{5:032x}/cancel")) == 1
    assert clerk.book.open is None


async def test_a_press_of_yesterday_is_not_asked_for(clerk: Clerk) -> None:
    clerk.book.keep(OpenPress(key="old", wish=HT, at=sights.AT - timedelta(days=1)))
    clerk.restart()
    clerk.link.now = lambda: sights.AT  # type: ignore[method-assign]

    assert await clerk.issuing.settle() is None
    assert clerk.asked() == []


async def test_a_press_stays_open_while_nobody_answers(clerk: Clerk) -> None:
    await lose(clerk)
    clerk.stage.lose_answers = 100

    with pytest.raises(LinkLost):
        await clerk.issuing.settle()

    assert clerk.book.open is not None


@pytest.mark.parametrize(("wish", "label", "cancelled"), [(HT, "A005", 0), (CT, "B006", 1)])
async def test_whoever_presses_again_while_it_is_asked_for_is_not_given_two(
    clerk: Clerk, wish: Wish, label: str, cancelled: int
) -> None:
    await lose(clerk, HT)
    go_on = asyncio.Event()
    clerk.tray.held = go_on
    clerk.tray.looked_at.clear()

    settling = asyncio.create_task(clerk.issuing.settle())
    await clerk.tray.looked_at.wait()
    clerk.tray.held = None
    taking = asyncio.create_task(take(clerk, wish))
    await asyncio.sleep(0)
    go_on.set()

    assert await settling is None
    assert (await taking).label == label
    assert len(clerk.asked(f"/tickets/{5:032x}/cancel")) == cancelled
    assert await clerk.issuing.settle() is None


async def test_a_press_waits_for_paper(clerk: Clerk) -> None:
    await lose(clerk)
    clerk.tray.condition = Condition.PAPER_OUT
    assert await clerk.issuing.settle() is None

    clerk.tray.condition = Condition.READY
    assert await clerk.issuing.settle() is not None


async def test_whoever_wants_something_else_gets_that_and_the_first_is_given_up(
    clerk: Clerk,
) -> None:
    await lose(clerk, HT)

    ticket = await take(clerk, CT)

    assert ticket.label == "B006"
    assert len(clerk.asked(f"/tickets/{5:032x}/cancel")) == 1


async def test_a_procedure_that_left_the_catalogue_never_stands_in_the_way(clerk: Clerk) -> None:
    def only_fields(asked: Asked) -> object:
        assert isinstance(asked.body, dict)
        if "procedure" in asked.body:
            raise Refused("unknown_procedure")
        return sights.ticket()

    clerk.stage.answers["POST /tickets"] = only_fields

    assert (await take(clerk, HT._replace(procedure="1.001193"))).label == "A005"


def test_a_book_that_nobody_can_read_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\x00 half a pa")

    assert PressBook(tmp_path).open is None


def test_two_kiosks_never_share_a_page(tmp_path: Path) -> None:
    first, second = PressBook(tmp_path), PressBook(tmp_path)
    second.keep(OpenPress(key="k", wish=HT, at=sights.AT))

    assert second.open is not None
    assert not (tmp_path / FILE).exists()
    first.close()
    assert PressBook(tmp_path).open is None


async def test_the_ticket_of_a_lost_answer_comes_out_once_the_server_is_back(
    stage: Stage, tray: PaperTray, tmp_path: Path
) -> None:
    stage.answers[f"GET /tickets/{5:032x}"] = lambda _: stage.tickets[0]
    async with ready(stage, tray, limits=IMPATIENT, book=PressBook(tmp_path)) as pilot:
        stage.lose_answers = 100
        await pilot.click("#tile-0")
        await until(pilot, "Chưa lấy được số")
        await stage.stop()
        await pilot.click("#done")
        await until(pilot, "Máy tạm thời mất kết nối")
        stage.lose_answers = 0
        await stage.start()
        await until(pilot, "Phiếu của lượt bấm trước khi mất kết nối.")

    assert len(stage.tickets) == 1
    assert [(job.label, job.again) for job in tray.jobs] == [("A005", False)]


async def test_a_server_that_was_only_slow_is_asked_again(
    stage: Stage, tray: PaperTray, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage.answers[f"GET /tickets/{5:032x}"] = lambda _: stage.tickets[0]
    timing = TIMING._replace(settle_s=0.01)
    book = PressBook(tmp_path)
    async with ready(stage, tray, limits=IMPATIENT, book=book, timing=timing) as pilot:
        stage.lose_answers = 100
        await pilot.click("#tile-0")
        await until(pilot, "Chưa lấy được số")
        await pilot.click("#done")
        while "an earlier press has no answer yet" not in caplog.text:
            await pilot.pause(0.01)
        stage.lose_answers = 0
        await until(pilot, "Phiếu của lượt bấm trước khi mất kết nối.")

    assert len(stage.tickets) == 1
    assert [(job.label, job.again) for job in tray.jobs] == [("A005", False)]


async def test_a_kiosk_started_again_prints_what_it_owes(
    stage: Stage, tray: PaperTray, tmp_path: Path
) -> None:
    stage.answers[f"GET /tickets/{5:032x}"] = lambda _: stage.tickets[0]
    book = PressBook(tmp_path)
    tray.may_print.clear()
    async with ready(stage, tray, book=book) as pilot:
        await pilot.click("#tile-0")
        await until(pilot, "Đang in phiếu…")
    book.close()
    tray.may_print.set()
    async with kiosk(stage, tray, book=PressBook(tmp_path)) as pilot:
        await until(pilot, "Số của quý vị: A005")
        await stage.was_asked("POST", f"/tickets/{5:032x}/printed")

    assert len(stage.tickets) == 1
    assert any(isinstance(p, Line) and p.text == "IN LẠI" for p in tray.jobs[-1].slip)
    assert not (tmp_path / FILE).exists()
