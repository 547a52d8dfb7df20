"""What the administrator's pages call the settings of a plan."""

import re
from pathlib import Path

from queue_server.protocol.plan import Plan
from queue_server.web.pages import admin
from tests.support.settings import members

LABELS = Path(admin.__file__).parent / "static/admin/labels.js"
NEVER_SHOWN = {"centre", "version", "start", "end"}
"""The centre's code, the count of versions, and clock times, which stand as 07:30-11:30."""


def test_every_setting_has_a_name_that_people_read() -> None:
    named = set(re.findall(r'^    "?([\w.]+)"?: tc?\(', LABELS.read_text(), re.MULTILINE))
    nameless = [
        place
        for place in members(Plan)
        if not {place.replace("[]", ""), place.rpartition(".")[2]} & (named | NEVER_SHOWN)
    ]
    assert not nameless
