"""Reports: which there are, each in every form, and filing them."""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Final

from aiohttp import web
from msgspec import Meta, Struct

from queue_server.protocol.commands import NoteFiling
from queue_server.protocol.papers import Filing
from queue_server.protocol.refusals import Refused
from queue_server.statistics import filing as filings_
from queue_server.statistics import making
from queue_server.statistics.dossiers import taking
from queue_server.statistics.making import Desk
from queue_server.statistics.paper import forms, sheets
from queue_server.statistics.paper.report import Report
from queue_server.statistics.periods import Period
from queue_server.statistics.reports.catalogue import REPORTS
from queue_server.web.context import Asked
from queue_server.web.handlers.bodies import answer, canonical, members, read_body, shape, word
from queue_server.web.handlers.commands import carry_out, replayed
from queue_server.web.handlers.dossiers import names_of, plan_and_now, read_file

_LONGEST: Final = 40


class ReportKindView(Struct, frozen=True, kw_only=True):
    """One report."""

    name: str
    title_vi: str
    title_en: str
    about_vi: str
    about_en: str
    basis: str
    """By which it is made where nobody says which."""
    formats: tuple[str, ...]
    filed: bool
    """Whether it is filed at all."""


class FilingView(Struct, frozen=True, kw_only=True):
    """A report that was filed."""

    id: str
    report: str
    period: str
    basis: str
    first: date
    last: date
    filed_at: datetime
    by: str
    by_name: str | None
    digest: str


class ReportsView(Struct, frozen=True, kw_only=True):
    """The reports there are, and those that were filed, newest first."""

    reports: tuple[ReportKindView, ...]
    filings: tuple[FilingView, ...]


Value = str | int | float | None


class TableView(Struct, frozen=True, kw_only=True):
    """One table of a report."""

    title: str
    rows: tuple[dict[str, Value], ...]
    total: dict[str, Value] | None
    notes: tuple[str, ...]


class ReportView(Struct, frozen=True, kw_only=True):
    """A report as JSON: each row an object with the columns' keys."""

    name: str
    title: str
    period: str
    basis: str
    made_by: str
    made_at: datetime
    tables: tuple[TableView, ...]
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class FilingWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which period is filed."""

    period: Annotated[str, Meta(min_length=1, max_length=_LONGEST)]
    basis: Annotated[str, Meta(max_length=_LONGEST)] | None = None


_WISH = shape(FilingWish)


async def reports(asked: Asked) -> web.Response:
    """Answer with the reports there are, and those that were filed."""
    desk = await desk_of(asked)
    kinds = tuple(
        ReportKindView(
            name=kind.name,
            title_vi=kind.title.vi,
            title_en=kind.title.en,
            about_vi=kind.about.vi,
            about_en=kind.about.en,
            basis=kind.basis.value,
            formats=tuple(forms.FORMS),
            filed=kind.is_filed,
        )
        for kind in REPORTS.values()
    )
    found = await desk.archive.filings(desk.centre)
    return answer(ReportsView(reports=kinds, filings=tuple(view(desk, one) for one in found)))


async def report(asked: Asked) -> web.Response:
    """Answer with a report: as it was filed, or as it stands now."""
    desk = await desk_of(asked)
    made = await made_of(desk, asked.request.match_info["report"], asked.request.query)
    return await drawn(made, asked.request.query.get("format") or "json")


async def filled(asked: Asked) -> web.Response:
    """Answer with the register with names from an export, which is not kept."""
    desk = await desk_of(asked)
    export = await asyncio.to_thread(taking.opened, await read_file(asked.request), desk.plan)
    desk = desk._replace(owners=taking.owners(export))
    query = asked.request.query
    period = _period(desk, "register", query)
    made = await making.make(desk, "register", period)
    return await drawn(made, query.get("format") or "pdf")


async def posting_sheets(asked: Asked) -> web.Response:
    """Answer with A4 sheets of the procedures, of one field or of all."""
    desk = await desk_of(asked)
    wanted = asked.request.query.get("field")
    fields = [field for field in desk.plan.fields if wanted in (None, "", field.code)]
    if not fields:
        raise Refused("unknown_field")
    body = await asyncio.to_thread(sheets.render, desk.plan, fields)
    response = web.Response(body=body, content_type="application/pdf")
    name = f"niem-yet_{wanted or 'tat-ca'}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def file(asked: Asked) -> web.Response:
    """File a report: freeze it as it stands, and note who did and when."""
    found = members(await read_body(asked.request), _WISH)
    wish = word(found, FilingWish)
    request = hashlib.sha256(canonical(found)).digest()
    name = asked.request.match_info["report"]
    async with asked.context.making:
        if (earlier := await replayed(asked, request)) is not None:
            return earlier
        desk = await desk_of(asked)
        period = making.period_of(name, wish.period, wish.basis, desk.plan)
        body = await making.frozen(desk, name, period)
        record = _record(asked, desk, name, period, body)
        return await _keep(asked, desk, record, body, request)


async def filed(asked: Asked) -> web.Response:
    """Answer with a filed report, as it was frozen."""
    body = await asked.context.archive.filed(
        asked.engine.centre, asked.request.match_info["filing"]
    )
    if body is None:
        raise Refused("unknown_report")
    wanted = asked.request.query.get("format") or "json"
    frozen = await asyncio.to_thread(filings_.thaw, body)
    return await drawn(frozen.report, wanted)


async def desk_of(asked: Asked) -> Desk:
    """Return where the centre's reports are made, by whoever asks."""
    plan, now = await asked.engine.ask(plan_and_now)
    names = await names_of(asked)
    made_by = asked.caller.name or names.get(asked.caller.id, asked.caller.id)
    context = asked.context
    return Desk(asked.engine.centre, plan, context.records, context.archive, names, made_by, now)


