// What the console says of tickets, calls and counters.

import { clock, length, secondsSince } from "../time.js";
import { data, language, spoken, t, tc } from "../words.js";

export const KINDS = {
  submit: t("Hand in a dossier"),
  collect: t("Collect a result"),
  guidance: t("Guidance"),
};
export const OUTCOMES = {
  received: t("Dossier received"),
  supplement: t("Papers to be added"),
  refused: t("Refused"),
  returned: t("Result handed over"),
  not_ready: t("Result not ready"),
  guided: t("Guidance given"),
  other: t("Another outcome"),
};
export const TICKET_STATES = {
  waiting: tc("ticket", "waiting"),
  called: tc("ticket", "called"),
  serving: tc("ticket", "being served"),
  held: tc("ticket", "held"),
  missed: tc("ticket", "missed"),
  served: tc("ticket", "served"),
  cancelled: tc("ticket", "cancelled"),
  no_show: tc("ticket", "did not come"),
  abandoned: tc("ticket", "not called today"),
};
export const COUNTER_STATES = {
  open: tc("counter", "open"),
  paused: tc("counter", "paused"),
  closed: tc("counter", "closed"),
};
export const CALL_REASONS = {
  turn: t("in turn"),
  priority: t("priority"),
  waited_too_long: t("waited too long"),
  helping: t("helping another field"),
  returned: t("came back"),
  named: t("by its number"),
};
export const WHY_PAUSE = [t("Break"), t("Meeting"), t("Helping at another counter"), t("Technical fault")];
export const WHY_HOLD = [t("Adding papers"), t("Paying the fee"), t("Waiting for a companion")];
export const WHY_CALL = [
  t("Back with what was missing"),
  t("By appointment"),
  t("Came late after the call"),
  t("On request"),
];
export const WHY_PRIORITY = [t("Papers shown"), t("Can be seen"), t("Entered wrongly")];

let shorts = new Map();

/** Learn the short names of the fields: a console has little room. */
export function learnNames(centre) {
  shorts = new Map(centre.fields.filter((field) => language === "vi" && field.short_vi).map((field) => [field.code, field.short_vi]));
}

/** Return what a ticket is for. */
export function about(ticket) {
  const field = shorts.get(ticket.field) ?? spoken(ticket, "field_name");
  if (!field) return KINDS[ticket.kind];
  return ticket.kind === "submit" ? field : `${field} · ${KINDS[ticket.kind]}`;
}

/** Return how a ticket stands, for lists of all kinds of tickets. */
export function standing(ticket) {
  return `${about(ticket)} (${TICKET_STATES[ticket.state]})`;
}

/** Return how long ago, in whole minutes. */
export function minutes(at) {
  return t("%(n)s min", { n: Math.floor(secondsSince(at) / 60) });
}

/** Return the state of the current ticket and how long it lasts. */
export function lasting(ticket) {
  const since = ticket.started_at ?? ticket.called_at;
  const calls = ticket.state === "called" && ticket.calls > 1 ? t("%(n)s calls", { n: ticket.calls }) : null;
  const parts = [TICKET_STATES[ticket.state], calls, since && length(secondsSince(since))];
  return parts.filter(Boolean).join(" · ");
}

/** Return what to do next with the current ticket, or with none. */
export function hint(view) {
  const ticket = view.current;
  const { officer } = view.counter;
  if (officer !== null && officer !== data.me) return t("Another officer sits here.");
  if (!ticket) return "";
  if (view.suggest_miss) return t("Called %(n)s times and nobody came: press V if absent", { n: ticket.calls });
  if (view.start_by && secondsSince(view.start_by) === 0) {
    return t("If you call the next before %(time)s, this number counts as absent", { time: clock(view.start_by) + view.start_by.slice(16, 19) });
  }
  return "";
}
