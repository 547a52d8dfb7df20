// A number for somebody who stands there: by procedure or field, with kind, priority and quantity.

import { freshKey, get, NoAnswer, ofCentre, post } from "../ask.js";
import { open, plain } from "../dialog.js";
import { el } from "../dom.js";
import { spoken, t } from "../words.js";
import { KINDS } from "./words.js";

const PAUSE_MS = 150;
const MOST = 8;

/** Ask what somebody came for, and return the ticket that was given; null if none was. */
export function issue(centre) {
  return open(t("A number for somebody"), (close) => {
    const form = new Form(centre);
    const give = el("button", { type: "submit", class: "button primary wide" }, t("Give a number"));
    form.element.append(give);
    form.element.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (give.getAttribute("aria-busy")) return;
      give.setAttribute("aria-busy", "true");
      try {
        close(await form.give());
      } catch (error) {
        form.say(error.message);
      } finally {
        give.removeAttribute("aria-busy");
      }
    });
    return [form.element];
  });
}

class Form {
  constructor(centre) {
    this.centre = centre;
    this.procedure = null;
    this.said = el("p", { class: "banner bad", role: "alert", hidden: true });
    this.typed = el("input", { type: "search", autocomplete: "off", placeholder: t("e.g. khai sinh"), "data-first": true });
    this.found = el("ul", { class: "choices" });
    this.field = el("select", {}, this.fields());
    this.kind = el("select", {}, Object.entries(KINDS).map(([value, text]) => el("option", { value }, text)));
    this.group = el("select", {}, el("option", { value: "" }, t("No priority")), centre.groups.map((group) => el("option", { value: group.code }, spoken(group, "name"))));
    this.quantity = el("input", { type: "number", min: "1", max: "1000", value: "1", inputmode: "numeric", required: true });
    this.element = el(
      "form",
      { class: "form issue" },
      this.said,
      el("label", { class: "row" }, t("Search a procedure"), this.typed),
      this.found,
      el("label", { class: "row" }, t("Field"), this.field),
      el("div", { class: "pair" }, el("label", { class: "row" }, t("Kind"), this.kind), el("label", { class: "row" }, t("Dossiers"), this.quantity)),
      el("label", { class: "row" }, t("Priority"), this.group),
    );
    this.typed.addEventListener("input", () => this.later());
    this.field.addEventListener("change", () => this.pick(null));
    this.kind.addEventListener("change", () => this.allowNoField());
    this.allowNoField();
  }

  fields() {
    const known = this.centre.fields.map((field) => el("option", { value: field.code }, field.open ? spoken(field, "name") : t("%(name)s (no counter is open)", { name: spoken(field, "name") })));
    return [el("option", { value: "" }, t("Choose a field")), ...known];
  }

  /** A visit of some kinds needs no field: those with a series of their own. */
  allowNoField() {
    const alone = this.centre.kinds.some((kind) => kind.kind === this.kind.value);
    this.field.required = !alone;
    this.field.options[0].textContent = alone ? t("Any field") : t("Choose a field");
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE_MS);
  }

  async look() {
    const words = this.typed.value.trim();
    if (!plain(words)) return this.found.replaceChildren();
    const path = ofCentre(`/procedures?limit=${MOST}&q=${encodeURIComponent(words)}`);
    const answer = await get(path).catch(() => null);
    if (!answer || this.typed.value.trim() !== words) return undefined;
    const other = spoken(answer, "elsewhere");
    const rows = answer.procedures.map((one) => el("li", {}, el("button", { type: "button", class: "button choice", onclick: () => this.pick(one) }, el("span", {}, one.short_name || one.name, el("small", { class: "quiet" }, one.code)))));
    return this.found.replaceChildren(...rows, ...(other ? [el("li", { class: "quiet" }, other)] : []));
  }

  pick(procedure) {
    this.procedure = procedure;
    if (!procedure) return;
    this.typed.value = procedure.short_name || procedure.name;
    this.field.value = procedure.field;
    this.found.replaceChildren();
  }

  wish() {
    return {
      kind: this.kind.value,
      quantity: Number(this.quantity.value),
      priority: this.group.value || null,
      ...(this.field.value && { field: this.field.value }),
      ...(this.procedure && { procedure: this.procedure.code }),
    };
  }

  /** Ask for the number; what had no answer is asked again with the same key: no second number. */
  async give() {
    const wish = this.wish();
    const same = this.unanswered?.wish === JSON.stringify(wish);
    const key = same ? this.unanswered.key : freshKey();
    this.unanswered = null;
    try {
      return await post(ofCentre("/tickets"), wish, { key });
    } catch (error) {
      if (error instanceof NoAnswer) this.unanswered = { wish: JSON.stringify(wish), key };
      throw error;
    }
  }

  say(text) {
    this.said.textContent = text;
    this.said.hidden = false;
  }
}
