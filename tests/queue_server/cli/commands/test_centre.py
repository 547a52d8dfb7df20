"""A centre's plan as files, by command, with no server running."""

from pathlib import Path

from queue_server.cli import centre_file
from tests.queue_server.cli.conftest import Typed
from tests.support import centre, plans


def test_a_good_file_is_fine(typed: Typed, plan_file: Path):
    status, said, _ = typed("centre", "check", plan_file)

    assert status == 0
    assert said.endswith(f"{plan_file}: fine: 2 fields, 2 counters, 1 procedures.\n")


def test_faults_are_named_with_their_lines(typed: Typed, plan_file: Path):
    text = plan_file.read_text()
    plan_file.write_text(text.replace('series = "B"', 'series = "Z"'))
    block = text[: text.index('code = "CT"')].rindex("[[fields]]")
    line = text[:block].count("\n") + 1

    status, said, complaint = typed("centre", "check", plan_file)

    assert (status, said) == (1, "")
    assert complaint == f"{plan_file}:{line}: field CT: series Z does not exist\n"


def test_doubts_are_said_and_harm_nothing(typed: Typed, tmp_path: Path):
    plan = centre.plan()
    file = centre_file.write(centre.plan(series=(*plan.series, plans.series("Z"))), tmp_path)

    status, said, _ = typed("centre", "check", file)

    assert status == 0
    assert f"{file}: note: series Z: " in said
    assert ": fine: " in said.splitlines()[-1]


def test_what_was_exported_can_be_imported(typed: Typed, data: Path, tmp_path: Path):
    assert typed("centre", "export", "--data", data, "--out", tmp_path / "out")[0] == 0

    status, said, _ = typed("centre", "import", tmp_path / "out" / "centre.toml", "--data", data)

    assert (status, said) == (0, "Version 2 of the plan of mau holds now.\n")
    exported = centre_file.read(tmp_path / "out" / "centre.toml")
    assert exported.name_vi == centre.plan().name_vi


def test_a_second_centre_can_be_imported_and_must_then_be_named(
    typed: Typed, data: Path, tmp_path: Path
):
    other = centre_file.write(centre.plan(centre="khac"), tmp_path / "other")

    assert typed("centre", "import", other, "--data", data)[0] == 0
    status, _, complaint = typed("centre", "export", "--data", data, "--out", tmp_path)
    assert (status, complaint) == (1, "queue-server: Say which centre is meant: khac, mau.\n")
    export = ["centre", "export", "--data", data, "--out", tmp_path / "x", "--centre"]
    assert typed(*export, "khac")[0] == 0
    assert (
        typed(*export, "none")[2] == "queue-server: There is no centre none; there is khac, mau.\n"
    )


def test_a_faulty_file_changes_nothing(typed: Typed, data: Path, tmp_path: Path):
    (tmp_path / "bad.toml").write_text("nonsense = 1")

    status, _, complaint = typed("centre", "import", tmp_path / "bad.toml", "--data", data)

    assert status == 1
    assert "bad.toml:1" in complaint
