import asyncio

from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import Account, Device, Session
from queue_server.web.auth.tokens import Tokens, fresh_token, token_hash
from tests.support.clock import HandClock
from tests.support.registry import MemoryRegistry

TOKEN = fresh_token()
HASH = token_hash(TOKEN)


class _Counted(MemoryRegistry):
    """Counts how often somebody looks."""

    looks = 0

    async def device_with(self, token_hash: bytes) -> Device | None:
        self.looks += 1
        await asyncio.sleep(0)
        return await super().device_with(token_hash)


def _device(*, revoked: bool = False) -> Device:
    return Device(
        id="d",
        name="Kiosk",
        role=Role.KIOSK,
        centre=CentreId("mau"),
        token_hash=HASH,
        revoked=revoked,
        created_at=0,
    )


def _known(*devices: Device) -> tuple[_Counted, HandClock, Tokens]:
    registry, clock = _Counted(), HandClock()
    registry.device_rows = {device.id: device for device in devices}
    return registry, clock, Tokens(registry, clock)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {fresh_token() for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


async def test_a_token_is_looked_up_once_in_a_while() -> None:
    registry, clock, tokens = _known(_device())
    for _ in range(5):
        assert (await tokens.caller(HASH) or _device()).role is Role.KIOSK
    clock.move(3)
    await tokens.caller(HASH)

    assert registry.looks == 2


async def test_of_many_at_once_one_looks_again() -> None:
    registry, clock, tokens = _known(_device())
    await tokens.caller(HASH)
    clock.move(3)
    callers = await asyncio.gather(*(tokens.caller(HASH) for _ in range(50)))

    assert registry.looks == 2
    assert None not in callers


async def test_a_change_behind_our_back_is_seen_soon() -> None:
    registry, clock, tokens = _known(_device())
    await tokens.caller(HASH)
    registry.device_rows["d"] = _device(revoked=True)
    clock.move(3)

    assert await tokens.caller(HASH) is None


async def test_what_is_forgotten_is_looked_up_at_once() -> None:
    registry, _, tokens = _known(_device())
    await tokens.caller(HASH)
    registry.device_rows.clear()
    tokens.forget_actor("somebody else")
    still = await tokens.caller(HASH)
    tokens.forget_actor("d")

    assert still is not None
    assert await tokens.caller(HASH) is None


async def test_strangers_are_not_remembered() -> None:
    registry, _, tokens = _known()
    for number in range(3):
        assert await tokens.caller(token_hash(str(number))) is None

    assert registry.looks == 3


async def test_memory_stays_small() -> None:
    _, _, tokens = _known(_device())
    caller = await tokens.caller(HASH)
    assert caller is not None
    for number in range(20_000):
        tokens._remember(token_hash(str(number)), caller)

    assert len(tokens._known) <= 10_000


async def test_a_session_without_its_account_is_nobodys() -> None:
    registry, _, tokens = _known()
    registry.session_rows[HASH] = Session(
        token_hash=HASH, account="a", created_at=0, expires_at=4_000_000_000
    )
    nobody = await tokens.caller(HASH)
    registry.account_rows["a"] = Account(
        id="a", name="An", role=Role.OFFICER, password_hash="", created_at=0
    )
    somebody = await tokens.caller(HASH)

    assert nobody is None
    assert somebody is not None
    assert somebody.expires_at == 4_000_000_000
