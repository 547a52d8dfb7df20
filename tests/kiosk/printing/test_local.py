import os
from pathlib import Path

import pytest
from PIL import Image

from kiosk.printing import port
from kiosk.printing.local import FilePrinter, PicturePrinter
from kiosk.printing.printer import Condition, Job, NoPrinter
from kiosk.printing.raster import draw
from kiosk.printing.slip import Line, Slip
from queue_server.protocol.vocabulary import PrintResult
from tests.support.escpos_paper import sheets

PAPER: Slip = (Line("Số của quý vị"),)
JOB = Job("ab12cd34ef56", "A005", PAPER)


async def test_a_plain_file_collects_whole_slips(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    printer = FilePrinter(path, 384)

    results = [(await printer.print(JOB)).result for _ in range(2)]

    assert results == [PrintResult.PRINTED] * 2
    printed = sheets(path.read_bytes())
    assert [sheet.picture.tobytes() for sheet in printed] == [draw(PAPER, 384).tobytes()] * 2


async def test_a_device_file_takes_the_bytes_and_proves_nothing() -> None:
    printout = await FilePrinter(Path("/dev/null"), 384).print(JOB)

    assert printout.result is PrintResult.UNKNOWN


@pytest.mark.parametrize(
    ("lines", "condition"),
    [
        (0x18, Condition.READY),
        (0xD8, Condition.READY),
        (0x38, Condition.PAPER_OUT),
        (0x20, Condition.PAPER_OUT),
        (0x08, Condition.FAULT),
        (0x10, Condition.FAULT),
        (None, Condition.UNKNOWN),
    ],
)
async def test_the_node_of_a_usb_printer_says_how_it_is(
    lines: int | None, condition: Condition
) -> None:
    printer = FilePrinter(Path("/dev/null"), 384, ask=lambda _: lines)

    assert (await printer.check()).condition is condition


async def test_nothing_is_written_while_the_node_says_that_paper_is_out() -> None:
    printout = await FilePrinter(Path("/dev/null"), 384, ask=lambda _: 0x38).print(JOB)

    assert printout.result is PrintResult.FAILED
    assert printout.state.condition is Condition.PAPER_OUT


async def test_paper_that_ran_out_while_it_printed_is_a_failed_slip() -> None:
    lines = iter([0x18, 0x38])
    printout = await FilePrinter(Path("/dev/null"), 384, ask=lambda _: next(lines)).print(JOB)

    assert printout.result is PrintResult.FAILED
    assert printout.state.condition is Condition.PAPER_OUT


def test_a_file_that_is_no_printer_knows_no_such_question(tmp_path: Path) -> None:
    with open(tmp_path / "plain", "wb") as plain, open("/dev/null", "wb") as node:
        assert port.status(plain.fileno()) is None
        assert port.status(node.fileno()) is None


@pytest.mark.parametrize("plain", [False, True])
async def test_a_file_set_as_silent_is_asked_nothing_and_people_are_asked(
    plain: bool, tmp_path: Path
) -> None:
    def never(_: int) -> int:
        raise AssertionError("asked")

    path = tmp_path / "out.bin" if plain else Path("/dev/null")
    printout = await FilePrinter(path, 384, True, ask=never).print(JOB)

    assert printout.result is PrintResult.UNKNOWN
    assert printout.ask


async def test_a_virtual_printer_set_as_silent_tells_nobody_what_it_did(tmp_path: Path) -> None:
    printer = PicturePrinter(tmp_path, 384, True)

    assert (await printer.check()).condition is Condition.UNKNOWN
    assert await printer.print(JOB) == (PrintResult.UNKNOWN, await printer.check(), True)
    assert [path.name for path in tmp_path.iterdir()] == ["A005-ab12cd34.png"]


async def test_a_device_that_is_not_plugged_in_is_absent() -> None:
    printer = FilePrinter(Path("/dev/no-such-printer"), 384)

    assert (await printer.check()).condition is Condition.ABSENT
    assert (await printer.print(JOB)).result is PrintResult.FAILED


async def test_a_device_that_takes_no_bytes_is_given_up_in_time(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with open(path, "wb", buffering=0) as full:
            os.set_blocking(full.fileno(), False)
            while full.write(b"x" * 65536):
                pass
            printout = await FilePrinter(path, 576, write_s=0.1).print(JOB)
    finally:
        os.close(reader)

    assert printout.result is PrintResult.FAILED
    assert printout.state.condition is Condition.FAULT


async def test_a_folder_is_no_printer(tmp_path: Path) -> None:
    assert (await FilePrinter(tmp_path).check()).condition is Condition.ABSENT
    assert (await FilePrinter(tmp_path / "no" / "x").check()).condition is Condition.ABSENT


async def test_the_virtual_printer_makes_one_picture_a_ticket(tmp_path: Path) -> None:
    printer = PicturePrinter(tmp_path / "new" / "slips", 384)

    assert (await printer.check()).condition is Condition.READY
    assert (await printer.print(JOB)).result is PrintResult.PRINTED
    await printer.print(JOB._replace(again=True))

    names = sorted(path.name for path in (tmp_path / "new" / "slips").iterdir())
    assert names == ["A005-ab12cd34-reprint.png", "A005-ab12cd34.png"]
    with Image.open(tmp_path / "new" / "slips" / names[1]) as picture:
        assert picture.tobytes() == draw(PAPER, 384).tobytes()


async def test_a_folder_that_cannot_be_made_is_absent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    printer = PicturePrinter(tmp_path / "file" / "slips")

    assert (await printer.check()).condition is Condition.ABSENT
    assert (await printer.print(JOB)).result is PrintResult.FAILED


@pytest.mark.parametrize("label", ["../../etc/x", "A/005", "\x1b", ""])
def test_no_label_leads_out_of_the_folder(label: str) -> None:
    name = Job("../..", label, PAPER).name

    assert "/" not in name
    assert "." not in name


async def test_a_kiosk_without_printer_prints_nothing() -> None:
    assert not (await NoPrinter().check()).stops
    assert (await NoPrinter().print(JOB)).result is None
