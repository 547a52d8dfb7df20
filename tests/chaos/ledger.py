"""The journal, read by somebody who trusts nobody: its chain, its labels, its order, its effects.

It knows only the contract: hash(0) = sha256(centre), hash(n) = sha256(hash(n-1) + canonical(n)).
"""

import hashlib
import json
from collections import Counter, defaultdict
from typing import Any

from tests.chaos.wire import Press

Step = tuple[str, ...]
"""What a press did: its kind, and the ticket, label or counter it was about."""

_ENDS = {"ticket_abandoned", "ticket_cancelled", "ticket_no_show"}


class Lost(AssertionError):
    """What the server promised is not so."""


class Ledger:
    """Follows the journal from the first event on."""

    def __init__(self, centre: str) -> None:
        self.seq = 0
        self._hash = hashlib.sha256(centre.encode()).digest()
        self._labels: set[str] = set()
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._line_of: dict[str, str] = {}
        self.steps: Counter[Step] = Counter()
        """What happened, as the journal says."""

    def read(self, export: bytes) -> None:
        """Follow some more lines of the export."""
        for line in export.splitlines():
            self._follow(json.loads(line))

    def _follow(self, line: dict[str, Any]) -> None:
        event = line["event"]
        if event["seq"] != self.seq + 1:
            raise Lost(f"event {self.seq + 1} is missing")
        text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self._hash = hashlib.sha256(self._hash + text.encode()).digest()
        if line["hash"] != self._hash.hex():
            raise Lost(f"the chain breaks at event {event['seq']}")
        self.seq = event["seq"]
        self._note(event)

    def _note(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        if kind == "day_opened":
            self._labels.clear()
        elif kind == "ticket_issued":
            self._issued(event)
        elif kind == "ticket_called":
            self._called(event)
        elif kind in ("service_started", "service_finished") and event["by"] != "timer":
            self.steps[kind, event["ticket"], event["counter"]] += 1
        elif kind == "counter_opened":
            self.steps[kind, event["counter"]] += 1
        elif kind in _ENDS and event["ticket"] in self._lines[self._line_of[event["ticket"]]]:
            self._lines[self._line_of[event["ticket"]]].remove(event["ticket"])

    def _issued(self, event: dict[str, Any]) -> None:
        label, ticket = event["label"], event["ticket"]
        if label in self._labels:
            raise Lost(f"{label} was given twice")
        self._labels.add(label)
        self._line_of[ticket] = event["field"] or event["kind"]
        self._lines[self._line_of[ticket]].append(ticket)
        self.steps["ticket_issued", ticket, label] += 1

    def _called(self, event: dict[str, Any]) -> None:
        ticket = event["ticket"]
        line = self._lines[self._line_of[ticket]]
        if event["call"] == 1:
            if line[0] != ticket:
                raise Lost(f"event {event['seq']} calls {event['label']} before its turn")
            line.pop(0)
        self.steps["ticket_called", ticket, event["counter"], str(event["call"])] += 1

    def compare(self, presses: list[Press]) -> None:
        """Compare what happened with what people were told."""
        told = Counter(step for press in presses if (step := step_of(press)) is not None)
        if told != self.steps:
            missing, extra = told - self.steps, self.steps - told
            raise Lost(f"told but not kept: {dict(missing)}; kept but not told: {dict(extra)}")


def step_of(press: Press) -> Step | None:
    """Return what a press did, by its answer; None for a refusal."""
    if press.status == 409:
        return None
    if press.status not in (200, 201):
        raise Lost(f"{press.path} was answered {press.status}: {press.answer.decode()}")
    told = press.told
    match press.path.rpartition("/")[2]:
        case "tickets":
            return "ticket_issued", told["id"], told["label"]
        case "open":
            return "counter_opened", told["id"]
        case "next":
            ticket = told["ticket"]
            return "ticket_called", ticket["id"], ticket["counter"], str(ticket["calls"])
        case "recall":
            current = told["current"]
            return "ticket_called", current["id"], told["id"], str(current["calls"])
        case "start":
            return "service_started", told["current"]["id"], told["id"]
        case "finish":
            return "service_finished", press.about, told["id"]
    raise Lost(f"nobody knows what {press.path} does")
