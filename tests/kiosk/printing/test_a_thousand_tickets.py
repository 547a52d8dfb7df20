"""A thousand tickets of whatever stands in a catalogue, through the wire and back to pictures."""

import csv
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import queue_server.demo
from kiosk.printing import raster
from kiosk.printing.network import NetworkPrinter
from kiosk.printing.printer import Job
from kiosk.printing.raster import WIDTHS, draw
from kiosk.printing.slip import Code, Slip, slip
from queue_server.protocol.events import Estimate
from queue_server.protocol.vocabulary import Kind, Language, PrintResult
from tests.support import sights
from tests.support.escpos_paper import codes_on, sheets
from tests.support.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.uncounted
CATALOGUE = Path(queue_server.demo.__file__).parent / "catalogue.csv"
HOSTILE = (
    "\x1bp\x00",
    "\x1dV\x00",
    "\x10\x14\x01",
    "\x1b@",
    "\x1c.",
    "\n\r\t",
    "\x00",
    "\x9b",
    "\x7f",
)
TICKETS = 1000


def texts(chance: random.Random) -> Iterator[str]:
    """Yield texts of the catalogue for ever; one in ten has a printer's command in it."""
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    short = [row[column] for row in rows for column in ("field", "name", "short_name")]
    every = [cell for row in rows for cell in row.values() if cell]
    while True:
        text = chance.choice(every if chance.random() < 0.1 else short)
        if chance.random() < 0.1:
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(HOSTILE) + text[at:]
        yield text


def some_slip(number: int, chance: random.Random, text: Iterator[str]) -> Slip:
    low = chance.randrange(0, 7200)
    link = f"http://192.168.1.10:8080/t/{chance.getrandbits(128):032x}"
    ticket = sights.ticket(
        label=f"{chance.choice('ABCĐW19')}{number:03}",
        field_name_vi=next(text),
        field_name_en=next(text),
        kind=chance.choice(list(Kind)),
        priority=chance.choice([None, "over60"]),
        quantity=chance.choice([1, 1, 12]),
        counters=[next(text)[:30] for _ in range(chance.randrange(4))],
        ahead=chance.choice([None, 0, 4, 118]),
        estimate=chance.choice([None, Estimate(low, low + chance.randrange(3600), "prior")]),
        after_break=chance.choice([None, None, "13:30"]),
        link=chance.choice([None] * 5 + [link]),
    )
    centre = sights.centre(header_vi=[next(text)[:60], "XÃ CẨM XUYÊN"], header_en=[next(text)[:60]])
    at = sights.AT + timedelta(minutes=number)
    return slip(ticket, centre, chance.choice(list(Language)), at, again=chance.random() < 0.1)


async def test_each_of_a_thousand_tickets_comes_out_as_its_picture() -> None:
    chance = random.Random(2026)
    text = texts(chance)
    read = 0
    async with VirtualPrinter() as virtual:
        printers = {width: NetworkPrinter("127.0.0.1", virtual.port, width) for width in WIDTHS}
        for number in range(TICKETS):
            width = WIDTHS[number % len(WIDTHS)]
            paper = some_slip(number, chance, text)
            virtual.printed = b""
            printout = await printers[width].print(Job(str(number), f"A{number:03}", paper))

            assert printout.result is PrintResult.PRINTED
            (sheet,) = sheets(virtual.printed)
            drawn = draw(paper, width)
            assert (sheet.picture.size, sheet.picture.tobytes()) == (drawn.size, drawn.tobytes())
            links = [part.text for part in paper if isinstance(part, Code)]
            assert not links or codes_on(sheet.picture) == links
            read += len(links)

    assert read > TICKETS / 10


def test_a_slip_drawn_anew_is_the_slip_drawn_from_what_is_kept() -> None:
    chance = random.Random(7)
    text = texts(chance)
    slips = [some_slip(number, chance, text) for number in range(20)]
    kept = [[draw(paper, 384).tobytes() for paper in slips] for _ in range(2)]
    raster._part.cache_clear()
    anew = []
    for paper in slips:
        anew.append(draw(paper, 384).tobytes())
        raster._part.cache_clear()

    assert kept[0] == kept[1] == anew
