// The catalogue as a table: searched, mended one by one, given out and taken in as a file.

import { ask, get, ofCentre, post } from "../ask.js";
import { byId, el, show } from "../dom.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { sentence, t, tn } from "../words.js";
import { clearFaults, linesOf, number, select, showFault, text } from "./form.js";
import { takeIn } from "./import.js";
import { label } from "./labels.js";
import { today } from "./people.js";

const PAGE = 100;
const form = byId("search");
const dialog = byId("editing");
const entry = byId("entry");
let plan = null;
let shown = PAGE;
let edited = null;
let place = -1;

async function load() {
  plan = await get(ofCentre("/plan"));
  const chosen = form.elements.field.value;
  const options = plan.fields.map((one) => el("option", { value: one.code }, one.name_vi));
  form.elements.field.replaceChildren(form.elements.field.options[0], ...options);
  form.elements.field.value = chosen;
  draw();
}

export function plain(words) {
  return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
}

function isIncomplete(one) {
  return one.days === null || (one.days > 0 && !one.days_unit) || !one.fee || !one.papers || !one.source;
}

function wanted() {
  const words = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
  const [field, only] = [form.elements.field.value, form.elements.show.value];
  return plan.procedures.filter((one) => {
    if (field && one.field !== field) return false;
    if (only === "incomplete" && !isIncomplete(one)) return false;
    if (only === "unchecked" && one.checked_on) return false;
    const all = words.length ? plain([one.code, one.name, one.short_name, ...one.keywords].join(" ")) : "";
    return words.every((word) => all.includes(word));
  });
}

function draw() {
  const found = wanted();
  byId("count").textContent = tn("%(n)s procedure", "%(n)s procedures", found.length);
  byId("rows").replaceChildren(...found.slice(0, shown).map(line));
  show(byId("more"), found.length > shown);
}

function line(one) {
  return el(
    "tr",
    {},
    el("td", { class: "nowrap" }, one.code),
    el("th", { scope: "row" }, one.short_name || one.name, one.short_name && one.short_name !== one.name ? el("small", { class: "quiet block" }, one.name) : ""),
    el("td", {}, one.field),
    el("td", { class: "nowrap" }, time(one)),
    el("td", {}, one.fee || missing()),
    el("td", { class: "nowrap" }, one.checked_on ?? missing()),
    el("td", {}, el("button", { type: "button", class: "button small", onclick: () => open(one) }, t("Change"), el("span", { class: "unseen" }, ` ${one.code}`))),
  );
}

function missing() {
  return el("span", { class: "badge warn" }, t("missing"));
}

function time(one) {
  if (one.days === null) return missing();
  if (one.days === 0 && one.days_unit !== "hours") return t("the same day");
  return { working: t("%(n)s working days", { n: one.days }), calendar: t("%(n)s days", { n: one.days }), hours: t("%(n)s hours", { n: one.days }) }[one.days_unit] ?? String(one.days);
}

function empty() {
  return { code: "", field: form.elements.field.value || plan.fields[0]?.code || "", name: "", short_name: "", keywords: [], days: null, days_unit: "working", fee: "", papers: "", source: "", agency: "", checked_on: null, valid_from: null, valid_to: null, replaced_by: null };
}

function open(one) {
  place = one ? plan.procedures.indexOf(one) : plan.procedures.length;
  edited = structuredClone(one ?? empty());
  const where = `procedures[${place}]`;
  const name = (member) => label("procedures", member);
  const words = (member, about) => text(edited, member, name(member), `${where}.${member}`, about);
  const now = el("button", { type: "button", class: "button small" }, t("Checked today"));
  const checked = words("checked_on", { kind: "date", none: true });
  now.addEventListener("click", () => {
    edited.checked_on = today();
    checked.querySelector("input").value = edited.checked_on;
  });
  checked.append(now);
  byId("editing-title").textContent = one ? t("Change %(code)s", { code: one.code }) : t("Add a procedure");
  byId("entry-fields").replaceChildren(
    el("div", { class: "pair" }, words("code", { hint: t("The national code, e.g. 1.001193") }), select(edited, "field", name("field"), `${where}.field`, plan.fields.map((each) => [each.code, each.name_vi]))),
    words("name", { lines: 2, max: 1000 }),
    words("short_name", { max: 80 }),
    linesOf(edited, "keywords", name("keywords"), `${where}.keywords`, { hint: t("One a line: khai sinh, làm giấy khai sinh …") }),
    el("div", { class: "pair" }, number(edited, "days", name("days"), `${where}.days`, { none: true, hint: t("Empty is not known; 0 is the same day.") }), select(edited, "days_unit", name("days_unit"), `${where}.days_unit`, [[null, "–"], ["working", t("working days")], ["calendar", t("calendar days")], ["hours", t("hours")]])),
    words("fee"),
    words("papers", { lines: 4, max: 1000, hint: t("One paper a line.") }),
    words("agency", { hint: t("Only where it is not the centre's own authority.") }),
    el("div", { class: "pair" }, words("source"), checked),
    el("div", { class: "pair" }, words("valid_from", { kind: "date", none: true }), words("valid_to", { kind: "date", none: true })),
    words("replaced_by", { none: true }),
  );
  show(byId("entry-remove"), Boolean(one));
  show(byId("entry-said"), false);
  dialog.showModal();
}

async function save(procedures) {
  const next = { ...plan, procedures };
  const told = await post(ofCentre("/plan/check"), next);
  clearFaults(entry);
  if (told.problems.length) {
    const lost = told.problems.filter((one) => !showFault(entry, one.where, sentence(one)));
    if (lost.length) tell(lost.map((one) => sentence(one)).join(" "));
    entry.querySelector("[aria-invalid]")?.focus();
    return;
  }
  await ask("PUT", ofCentre("/plan"), next, { headers: { "If-Match": `"${plan.version}"` } });
  dialog.close();
  said(t("Saved, in force now."));
  await load();
}

function tell(words) {
  byId("entry-said").textContent = words;
  show(byId("entry-said"), true);
}

entry.addEventListener("submit", (event) => {
  event.preventDefault();
  show(byId("entry-said"), false);
  pressed(entry, () => save(plan.procedures.toSpliced(place, 1, edited)), { tell, again: 0 });
});
byId("entry-remove").addEventListener("click", () => pressed(byId("entry-remove"), () => save(plan.procedures.toSpliced(place, 1)), { tell, again: 0 }));
byId("entry-back").addEventListener("click", () => dialog.close());
byId("add").addEventListener("click", () => open(null));
byId("more").addEventListener("click", () => {
  shown += PAGE;
  draw();
});
form.addEventListener("input", () => {
  shown = PAGE;
  draw();
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("give-out").href = ofCentre("/catalogue");
takeIn(load);
load();
