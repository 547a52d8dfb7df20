"""The public posting of all procedures: by field, in the order of the alphabet, or as searched."""

from datetime import date, datetime
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from aiohttp import web
from markupsafe import Markup

from queue_server.domain.alphabet import order
from queue_server.domain.calendar import day_of
from queue_server.domain.floor import Floor
from queue_server.domain.search import elsewhere
from queue_server.engine.engine import Engine
from queue_server.protocol.plan import Field, Plan, Procedure
from queue_server.protocol.refusals import Refused, Sentence
from queue_server.protocol.vocabulary import DaysUnit
from queue_server.web.pages.frame.render import environment
from queue_server.web.pages.frame.visit import Visit

_LONGEST_QUERY: Final = 200
_MOST_FOUND: Final = 100


_Drawn = dict[tuple[str, str | None], Markup]
_kept: WeakKeyDictionary[Engine, tuple[tuple[int, date], _Drawn]] = WeakKeyDictionary()
"""The lists of each centre, by language and field, as long as plan and day hold."""


class Group(NamedTuple):
    """The procedures of one field."""

    field: Field | None
    """None is what a search found, best first."""
    entries: list[Procedure]


class Posting(NamedTuple):
    """What is posted, and by whom."""

    plan: Plan
    today: date


async def procedures(visit: Visit) -> web.Response:
    """Answer with the posting, or the part of it that was asked for."""
    query = visit.request.query
    words, field = query.get("q", "").strip()[:_LONGEST_QUERY], query.get("field") or None
    posted = await visit.engine.ask(_posted)
    listed = await _found(visit, posted, words, field) if words else _all(visit, posted, field)
    return await visit.page(
        "procedures.html",
        scripts=("procedures.js",),
        plan=posted.plan,
        listed=listed,
        q=words,
        field=field,
    )


async def _found(visit: Visit, posted: Posting, words: str, field: str | None) -> Markup:
    catalogue = await visit.context.searches.of(visit.engine)
    entries = list(catalogue.find(words, field, _MOST_FOUND))
    return _drawn(visit, posted, [Group(None, entries)], elsewhere(words))


def _all(visit: Visit, posted: Posting, field: str | None) -> Markup:
    """Return the posting without a search: anybody may ask, so it is not drawn for each."""
    if field is not None and all(field != one.code for one in posted.plan.fields):
        return _drawn(visit, posted, [], None)
    holds = (posted.plan.version, posted.today)
    kept = _kept.get(visit.engine)
    if kept is None or kept[0] != holds:
        kept = _kept[visit.engine] = (holds, {})
    key = (visit.language, field)
    if key not in kept[1]:
        kept[1][key] = _drawn(visit, posted, grouped(posted.plan, posted.today, field), None)
    return kept[1][key]


def _drawn(visit: Visit, posted: Posting, groups: list[Group], other: Sentence | None) -> Markup:
    shown = [entry for group in groups for entry in group.entries]
    template = environment(visit.language).get_template("posting.html")
    text = template.render(
        groups=groups,
        count=len(shown),
        unchecked=sum(entry.checked_on is None for entry in shown),
        names={one.code: one for one in posted.plan.fields},
        today=posted.today,
        elsewhere=other,
        time_of=lambda entry: time_of(visit, entry),
    )
    return Markup(text)  # the template has escaped what stands in it


def grouped(plan: Plan, today: date, only: str | None = None) -> list[Group]:
    """Return the procedures valid on a day, by field, each group in the order of the alphabet."""
    groups = []
    for field in plan.fields:
        if only in (None, field.code):
            mine = [one for one in plan.procedures if one.field == field.code]
            valid = [one for one in mine if _is_valid(one, today)]
            groups.append(Group(field, sorted(valid, key=lambda one: order(one.name))))
    return [group for group in groups if group.entries]


def time_of(visit: Visit, entry: Procedure) -> str:
    """Return the processing time in words; honest where it is not known."""
    days = entry.days
    if days is None:
        return visit.text("not stated")
    match entry.days_unit:
        case DaysUnit.HOURS:
            return visit.text("%(n)s hours", n=days)
        case DaysUnit.CALENDAR if days:
            return visit.text("%(n)s days", n=days)
        case DaysUnit.WORKING if days:
            return visit.text("%(n)s working days", n=days)
        case None if days:
            return visit.text("%(n)s days (which days is not stated)", n=days)
    return visit.text("the same day")


def _posted(floor: Floor, now: datetime) -> Posting:
    if floor.plan is None:
        raise Refused("unknown_centre")
    return Posting(floor.plan, floor.day or day_of(now, floor.zone))


def _is_valid(entry: Procedure, today: date) -> bool:
    begun = entry.valid_from is None or entry.valid_from <= today
    return begun and (entry.valid_to is None or today <= entry.valid_to)
