from contextlib import aclosing

from kiosk.printing.printer import Condition, Job, PrinterState, Printout
from kiosk.printing.tray import Tray
from queue_server.link import Limits, Link
from queue_server.protocol.screens import PrintJob
from queue_server.protocol.vocabulary import PrintResult
from tests.support import sights
from tests.support.stage import Stage


class QuietPrinter:
    """Prints nothing and says so."""

    async def check(self) -> PrinterState:
        return PrinterState(Condition.READY)

    async def print(self, job: Job) -> Printout:
        return Printout(PrintResult.PRINTED, PrinterState(Condition.PAPER_LOW, "4=1e"))


def reprint(serial: int) -> PrintJob:
    return PrintJob(serial=serial, ticket=sights.ticket())


def test_each_reprint_is_printed_once_and_none_from_before_the_start() -> None:
    tray = Tray(Link("http://127.0.0.1:1"), QuietPrinter())
    old, new, newer = reprint(90), reprint(101), reprint(102)

    assert tray.new_reprints([new]) == [], "before the first view nobody knows what is old"
    tray.begin(100)
    assert tray.new_reprints([old]) == []
    tray.begin(101)
    assert tray.new_reprints([newer, old, new]) == [new, newer]
    assert tray.new_reprints([old, new, newer]) == [], "also after a new connection"


async def test_the_server_is_told_what_became_of_a_slip(stage: Stage) -> None:
    async with aclosing(Link(stage.url, "token")) as link:
        tray = Tray(link, QuietPrinter())
        tray.put(Job("t1", "A005", ()))
        await tray.report(*await tray.print_next())
        await tray.report(Job("t2", "A006", ()), Printout(None))

    told = [(asked.path, asked.body) for asked in stage.asked if asked.method == "POST"]
    low = {"result": "printed", "detail": "paper_low 4=1e", "paper_low": True}
    assert told == [("/tickets/t1/printed", low)]


async def test_a_server_that_is_gone_does_not_stop_the_printing() -> None:
    link = Link("http://127.0.0.1:1", centre="x", limits=Limits(press_s=0.1))
    tray = Tray(link, QuietPrinter())
    tray.put(Job("t1", "A005", ()))

    job, printout = await tray.print_next()
    await tray.report(job, printout)
    await link.aclose()

    assert printout.result is PrintResult.PRINTED