async def made_of(desk: Desk, name: str, query: Mapping[str, str]) -> Report:
    """Return the report that a query asks for: the filed one, unless a fresh one is wanted."""
    period = _period(desk, name, query)
    if not query.get("fresh"):
        kept = await making.filed(desk, name, period)
        if kept is not None:
            return kept
    return await making.make(desk, name, period)


async def drawn(made: Report, form: str) -> web.Response:
    """Return a report in a form, as a file but for JSON."""
    chosen = forms.form(form)
    body = await asyncio.to_thread(chosen.render, made)
    response = web.Response(body=body, content_type=chosen.media)
    if form == "csv":
        response.charset = "utf-8"
    if form != "json":
        name = forms.file_name(made, form)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def view(desk: Desk, one: Filing) -> FilingView:
    """Return a filed report as it is listed."""
    return FilingView(
        id=one.id,
        report=one.report,
        period=one.period,
        basis=one.basis,
        first=one.first,
        last=one.last,
        filed_at=datetime.fromtimestamp(one.at, desk.made_at.tzinfo),
        by=one.by,
        by_name=desk.names.get(one.by),
        digest=one.digest,
    )


def _period(desk: Desk, name: str, query: Mapping[str, str]) -> Period:
    text = query.get("period") or f"{desk.made_at:%Y-%m}"
    return making.period_of(name, text[:_LONGEST], query.get("basis"), desk.plan)


def _record(asked: Asked, desk: Desk, name: str, period: Period, body: bytes) -> Filing:
    return Filing(
        id=f"f-{secrets.token_hex(8)}",
        report=name,
        period=period.text,
        basis=period.reckoning.basis.value,
        first=period.first,
        last=period.last,
        by=asked.caller.id,
        at=int(desk.made_at.timestamp()),
        digest=filings_.digest(body),
    )


async def _keep(
    asked: Asked, desk: Desk, record: Filing, body: bytes, request: bytes
) -> web.Response:
    noted = NoteFiling(
        by=asked.caller.id,
        filing=record.id,
        report=record.report,
        period=record.period,
        basis=record.basis,
        digest=record.digest,
    )
    return await carry_out(
        asked,
        noted,
        view(desk, record),
        status=201,
        request=request,
        statements=[desk.archive.put_filing(desk.centre, record, body)],
    )
