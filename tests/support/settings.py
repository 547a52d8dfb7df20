"""Every value that a plan may hold, by its place: what forms have to offer and name."""

from collections.abc import Iterator

from msgspec import Struct, inspect


def members(kind: type[Struct]) -> Iterator[str]:
    """Give the place of every value of a struct, lists as `fields[].code`."""
    yield from _places(inspect.type_info(kind), "")


def _places(kind: inspect.Type, way: str) -> Iterator[str]:
    if isinstance(kind, inspect.StructType):
        for member in kind.fields:
            yield from _places(member.type, f"{way}.{member.name}".lstrip("."))
    elif isinstance(kind, inspect.VarTupleType) and isinstance(kind.item_type, inspect.StructType):
        yield from _places(kind.item_type, f"{way}[]")
    else:
        yield way
