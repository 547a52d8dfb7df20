"""A centre in which every free text of the product is hostile, each of them known by its mark.

A text that is a list holds all payloads, one or two to each; a single text holds as many as fit.
`Centre.refused` says how many of a kind were not taken.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from queue_server.protocol.commands import ChangePlan
from queue_server.protocol.plan import (
    CaseColumns,
    Counter,
    Field,
    Holiday,
    Hours,
    Plan,
    PriorityGroup,
    Procedure,
    Reporting,
    Series,
)
from queue_server.protocol.vocabulary import (
    ActorId,
    CounterId,
    FieldCode,
    ProcedureCode,
    SeriesId,
)
from tests.support.hostile import PAYLOADS
from tests.support.house import PASSWORD, House
from tests.support.small import CENTRE, small_plan

OWNED: Final = ("owner", "address", "phone")
_HALF: Final = len(PAYLOADS) // 2
_TEXT: Final = 500
_WORDS: Final = 1000


@cache
def marked(kind: str) -> tuple[str, ...]:
    """Return every payload with the mark of a kind of text after it, on one line."""
    return tuple(f"{' '.join(payload.split())} §{kind}" for payload in PAYLOADS)


def pairs(kind: str) -> list[str]:
    """Return every payload, two to a text."""
    texts = marked(kind)
    return [f"{one} {other}" for one, other in zip(texts[:_HALF], texts[_HALF:], strict=True)]


def filled(kind: str, longest: int) -> Iterator[str]:
    """Yield texts that hold as many payloads as fit, until all were held."""
    held: list[str] = []
    for text in marked(kind):
        if len(" ".join((*held, text))) > longest:
            yield " ".join(held)
            held = []
        held.append(text)
    yield " ".join(held)


_HEADINGS: Final = marked("heading")[20:60:15]


class _Singles:
    """Gives each single text of a plan its share, another with every turn."""

    def __init__(self, turn: int) -> None:
        self._next = turn

    def __call__(self, kind: str) -> str:
        chunks = list(filled(kind, _TEXT))
        self._next += 1
        return chunks[self._next % len(chunks)]


TURNS: Final = 13
"""After so many plans a single text has held all payloads."""


@cache
def hostile_plan(turn: int = 0) -> Plan:
    """Return a plan whose every free text is hostile."""
    small, single = small_plan(CENTRE), _Singles(turn)
    codes = [FieldCode(f"F{n:02}") for n in range(_HALF)]
    return replace(
        small,
        name_vi=single("name_vi"),
        name_en=single("name_en"),
        header_vi=tuple(single("header_vi") for _ in range(4)),
        header_en=tuple(single("header_en") for _ in range(4)),
        notice_vi=single("notice_vi"),
        notice_en=single("notice_en"),
        public_url='https://x/"><script>window.hacked=1</script>',
        series=_series(),
        fields=_fields(codes),
        kinds=tuple(replace(kind, series=SeriesId("s0")) for kind in small.kinds),
        counters=_counters(codes),
        procedures=_procedures(codes),
        hours=Hours(always_open=True, holidays=_holidays()),
        policy=replace(
            small.policy,
            groups=_groups(),
            sentence_vi=single("sentence_vi"),
            sentence_en=single("sentence_en"),
        ),
        reporting=Reporting(
            authority=single("authority"),
            receiver=single("receiver"),
            place=single("place"),
            signers=(single("signer"), single("signer")),
            register_form=single("register_form"),
            columns=CaseColumns(**dict(zip(OWNED, _HEADINGS, strict=True))),
            keep_owners=True,
        ),
    )


def _series() -> tuple[Series, ...]:
    names = zip(pairs("series_vi"), pairs("series_en"), strict=True)
    return tuple(
        Series(
            id=SeriesId(f"s{n}"),
            prefix=f"{chr(65 + n // 26)}{chr(65 + n % 26)}",
            name_vi=vi,
            name_en=en,
        )
        for n, (vi, en) in enumerate(names)
    )


def _fields(codes: list[FieldCode]) -> tuple[Field, ...]:
    names = zip(codes, pairs("field_vi"), pairs("field_en"), pairs("field_short"), strict=True)
    return tuple(
        Field(code=code, name_vi=vi, name_en=en, short_vi=short, series=SeriesId(f"s{n}"))
        for n, (code, vi, en, short) in enumerate(names)
    )


def _counters(codes: list[FieldCode]) -> tuple[Counter, ...]:
    """Return a counter for each field; the first helps all of them."""
    return tuple(
        Counter(
            id=CounterId(str(n + 1)),
            name=name,
            fields=(codes[n],),
            helps=tuple(codes[1:]) if n == 0 else (),
            kinds=tuple(kind.kind for kind in small_plan().kinds) if n == 0 else (),
        )
        for n, name in enumerate(pairs("counter"))
    )


def _procedures(codes: list[FieldCode]) -> tuple[Procedure, ...]:
    kinds = ("procedure", "short", "keyword", "fee", "papers", "source")
    return tuple(
        Procedure(
            code=ProcedureCode(f"9.{n:06}"),
            field=codes[n % _HALF],
            name=name,
            short_name=short,
            keywords=(keyword,),
            fee=fee,
            papers=papers,
            source=source,
        )
        for n, (name, short, keyword, fee, papers, source) in enumerate(
            zip(*map(marked, kinds), strict=True)
        )
    )


def _holidays() -> tuple[Holiday, ...]:
    first = date(2027, 1, 1)
    return tuple(
        Holiday(date=first + timedelta(days=n), kind="off", note=note)
        for n, note in enumerate(pairs("holiday"))
    )


def _groups() -> tuple[PriorityGroup, ...]:
    return tuple(
        PriorityGroup(code=f"g{n}", name_vi=vi, name_en=en)
        for n, (vi, en) in enumerate(zip(pairs("group_vi"), pairs("group_en"), strict=True))
    )


class Centre:
    """A house whose people have typed hostile texts wherever one can be typed."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.refused: defaultdict[str, int] = defaultdict(int)
        self.tickets: dict[str, str] = {}
        """One that waits, one that is called, and one with every text."""
        self.rated: list[str] = []

    async def plan(self, turn: int) -> None:
        """Put the plan of a turn in force."""
        await self.house.carry_out(ChangePlan(by=ActorId("id-admin"), plan=hostile_plan(turn)))

    async def fill(self) -> None:
        """Let everybody type."""
        await self.plan(0)
        await self._people()
        await self._floor()
        await self._visit()
        await self._ratings()
        await self._export()
        await self.house.told("/counters/1/next", "officer")
        seat = await (await self.house.get("/counters/1", "officer")).json()
        self.tickets["called"] = seat["current"]["id"]

    async def say(self, kind: str, path: str, who: str, body: dict[str, Any]) -> bool:
        """Send a hostile text; it is taken, or refused as a text that cannot be."""
        answer = await self.house.post(path, who, body)
        assert answer.status in (200, 201, 422), (path, await answer.text())
        self.refused[kind] += answer.status == 422
        return answer.status != 422

    async def _people(self) -> None:
        for name in marked("account"):
            made = {"name": name, "role": "officer", "counter": "1", "password": PASSWORD}
            await self.say("account", "/accounts", "admin", made)
        for name in marked("device"):
            await self._device(name)
        named = {"name": marked("officer")[21]}
        answer = await self.house.ask("PATCH", "/accounts/id-officer", "admin", json=named)
        assert answer.status == 200, await answer.text()

    async def _device(self, name: str) -> None:
        invited = await self.house.post("/devices", "admin", {"name": name, "role": "kiosk"})
        self.refused["device"] += invited.status == 422
        if invited.status == 201:
            code = {"code": (await invited.json())["code"]}
            await self.house.told("/api/v1/pair", None, code)

    async def _floor(self) -> None:
        """Let one wait in every field, and give every reason there is for the floor itself."""
        for n in range(_HALF):
            wish = {"procedure": f"9.{n + _HALF:06}", "priority": f"g{n}"}
            self.tickets["waiting"] = (await self.house.ticket(f"F{n:02}", **wish))["id"]
        await self.house.told("/counters/1/open", "officer")
        for reason in marked("pause"):
            if await self.say("pause", "/counters/1/pause", "officer", {"reason": reason}):
                await self.house.told("/counters/1/open", "officer")
        for reason in marked("series_pause"):
            if await self.say("series_pause", "/series/s49/pause", "manager", {"reason": reason}):
                await self.house.told("/series/s49/resume", "manager")

    async def _visit(self) -> None:
        """Let one ticket be called, held, moved up, printed and finished with every text."""
        ticket = self.tickets["served"] = (await self.house.ticket("F00"))["id"]
        here = f"/tickets/{ticket}"
        for n, (call, hold, priority, detail) in enumerate(
            zip(*map(marked, ("call", "hold", "priority", "print")), strict=True)
        ):
            called = {"ticket": ticket, "reason": call}
            assert await self.say("call", "/counters/1/call", "officer", called)
            assert await self.say("hold", "/counters/1/hold", "officer", {"reason": hold})
            moved = {"group": f"g{n % _HALF}", "reason": priority}
            await self.say("priority", f"{here}/priority", "officer", moved)
            printed = {"result": "failed", "detail": detail}
            await self.say("print", f"{here}/printed", "kiosk", printed)
        await self.house.told("/counters/1/call", "officer", called)
        await self.house.told("/counters/1/start", "officer")
        await self.house.told("/counters/1/finish", "officer", {"outcome": "received"})
        for note, code in zip(marked("note"), marked("code"), strict=True):
            line = {"code": code, "quantity": 1}
            told = {"outcome": "received", "note": note, "dossiers": [line]}
            if not await self.say("code", f"{here}/outcome", "officer", told):
                await self.say("note", f"{here}/outcome", "officer", told | {"dossiers": []})

    async def _ratings(self) -> None:
        for comment in filled("comment", _WORDS):
            ticket = (await self.house.ticket("F00"))["id"]
            await self.house.told("/counters/1/call", "officer", {"ticket": ticket, "reason": "x"})
            await self.house.told("/counters/1/start", "officer")
            await self.house.told("/counters/1/finish", "officer", {"outcome": "received"})
            rated = {"satisfaction": 1, "reasons": ["other"], "comment": comment}
            await self.say("comment", f"/tickets/{ticket}/rating", "rating", rated)
            self.rated.append(ticket)

    async def _export(self) -> None:
        """Take in an export of the case system, and file a report of it."""
        query = "from=2026-09-15&to=2026-10-14"
        path = f"/dossiers/imports?{query}"
        answer = await self.house.post(path, "manager", data=export(known=True).encode())
        assert answer.status == 201, await answer.text()
        body = {"period": "2026-10", "basis": "official"}
        await self.house.told("/reports/register/filed", "manager", body)


def export(*, known: bool = False) -> str:
    """Return an export of the case system with payloads for all text; its fields may be known."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";")
    heads = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Lĩnh vực", "Trạng thái")
    table.writerow((*heads, *_HEADINGS))
    kinds = ("import_code", "import_field", "import_state", *OWNED)
    for n, (code, field, state, *owner) in enumerate(zip(*map(marked, kinds), strict=True)):
        name = f"F{n % _HALF:02}" if known else field
        table.writerow((code, "16/09/2026", "20/09/2026", name, state, *owner))
    return out.getvalue()
