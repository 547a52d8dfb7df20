"""A centre file: the plan of a centre as TOML, with its catalogue of procedures as CSV beside it.

Rule 1: who writes such files by hand is told every fault with its file and line.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec

from queue_server.cli.files import shape, text
from queue_server.cli.files.lines import Lines
from queue_server.cli.files.whereabouts import Place, Whereabouts
from queue_server.domain import catalogue as catalogues
from queue_server.domain import planning
from queue_server.protocol.plan import Plan

CENTRE_FILE, CATALOGUE_FILE = "centre.toml", "catalogue.csv"
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class CentreFileError(Exception):
    """All that is wrong with a centre file, each fault as `file:line: sentence`."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


def read(path: Path) -> Plan:
    """Return the plan in the centre file at `path`.

    Raises:
        CentreFileError: the file, its catalogue or the plan in them is faulty.
    """
    body = _text(path)
    data = _toml(path, body)
    lines = Lines(body)
    catalogue = data.pop("catalogue", None)
    said = [_said(Place(path, lines.of(way)), fault) for way, fault in shape.faults(data)]
    rows: list[catalogues.Row] = []
    source = path
    if catalogue is not None:
        source = path.parent / str(catalogue)
        rows, faults = _catalogue(source, Place(path, lines.of(("catalogue",))))
        said += faults
    _raise(said)
    plan = msgspec.structs.replace(
        msgspec.convert(data, Plan), procedures=tuple(row.procedure for row in rows)
    )
    where = Whereabouts(path, lines, source, rows, plan)
    _raise(_said(where.of(fault), fault) for fault in planning.faults(plan))
    return plan


def write(plan: Plan, folder: Path) -> Path:
    """Write `plan` as two files into `folder` and return the centre file."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = catalogues.write(plan.procedures)
    # with a mark in front, so that spreadsheets see the letters for what they are
    (folder / CATALOGUE_FILE).write_text(catalogue, encoding="utf-8-sig", newline="")
    path = folder / CENTRE_FILE
    path.write_text(text.text_of(plan, CATALOGUE_FILE), encoding="utf-8", newline="")
    return path


def _raise(faults: Iterable[str]) -> None:
    said = list(faults)
    if said:
        raise CentreFileError(said)


def _said(place: Place, sentence: str) -> str:
    return f"{place.file}:{place.line}: {sentence}"


def _text(path: Path) -> str:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise CentreFileError([f"{path}:1: cannot be read: {error.strerror}"]) from error
    try:
        decoded = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the mark that may stand in front is left out of the error's places, but holds no line
        line = body.count(b"\n", 0, error.start) + 1
        raise CentreFileError([f"{path}:{line}: this is not UTF-8"]) from error
    return unicodedata.normalize("NFC", decoded)


def _toml(path: Path, body: str) -> dict[str, object]:
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else body.count("\n") + 1
        sentence = shape.lower(_TOML_PLACE.sub("", str(error)))
        raise CentreFileError([f"{path}:{line}: {sentence}"]) from error


def _catalogue(path: Path, asked: Place) -> tuple[list[catalogues.Row], list[str]]:
    if not path.is_file():
        return [], [_said(asked, f"there is no catalogue {path.name}")]
    try:
        body = _text(path)
    except CentreFileError as error:
        return [], error.faults
    rows, faults = catalogues.read(body)
    return rows, [_said(Place(path, fault.line), fault.sentence) for fault in faults]
