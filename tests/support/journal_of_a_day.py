"""A day on a small floor as it lies in a journal, kept for ever.

Rule 1: tests/golden/journal.txt is never written anew: what was recorded once must stay readable.
Run `python -m tests.support.journal_of_a_day` to write it where there is none.
"""

from pathlib import Path

from queue_server.protocol import commands as c
from queue_server.protocol.codec import canonical, chain, chain_start
from queue_server.protocol.commands import DossierLine
from queue_server.protocol.events import Event
from queue_server.protocol.vocabulary import TIMER, Kind, Outcome, PrintResult, ProcedureCode
from tests.support.floors import KIOSK, MANAGER, Stage
from tests.support.plans import CENTRE, plan

FILE = Path(__file__).parent.parent / "golden" / "journal.txt"


def day() -> Stage:
    """Play a day in which everything happens that an event tells of."""
    stage = Stage(plan())
    stage.do(c.StartServer(by=TIMER, program="queue-server 0.1"))
    stage.open("1", "2", "3")
    _morning(stage)
    _trouble(stage)
    stage.later(days=1).tick()
    return stage


def _morning(stage: Stage) -> None:
    people = [stage.issue("HT", procedure=ProcedureCode("1.001193")), stage.issue("HT", "elder")]
    stage.issue(None, kind=Kind.COLLECT)
    stage.printed(people[0])
    stage.later(minutes=4).next("1")
    stage.start("1")
    line = DossierLine(code="H42.18", procedure=ProcedureCode("1.001193"), due_on="2026-11-25")
    stage.later(minutes=6).finish("1", Outcome.RECEIVED, dossiers=(line,), note="đủ giấy tờ")
    stage.rate(people[1], 2, attitude=3, reasons=("slow",), comment="hơi lâu", id="c", salt="m")
    stage.next("1")
    stage.recall("1")
    stage.later(minutes=2).transfer("1", field="CT", keep_place=True)
    stage.next("2")
    stage.undo("2")
    stage.next("2")
    stage.hold("2")
    stage.put_back(people[0])
    stage.next("2")
    stage.miss("2")
    stage.later(minutes=40).put_back(people[0])
    stage.prioritise(people[0], "disabled")
    stage.next("3")
    stage.later(minutes=5)
    stage.issue("DD")
    done = stage.current("3")
    assert done is not None
    stage.next("3")
    stage.record(done, Outcome.RETURNED)


def _trouble(stage: Stage) -> None:
    gone, late = stage.issue("HT"), stage.issue("HT")
    stage.do(c.AskReprint(by=MANAGER, ticket=late, kiosk=KIOSK))
    stage.printed(late, PrintResult.FAILED)
    stage.cancel(gone)
    stage.do(c.PauseSeries(by=MANAGER, series="B", reason="hết giấy", id="p", salt="m"))
    stage.do(c.ResumeSeries(by=MANAGER, series="B"))
    stage.do(c.NoteAccount(by=MANAGER, account="a1", change="disabled"))
    stage.do(c.NoteDevice(by=MANAGER, device="d1", change="revoked"))
    stage.do(
        c.NoteImport(
            by=MANAGER, import_id="i1", digest="0f", first="2026-11-01", last="2026-11-20", taken=2
        )
    )
    stage.do(
        c.NoteFiling(
            by=MANAGER,
            filing="f1",
            report="ii06a",
            period="2026-11",
            basis="official",
            digest="f0",
        )
    )
    stage.doubt("back", 700)
    stage.issue("CT")
    stage.confirm()
    stage.call(late, "1")
    stage.pause("2")
    stage.finish("3", Outcome.GUIDED)
    stage.close("3")


def text(events: list[Event]) -> str:
    """Return events as lines of hash and canonical JSON."""
    link = chain_start(CENTRE)
    lines = []
    for event in events:
        body = canonical(event)
        link = chain(link, body)
        lines.append(f"{link.hex()} {body.decode()}\n")
    return "".join(lines)


if __name__ == "__main__" and not FILE.exists():
    FILE.write_text(text(day().events), encoding="utf-8")
