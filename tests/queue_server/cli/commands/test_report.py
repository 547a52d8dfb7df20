"""Reports and exports by command, as somebody at the server types them."""

import asyncio
import json
from pathlib import Path

import pytest

from queue_server.cli.program import main
from tests.queue_server.web.handlers.test_reports import COVERED, EXPORT
from tests.support.office import open_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which one person was served."""

    async def serve() -> None:
        async with open_office(tmp_path / "data") as office:
            await office.served()
            await office.post(f"/dossiers/imports?{COVERED}", "manager", data=EXPORT.encode())

    asyncio.run(serve())
    return tmp_path / "data"


@pytest.mark.parametrize("form", ["xlsx", "pdf", "csv", "json"])
def test_a_report_is_written_in_every_form(folder: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"report.{form}"
    typed = ["report", "ii06a", "--period", "2026-10", "--data", str(folder), "--out", str(file)]

    assert main(typed) == 0
    begins = {"xlsx": b"PK", "pdf": b"%PDF", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert file.read_bytes().startswith(begins[form])


def test_a_report_may_go_to_standard_output(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    typed = ["report", "queue", "--period", "2026-11-20", "--format", "json", "--out", "-"]

    assert main([*typed, "--data", str(folder)]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["tables"][0]["total"]["served"] == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--period", "2026-10", "--out", "/none/at/all.pdf"], "cannot be written"),
        (["--period", "2026-10", "--centre", "other"], "There is no centre other"),
        (["--period", "2026-10", "--names", "/none.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], typed: list[str], said: str
) -> None:
    assert main(["report", "register", *typed, "--data", str(folder)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_an_export_is_taken_in_and_its_refused_lines_are_shown(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "xuất.csv"
    file.write_text(EXPORT + "H29-7;40/10/2026;;;;;\n", encoding="utf-8")
    typed = [str(file), "--from", "2026-09-15", "--to", "2026-10-14", "--data", str(folder)]

    assert main(["dossiers", "import", *typed]) == 1
    out = capsys.readouterr().out
    assert f"{file}:7: H29-7 refused: the day “40/10/2026” is not understood" in out
    assert "unchanged: 5, not taken: 1" in out

    file.write_text(EXPORT, encoding="utf-8")
    assert main(["import", *typed, "--all"]) == 0
    assert ":2: H29-1 same" in capsys.readouterr().out
