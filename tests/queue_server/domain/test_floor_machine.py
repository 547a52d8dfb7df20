"""Anything that may be pressed, in any order: what is always true of a floor stays true."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from queue_server.domain.decisions.centre import doubt
from queue_server.domain.facts import BrokenRecord
from queue_server.domain.floor import Floor
from queue_server.protocol import commands as c
from queue_server.protocol import events as e
from queue_server.protocol.codec import canonical, decode_event
from queue_server.protocol.plan import Series
from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.protocol.vocabulary import (
    TIMER,
    Channel,
    CounterId,
    CounterState,
    Kind,
    Outcome,
    PrintResult,
    TicketState,
)
from tests.support import truths
from tests.support.busy import BUSY, CHANGES, COUNTERS, POLICIES, PRESSES, SENSIBLE, SERIES
from tests.support.floors import MANAGER, Stage
from tests.support.profiles import MACHINE
from tests.support.reference import Hall
from tests.support.replays import photo, replayed, replayed_day

pytestmark = pytest.mark.uncounted
DISTURBANCES: dict[str, list[Any]] = {
    "the_plan": sorted(CHANGES),
    "the_policy": sorted(POLICIES),
    "a_series": list(SERIES),
    "the_night": [0.3, 0.7, 1, 1, 2],
    "a_small_step_back": [1, 60, 600],
    "a_step": [-72, -25, -3, -0.2, 0.2, 3, 25, 80],
    "a_restart": [False, True],
}
STAFF = Channel.STAFF
DRAWN_EVERY = 5
whose = st.integers(min_value=0, max_value=400)
groups = st.sampled_from([None, None, None, "elder", "disabled"])


class FloorMachine(RuleBasedStateMachine):
    """A floor, everything that can be asked of it, and three who watch it."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.hall = Hall()
        self.times = truths.Times()
        self.numbers = truths.Numbers()
        self.shadow = Floor(self.stage.floor.centre)
        """Follows the journal's bytes."""
        self.seen = 0

    @property
    def floor(self) -> Floor:
        return self.stage.floor

    @initialize(
        at=st.sampled_from([0, 3, 9, 15.9]),
        berlin=st.integers(0, 5).map(lambda one: one == 5),
        closed=st.lists(st.sampled_from(COUNTERS), max_size=3),
        crowd=st.lists(st.tuples(whose, groups), max_size=9),
    )
    def morning(
        self, at: float, berlin: bool, closed: list[str], crowd: list[tuple[int, str | None]]
    ) -> None:
        """Somebody works and some wait; in Berlin it may be the night with an hour twice."""
        if berlin:
            self.stage.now = datetime.fromisoformat("2026-10-25T00:30:00+02:00")
        self.stage.later(hours=at)
        zone = "Europe/Berlin" if berlin else BUSY.zone
        self.do(c.ChangePlan(by=MANAGER, plan=replace(BUSY, zone=zone)))
        for one in COUNTERS:
            if one not in closed:
                self.do(c.OpenCounter(by=f"officer-{one}", counter=CounterId(one)))
        for who, group in crowd:
            self.issue(who, Kind.SUBMIT, False, group, 1, Channel.STAFF)

    def do(self, command: c.Command) -> list[e.Event] | None:
        """Carry out a command; a refusal must change nothing. Return what happened."""
        if not isinstance(command, c.DoubtClock | c.StartServer):
            self.stage.tick()
            self.watch()
        before = photo(self.floor)
        expected = self.expected(command)
        try:
            events = self.stage.do(command)
        except Refused as refused:
            self.check_refusal(refused, expected)
            assert photo(self.floor) == before
            return None
        if isinstance(command, c.CallNext):
            called = events[-1]
            assert isinstance(called, e.TicketCalled)
            assert (called.ticket, called.reason) == expected
        self.watch()
        return events

    def check_refusal(self, refused: Refused, expected: object) -> None:
        """Nobody is told that nobody waits while somebody does."""
        assert refused.code in PROBLEMS
        assert all(refused.sentence)
        assert not (expected and refused.code == "nobody_waiting")

    def expected(self, command: c.Command) -> object:
        """Return whom the reference would call by this command."""
        if isinstance(command, c.CallNext) and command.counter in self.floor.counters:
            return self.hall.choose(command.counter, truths.kept(self.floor, self.stage.now))
        return None

    def watch(self) -> None:
        """Let the watchers follow what happened since they last looked."""
        new, self.seen = self.stage.events[self.seen :], len(self.stage.events)
        midnights = truths.midnights_around(self.stage.now, self.floor.zone)
        for event in new:
            self.times.follow(event, midnights)
            self.numbers.follow(event)
            self.hall.follow(event)
            again = decode_event(canonical(event))
            assert again == event
            self.shadow.apply(again)

    def press(self, kind: type[c.CounterCommand], at: str, **about: Any) -> list[e.Event] | None:
        officer = self.floor.counters[CounterId(at)].officer if at in self.floor.counters else None
        words = {"id": self.stage.name("text"), "salt": "muối"} if kind.free_text else {}
        return self.do(kind(by=officer or MANAGER, counter=CounterId(at), **words, **about))

    def any_ticket(self, whose: int) -> str:
        """Return one of today's tickets, most often one that has not ended."""
        open_ones = [ticket.id for ticket in self.floor.open_tickets()]
        tickets = open_ones if open_ones and whose % 5 else list(self.floor.tickets)
        return tickets[whose % len(tickets)] if tickets else "nobody"

    def any_field(self, whose: int) -> str:
        assert self.floor.plan is not None
        fields = [known.code for known in self.floor.plan.fields]
        return fields[whose % len(fields)]

    def busy(self, whose: int) -> str:
        """Return a counter, most often one that is open."""
        known = self.floor.counters.values()
        at_work = [one.id for one in known if one.state is CounterState.OPEN]
        counters = at_work if at_work and whose % 7 else [one.id for one in known]
        return counters[whose % len(counters)]

    @rule(
        whose=whose,
        kind=st.sampled_from([Kind.SUBMIT, Kind.SUBMIT, Kind.SUBMIT, *Kind]),
        alone=st.booleans(),
        group=groups,
        quantity=st.sampled_from([1, 1, 1, 5, 6]),
        channel=st.sampled_from(Channel),
    )
    def issue(
        self,
        whose: int,
        kind: Kind,
        alone: bool,
        group: str | None,
        quantity: int,
        channel: Channel,
    ) -> None:
        without = alone and kind is not Kind.SUBMIT
        self.do(
            c.IssueTicket(
                by="kiosk",
                id=self.stage.name("ticket"),
                field=None if without else self.any_field(whose),
                kind=kind,
                priority=group,
                quantity=quantity,
                channel=channel,
            )
        )

    @rule(number=st.integers(2, 4), whose=whose, group=groups)
    def several_come(self, number: int, whose: int, group: str | None) -> None:
        for one in range(number):
            self.issue(whose + one % 2, Kind.SUBMIT, False, group if one else None, 1, STAFF)

    @rule(whose=whose, what=st.sampled_from(["cancel", "rate", "paper", "reprint", "outcome"]))
    def do_to_a_ticket(self, whose: int, what: str) -> None:
        ticket = self.any_ticket(whose)
        served = [t.id for t in self.floor.tickets.values() if t.state is TicketState.SERVED]
        if served and what in ("rate", "outcome"):
            ticket = served[whose % len(served)]
        commands: dict[str, c.Command] = {
            "cancel": c.CancelTicket(by="kiosk", ticket=ticket),
            "rate": c.RateTicket(by="kiosk", ticket=ticket, satisfaction=3),
            "paper": c.RecordPrint(by="kiosk", ticket=ticket, result=[*PrintResult][whose % 3]),
            "reprint": c.AskReprint(by=MANAGER, ticket=ticket, kiosk="kiosk"),
            "outcome": c.RecordOutcome(by=MANAGER, ticket=ticket, outcome=Outcome.OTHER),
        }
        self.do(commands[what])

    @rule(whose=whose, group=st.sampled_from([None, "elder", "disabled", "nobody"]))
    def change_priority(self, whose: int, group: str | None) -> None:
        ticket = self.any_ticket(whose)
        command = c.ChangePriority(by=MANAGER, ticket=ticket, group=group, reason="xem giấy tờ")
        self.do(replace(command, id=self.stage.name("text"), salt="muối"))

    @rule(at=whose, what=st.sampled_from(["open", "open", "open", "pause", "close"]))
    def sit(self, at: int, what: str) -> None:
        counter = COUNTERS[at % 4]
        if what == "open":
            self.do(c.OpenCounter(by=f"officer-{counter}", counter=CounterId(counter)))
        elif what == "pause":
            self.press(c.PauseCounter, counter, reason="nghỉ giải lao")
        else:
            self.press(c.CloseCounter, counter)

    @rule(at=whose)
    def next(self, at: int) -> None:
        self.press(c.CallNext, self.busy(at))

    @rule(at=whose)
    def press_next_twice(self, at: int) -> None:
        """The second press saw what the first one saw: it is refused and harms nobody."""
        counter = self.busy(at)
        seen = self.floor.counters[CounterId(counter)].current
        if self.press(c.CallNext, counter, after=seen):
            assert self.press(c.CallNext, counter, after=seen) is None

    @rule(at=whose)
    def whoever_is_called_comes(self, at: int) -> None:
        self.press(c.StartService, self.busy(at))

    @rule(at=whose, what=st.sampled_from(PRESSES), whose=whose)
    def work(self, at: int, what: str, whose: int) -> None:
        self.press_one(self.busy(at), what, whose)

    @rule(at=whose, what=st.sampled_from(PRESSES), whose=whose)
    def work_as_one_should(self, at: int, what: str, whose: int) -> None:
        """Press only what the current ticket allows."""
        counter = self.busy(at)
        current = self.floor.counters[CounterId(counter)].current
        if current is None:
            self.press(c.CallNext, counter)
            return
        state = self.floor.tickets[current].state
        fitting = SENSIBLE[state]
        self.press_one(counter, fitting[PRESSES.index(what) % len(fitting)], whose)

    def press_one(self, at: str, what: str, whose: int) -> None:
        field = self.any_field(whose)
        to = CounterId(self.busy(whose // 3))
        keep = bool(whose % 2)
        presses: dict[str, tuple[type[c.CounterCommand], dict[str, Any]]] = {
            "start": (c.StartService, {}),
            "finish": (c.FinishService, {"outcome": [*Outcome][whose % len(Outcome)]}),
            "miss": (c.MissTicket, {}),
            "hold": (c.HoldTicket, {"reason": "đi phô tô"}),
            "recall": (c.Recall, {}),
            "next": (c.CallNext, {}),
            "send": (c.Transfer, {"field": field, "keep_place": keep}),
            "send away": (c.Transfer, {"to_counter": to, "keep_place": keep}),
            "call": (c.CallTicket, {"ticket": self.any_ticket(whose), "reason": "gọi đích danh"}),
        }
        kind, about = presses[what]
        self.press(kind, at, **about)

    @rule(whose=whose)
    def put_back(self, whose: int) -> None:
        aside = [*self.floor.held, *self.floor.missed]
        ticket = aside[whose % len(aside)] if aside else self.any_ticket(whose)
        self.do(c.ReturnTicket(by=MANAGER, ticket=ticket))

    @rule(at=whose)
    def undo(self, at: int) -> None:
        self.press(c.Undo, self.busy(at))

    @rule(at=whose, what=st.sampled_from(PRESSES), whose=whose, wait=st.integers(0, 30))
    def press_and_undo(self, at: int, what: str, whose: int, wait: int) -> None:
        """Undo gives back line, times and counters as they were."""
        self.move(timedelta())
        counter = self.busy(at)
        before, seq = photo(self.floor), self.floor.seq
        self.press_one(counter, what, whose)
        pressed = self.floor.seq
        self.move(timedelta(seconds=wait))
        if seq < pressed == self.floor.seq:
            assert self.press(c.Undo, counter)
            assert truths.untouched(photo(self.floor)) == truths.untouched(before)

    @rule(seconds=st.integers(0, 90))
    def a_moment_passes(self, seconds: int) -> None:
        self.move(timedelta(seconds=seconds, microseconds=seconds * 7))

    @rule(minutes=st.integers(1, 50))
    def time_passes(self, minutes: int) -> None:
        self.move(timedelta(minutes=minutes))

    @rule()
    @precondition(lambda self: self.floor.clock_doubted is not None)
    def confirm_the_clock(self) -> None:
        self.do(c.ConfirmClock(by=MANAGER))

    def move(self, by: timedelta) -> None:
        """Let the clock move and the timer look at it."""
        self.stage.now += by
        why = doubt(self.floor, self.stage.now, starting=False)
        if why is not None:
            self.do(c.DoubtClock(by=TIMER, why=why[0], by_s=why[1]))
        self.stage.tick()
        self.watch()

    @rule(what=st.sampled_from(sorted(DISTURBANCES)), which=whose)
    def something_rare(self, what: str, which: int) -> None:
        choices = DISTURBANCES[what]
        getattr(self, f"_{what}")(choices[which % len(choices)])

    def _the_plan(self, what: str) -> None:
        assert self.floor.plan is not None
        plan = replace(self.floor.plan, **CHANGES[what])
        self.do(c.ChangePlan(by=MANAGER, plan=plan))

    def _the_policy(self, what: str) -> None:
        assert self.floor.plan is not None
        policy = replace(self.floor.plan.policy, **POLICIES[what])
        self.do(c.ChangePlan(by=MANAGER, plan=replace(self.floor.plan, policy=policy)))

    def _a_series(self, which: Series) -> None:
        if which.id in self.floor.paused_series:
            self.do(c.ResumeSeries(by=MANAGER, series=which.id))
        else:
            self.do(c.PauseSeries(by=MANAGER, series=which.id, reason="hết giấy"))

    def _the_night(self, days: float) -> None:
        self.move(timedelta(days=days))

    def _a_small_step_back(self, seconds: int) -> None:
        self.move(-timedelta(seconds=seconds))

    def _a_step(self, hours: float) -> None:
        self.stage.later(hours=hours)
        self.do(c.DoubtClock(by=TIMER, why="step", by_s=int(abs(hours) * 3600)))

    def _a_restart(self, again: bool) -> None:
        """From the last opening of a day, as the engine loads it."""
        self.stage.floor = replayed_day(self.stage.events)
        self.do(c.StartServer(by=TIMER, program="queue-server 0"))
        if again:
            with pytest.raises(BrokenRecord):
                self.floor.apply(self.stage.events[-1])

    @invariant()
    def what_is_on_disk_gives_this_floor(self) -> None:
        assert photo(self.shadow) == photo(self.floor)

    @invariant()
    def the_floor_fits_together(self) -> None:
        truths.check_counters(self.floor)
        truths.check_lines(self.floor)
        truths.check_lists(self.floor)
        truths.check_figures(self.floor)

    @invariant()
    def everybody_is_called_in_turn(self) -> None:
        if self.floor.plan is not None:
            truths.check_choices(self.floor, self.hall, truths.kept(self.floor, self.stage.now))

    @invariant()
    def every_screen_can_be_drawn(self) -> None:
        """Now and then: pictures take longer than all the rest."""
        if self.floor.plan is not None and self.floor.seq % DRAWN_EVERY == 0:
            truths.check_views(self.floor, truths.kept(self.floor, self.stage.now))

    def teardown(self) -> None:
        if self.stage.events:
            assert photo(replayed(self.stage.events)) == photo(self.floor)
            assert photo(replayed_day(self.stage.events)) == photo(self.floor)


TestFloorMachine = FloorMachine.TestCase
TestFloorMachine.settings = MACHINE
