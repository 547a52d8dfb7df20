"""The questions behind reports: dossiers of counters and of the case system, filings."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ScalarSelect, Select, and_, func, literal, or_, select

from queue_server.protocol.papers import RatedBy
from queue_server.store.schema import (
    cases,
    dossiers,
    filings,
    imports,
    journal,
    openings,
    owners,
    visits,
)

_HANDLED = (
    dossiers.c.ticket,
    visits.c.label,
    visits.c.day,
    dossiers.c.at,
    dossiers.c.code,
    dossiers.c.procedure,
    dossiers.c.quantity,
    dossiers.c.due_on,
    visits.c.field,
    visits.c.outcome,
    visits.c.officer,
    visits.c.ended_at,
)
_CASE = (
    cases.c.code,
    cases.c.field,
    cases.c.procedure,
    cases.c.quantity,
    cases.c.received_on,
    cases.c.due_on,
    cases.c.done_on,
    cases.c.channel,
    cases.c.state,
)
_WITH_VISIT = dossiers.join(
    visits, and_(visits.c.centre == dossiers.c.centre, visits.c.ticket == dossiers.c.ticket)
)


def handled(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for `Archive.handled`."""
    days = visits.c.day.between(first.isoformat(), last.isoformat())
    of_days = and_(dossiers.c.centre == centre, days)
    asked = select(*_HANDLED).select_from(_WITH_VISIT).where(of_days)
    return asked.order_by(dossiers.c.at, dossiers.c.seq, dossiers.c.line)


def collected(centre: str, since: date) -> Select[Any]:
    """Return the question for `Archive.collected`."""
    returned = and_(visits.c.outcome == "returned", visits.c.day >= since.isoformat())
    asked = select(dossiers.c.code, visits.c.day).select_from(_WITH_VISIT)
    of_codes = and_(dossiers.c.centre == centre, dossiers.c.code != "", returned)
    return asked.where(of_codes).order_by(dossiers.c.seq)


def uncoded(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for `Archive.uncoded`."""
    entered = select(dossiers.c.ticket).where(
        and_(
            dossiers.c.centre == visits.c.centre,
            dossiers.c.ticket == visits.c.ticket,
            dossiers.c.code != "",
        )
    )
    asked = select(
        visits.c.ticket,
        visits.c.label,
        visits.c.day,
        visits.c.field,
        visits.c.procedure,
        visits.c.officer,
    ).where(
        visits.c.centre == centre,
        visits.c.day.between(first.isoformat(), last.isoformat()),
        visits.c.outcome == "received",
        ~entered.exists(),
    )
    return asked.order_by(visits.c.day, visits.c.issued_at)


def first_day(centre: str) -> Select[Any]:
    """Return the question for `Archive.first_day`."""
    return select(func.min(visits.c.day)).where(visits.c.centre == centre)


def ratings(centre: str, first: date, last: date, key: RatedBy) -> Select[Any]:
    """Return the question for `Archive.ratings`."""
    by = visits.c[key]
    level = visits.c.satisfaction
    asked = select(
        by,
        func.count().filter(visits.c.state == "served"),
        func.count(level),
        func.count().filter(level == 3),
        func.count().filter(level == 2),
        func.count(visits.c.attitude),
        func.coalesce(func.sum(visits.c.attitude), 0),
    ).where(visits.c.centre == centre, visits.c.day.between(first.isoformat(), last.isoformat()))
    return asked.group_by(by).order_by(by)


def judged_visits(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for the visits of some days that were judged, and how."""
    days = visits.c.day.between(first.isoformat(), last.isoformat())
    judged = visits.c.satisfaction.is_not(None)
    return select(visits.c.ticket, visits.c.satisfaction).where(
        visits.c.centre == centre, days, judged
    )


_LATE_DAYS: Final = timedelta(days=3)
"""A visit may be judged for a day after its end, and it may end after midnight."""


def judgements(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for the events by which visits of some days were judged, in order."""
    since = _opened(centre, first)
    until = _opened(centre, last + _LATE_DAYS)
    named = func.instr(journal.c.body, literal(b'"type":"ticket_rated"')) > 0
    return (
        select(journal.c.body)
        .where(journal.c.centre == centre, journal.c.seq >= since)
        .where(or_(until.is_(None), journal.c.seq < until), named)
        .order_by(journal.c.seq)
    )


def _opened(centre: str, day: date) -> ScalarSelect[Any]:
    """Return the first event of a day, or of the next one that was opened."""
    from_then = openings.c.day >= day.isoformat()
    asked = select(func.min(openings.c.seq)).where(openings.c.centre == centre, from_then)
    return asked.scalar_subquery()


def cases_open(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for `Archive.cases`."""
    not_before = or_(cases.c.done_on.is_(None), cases.c.done_on >= first.isoformat())
    alive = and_(cases.c.centre == centre, cases.c.received_on <= last.isoformat(), not_before)
    return select(*_CASE).where(alive).order_by(cases.c.field, cases.c.code)


def cases_received(centre: str, first: date, last: date) -> Select[Any]:
    """Return the question for `Archive.cases_received`."""
    days = cases.c.received_on.between(first.isoformat(), last.isoformat())
    asked = select(*_CASE).where(cases.c.centre == centre, days)
    return asked.order_by(cases.c.received_on, cases.c.code)


def case(centre: str, code: str) -> Select[Any]:
    """Return the question for one code of `Archive.cases_named`."""
    return select(*_CASE).where(cases.c.centre == centre, cases.c.code == code)


def all_imports(centre: str) -> Select[Any]:
    """Return the question for `Archive.imports`."""
    c = imports.c
    asked = select(c.id, c.digest, c.by, c.at, c.first, c.last, c.taken, c.same, c.refused)
    return asked.where(c.centre == centre).order_by(c.at.desc(), c.id)


def owner(centre: str, code: str) -> Select[Any]:
    """Return the question for one code of `Archive.owners`."""
    c = owners.c
    return select(c.code, c.name, c.address, c.phone).where(c.centre == centre, c.code == code)


def all_filings(centre: str) -> Select[Any]:
    """Return the question for `Archive.filings`."""
    c = filings.c
    asked = select(c.id, c.report, c.period, c.basis, c.first, c.last, c.by, c.at, c.digest)
    return asked.where(c.centre == centre).order_by(c.at.desc(), c.id)


def filed(centre: str, filing: str) -> Select[Any]:
    """Return the question for `Archive.filed`."""
    return select(filings.c.body).where(filings.c.centre == centre, filings.c.id == filing)
