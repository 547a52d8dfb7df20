"""One example of every event, view and problem, as bytes on the wire.

Rule 1: a change of tests/golden is a change of the protocol and is looked at in review.
Run `python -m tests.support.golden` to write the files anew.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import inspect

from queue_server.protocol import screens, views
from queue_server.protocol.codec import canonical, encode
from queue_server.protocol.events import AnyEvent
from queue_server.protocol.plan import Plan
from queue_server.protocol.refusals import PROBLEMS, Refused
from queue_server.web.errors import problem_view
from queue_server.web.routes import ROUTES
from tests.support.small import small_plan

FOLDER = Path(__file__).parent.parent / "golden"
_AT = datetime(2026, 11, 20, 8, 0, 5, tzinfo=timezone(timedelta(hours=7)))
_ABOUT: dict[str, str | int] = {
    "hours_vi": "Giờ lấy số: 07:30-11:00.",
    "hours_en": "Ticket hours: 07:30-11:00.",
    "cap": 5,
    "period": "2026-Q5",
    "state": "waiting",
    "faults": "counters: there is no counter",
    "why_vi": "tệp rỗng",
    "why_en": "it is empty",
    "member": "colour",
    "retry_s": 4,
}


def example(kind: type[Any], name: str = "") -> Any:
    """Return an example of a word, every optional member filled."""
    return _of(inspect.type_info(kind), name)


def _of(info: inspect.Type, name: str) -> Any:
    match info:
        case inspect.StructType(cls=cls) if cls is Plan:
            return small_plan()
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: _of(field.type, field.name) for field in fields})
        case inspect.UnionType(types=types):
            return _of(next(t for t in types if not isinstance(t, inspect.NoneType)), name)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return (_of(item, name),)
        case inspect.DictType(value_type=value):
            return {name: _of(value, name)}
        case inspect.EnumType(cls=cls):
            return next(iter(cls))
        case inspect.LiteralType(values=values):
            return values[0]
    return _plain(info, name)


def _plain(info: inspect.Type, name: str) -> Any:
    plain: dict[type[inspect.Type], Any] = {
        inspect.StrType: "2026-11-25" if name.endswith("_on") else name,
        inspect.IntType: 7,
        inspect.FloatType: 0.5,
        inspect.BoolType: True,
        inspect.DateTimeType: _AT,
        inspect.DateType: date(2026, 11, 20),
        inspect.RawType: msgspec.Raw(b"{}"),
    }
    return plain[type(info)]


def events() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every event."""
    for kind in get_args(AnyEvent):
        event = example(kind)
        yield msgspec.to_builtins(event)["type"], canonical(event)


def shown() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every view and every answer of the doors."""
    kinds = {cls for cls in (vars(views) | vars(screens)).values() if _is_view(cls)}
    kinds |= {route.answers for route in ROUTES if route.answers not in (None, Plan)}
    for kind in sorted(kinds, key=lambda kind: str(kind.__name__)):
        yield kind.__name__, encode(example(kind))


def _is_view(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, views.Shown) and cls is not views.Shown


def problems() -> Iterator[tuple[str, bytes]]:
    """Yield code and bytes of every problem."""
    for code in PROBLEMS:
        yield code, encode(problem_view(Refused(code, **_ABOUT)))


FILES = {"events.txt": events, "views.txt": shown, "problems.txt": problems}


def text(name: str) -> str:
    """Return what the golden file should hold."""
    return "".join(f"{what} {body.decode()}\n" for what, body in FILES[name]())


if __name__ == "__main__":
    for name in FILES:
        (FOLDER / name).write_text(text(name), encoding="utf-8")
