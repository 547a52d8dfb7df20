"""The forms a report can take, by the word that asks for them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from queue_server.protocol.refusals import Refused
from queue_server.statistics.paper import csv, plain, xlsx
from queue_server.statistics.paper.pdf import document
from queue_server.statistics.paper.report import Report


class Form(NamedTuple):
    """One form: how it is written, and what it is called on the wire."""

    render: Callable[[Report], bytes]
    media: str


FORMS: Final = {
    "json": Form(plain.render, "application/json"),
    "xlsx": Form(xlsx.render, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": Form(document.render, "application/pdf"),
    "csv": Form(csv.render, "text/csv"),
}


def form(name: str) -> Form:
    """Return a form.

    Raises:
        Refused: `wrong_value`, there is no such form.
    """
    found = FORMS.get(name)
    if found is None:
        raise Refused("wrong_value")
    return found


def file_name(report: Report, form_: str) -> str:
    """Return what a report is called in a folder: `ii06a_2026-11_official.xlsx`."""
    return f"{report.name}_{report.period.replace('..', '_')}_{report.basis}.{form_}"
