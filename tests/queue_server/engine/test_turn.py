"""One turn: what is kept beside the events, and the answers to repeated requests."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from queue_server.domain.floor import Floor
from queue_server.engine.engine import Engine
from queue_server.engine.turn import Undecided
from queue_server.protocol.commands import OpenCounter
from queue_server.protocol.events import Event, text_ref
from queue_server.protocol.refusals import Refused
from queue_server.store.contract import Key, Statement
from tests.support.centre import CENTRE, finish_at, next_at, number, officer, start_at
from tests.support.clock import HandClock
from tests.support.journals import GuardedJournal
from tests.support.looking import labels

KEY = Key("kiosk", "POST /tickets", "key-1")
ROW = Statement("DELETE FROM codes", ())


def label(floor: Floor, events: Sequence[Event], now: datetime) -> tuple[int, bytes]:
    return 201, events[-1].label.encode()


async def press(engine: Engine, key: Key = KEY, request: bytes = b"body"):
    return await engine.carry_out(number(), label, key=key, request=request)


async def test_a_repeated_request_gets_the_first_answer(engine: Engine) -> None:
    first = await press(engine)
    second = await press(engine)

    assert (first.status, first.body, first.repeated) == (201, b"A001", False)
    assert (second.status, second.body, second.repeated) == (201, b"A001", True)
    assert second.events == ()
    assert await engine.ask(labels) == ["A001"]


async def test_a_request_repeated_within_one_batch_gets_the_first_answer(
    engine: Engine, journal: GuardedJournal
) -> None:
    before = len(journal.batches)
    answers = await asyncio.gather(*(press(engine) for _ in range(5)))

    assert len(journal.batches) == before + 1
    assert [done.body for done in answers] == [b"A001"] * 5
    assert [done.repeated for done in answers] == [False, True, True, True, True]


async def test_a_key_of_another_request_is_refused(engine: Engine) -> None:
    await press(engine)
    with pytest.raises(Refused, match="idempotency_mismatch"):
        await press(engine, request=b"another body")

    assert await engine.ask(labels) == ["A001"]


async def test_a_key_of_another_request_is_refused_within_one_batch(engine: Engine) -> None:
    outcomes = await asyncio.gather(
        press(engine), press(engine, request=b"another body"), return_exceptions=True
    )

    assert outcomes[0].body == b"A001"
    assert isinstance(outcomes[1], Refused)
    assert outcomes[1].code == "idempotency_mismatch"


@pytest.mark.parametrize(
    "other",
    [KEY._replace(caller="another kiosk"), KEY._replace(route="other"), KEY._replace(key="key-2")],
)
async def test_a_key_belongs_to_its_caller_and_route(engine: Engine, other: Key) -> None:
    await press(engine)

    assert (await press(engine, key=other)).body == b"A002"


async def test_a_refusal_is_decided_anew(engine: Engine) -> None:
    key = Key("officer-1", "next", "key-1")
    with pytest.raises(Refused, match="nobody_waiting"):
        await engine.carry_out(next_at(1), key=key)
    ticket = number()
    await engine.carry_out(ticket)

    done = await engine.carry_out(next_at(1), key=key)
    assert not done.repeated
    assert done.events[-1].ticket == ticket.id


async def test_an_answer_that_changed_nothing_is_not_kept(
    engine: Engine, journal: GuardedJournal
) -> None:
    key = Key("officer-1", "open", "key-1")
    before = len(journal.batches)
    for _ in range(2):
        sit = OpenCounter(by=officer(1), counter=next_at(1).counter)
        assert not (await engine.carry_out(sit, key=key)).repeated

    assert len(journal.batches) == before


async def test_a_repeated_request_gets_the_first_answer_after_a_restart(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await press(engine)
    await engine.stop()
    again = Engine(CENTRE, journal, clock)
    await again.start()
    done = await press(again)
    await again.stop()

    assert (done.status, done.body, done.repeated) == (201, b"A001", True)


async def test_rows_are_kept_with_the_events_of_their_command(
    engine: Engine, journal: GuardedJournal
) -> None:
    await engine.carry_out(number(), statements=[ROW])

    assert list(journal.batches[-1].statements) == [ROW]
    assert len(journal.batches[-1].entries) == 1


async def test_rows_of_a_refused_command_are_not_kept(
    engine: Engine, journal: GuardedJournal
) -> None:
    before = len(journal.batches)
    with pytest.raises(Refused):
        await engine.carry_out(next_at(1), statements=[ROW])

    assert len(journal.batches) == before


async def test_records_are_kept_with_their_events(engine: Engine, journal: GuardedJournal) -> None:
    ticket = number()
    await engine.carry_out(ticket)
    await engine.carry_out(next_at(1))
    await engine.carry_out(start_at(1))
    await engine.carry_out(finish_at(1))

    (visit,), (leg,) = journal.batches[-1].visits, journal.batches[-1].legs
    assert (visit.ticket, visit.state, visit.counter) == (ticket.id, "served", "1")
    assert (leg.ticket, leg.end, leg.calls) == (ticket.id, "served", 1)


async def test_words_are_kept_apart_from_the_journal(
    engine: Engine, journal: GuardedJournal, clock: HandClock
) -> None:
    await engine.carry_out(number())
    await engine.carry_out(next_at(1))
    finish = finish_at(1, note="Bà Lan quên căn cước")
    await engine.carry_out(finish)

    batch = journal.batches[-1]
    (text,) = batch.texts
    assert (text.ref, text.text, text.seq) == (finish.id, finish.note, batch.entries[-1].seq)
    assert text.kept_until == int(clock.now().timestamp()) + 365 * 24 * 60 * 60
    assert b"Lan" not in batch.entries[-1].body
    assert text_ref(text.ref, text.salt, text.text).hash.encode() in batch.entries[-1].body


async def test_a_rule_with_a_fault_fails_its_asker_only(engine: Engine) -> None:
    nonsense = OpenCounter(by=officer(1), counter=["no", "counter"])
    outcomes = await asyncio.gather(
        engine.carry_out(number(), label),
        engine.carry_out(nonsense),
        engine.carry_out(number(), label),
        return_exceptions=True,
    )

    assert [outcomes[0].body, outcomes[2].body] == [b"A001", b"A002"]
    assert isinstance(outcomes[1], Undecided)
