// One action from its key to what is said of the answer.

import { ask, get, ofCentre } from "../ask.js";
import { open, sure } from "../dialog.js";
import { byId, el } from "../dom.js";
import { t } from "../words.js";
import { issue } from "./issuing.js";
import { areOff, KEYS, switchKeys } from "./keys.js";
import { absent, atCounter, callNamed, callNext, Guard, toTicket } from "./presses.js";
import * as questions from "./questions.js";
import { about, TICKET_STATES } from "./words.js";

const STANDS = ["waiting", "held", "missed"];

export class Actions {
  /** `told` holds the newest view and the centre; `counter` is null for somebody at the door. */
  constructor(counter, told) {
    Object.assign(this, { counter, told, guard: new Guard(), pressing: false });
  }

  /** Do an action, unless another is being done or this is its echo. */
  async press(action) {
    if (!this.guard.lets(action) || this.pressing) return;
    await this.alone(byId(`do-${action}`), () => this.carryOut(action));
  }

  /** Look at one ticket, and do something to it. */
  async ticket(ticket) {
    if (this.pressing) return;
    await this.alone(null, () => this.atTicket(ticket));
  }

  async alone(pressed, work) {
    this.pressing = true;
    document.body.classList.add("pressing");
    pressed?.setAttribute("aria-busy", "true");
    try {
      const said = await work();
      if (said) this.say(said);
    } catch (error) {
      this.say(error.message, false);
    } finally {
      this.pressing = false;
      document.body.classList.remove("pressing");
      pressed?.removeAttribute("aria-busy");
    }
  }

  say(text, good = true) {
    const place = byId(good ? "said" : "refused");
    const other = byId(good ? "refused" : "said");
    other.textContent = "";
    other.hidden = true;
    place.textContent = text;
    place.hidden = false;
  }

  async carryOut(action) {
    const { view } = this.told;
    if (!view && this.counter) return t("Not connected yet.");
    switch (action) {
      case "next":
        return callNext(this.counter, view.current?.id ?? null);
      case "open":
      case "close":
      case "undo":
      case "recall":
      case "start":
        return atCounter(this.counter, action);
      case "pause":
        return this.withReason("pause", questions.whyPause());
      case "named":
        return this.named(await questions.whichTicket(t("Call a number out of turn"), [...view.held, ...view.missed, ...view.waiting]));
      case "return":
        return this.back(await questions.whichTicket(t("Who goes back in line?"), [...view.missed, ...view.held]));
      case "outcome":
        return this.outcome(await questions.whichTicket(t("Whose outcome?"), view.no_outcome));
      case "issue":
        return this.issue();
      case "find":
        return this.find(t("Find a number"), (ticket) => this.atTicket(ticket));
      case "sign_out":
        return this.signOut();
      case "priority":
        return this.ofCurrentOrFound(t("Whose priority?"), (ticket) => this.priority(ticket));
      case "reprint":
        return this.ofCurrentOrFound(t("Which number is printed again?"), (ticket) => this.reprint(ticket));
      default:
        return this.atCurrent(action, view.current);
    }
  }

  async atCurrent(action, current) {
    if (!current) throw new Error(t("No number is called at this counter."));
    switch (action) {
      case "absent":
        return absent(this.counter, current.label);
      case "hold":
        return this.withReason("hold", questions.whyHold(current));
      case "finish":
        return this.send("finish", await questions.whichOutcome(current, await this.procedures(current)));
      case "transfer":
        return this.send("transfer", await questions.whereTo(current, await this.centre(), this.counter));
      default:
        throw new Error(action);
    }
  }

  async withReason(verb, asked) {
    const why = await asked;
    return why === null ? null : atCounter(this.counter, verb, { reason: why });
  }

  send(verb, body) {
    return body === null ? null : atCounter(this.counter, verb, body);
  }

  async named(ticket) {
    const why = ticket && (await questions.whyCall(ticket));
    return why ? callNamed(this.counter, ticket, why) : null;
  }

  back(ticket) {
    return ticket && toTicket(ticket, "return");
  }

  async outcome(ticket) {
    const body = ticket && (await questions.whichOutcome(ticket, await this.procedures(ticket)));
    return body ? toTicket(ticket, "outcome", body) : null;
  }

  async priority(ticket) {
    const body = ticket && (await questions.whichPriority(ticket, await this.centre()));
    return body ? toTicket(ticket, "priority", body) : null;
  }

  async reprint(ticket) {
    if (!ticket) return null;
    const { kiosks } = await get(ofCentre("/kiosks"));
    if (kiosks.length === 0) throw new Error(t("No kiosk is paired that could print."));
    const body = await questions.whichKiosk(ticket, kiosks);
    return body ? toTicket(ticket, "reprint", body) : null;
  }

  async cancel(ticket) {
    const yes = await sure(t("Cancel number %(label)s?", ticket), t("Cancel the number"), t("The person loses the place in line."));
    return yes ? toTicket(ticket, "cancel") : null;
  }

