"""The engine: one loop per centre that decides, records, and only then answers and tells.

Rule 1: nothing is answered or shown before it is on disk.
Rule 2: a command that has begun is finished, whoever leaves: the loop owns the commit.
Rule 3: nobody else reads the floor; questions wait in the same queue, between batches.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from queue_server.domain.decisions import centre as centre_rules
from queue_server.domain.floor import Floor
from queue_server.engine.clock import Clock, StepWatch, SystemClock
from queue_server.engine.hub import Hub, Outbox, Watch
from queue_server.engine.replay import load
from queue_server.engine.turn import Answer, Ask, Done, Turn
from queue_server.protocol.commands import Command, DoubtClock, StartServer, TurnDay
from queue_server.protocol.refusals import Refused
from queue_server.protocol.vocabulary import TIMER, CentreId
from queue_server.store.contract import Answered, CommitUnknown, Journal, Key, Statement, StoreError

log = logging.getLogger(__name__)

MOST_IN_A_BATCH = 256
TICK_S = 1.0
TICKS_PER_SHOW = 5
"""Views change by time alone too: waits grow, hours end."""
SHOW_GAP_S = 0.02
"""Under load screens are drawn at most this often: 50 pictures a second are enough."""
SHOW_REST = 2
"""Drawing a crowded floor may take long: presses have this many times as long in between."""

T = TypeVar("T")


class _Question(NamedTuple):
    ask: Callable[[Floor, datetime], object]
    answer: "asyncio.Future[object]"


class Engine:
    """Runs the floor of one centre."""

    def __init__(
        self,
        centre: CentreId,
        journal: Journal,
        clock: Clock | None = None,
        *,
        program: str = "queue-server",
    ) -> None:
        self.centre = centre
        self.journal = journal
        self.hub = Hub()
        self.clock = clock if clock is not None else SystemClock()
        self.died: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends when the loop ends; with its exception if it broke."""
        self._program = program
        self._floor = Floor(centre)
        self._hash = b""
        self._lost = False
        """The floor in memory is not what lies on disk: it must be loaded before anything else."""
        self._asks: deque[Ask] = deque()
        self._at_work: list[Ask] = []
        self._questions: deque[_Question] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._stale = False
        self._next_show = 0.0
        self._steps = StepWatch(self.clock)
        self._step: int | None = None
        """Seconds by which the wall clock was set, until the record says so."""
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Load the floor from the journal and begin.

        Raises:
            StoreError: the journal cannot be read, or does not fit together.
        """
        self._floor, self._hash = await load(self.journal)
        doubt = centre_rules.doubt(self._floor, self.clock.now(), starting=True)
        self._tasks = [asyncio.create_task(self._run(), name=f"engine {self.centre}")]
        if doubt is not None:
            await self.carry_out(DoubtClock(by=TIMER, why=doubt[0], by_s=doubt[1]))
        await self.carry_out(StartServer(by=TIMER, program=self._program))
        await self.tick()
        self._tasks.append(asyncio.create_task(self._tick_on(), name=f"timer {self.centre}"))

    async def stop(self) -> None:
        """Finish what has begun and end."""
        self._stopping = True
        self._wake.set()
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def carry_out(
        self,
        command: Command,
        answer: Answer | None = None,
        *,
        key: Key | None = None,
        request: bytes = b"",
        statements: Sequence[Statement] = (),
    ) -> Done:
        """Carry out a command and return its answer once it is on disk.

        Raises:
            Refused: the rules say no; nothing was changed.
            StoreError: it could not be kept; nothing was changed.
        """
        return await self._wait(command, answer, key, request, statements)

    async def keep(self, statements: Sequence[Statement]) -> None:
        """Keep rows that have no event of their own, in the engine's turn.

        Raises:
            StoreError: they could not be kept.
        """
        await self._wait(None, None, None, b"", statements)

    async def _wait(
        self,
        command: Command | None,
        answer: Answer | None,
        key: Key | None,
        request: bytes,
        statements: Sequence[Statement],
    ) -> Done:
        self._check_running()
        done: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._asks.append(Ask(command, answer, key, request, statements, done))
        self._wake.set()
        return await done

    async def ask(self, question: Callable[[Floor, datetime], T]) -> T:
        """Return the answer to a question about the floor as it lies on disk.

        Raises:
            Refused: what the question is about does not exist.
        """
        self._check_running()
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._questions.append(_Question(question, answer))
        self._wake.set()
        return await answer  # type: ignore[return-value]  # the question's own type

    async def watch(self, watch: Watch) -> Outbox:
        """Return an outbox that holds the present view and gets every later one.

        Raises:
            Refused: what is watched does not exist.
        """
        outbox = Outbox(watch)
        try:
            await self.ask(lambda floor, now: self.hub.join(outbox, floor, now))
        except BaseException:
            self.hub.leave(outbox)
            raise
        return outbox

    def leave(self, outbox: Outbox) -> None:
        """Watch no more."""
        self.hub.leave(outbox)

    async def tick(self) -> None:
        """Let the clock be looked at: turn the day, doubt the time, draw the screens anew."""
        self._look_at_clock()
        due, doubt = await self.ask(_what_is_due)
        if doubt is not None:
            await self.carry_out(DoubtClock(by=TIMER, why=doubt[0], by_s=doubt[1]))
        elif due or self._step is not None:
            await self.carry_out(TurnDay(by=TIMER))

    def _look_at_clock(self) -> None:
        step = self._steps.look()
        if step is not None:
            self._step = abs(step)

    def _check_running(self) -> None:
        if self._stopping or self.died.done():
            raise Refused("stopping")

    async def _tick_on(self) -> None:
        ticks = 0
        while not self.died.done():
            await asyncio.sleep(TICK_S)
            ticks += 1
            try:
                await self.tick()
            except (Refused, StoreError) as error:
                log.warning("centre %s: the timer could not act: %s", self.centre, error)
            except Exception:  # a floor whose day never turns again is worse than a loud log
                log.exception("centre %s: the timer met a fault", self.centre)
            if ticks % TICKS_PER_SHOW == 0:
                self._stale = True
                self._wake.set()

    async def _run(self) -> None:
        try:
            while self._asks or self._questions or not self._stopping:
                await self._wake.wait()
                self._wake.clear()
                await self._work()
        except BaseException as error:
            self._break_off(error)
            raise
        self.died.set_result(None)

    def _break_off(self, error: BaseException) -> None:
        """Leave nobody waiting when the loop breaks, and say so loudly."""
        if not isinstance(error, asyncio.CancelledError):
            log.critical("centre %s: the engine broke", self.centre, exc_info=error)
        if not self.died.done():
            self.died.set_exception(StoreError("the engine broke"))
            self.died.exception()
        waiting: list[asyncio.Future[Any]] = [ask.done for ask in (*self._at_work, *self._asks)]
        waiting += [question.answer for question in self._questions]
        for future in waiting:
            if not future.done():
                future.set_exception(StoreError("the engine broke"))

    async def _work(self) -> None:
        while self._asks or self._questions or self._stale:
            if self._lost:
                await self._find_again()
            self._answer_questions()
            if self._asks:
                size = min(len(self._asks), MOST_IN_A_BATCH)
                self._at_work = [self._asks.popleft() for _ in range(size)]
                await self._turn(self._at_work)
                self._answer_questions()
            if self._stale and not self._show_if_time():
                return

    def _show_if_time(self) -> bool:
        """Draw the screens unless that was done a moment ago; then wake up for it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._next_show:
            if not self._asks and not self._questions:
                loop.call_at(self._next_show, self._wake.set)
                return False
            return True
        self._stale = False
        began = loop.time()
        if not self._lost:
            self.hub.show(self._floor, self.clock.now())
        ended = loop.time()
        self._next_show = ended + max(SHOW_GAP_S, SHOW_REST * (ended - began))
        return True

    def _answer_questions(self) -> None:
        now = self.clock.now()
        while self._questions:
            question = self._questions.popleft()
            if question.answer.done():
                continue
            try:
                if self._lost:
                    raise StoreError("the floor could not be loaded")
                question.answer.set_result(question.ask(self._floor, now))
            except Exception as error:  # it belongs to whoever asked, not to the loop
                question.answer.set_exception(error)

    async def _turn(self, asks: list[Ask]) -> None:
        """Carry out a batch: decide and apply, keep, then answer."""
        try:
            if self._lost:
                raise StoreError("the floor could not be loaded")
            keys = [ask.key for ask in asks if ask.key is not None]
            known = await self.journal.answered(keys) if keys else {}
            turn = self._begin(known)
            for ask in asks:
                turn.take(ask)
            await self._keep(turn)
        except Exception as error:
            await self._take_back(asks, error)
            return
        self._hash, self._step = turn.last_hash, None
        self._stale = self._stale or turn.changed
        for ask, outcome in turn.outcomes:
            _settle(ask, outcome)

    def _begin(self, known: Mapping[Key, Answered]) -> Turn:
        """Begin a turn; a clock that was set is doubted before anything is decided by it."""
        self._look_at_clock()
        turn = Turn(self._floor, self.clock.now(), self._hash, known)
        if self._step is not None:
            turn.follow(DoubtClock(by=TIMER, why="step", by_s=self._step))
        return turn

    async def _keep(self, turn: Turn) -> None:
        batch = turn.batch()
        if batch is None:
            return
        try:
            await self.journal.append(batch)
        except CommitUnknown:
            seq, last_hash = await self.journal.last()
            if not batch.entries or (seq, last_hash) != (turn.floor.seq, turn.last_hash):
                raise

    async def _take_back(self, asks: list[Ask], error: Exception) -> None:
        """Forget what was applied but not kept: the journal is the truth."""
        if not isinstance(error, StoreError):
            log.error("centre %s: a batch failed", self.centre, exc_info=error)
        else:
            log.error("centre %s: a batch was not kept: %s", self.centre, error)
        self._lost = True
        await self._find_again()
        for ask in asks:
            _settle(ask, StoreError(str(error)))

    async def _find_again(self) -> None:
        """Load the floor as it lies on disk; until that succeeds nothing is answered by it."""
        try:
            self._floor, self._hash = await load(self.journal)
        except StoreError as error:
            log.error("centre %s: the journal cannot be read: %s", self.centre, error)
        else:
            self._lost, self._stale = False, True


def _what_is_due(floor: Floor, now: datetime) -> tuple[bool, tuple[str, int] | None]:
    return floor.day_turn(now) is not None, centre_rules.doubt(floor, now, starting=False)


def _settle(ask: Ask, outcome: Done | Exception) -> None:
    """Tell a caller, unless it has gone."""
    if ask.done.done():
        return
    if isinstance(outcome, Exception):
        ask.done.set_exception(outcome)
    else:
        ask.done.set_result(outcome)
