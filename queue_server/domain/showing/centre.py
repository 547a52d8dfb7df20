"""What anybody may see of a centre, and what its kiosks show."""

from datetime import datetime
from typing import TypedDict

from queue_server.domain import calendar, estimating
from queue_server.domain.decisions.draft import keep_time
from queue_server.domain.decisions.tickets import line_refusal, opening
from queue_server.domain.showing.boards import counters, logo_address
from queue_server.domain.showing.tickets import shown
from queue_server.domain.standing import Reprint, Standing
from queue_server.domain.waiting import line_of
from queue_server.protocol.events import Estimate
from queue_server.protocol.plan import Field, Hours, KindPlan, Plan
from queue_server.protocol.refusals import Refused
from queue_server.protocol.screens import KioskField, KioskKind, KioskView, PrintJob
from queue_server.protocol.views import (
    CentreView,
    FieldView,
    GroupView,
    HoursView,
    IntervalView,
    KindView,
    OpenView,
)
from queue_server.protocol.vocabulary import Channel, FieldCode, Kind, SeriesId


def open_view(refused: Refused | None) -> OpenView:
    """Return whether numbers are given, with the sentence that says why not."""
    if refused is None:
        return OpenView(open=True)
    words = refused.sentence
    return OpenView(open=False, code=refused.code, reason_vi=words.vi, reason_en=words.en)


def centre(floor: Standing, now: datetime) -> CentreView:
    """Return a centre as anybody may see it.

    Raises:
        Refused: `unknown_centre`, it has no plan yet.
    """
    plan = floor.plan
    if plan is None:
        raise Refused("unknown_centre")
    why = open_view(opening(floor, now))
    return CentreView(
        id=floor.centre,
        name_vi=plan.name_vi,
        name_en=plan.name_en,
        header_vi=plan.header_vi,
        header_en=plan.header_en,
        fields=tuple(_field(floor, plan, field) for field in plan.fields),
        kinds=tuple(_kind(floor, plan, kind) for kind in plan.kinds),
        counters=counters(floor),
        hours=_hours(floor, plan.hours, now),
        service_day=floor.day,
        open=why.open,
        reason=why,
        groups=groups(plan),
        priority_at_kiosk=plan.policy.priority_at_kiosk,
        policy_vi=plan.policy.sentence_vi,
        policy_en=plan.policy.sentence_en,
        dossiers_per_ticket=plan.policy.dossiers_per_ticket,
        agents_series=plan.policy.agents_series is not None,
        plan_version=plan.version,
        zone=plan.zone,
        notice_vi=plan.notice_vi,
        notice_en=plan.notice_en,
        public_url=plan.public_url,
        logo=logo_address(plan),
    )


def _field(floor: Standing, plan: Plan, field: Field) -> FieldView:
    return FieldView(
        code=field.code,
        name_vi=field.name_vi,
        name_en=field.name_en,
        series=_prefix(plan, field.series),
        open=bool(floor.open_counters(field.code)),
        short_vi=field.short_vi,
    )


def _kind(floor: Standing, plan: Plan, kind: KindPlan) -> KindView:
    return KindView(
        kind=kind.kind,
        series=_prefix(plan, kind.series),
        open=bool(floor.open_counters(line_of(None, kind.kind))),
    )


def groups(plan: Plan) -> tuple[GroupView, ...]:
    """Return the priority groups, the highest first."""
    ranked = sorted(plan.policy.groups, key=lambda group: group.rank)
    return tuple(GroupView(code=g.code, name_vi=g.name_vi, name_en=g.name_en) for g in ranked)


def _prefix(plan: Plan, series: SeriesId) -> str:
    return next(known.prefix for known in plan.series if known.id == series)


def _hours(floor: Standing, hours: Hours, now: datetime) -> HoursView:
    day = calendar.day_of(now, floor.zone)
    return HoursView(
        service=_intervals(calendar.service_intervals(hours, floor.zone, day)),
        tickets=_intervals(calendar.ticket_intervals(hours, floor.zone, day)),
        always_open=hours.always_open,
    )


def _intervals(spans: tuple[calendar.Span, ...]) -> tuple[IntervalView, ...]:
    shown = (calendar.describe((span,)).split("-") for span in spans)
    return tuple(IntervalView(start=start, end=end) for start, end in shown)


def kiosk(floor: Standing, kiosk_id: str, now: datetime) -> KioskView:
    """Return what one kiosk shows; `kiosk_id` picks its reprints."""
    plan = floor.plan
    if plan is None:
        why = open_view(Refused("closed_now"))
        return KioskView(open=why, fields=(), kinds=(), notice_vi="", notice_en="", jobs=())
    return KioskView(
        open=open_view(opening(floor, now)),
        fields=tuple(_kiosk_field(floor, plan, field, now) for field in plan.fields),
        kinds=tuple(_kiosk_kind(floor, plan, kind, now) for kind in plan.kinds),
        notice_vi=plan.notice_vi,
        notice_en=plan.notice_en,
        jobs=tuple(_job(floor, r, now) for r in floor.reprints if r.kiosk == kiosk_id),
    )


def _kiosk_field(floor: Standing, plan: Plan, field: Field, now: datetime) -> KioskField:
    return KioskField(
        code=field.code,
        name_vi=field.name_vi,
        name_en=field.name_en,
        series=_prefix(plan, field.series),
        open=bool(floor.open_counters(field.code)),
        paused=field.series in floor.paused_series,
        waiting=floor.lines.count(field.code),
        **_told(floor, field.code, now),
        refusal=_refusal(floor, field.code, Kind.SUBMIT, now),
        short_vi=field.short_vi,
    )


def _kiosk_kind(floor: Standing, plan: Plan, kind: KindPlan, now: datetime) -> KioskKind:
    line = line_of(None, kind.kind)
    return KioskKind(
        kind=kind.kind,
        series=_prefix(plan, kind.series),
        open=bool(floor.open_counters(line)),
        paused=kind.series in floor.paused_series,
        waiting=floor.lines.count(line),
        **_told(floor, line, now),
        refusal=_refusal(floor, None, kind.kind, now),
    )


def _refusal(floor: Standing, field: FieldCode | None, kind: Kind, now: datetime) -> str | None:
    """Return the code of the refusal that a press would get now."""
    series, line = floor.planned.numbered_by(field, kind), line_of(field, kind)
    refused = line_refusal(floor, series, line, keep_time(floor, now))
    return refused.code if refused is not None else None


def _job(floor: Standing, reprint: Reprint, now: datetime) -> PrintJob:
    ticket = floor.tickets[reprint.ticket]
    return PrintJob(
        serial=reprint.serial,
        ticket=shown(floor, ticket, now),
        again=ticket.channel is not Channel.STAFF or ticket.id in floor.on_paper,
    )


def _told(floor: Standing, line: str, now: datetime) -> "_Told":
    ahead, estimate = estimating.of_new(floor, line, None, now)
    return {"ahead": ahead, "estimate": estimate}


class _Told(TypedDict):
    """What somebody is told who joins a line."""

    ahead: int
    estimate: Estimate | None
