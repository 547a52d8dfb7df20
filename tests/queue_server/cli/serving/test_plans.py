"""Plans, taken in and given out while a server runs."""

from pathlib import Path

import pytest

from queue_server.cli import centre_file
from queue_server.cli.serving import plans
from queue_server.cli.serving.acts import ImportPlan, ShowPlan
from queue_server.cli.serving.house import open_house
from queue_server.cli.trouble import FileTrouble, Trouble
from tests.support import centre
from tests.support import plans as small


async def test_an_import_holds_at_once(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await plans.take_in(house, ImportPlan(plan=centre.plan()))

        third = small.counter("3", "HT")
        larger = centre.plan(counters=(*centre.plan().counters, third))
        reply = await plans.take_in(house, ImportPlan(plan=larger))

        assert reply.lines == ("Version 2 of the plan of mau holds now.",)
        engine = house.engines[centre.CENTRE]
        assert len(await engine.ask(lambda floor, _: floor.counters)) == 3
        shown = await plans.show(house, ShowPlan())
        assert shown.plan is not None
        assert shown.plan.version == 2


async def test_to_look_writes_nothing(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await plans.take_in(house, ImportPlan(plan=centre.plan()))
    async with open_house(tmp_path) as house:
        before = await house.store.journal(centre.CENTRE).last()

        reply = await plans.show(house, ShowPlan(centre=centre.CENTRE))

        assert reply.plan is not None
        assert await house.store.journal(centre.CENTRE).last() == before
        assert not house.engines


async def test_a_centre_without_a_plan_is_said(tmp_path: Path):
    async with open_house(tmp_path) as house:
        await house.engine(centre.CENTRE)

        with pytest.raises(Trouble, match="The centre mau has no plan yet"):
            await plans.show(house, ShowPlan())


def test_a_file_is_read_or_its_faults_are_told(tmp_path: Path):
    file = centre_file.write(centre.plan(), tmp_path)
    assert plans.from_file(file).name_vi == centre.plan().name_vi

    file.write_text("nonsense = 1")
    with pytest.raises(FileTrouble, match=r"centre\.toml:1: "):
        plans.from_file(file)
