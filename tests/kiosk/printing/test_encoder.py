import os
import platform
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kiosk.printing.encoder import encode
from kiosk.printing.raster import draw
from kiosk.printing.slip import slip
from queue_server.protocol.vocabulary import Language
from tests.support import sights
from tests.support.escpos_paper import sheets

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyẾỘỮẶđĐằẵỵửợẩ ÀÁẢÃẠ0123456789.,;:()-–“”"
ANY_TEXT = st.text(alphabet=st.one_of(st.sampled_from(VIETNAMESE), st.characters()), max_size=200)
COMMANDS = ["\x1bp\x00", "\x1dV\x00", "\x10\x14\x01", "\x1b@", "\n\r\t", "\x00", "\x7f", "\x9b"]


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.logical_xor(one, other).getbbox() is None


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", list(Language))
def test_the_bytes_print_the_picture_dot_for_dot(width: int, language: Language) -> None:
    ticket = sights.ticket(priority="over60", link="http://10.0.0.1:8080/t/" + "ab12" * 8)
    picture = draw(slip(ticket, sights.centre(), language, sights.AT, again=True), width)

    (sheet,) = sheets(encode(picture))

    assert same(sheet.picture, picture)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=ANY_TEXT, command=st.sampled_from(COMMANDS), at=st.integers(0, 20))
def test_no_text_reaches_the_printer_as_a_command(name: str, command: str, at: int) -> None:
    hostile = name[:at] + command + name[at:]
    ticket = sights.ticket(field_name_vi=hostile, label="A005" + command, counters=[hostile])
    centre = sights.centre(header_vi=[hostile, "XÃ CẨM XUYÊN"])
    picture = draw(slip(ticket, centre, Language.VI, sights.AT + timedelta(minutes=1)), 384)

    (sheet,) = sheets(encode(picture))

    assert same(sheet.picture, picture)


def test_a_table_cut_short_by_a_power_failure_is_made_anew(tmp_path: Path) -> None:
    table = tmp_path / "one-stop-queue" / "escpos"
    table.mkdir(parents=True)
    broken = table / f"{platform.python_version()}.capabilities.pickle"
    broken.write_bytes(b"\x80\x02}")
    program = (
        "from PIL import Image; from kiosk.printing.encoder import encode;"
        "print(len(encode(Image.new('1', (576, 8), 1))))"
    )
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, env=env, check=False)

    assert run.returncode == 0, run.stderr.decode()
    assert broken.stat().st_size > 1000
