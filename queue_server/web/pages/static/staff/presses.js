// What a press asks of the server. Rule 1: `next` always says which ticket the officer saw as current.
// Rule 2: one press at a time, and the same press again within a second is its echo.

import { ofCentre, post, Refusal } from "../ask.js";
import { t } from "../words.js";
import { CALL_REASONS } from "./words.js";

const AGAIN_MS = 1_000;
const SLOW_MS = 700;

const SAID = {
  open: t("The counter is open."),
  pause: t("The counter is paused."),
  close: t("The counter is closed."),
  recall: t("Called again."),
  start: t("Service begun."),
  finish: t("Finished."),
  hold: t("Held."),
  transfer: t("Transferred."),
  undo: t("Taken back."),
  return: t("Back in line."),
  outcome: t("Outcome recorded."),
  priority: t("Priority changed."),
  reprint: t("It is being printed."),
  cancel: t("The number is cancelled."),
};

/** Lets one press through and stops its echo. */
export class Guard {
  constructor() {
    this.seen = new Map();
  }

  lets(action) {
    const now = performance.now();
    const before = this.seen.get(action);
    this.seen.set(action, now);
    return before === undefined || now - before >= AGAIN_MS;
  }
}

/** Call whose turn it is, seen from the ticket that was current. */
export async function callNext(counter, after) {
  const answer = await send(at(counter, "next"), { after });
  return t("Called %(label)s (%(reason)s).", { label: answer.ticket.label, reason: CALL_REASONS[answer.reason] });
}

/** Mark the current ticket missed and call the next: one key for both. */
export async function absent(counter, label) {
  const answer = await send(at(counter, "miss"));
  const missed = t("%(label)s is absent.", { label });
  try {
    return `${missed} ${await callNext(counter, answer.current?.id ?? null)}`;
  } catch (error) {
    if (error instanceof Refusal) return `${missed} ${error.message}`;
    throw error;
  }
}

/** Do something at a counter. */
export async function atCounter(counter, verb, body = {}) {
  await send(at(counter, verb), body);
  return SAID[verb];
}

/** Call a ticket by its number. */
export async function callNamed(counter, ticket, reason) {
  await send(at(counter, "call"), { ticket: ticket.id, reason });
  return t("Called %(label)s (%(reason)s).", { label: ticket.label, reason: CALL_REASONS.named });
}

/** Do something to a ticket that is not current. */
export async function toTicket(ticket, verb, body = {}) {
  await send(ofCentre(`/tickets/${encodeURIComponent(ticket.id)}/${verb}`), body);
  return `${ticket.label}: ${SAID[verb]}`;
}

/** Send a press, and say so where the answer takes long: on a bad line it is tried again. */
async function send(path, body) {
  const timer = setTimeout(sending, SLOW_MS);
  try {
    return await post(path, body);
  } finally {
    clearTimeout(timer);
  }
}

function sending() {
  const place = document.getElementById("said");
  place.textContent = t("Sending…");
  place.hidden = false;
}

function at(counter, verb) {
  return ofCentre(`/counters/${encodeURIComponent(counter)}/${verb}`);
}
