from pathlib import Path

import pytest

from kiosk.printing import specs
from kiosk.printing.local import FilePrinter, PicturePrinter
from kiosk.printing.network import NetworkPrinter
from kiosk.printing.printer import NoPrinter


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("tcp://10.0.0.9:9100", NetworkPrinter),
        ("tcp://may-in?width=384", NetworkPrinter),
        ("file:///dev/usb/lp0", FilePrinter),
        ("png:///tmp/slips?width=384", PicturePrinter),
        ("none", NoPrinter),
    ],
)
def test_a_spec_names_a_printer(spec: str, kind: type) -> None:
    assert isinstance(specs.printer(spec), kind)


def test_spaces_in_a_path_may_be_written_as_in_an_address() -> None:
    printer = specs.printer("png:///tmp/my%20slips")

    assert isinstance(printer, PicturePrinter)
    assert printer._folder == Path("/tmp/my slips")


@pytest.mark.parametrize(
    ("spec", "silent"),
    [
        ("tcp://may-in?silent=1&width=384", True),
        ("file:///dev/usb/lp0?silent=1", True),
        ("png:///tmp/slips?silent=1", True),
        ("tcp://may-in?silent=0", False),
        ("tcp://may-in", False),
    ],
)
def test_a_printer_that_never_answers_is_set_as_silent(spec: str, silent: bool) -> None:
    printer = specs.printer(spec)

    assert isinstance(printer, NetworkPrinter | FilePrinter | PicturePrinter)
    assert printer._silent is silent


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("usb://04b8:0e15", "later version"),
        ("serial:///dev/ttyUSB0?baud=115200", "later version"),
        ("lpt1", "is no printer"),
        ("tcp://", "tcp://HOST:9100"),
        ("tcp://host/queue", "tcp://HOST:9100"),
        ("tcp://host:99999", "port is a number"),
        ("file://lp0", "three strokes"),
        ("png:///", "three strokes"),
        ("png:///tmp/x?width=500", "width is 576"),
        ("png:///tmp/x?colour=yes", "unknown option colour"),
        ("tcp://host?silent=yes", "silent is 1"),
    ],
)
def test_a_wrong_spec_is_told_apart(spec: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        specs.printer(spec)
