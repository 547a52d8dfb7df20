"""What one simulated officer would press, looked at by itself."""

import random

from queue_server.demo.clerk import Clerk, Tempo
from queue_server.demo.credentials import account_id
from queue_server.protocol import commands as c
from queue_server.protocol.vocabulary import CounterId, TicketState
from tests.queue_server.demo.hall import Hall

THREE = CounterId("3")


def clerk(tempo: Tempo | None = None) -> Clerk:
    return Clerk(THREE, account_id("officer3"), random.Random(1), tempo or Tempo())


async def test_a_closed_counter_is_opened_first(hall: Hall):
    officer = clerk()

    first = await hall.engine.ask(officer.press)

    assert isinstance(first, c.OpenCounter)
    assert not await hall.engine.ask(lambda floor, _: officer.is_idle(floor))


async def test_an_open_counter_without_people_has_nothing_to_do(hall: Hall):
    await hall.press(c.OpenCounter, 3)
    officer = clerk()

    assert await hall.engine.ask(officer.press) is None
    assert await hall.engine.ask(lambda floor, _: officer.is_idle(floor))
    assert await hall.engine.ask(lambda f, now: officer.call(f, hall.plan, now)) is None
    assert await hall.engine.ask(officer.finish) is None


async def test_where_a_visitor_is_first_the_next_made_up_one_is_called_by_name(hall: Hall):
    await hall.press(c.OpenCounter, 3)
    visitor = await hall.take_number("DD")
    officer = clerk()

    nobody = await hall.engine.ask(lambda f, now: officer.call(f, hall.plan, now))
    ours = await hall.take_number("XD", made_up=True)
    call = await hall.engine.ask(lambda f, now: officer.call(f, hall.plan, now))

    assert nobody is None
    assert isinstance(call, c.CallTicket)
    assert call.ticket == ours
    assert call.reason
    await hall.engine.carry_out(call)
    assert (await hall.ticket(visitor)).state is TicketState.WAITING


async def test_where_our_own_is_first_next_is_pressed(hall: Hall):
    await hall.press(c.OpenCounter, 3)
    await hall.take_number("DD", made_up=True)
    await hall.take_number("DD")

    call = await hall.engine.ask(lambda f, now: clerk().call(f, hall.plan, now))

    assert isinstance(call, c.CallNext)


async def test_a_counter_that_is_gone_from_the_plan_is_not_ours(hall: Hall):
    gone = Clerk(CounterId("99"), account_id("officer3"), random.Random(1), Tempo())

    assert not await hall.engine.ask(gone.is_ours)


async def test_service_begins_after_the_walk_and_ends_after_its_time(hall: Hall):
    officer = clerk(Tempo(walk=(4, 4), service=(30, 30)))
    await hall.press(c.OpenCounter, 3)
    await hall.take_number("DD", made_up=True)
    await hall.press(c.CallNext, 3)

    assert await hall.engine.ask(officer.press) is None
    hall.clock.move(4)
    start = await hall.engine.ask(officer.press)
    assert isinstance(start, c.StartService)
    await hall.engine.carry_out(start)
    assert await hall.engine.ask(lambda floor, _: officer.serving_since(floor)) is not None
    hall.clock.move(29)
    assert await hall.engine.ask(officer.press) is None
    hall.clock.move(1)
    assert isinstance(await hall.engine.ask(officer.press), c.FinishService)
