"""What the demo's manager did: exports taken in, reports filed, and one forgotten."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from queue_server import demo
from queue_server.cli import centre_file
from queue_server.cli.commands.keeping import rebuilt
from queue_server.demo.credentials import account_id, names, staff
from queue_server.demo.papers import Papers
from queue_server.demo.past import write_past
from queue_server.protocol.vocabulary import ActorId
from queue_server.statistics import making
from queue_server.statistics.making import Desk
from queue_server.store.sqlite import SqliteStore
from queue_server.store.verify import verify

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
BEGUN = date(2026, 9, 1)


async def test_the_past_has_filed_reports_settled_dossiers_and_something_missing(
    tmp_path: Path,
) -> None:
    plan = centre_file.read(Path(demo.__path__[0]) / "cam-xuyen.toml")
    store = await SqliteStore.open(tmp_path)
    journal, archive = store.journal(plan.centre), store.archive
    papers = Papers(archive, store.records, account_id("manager"), names())
    by = ActorId("operator")

    await write_past(journal, plan, staff(), by, NOW, days=2, since=BEGUN, papers=papers)

    desk = Desk(
        centre=plan.centre,
        plan=plan,
        records=store.records,
        archive=archive,
        names=names(),
        made_by="manager",
        made_at=NOW.astimezone(ZoneInfo(plan.zone)),
    )
    november = making.period_of("ii06a", "2026-11", None, plan)
    form = await making.filed(desk, "ii06a", november)
    missing = await making.make(desk, "gaps", making.period_of("gaps", "2026", None, plan))
    assert form is not None
    table = form.tables[0]
    keys = (column.key for column in table.columns)
    whole = dict(zip(keys, table.total or (), strict=True))
    counted = [whole[key] for key in ("online", "direct", "carried", "settled", "open")]
    assert form.marks == ()
    assert all(int(str(count)) > 0 for count in counted)
    assert 0.9 < float(str(whole["on_time_rate"])) < 1
    assert [row[1:3] for row in missing.tables[0].rows] == [("Biểu II.06a", "Quý III năm 2026")]
    assert missing.tables[1].rows
    assert await verify(journal, rebuilt(plan.centre)) is None
    await store.close()
