// Draws the console of one counter from its newest view.

import { gathered } from "../alerts.js";
import { byId, el, list, put, show } from "../dom.js";
import { clock, clockNow, length } from "../time.js";
import { spoken, t } from "../words.js";
import { about, COUNTER_STATES, hint, lasting, minutes, TICKET_STATES } from "./words.js";

const NEEDS_TICKET = ["absent", "recall", "start", "finish", "hold", "transfer"];

/** Draw a view; `chosen` is told which ticket of the lists was picked. */
export function draw(view, centre, chosen) {
  put(byId("counter"), view.counter.name);
  const state = byId("state");
  state.dataset.state = view.counter.state;
  put(state, COUNTER_STATES[view.counter.state]);
  drawAlerts(view.alerts);
  drawCurrent(view, centre);
  drawLists(view, centre, chosen);
  drawToday(view.today);
  dress(view);
}

function drawAlerts(alerts) {
  list(
    byId("console-alerts"),
    gathered(alerts).slice(0, 3),
    (alert) => `${alert.code} ${alert.about}`,
    (alert) => spoken(alert, "sentence"),
    (alert) => el("li", { class: "banner warn" }, spoken(alert, "sentence")),
  );
}

function drawCurrent(view, centre) {
  const ticket = view.current;
  const place = byId("current");
  place.dataset.state = ticket ? ticket.state : "none";
  put(byId("label"), ticket ? ticket.label : "—");
  put(byId("what"), ticket ? about(ticket) : idle(view.counter.state));
  put(byId("priority"), ticket?.priority ? t("Priority") + `: ${groupName(centre, ticket.priority)}` : "");
  show(byId("priority"), Boolean(ticket?.priority));
  put(byId("dossiers"), ticket && ticket.quantity > 1 ? t("%(n)s dossiers", { n: ticket.quantity }) : "");
  show(byId("dossiers"), Boolean(ticket && ticket.quantity > 1));
  tick(view);
}

function idle(state) {
  if (state === "open") return t("No number called");
  return state === "paused" ? t("The counter is paused.") : t("The counter is closed.");
}

/** Draw what changes with the clock alone. */
export function tick(view) {
  put(byId("lasting"), view.current ? lasting(view.current) : "");
  const next = hint(view);
  put(byId("hint"), next);
  show(byId("hint"), Boolean(next));
  const any = view.current?.issued_at ?? view.waiting[0]?.issued_at;
  if (any) put(byId("clock"), clockNow(any).slice(0, 5));
  for (const waited of document.querySelectorAll("[data-waited]")) put(waited, minutes(waited.dataset.waited));
}

function drawLists(view, centre, chosen) {
  const aside = [...view.held, ...view.missed];
  put(byId("waiting-count"), String(view.waiting_count));
  put(byId("aside-count"), String(aside.length));
  put(byId("no-outcome-count"), String(view.no_outcome.length));
  byId("no-outcome-count").classList.toggle("warn", view.no_outcome.length > 0);
  rows("waiting", view.waiting, (ticket) => row(ticket, centre, chosen, waited(ticket)));
  rows("aside", aside, (ticket) => row(ticket, centre, chosen, el("span", { class: "badge", "data-state": ticket.state }, TICKET_STATES[ticket.state])));
  rows("no-outcome", view.no_outcome, (ticket) => row(ticket, centre, chosen, el("span", { class: "quiet number" }, clock(ticket.finished_at))));
  const more = view.waiting_count - view.waiting.length;
  put(byId("waiting-more"), more > 0 ? t("… and %(n)s more", { n: more }) : "");
}

function rows(name, tickets, drawRow) {
  list(byId(`${name}-list`), tickets, (ticket) => ticket.id, (ticket) => [ticket.label, ticket.state, ticket.priority, ticket.field, ticket.calls], drawRow);
  show(byId(`${name}-none`), tickets.length === 0);
}

function waited(ticket) {
  return el("span", { class: "quiet number nowrap", "data-waited": ticket.issued_at }, minutes(ticket.issued_at));
}

function row(ticket, centre, chosen, end) {
  const priority = ticket.priority && el("span", { class: "badge warn" }, groupName(centre, ticket.priority));
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "ticket-row", onclick: () => chosen(ticket) },
      el("span", { class: "plate" }, ticket.label),
      el("span", { class: "ticket-about" }, about(ticket), " ", priority),
      end,
    ),
  );
}

function groupName(centre, code) {
  const group = centre?.groups.find((one) => one.code === code);
  return group ? spoken(group, "name") : code;
}

function drawToday(today) {
  const mean = today.service_mean_s === null ? "—" : length(today.service_mean_s);
  put(byId("today"), t("Today: called %(called)s · done %(served)s · absent %(missed)s · mean %(mean)s", { ...today, mean }));
}

/** Show which presses make sense now; the server decides. */
function dress(view) {
  const isOpen = view.counter.state === "open";
  const closed = view.counter.state === "closed";
  const idleNow = {
    next: !isOpen,
    open: isOpen,
    pause: !isOpen,
    close: closed,
    named: !isOpen,
    undo: !view.can_undo,
    return: view.held.length + view.missed.length === 0,
    outcome: view.no_outcome.length === 0,
  };
  for (const action of NEEDS_TICKET) idleNow[action] = view.current === null;
  for (const key of document.querySelectorAll(".key")) key.classList.toggle("idle", idleNow[key.id.slice(3)] ?? false);
  // whoever only looks has no keys of the counter
  if (!byId("do-next")) return;
  show(byId("do-open"), !isOpen);
  show(byId("do-next"), isOpen);
  byId("do-absent").classList.toggle("wanted", view.suggest_miss);
  count("next", view.waiting_count);
  count("outcome", view.no_outcome.length);
}

/** Say on a key how many wait for it. */
function count(action, many) {
  put(byId(`count-${action}`), String(many));
  show(byId(`count-${action}`), many > 0);
}
