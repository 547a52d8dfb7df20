// The dossiers that an officer enters with an outcome, and the day each would be due.

import { get, ofCentre } from "../ask.js";
import { el, put, show } from "../dom.js";
import { dressDay } from "../fields.js";
import { dayInWords, dayWritten, writtenDay } from "../time.js";
import { spoken, t } from "../words.js";

/** The dossiers of one visit: code, procedure, how many, due when. */
export class DossierLines {
  constructor(ticket, procedures) {
    this.ticket = ticket;
    this.codes = new Set(procedures.map((one) => one.code));
    this.rows = el("div", { class: "dossiers" });
    this.known = el("datalist", { id: "known-procedures" }, procedures.map((one) => el("option", { value: one.code }, one.short_name || one.name)));
    const more = el("button", { type: "button", class: "button plain small", onclick: () => this.add().querySelector("input").focus() }, t("+ another dossier"));
    this.form = el("form", { class: "dossier-form" }, el("h3", {}, t("Dossiers")), this.known, this.rows, more);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.add();
  }

  add() {
    const row = el(
      "fieldset",
      { class: "dossier" },
      el("legend", { class: "unseen" }, t("Dossier %(n)s", { n: this.rows.children.length + 1 })),
      el("label", {}, t("Dossier code"), el("input", { name: "code", maxlength: "64", autocomplete: "off", spellcheck: "false" })),
      el("label", {}, t("Procedure"), el("input", { name: "procedure", maxlength: "64", list: "known-procedures", autocomplete: "off", value: this.ticket.procedure })),
      el("label", {}, t("How many"), el("input", { name: "quantity", type: "number", min: "1", max: "1000", value: "1", inputmode: "numeric" })),
      el("label", {}, t("Due on"), el("input", { name: "due_on", inputmode: "numeric", maxlength: "10", autocomplete: "off", placeholder: t("dd/mm/yyyy") })),
    );
    new DueDay(row, this.ticket, this.codes);
    this.rows.append(row);
    return row;
  }

  areValid() {
    return this.form.reportValidity();
  }

  value() {
    return [...this.rows.children].map((row) => line(row, this.ticket.procedure ?? "")).filter(Boolean);
  }
}

/** Return what a row says; a procedure that stood there before anybody typed makes no dossier. */
function line(row, usual) {
  const [code, procedure, due] = [typed(row, "code"), typed(row, "procedure"), dayWritten(typed(row, "due_on"))];
  if (!code && !due && (!procedure || procedure === usual)) return null;
  return { code, quantity: Number(typed(row, "quantity")) || 1, ...(procedure && { procedure }), ...(due && { due_on: due }) };
}

function typed(row, name) {
  return row.querySelector(`[name=${name}]`).value.trim();
}

/** Says of one row when its dossier is due: suggested until somebody takes the day or writes another. */
class DueDay {
  constructor(row, ticket, codes) {
    const field = row.querySelector("[name=due_on]");
    Object.assign(this, { row, field, ticket, codes, suggested: null, asked: "" });
    this.said = el("span", {});
    this.why = el("small", { class: "quiet" });
    this.take = el("button", { type: "button", class: "button small", onclick: () => this.taken() }, t("Take this day"));
    this.place = el("div", { class: "due-day", role: "status", hidden: true }, el("p", {}, this.said, this.why), this.take);
    row.append(this.place);
    row.querySelector("[name=procedure]").addEventListener("input", () => this.look());
    dressDay(field);
    field.addEventListener("input", () => this.draw());
    this.look();
  }

  /** Ask when it would be due, once somebody has named a procedure that is known. */
  async look() {
    const procedure = typed(this.row, "procedure");
    if (procedure === this.asked) return;
    this.asked = procedure;
    this.suggested = null;
    if (this.codes.has(procedure)) {
      const told = await get(ofCentre(`/dossiers/due?${this.query(procedure)}`)).catch(() => null);
      if (procedure !== this.asked) return;
      this.suggested = told?.due_on ? told : null;
    }
    this.draw();
  }

  /** A service that is over was received when it ended, not now. */
  query(procedure) {
    const query = new URLSearchParams({ procedure });
    if (this.ticket.finished_at) query.set("received", this.ticket.finished_at);
    return query;
  }

  taken() {
    this.field.value = writtenDay(this.suggested.due_on);
    this.draw();
    this.field.focus();
  }

  draw() {
    const own = dayWritten(this.field.value);
    const day = own ?? this.suggested?.due_on;
    show(this.place, Boolean(day));
    if (!day) return;
    put(this.said, t("Due: %(day)s", { day: dayInWords(day) }));
    put(this.why, this.words(own));
    show(this.take, this.suggested !== null && own !== this.suggested.due_on);
  }

  words(own) {
    if (!this.suggested) return "";
    const why = spoken(this.suggested, "reason");
    if (!own) return t("suggested: %(why)s; the day on the receipt wins", { why });
    return own === this.suggested.due_on ? why : t("suggested was %(day)s: %(why)s", { day: dayInWords(this.suggested.due_on), why });
  }
}

