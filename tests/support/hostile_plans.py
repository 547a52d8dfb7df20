"""Plans in which all that people read is hostile."""

from collections.abc import Sequence

from msgspec.structs import replace

from queue_server.protocol.plan import Counter, Plan
from queue_server.protocol.vocabulary import CounterId
from tests.support import hostile
from tests.support.small import CENTRE, small_plan

PRINTABLE = tuple(text for text in hostile.PAYLOADS if text.isprintable())
HALVES = (PRINTABLE[:50], PRINTABLE[50:])
"""A plan takes at most 99 counters."""


def hostile_plan(texts: Sequence[str]) -> Plan:
    """Return a plan with these texts wherever one may be; each is the name of a counter."""
    plan = small_plan(CENTRE)
    counters = (Counter(id=CounterId(f"x{n}"), name=text) for n, text in enumerate(texts))
    return replace(
        plan,
        header_vi=tuple(texts[:4]),
        notice_vi=texts[4],
        fields=tuple(
            replace(field, name_vi=text, name_en=text, short_vi="")
            for field, text in zip(plan.fields, texts[5:], strict=False)
        ),
        counters=(*plan.counters, *counters),
    )
