import asyncio

import pytest

from kiosk.printing.network import NetworkPrinter, Patience, understood
from kiosk.printing.printer import Condition, Job
from kiosk.printing.raster import draw
from kiosk.printing.slip import slip
from queue_server.protocol.vocabulary import Language, PrintResult
from tests.support import sights, virtual_printer
from tests.support.escpos_paper import sheets
from tests.support.virtual_printer import VirtualPrinter

LONG = Patience(connect_s=10.0, status_s=10.0, send_s=20.0, done_s=10.0)
"""A busy machine must not make a printer silent."""
QUICK = LONG._replace(status_s=0.2, done_s=0.3)
"""Where no answer comes."""


def job() -> Job:
    ticket = sights.ticket()
    paper = slip(ticket, sights.centre(), Language.VI, sights.AT)
    return Job(ticket.id, ticket.label, paper)


def at(printer: VirtualPrinter, patience: Patience = LONG) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", printer.port, 384, patience=patience)


async def test_a_good_printer_proves_that_it_printed() -> None:
    async with VirtualPrinter() as virtual:
        printout = await at(virtual).print(job())

    assert printout.result is PrintResult.PRINTED
    assert printout.state.condition is Condition.READY
    (sheet,) = sheets(virtual.printed)
    assert sheet.picture.tobytes() == draw(job().slip, 384).tobytes()


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        (virtual_printer.READY, Condition.READY),
        (virtual_printer.PAPER_LOW, Condition.PAPER_LOW),
        (virtual_printer.PAPER_OUT, Condition.PAPER_OUT),
        (virtual_printer.COVER_OPEN, Condition.COVER_OPEN),
        (virtual_printer.FAULT, Condition.FAULT),
    ],
)
async def test_a_printer_says_how_it_is(status: dict[int, int], condition: Condition) -> None:
    async with VirtualPrinter() as virtual:
        virtual.status = status

        assert (await at(virtual).check()).condition is condition


@pytest.mark.parametrize("status", [virtual_printer.PAPER_OUT, virtual_printer.COVER_OPEN])
async def test_nothing_is_sent_to_a_printer_that_cannot_print(status: dict[int, int]) -> None:
    async with VirtualPrinter() as virtual:
        virtual.status = status
        printout = await at(virtual).print(job())

    assert printout.result is PrintResult.FAILED
    assert virtual.printed == b""


async def test_a_silent_printer_prints_and_nobody_knows() -> None:
    async with VirtualPrinter() as virtual:
        virtual.silent = True
        printer = at(virtual, QUICK)
        state, printout = await printer.check(), await printer.print(job())

    assert state.condition is Condition.UNKNOWN
    assert not state.stops
    assert printout.result is PrintResult.UNKNOWN
    assert len(sheets(virtual.printed)) == 1


async def test_a_printer_set_as_silent_is_asked_nothing_and_people_are_asked() -> None:
    async with VirtualPrinter() as virtual:
        printer = NetworkPrinter("127.0.0.1", virtual.port, 384, True, patience=QUICK)
        state, printout = await printer.check(), await printer.print(job())

    assert state.condition is Condition.UNKNOWN
    assert printout.result is PrintResult.UNKNOWN
    assert printout.ask
    assert virtual.asked == 0
    assert len(sheets(virtual.printed)) == 1


async def test_a_printer_set_as_silent_can_still_be_absent() -> None:
    virtual = VirtualPrinter()
    async with virtual:
        pass
    printer = NetworkPrinter("127.0.0.1", virtual.port, 384, True, patience=QUICK)

    assert (await printer.check()).condition is Condition.ABSENT
    assert (await printer.print(job())).result is PrintResult.FAILED


async def test_people_are_asked_about_no_other_printer() -> None:
    async with VirtualPrinter() as virtual:
        virtual.forgets_done = True

        assert not (await at(virtual, QUICK).print(job())).ask


async def test_a_printer_that_never_says_done_leaves_it_unknown() -> None:
    async with VirtualPrinter() as virtual:
        virtual.forgets_done = True
        printout = await at(virtual, QUICK).print(job())

    assert printout.result is PrintResult.UNKNOWN


async def test_paper_that_runs_out_in_the_middle_is_a_failed_slip() -> None:
    async with VirtualPrinter() as virtual:
        virtual.after_job = virtual_printer.PAPER_OUT
        printout = await at(virtual).print(job())

    assert printout.result is PrintResult.FAILED
    assert printout.state.condition is Condition.PAPER_OUT


@pytest.mark.parametrize("after", [1, 5000])
async def test_a_printer_that_dies_in_the_middle_never_printed_for_sure(after: int) -> None:
    async with VirtualPrinter() as virtual:
        virtual.dies_after = after
        printout = await at(virtual).print(job())

    assert printout.result in (PrintResult.FAILED, PrintResult.UNKNOWN)
    assert printout.state.condition is Condition.ABSENT


async def test_an_absent_printer_is_absent_and_found_again() -> None:
    virtual = VirtualPrinter()
    async with virtual:
        pass
    printer = at(virtual)

    assert (await printer.check()).condition is Condition.ABSENT
    assert (await printer.print(job())).result is PrintResult.FAILED
    async with virtual:
        assert (await printer.print(job())).result is PrintResult.PRINTED


async def test_jobs_that_come_together_come_out_one_after_the_other() -> None:
    async with VirtualPrinter() as virtual:
        printer = at(virtual)
        done = await asyncio.gather(*(printer.print(job()) for _ in range(3)), printer.check())

    assert [printout.result for printout in done[:3]] == [PrintResult.PRINTED] * 3
    assert len(sheets(virtual.printed)) == 3


def test_the_gravest_of_several_signs_counts() -> None:
    assert understood(0x1A, 0x36, 0x7E).condition is Condition.COVER_OPEN
    assert understood(0x12, 0x12, 0x1E).condition is Condition.PAPER_LOW
