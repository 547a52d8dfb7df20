"""Every cell of every report is the same on the page, in XLSX, PDF, CSV and JSON."""

import html
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from queue_server.statistics.reports.catalogue import REPORTS
from tests.support import forms
from tests.support.house import House
from tests.support.office import open_office

HEAD = "Mã hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày giải quyết xong;Hình thức nộp;Lĩnh vực;Mã TTHC"
EXPORT = f"""{HEAD}
H29-1;16/11/2026;20/11/2026;19/11/2026;Trực tuyến;Hộ tịch;1.001193
H29-2;20/11/2026;25/11/2026;25/11/2026;Trực tiếp;Hộ tịch;1.001193
=H29+3;01/12/2026;05/12/2026;09/12/2026;Bưu chính công ích;Chứng thực;2.000815
H29-4;10/12/2026;12/12/2026;;Trực tiếp;Chứng thực;
H29-5;12/12/2026;;;Trực tiếp;Hộ tịch;
"""
pytestmark = pytest.mark.asyncio(loop_scope="module")
DECEMBER = "period=2026-12&basis=official"
FIELDS = ("HT", "HT", "CT", "HT", "CT", "HT", "HT", "HT")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with open_office(Path(tmp_path_factory.mktemp("office")), whole=True) as house:
        await _a_day(house)
        body = EXPORT.encode()
        await house.post("/dossiers/imports?from=2026-11-15&to=2026-12-13", "manager", data=body)
        house.clock.move_to(datetime(2027, 2, 20, 1, tzinfo=UTC))
        yield house


async def _a_day(house: House) -> None:
    """Let people come, wait, be served, miss their call, be sent on and judge."""
    await house.told("/counters/1/open", "officer")
    tickets = [(await house.ticket(field))["id"] for field in FIELDS]
    for turn in range(len(FIELDS)):
        house.clock.move(97 + 411 * turn)
        called = await house.told("/counters/1/next", "officer")
        if turn == 1:
            await house.told("/counters/1/miss", "officer")
            continue
        await house.told("/counters/1/start", "officer")
        house.clock.move(301 + 3607 * (turn == 6))
        codes = [{"code": f"H29-{turn}", "procedure": "1.001193"}] * (turn % 3 > 0)
        ended = {"outcome": "received", "dossiers": codes}
        await house.told("/counters/1/finish", "officer", ended)
        if turn != 5:
            await _judged(house, called["ticket"]["id"], turn)
    await house.told(f"/tickets/{tickets[1]}/cancel", "officer")


async def _judged(house: House, ticket: str, turn: int) -> None:
    reasons = ["long_wait", "unclear", "by_other_programs"][: turn % 4]
    marks = {"satisfaction": 1 + turn % 3, "attitude": 1 + (turn + 1) % 3, "reasons": reasons}
    answer = await house.post(f"/tickets/{ticket}/rating", None, marks)
    assert answer.status in (200, 201), await answer.text()


@pytest.mark.parametrize("name", list(REPORTS))
async def test_every_cell_is_the_same_in_every_form(office: House, name: str) -> None:
    body = {}
    for form in ("json", "xlsx", "csv", "pdf"):
        answer = await office.get(f"/reports/{name}?{DECEMBER}&format={form}", "auditor")
        assert answer.status == 200, await answer.text()
        body[form] = await answer.read()
        if form == "json":
            data = await answer.json()
    answer = await office.get(f"!/manager/reports?report={name}&{DECEMBER}", "manager")
    page = await answer.text()
    told = forms.of_json(data)
    rows = [shape.rows for shape in told]

    assert any(rows), "a report without a row compares nothing"
    assert forms.of_workbook(body["xlsx"], told) == rows
    assert forms.of_csv(body["csv"], told) == rows
    assert forms.of_page(page, told) == rows
    assert forms.of_pdf(body["pdf"], told) == rows
    texts = {form: forms.pressed(form, body[form]) for form in ("xlsx", "csv", "pdf")}
    texts["page"] = forms.pressed("page", html.unescape(page).encode())
    for sentence in forms.sentences(data):
        assert [form for form, text in texts.items() if not forms.holds(text, sentence)] == []


async def test_all_kinds_of_figures_are_compared(office: House) -> None:
    """Shares, durations, counts and texts, empty cells and full ones."""
    kinds: set[str] = set()
    for name in REPORTS:
        data = await (await office.get(f"/reports/{name}?{DECEMBER}", "auditor")).json()
        for shape in forms.of_json(data):
            for row in shape.rows:
                kinds |= {kind for kind, cell in zip(shape.kinds, row, strict=True) if cell}
    assert {"text", "count", "share", "duration", "number", "day"} <= kinds