  /** Give a number, show it large, and print it if wanted. */
  async issue() {
    const ticket = await issue(await this.centre());
    if (!ticket) return null;
    const printed = await open(t("The number is given"), (close) => [
      el("p", { class: "issued" }, el("span", { class: "plate big" }, ticket.label)),
      el("p", { class: "quiet" }, about(ticket)),
      el(
        "div",
        { class: "buttons" },
        this.mayPrint() && el("button", { type: "button", class: "button primary", onclick: () => close(true) }, t("Print it at a kiosk")),
        el("button", { type: "button", class: "button", onclick: () => close(), "data-first": true }, t("Done")),
      ),
    ]);
    const given = t("%(label)s was given.", ticket);
    return printed ? ((await this.reprint(ticket)) ?? given) : given;
  }

  mayPrint() {
    return document.body.dataset.role === "officer";
  }

  /** Asked once more: a slip of the finger would cost the officer the password. */
  async signOut() {
    if (!(await sure(t("Sign out of this desk?"), t("Sign out")))) return null;
    await ask("DELETE", "/api/v1/session", undefined, { stay: true });
    location.assign("/sign-in");
    return null;
  }

  async find(title, then) {
    const ticket = await findTicket(title);
    return ticket ? then(ticket) : null;
  }

  /** Do it to the current ticket if there is one, else to a number that is typed. */
  ofCurrentOrFound(title, then) {
    const current = this.told.view?.current;
    return current ? then(current) : this.find(title, then);
  }

  /** Show a ticket and what can be done to it. */
  async atTicket(ticket) {
    const offers = this.offers(ticket);
    const picked = await open(ticket.label, (close) => [
      el("p", {}, about(ticket), " · ", TICKET_STATES[ticket.state]),
      el("div", { class: "stack" }, offers.map(([text], place) => el("button", { type: "button", class: "button wide", onclick: () => close(place) }, text))),
    ]);
    return picked === null ? null : offers[picked][1]();
  }

  offers(ticket) {
    const isOfficer = document.body.dataset.role === "officer";
    const stands = STANDS.includes(ticket.state);
    const aside = ticket.state === "held" || ticket.state === "missed";
    const atOwn = this.counter !== null && this.told.view?.counter.state === "open";
    return [
      isOfficer && stands && atOwn && [t("Call to this counter"), () => this.named(ticket)],
      isOfficer && aside && [t("Back in line"), () => this.back(ticket)],
      isOfficer && ticket.state === "served" && [t("Record outcome"), () => this.outcome(ticket)],
      stands && [t("Change priority"), () => this.priority(ticket)],
      isOfficer && [t("Print again"), () => this.reprint(ticket)],
      isOfficer && ticket.state === "waiting" && [t("Cancel the number"), () => this.cancel(ticket)],
    ].filter(Boolean);
  }

  async centre() {
    this.told.centre ??= await get(ofCentre());
    return this.told.centre;
  }

  async procedures(ticket) {
    const field = ticket.field ? `&field=${encodeURIComponent(ticket.field)}` : "";
    const answer = await get(ofCentre(`/procedures?limit=400${field}`)).catch(() => ({ procedures: [] }));
    return answer.procedures;
  }

  wireHelp() {
    byId("help").addEventListener("click", () => open(t("Keys"), () => help()));
  }
}

function help() {
  const on = el("input", { type: "checkbox", checked: !areOff() });
  on.addEventListener("change", () => switchKeys(on.checked));
  const shown = KEYS.map((key) => [el("dt", {}, el("kbd", {}, key.shown ?? key.key.toUpperCase())), el("dd", {}, key.caption)]);
  return [el("label", { class: "check" }, on, t("One key is one action on this machine")), el("dl", { class: "facts" }, shown)];
}

/** Ask for a number as people say it, and return its ticket. */
function findTicket(title) {
  return open(title, (close) => {
    const typed = el("input", { type: "search", autocomplete: "off", maxlength: "32", "aria-label": t("Number"), placeholder: t("e.g. A005, a5 or 5"), "data-first": true });
    const found = el("ul", { class: "choices", "aria-live": "polite" });
    const form = el("form", { class: "own-words" }, typed, el("button", { type: "submit", class: "button primary" }, t("Find")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const path = ofCentre(`/floor/tickets?label=${encodeURIComponent(typed.value)}`);
      const answer = await get(path).catch((error) => ({ tickets: [], said: error.message }));
      if (answer.tickets.length === 1) return close(answer.tickets[0]);
      const rows = answer.tickets.map((ticket) => el("li", {}, el("button", { type: "button", class: "button choice", onclick: () => close(ticket) }, el("span", { class: "plate" }, ticket.label), el("span", {}, `${about(ticket)} (${TICKET_STATES[ticket.state]})`))));
      return found.replaceChildren(...(rows.length ? rows : [el("li", { class: "quiet" }, answer.said ?? t("No such number today."))]));
    });
    return [form, found];
  });
}
